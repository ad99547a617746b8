import { ModelError } from '../errors.js';
import { type Refusal, RefusalError } from './refusal.js';

/**
 * Why a server refused. `quota`: what waiting does not refill; `rate-limit`: it wants the bot to wait; `key`: it does not
 * take the API key, or wants one; `context`: more tokens than the context window; `model`: it has none of that name; `path`:
 * there is nothing at the path; `route`: it has the path, and not for this model; `busy`: a reason that may pass within seconds; `request`: something else
 * in what was asked; `failure`: it failed, and says nothing of what was asked; `filter`: a content filter held the question
 * back.
 */
export type RefusalKind =
  | 'quota'
  | 'rate-limit'
  | 'key'
  | 'context'
  | 'model'
  | 'path'
  | 'route'
  | 'busy'
  | 'request'
  | 'failure'
  | 'filter';

/** Tells why a server refused, by its status, its codes and its words. */
export function classifyRefusal(refusal: Refusal): RefusalKind {
  const { status, code, type, message } = refusal;
  const names = [code, type];
  if (status === 402 || names.includes('insufficient_quota')) return 'quota';
  if (status === 429 || names.includes('rate_limit_exceeded')) return 'rate-limit';
  if (status === 401 || code === 'invalid_api_key') return 'key';
  if (isHeldBack(refusal)) return 'filter';
  if (isContextTooLong(refusal)) return 'context';
  if (isWrongRoute(refusal)) return 'route';
  if (isModelUnknown(refusal)) return 'model';
  // What stands before a server fails with a 501 of its own, without the words in which servers say what they lack.
  const hasWords = message !== '' && !/internal (?:server )?error/i.test(message);
  if ([404, 405].includes(status) || (status === 501 && hasWords)) return 'path';
  // From 520 on they are those of proxies that get no answer from a server, and of servers that have too much to do.
  if ([408, 502, 503, 504].includes(status) || (status >= 520 && status <= 529)) return 'busy';
  if ([400, 403, 415, 422].includes(status)) return 'request';
  // llama.cpp refuses with 500, others inside HTTP 200, which count when there are words to go by.
  return [200, 500].includes(status) && hasWords ? 'request' : 'failure';
}

/**
 * Whether a failure is a no to what was asked, as opposed to a reason that has to do with something else or may pass. An
 * answer that is none counts.
 */
export function isNo(error: unknown): boolean {
  if (error instanceof ModelError) return error.kind === 'unsupported' || error.kind === 'protocol';
  return isRefusalOf(error, 'request', 'path', 'route');
}

/** The same for what only few servers know, at which others fail without a word; by then they were asked twice. */
export function isNoOrFailure(error: unknown): boolean {
  return isNo(error) || isRefusalOf(error, 'failure');
}

/**
 * Whether a server does not have a path, where nothing much depends on it: a 501 counts also without words, which at the
 * completions could be a failure.
 */
export function isPathMissing(error: unknown): boolean {
  if (!(error instanceof RefusalError)) return false;
  const kind = classifyRefusal(error.refusal);
  return kind === 'path' || (kind === 'failure' && error.refusal.status === 501);
}

/** Whether a failure is a refusal of one of some kinds. */
export function isRefusalOf(error: unknown, ...kinds: readonly RefusalKind[]): boolean {
  return error instanceof RefusalError && kinds.includes(classifyRefusal(error.refusal));
}

/** A failure that may pass within seconds, so that asking once more is worth it. */
export function isTransient(refusal: Refusal): boolean {
  const kind = classifyRefusal(refusal);
  if (kind === 'rate-limit' || kind === 'busy') return true;
  // llama.cpp says 500 to a parameter it does not know; asking again would not change its mind.
  const isAboutParameter = /param|support|parse error|not allowed|only one/i.test(refusal.message);
  return refusal.status === 500 && kind !== 'quota' && !isAboutParameter;
}

function isContextTooLong({ code, type, message }: Refusal): boolean {
  return (
    code === 'context_length_exceeded' ||
    type === 'exceed_context_size_error' ||
    /maximum context length|context (?:size|length|window)|maximum model length|prompt is too long|input is too long/i.test(
      message,
    )
  );
}

function isHeldBack({ status, code, type, message }: Refusal): boolean {
  if (![200, 400, 403, 422, 451].includes(status)) return false;
  return (
    [code, type].some((name) =>
      /content[_ -]?(?:filter|policy)|responsibleai|moderation|prohibited/i.test(name ?? ''),
    ) ||
    /content management policy|content (?:policy|filter)|safety system|responsible ?ai|was flagged|(?:blocked|rejected).{0,40}(?:safety|moderation|prohibited)/i.test(
      message,
    )
  );
}

function isModelUnknown({ status, code, message }: Refusal): boolean {
  if (![200, 400, 403, 404, 422, 500].includes(status)) return false;
  return (
    code === 'model_not_found' ||
    /\bmodels?\b.{0,120}(?:does not exist|not found|doesn't exist|not available|is not a valid)/is.test(message) ||
    /(?:unknown|invalid|no such) model|not a valid model/i.test(message)
  );
}

function isWrongRoute({ status, message }: Refusal): boolean {
  if (![200, 400, 404, 405, 422, 501].includes(status)) return false;
  return (
    /not (?:a chat|supported in the v1\/)|is a chat model|does not support (?:the )?(?:chat )?completions?\b/i.test(
      message,
    ) || /use v1\/(?:chat\/)?completions|chat template/i.test(message)
  );
}

/** Those of the names that the refusal gives as its reason, by its `param` or in its words. */
export function namedParameters({ param, message }: Refusal, names: Iterable<string>): string[] {
  const all = [...names];
  const byParam = param === undefined ? [] : all.filter((name) => param === name || param.endsWith(`.${name}`));
  if (byParam.length > 0) return byParam;
  return all.filter((name) => new RegExp(`(?<![\\w/.-])${name}(?![\\w/-])`, 'i').test(message));
}

/** Whether the server does not know a parameter at all, as opposed to disliking its value. */
export function isUnknownParameter({ code, message, type }: Refusal): boolean {
  return (
    code === 'unknown_parameter' ||
    type === 'extra_forbidden' ||
    /unrecognized|unknown|unexpected|unsupported param|not permitted|extra inputs|extra_forbidden/i.test(message)
  );
}

/** The highest number of logprobs a refusal allows, below what was sent. */
export function allowedLogprobs({ message }: Refusal, sent: number): number | undefined {
  const limits = [
    /(?:max(?:imum)?(?: value)?(?: allowed)?|less than or equal to|at most|up to|more than|<=|between \d+ and|exceeds?)(?: is| of|:|=|\s)*(\d{1,6})/gi,
  ].flatMap((pattern) => [...message.matchAll(pattern)].map(([, digits]) => Number(digits)));
  const lower = limits.filter((limit) => limit >= 1 && limit < sent);
  return lower.length === 0 ? undefined : Math.max(...lower);
}
