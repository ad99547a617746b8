import type { Refusal } from './refusal.js';

/**
 * Whether a server refused what was asked, as opposed to failing at it. llama.cpp refuses with 500 and 501, others inside
 * HTTP 200, which count when there are words to go by.
 */
export function isAboutRequest({ status, message }: Refusal): boolean {
  if ([400, 403, 404, 405, 415, 422].includes(status)) return true;
  return [200, 500, 501].includes(status) && message !== '' && !/internal (?:server )?error/i.test(message);
}

/** The prompt has more tokens than the model's context window. */
export function isContextTooLong({ code, type, message, status }: Refusal): boolean {
  if (status === 401 || status === 429) return false;
  return (
    code === 'context_length_exceeded' ||
    type === 'exceed_context_size_error' ||
    /maximum context length|context (?:size|length|window)|maximum model length|prompt is too long|input is too long/i.test(
      message,
    )
  );
}

/** The endpoint has no model of the name that was asked for. */
export function isModelUnknown(refusal: Refusal): boolean {
  const { status, code, message } = refusal;
  if (![200, 400, 403, 404, 422, 500].includes(status) || isWrongRoute(refusal)) return false;
  return (
    code === 'model_not_found' ||
    /\bmodels?\b.{0,120}(?:does not exist|not found|doesn't exist|not available|is not a valid)/is.test(message) ||
    /(?:unknown|invalid|no such) model|not a valid model/i.test(message)
  );
}

/** The endpoint does not have this path, or has it but not for this model. */
export function isRouteMissing(refusal: Refusal): boolean {
  const { status } = refusal;
  return isWrongRoute(refusal) || ([404, 405, 501].includes(status) && !isModelUnknown(refusal));
}

function isWrongRoute({ status, message }: Refusal): boolean {
  if (![200, 400, 404, 405, 422, 501].includes(status)) return false;
  return (
    /not (?:a chat|supported in the v1\/)|is a chat model|does not support (?:the )?(?:chat )?completions?\b/i.test(
      message,
    ) || /use v1\/(?:chat\/)?completions|chat template/i.test(message)
  );
}

/** A quota that waiting does not refill, as opposed to a rate limit. */
export function isQuotaSpent({ status, code, type }: Refusal): boolean {
  return status === 402 || [code, type].includes('insufficient_quota');
}

/** The endpoint wants the bot to wait. */
export function isRateLimit({ status, code, type }: Refusal): boolean {
  return status === 429 || [code, type].includes('rate_limit_exceeded');
}

/** The endpoint does not accept the API key, or wants one. */
export function isKeyRefused({ status, code }: Refusal): boolean {
  return status === 401 || code === 'invalid_api_key';
}

/** A failure that may pass within seconds, so that asking once more is worth it. */
export function isTransient(refusal: Refusal): boolean {
  if (isQuotaSpent(refusal)) return false;
  // llama.cpp says 500 to a parameter it does not know; asking again would not change its mind.
  if (refusal.status === 500) return !/param|support|parse error|not allowed|only one/i.test(refusal.message);
  return [408, 429, 502, 503, 504].includes(refusal.status);
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
