import { plain } from '../../src/discord/markdown.js';
import { sentenceOf } from '../../src/facts.js';
import type { ReplyRecord } from '../../src/lesson/record/record.js';
import { MAX_TOKENS } from './result.js';
import { askWords } from './words.js';

/** What says why there is no answer, or not the whole of it. */
const ENDINGS: ReadonlySet<string> = new Set([
  'model-refused',
  'answer-held-back',
  'answer-cut-by-filter',
  'asked-for-tool',
  'only-thought',
  'thought-for-too-long',
]);

/**
 * What must be known of a reply at once: why it ends, and what the endpoint did not take; lines of markdown.
 *
 * @param wanted how many tokens the answer was to have at most, where the window had less room
 */
export function notesOf(record: ReplyRecord, locale: string, wanted?: number): string[] {
  // That there are no probabilities the reply's sentence says.
  const notices = record.answer.notices.filter(({ code }) => code !== 'without-probabilities' && !ENDINGS.has(code));
  return [...whyItEnds(record, locale, wanted), ...notices.map((notice) => plain(sentenceOf(notice, locale)))];
}

/** Why a reply ends, where the model did not end it. */
export function whyItEnds(record: ReplyRecord, locale: string, wanted?: number): string[] {
  const words = askWords(locale);
  const { finishReason, usage, notices } = record.answer;
  const told = notices.filter(({ code }) => ENDINGS.has(code));
  if (told.length > 0) return told.map((notice) => plain(sentenceOf(notice, locale)));
  if (finishReason === 'content-filter') return [words.filtered];
  if (finishReason !== 'length') return [];
  const { maxTokens = MAX_TOKENS } = record.asked;
  const written = usage?.completionTokens ?? maxTokens;
  const isWindowFull = written < Math.max(maxTokens, wanted ?? 0);
  return [isWindowFull ? words.cutByWindow : words.cutAtLimit(maxTokens, maxTokens < MAX_TOKENS)];
}

/** How many tokens a longer reply may have; undefined where this one was not cut at its limit, or at the highest. */
export function longerLimit({ answer: { finishReason, usage }, asked }: ReplyRecord, wanted = 0): number | undefined {
  const { maxTokens = MAX_TOKENS } = asked;
  const written = usage?.completionTokens ?? maxTokens;
  if (finishReason !== 'length' || written < Math.max(maxTokens, wanted) || maxTokens >= MAX_TOKENS) return undefined;
  return Math.min(MAX_TOKENS, Math.max(LEAST_LONGER, 4 * maxTokens));
}

const LEAST_LONGER = 64;
