import { isRecord } from '../wire/json.js';

/** How servers call the end of an answer that a filter did not let through. */
const FILTER_REASONS =
  /^(?:content[_ -]?filter(?:ed)?|safety|prohibited[_ -]?content|blocklist|spii|recitation|image[_ -]?safety|sensitive|guardrails?(?:[_ -]intervened)?|moderation|blocked|language)\b/i;

/** Whether the end of an answer, as a server calls it, is one that a filter made. */
export function isFilterReason(reason: unknown): boolean {
  return typeof reason === 'string' && FILTER_REASONS.test(reason);
}

/** Whether the end of an answer, as a server calls it, is that the model refused. */
export function isRefusalReason(reason: unknown): boolean {
  return typeof reason === 'string' && /^(?:refusal|refused)$/i.test(reason);
}

/**
 * Why a filter held an answer, or a part of one, back, as the answer itself says it: by the names of what it found, such as
 * `violence`, or the server's name for the reason.
 *
 * @returns undefined where nothing says so
 */
export function findHeldBack(json: Record<string, unknown>): string | undefined {
  const blocked = [json.promptFeedback, json.prompt_feedback].filter(isRecord);
  for (const { blockReason, block_reason: reason = blockReason } of blocked) {
    if (typeof reason === 'string' && !/unspecified/i.test(reason)) return nameOf(reason);
  }
  const prompts: readonly unknown[] = Array.isArray(json.prompt_filter_results) ? json.prompt_filter_results : [];
  for (const prompt of prompts.filter(isRecord)) {
    const found = filteredNames(prompt.content_filter_results ?? prompt.content_filter_result);
    if (found !== undefined) return found;
  }
  return filteredNames(json.content_filter_results ?? json.content_filter_result);
}

/** The names of what a filter found and did not let through; undefined where it let all through. */
function filteredNames(results: unknown): string | undefined {
  if (!isRecord(results)) return undefined;
  const names = Object.keys(results).filter((name) => isRecord(results[name]) && results[name].filtered === true);
  return names.length === 0 ? undefined : names.map(nameOf).join(', ');
}

function nameOf(reason: string): string {
  return reason.toLowerCase().replaceAll('_', ' ');
}
