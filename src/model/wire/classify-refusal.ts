import { ModelError } from '../errors.js';
import { type Refusal, RefusalError } from './refusal.js';

/**
 * Why a server refused. `quota`: what waiting does not refill; `rate-limit`: it wants the bot to wait; `key`: it does not
 * take the API key, or wants one; `context`: more tokens than the context window; `filter`: it does not want to read what
 * somebody wrote; `model`: it has none of that name; `loading`: it has one, and not yet; `path`: there is nothing at the
 * path; `route`: it has the path, and not for this model; `busy`: a reason that may pass within seconds; `draw`: it cannot
 * read what the model drew, and would another draw; `request`: something else in what was asked; `failure`: it failed, and
 * says nothing of what was asked.
 */
export type RefusalKind =
  | 'quota'
  | 'rate-limit'
  | 'key'
  | 'context'
  | 'filter'
  | 'model'
  | 'loading'
  | 'path'
  | 'route'
  | 'busy'
  | 'draw'
  | 'request'
  | 'failure';

/** Tells why a server refused, by its status, its codes and its words. */
export function classifyRefusal(refusal: Refusal): RefusalKind {
  const { status, code, type, message } = refusal;
  const names = [code, type];
  if (status === 402 || names.includes('insufficient_quota')) return 'quota';
  if (status === 429 || names.includes('rate_limit_exceeded') || names.includes('RESOURCE_EXHAUSTED')) {
    return 'rate-limit';
  }
  if (status === 401 || code === 'invalid_api_key' || isKeyInvalid(message)) return 'key';
  if (isContextTooLong(refusal)) return 'context';
  if (isFiltered(refusal)) return 'filter';
  if (isLoading(refusal)) return 'loading';
  if (isWrongRoute(refusal)) return 'route';
  if (isModelUnknown(refusal)) return 'model';
  if ([200, 500].includes(status) && isOfDraw(refusal)) return 'draw';
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
  if (refusal.status !== 500) return false;
  // llama.cpp says 500 to a parameter that it does not know; asking again would not change its mind.
  return (
    kind === 'failure' || (kind === 'request' && /try again|retry|overload|temporar|timed? ?out/i.test(refusal.message))
  );
}

/** Google says 400 where others say 401. */
function isKeyInvalid(message: string): boolean {
  return /\bapi key (?:not valid|expired|not found)|(?:invalid|incorrect|missing) api[ _-]key/i.test(message);
}

const FILTERS =
  /content.?(?:filter|policy|management)|responsible.?ai|moderation|data_?inspection|safety (?:system|filter)/i;

function isFiltered({ status, code, type, message }: Refusal): boolean {
  if (![200, 400, 403, 422].includes(status)) return false;
  return (
    [code, type].some((name) => FILTERS.test(name ?? '')) ||
    /content[ -](?:filter|policy|management policy)|flagged (?:by|for|as)|was flagged|requires moderation|inappropriate content|safety system|prohibited content|responsible ?ai/i.test(
      message,
    )
  );
}

/** llama.cpp, TGI and Hugging Face say so while they load a model. */
function isLoading({ status, message }: Refusal): boolean {
  return (
    [502, 503, 529].includes(status) &&
    /\b(?:model )?(?:is )?(?:currently )?(?:still )?loading\b|warming up|starting up/i.test(message)
  );
}

/** llama.cpp reads what it wrote as a chat message, and fails where bytes are no characters. */
function isOfDraw({ message }: Refusal): boolean {
  return /\bmodel (?:produced|generated|wrote)\b/i.test(message);
}

function isContextTooLong({ code, type, message }: Refusal): boolean {
  return (
    code === 'context_length_exceeded' ||
    type === 'exceed_context_size_error' ||
    /maximum context length|context (?:size|length|window)|context shift is disabled|maximum model length|prompt is too long|input is too long/i.test(
      message,
    )
  );
}

/** What a request can have beside its text: who speaks of these does not speak of the model's name. */
const OPTIONS = /log.?prob|temperature|\btop[ _-]?[kp]\b|penalt|\bstream|\bseed\b|parameter/i;

function isModelUnknown({ status, code, message }: Refusal): boolean {
  if (![200, 400, 403, 404, 422, 500].includes(status)) return false;
  if (code === 'model_not_found') return true;
  if (OPTIONS.test(message)) return false;
  return (
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

/** Those of the names that the refusal gives as its reason: in a place of their own, else in its words. */
export function namedParameters({ params, message }: Refusal, names: Iterable<string>): string[] {
  const all = [...new Set(names)];
  const placed = all.filter((name) => params.some((param) => isSame(param, name) || param.endsWith(`.${name}`)));
  if (placed.length > 0) return placed;
  return all.filter((name) => patternOf(name).test(message));
}

/** The parameters that a refusal speaks of anywhere: in their own places and in its words. */
export function mentionedParameters(refusal: Refusal, names: Iterable<string>): string[] {
  const all = [...new Set(names)];
  const placed = namedParameters(refusal, all);
  return all.filter((name) => placed.includes(name) || patternOf(name).test(refusal.message));
}

/** Gateways in other languages write `presencePenalty`. */
function isSame(param: string, name: string): boolean {
  return param.replaceAll(/[_-]/g, '').toLowerCase() === name.replaceAll('_', '').toLowerCase();
}

const patterns = new Map<string, RegExp>();

function patternOf(name: string): RegExp {
  let pattern = patterns.get(name);
  if (pattern === undefined) {
    // A short name is a word of its own, such as `n`, which is no parameter without a sign that it is.
    const written =
      name.length === 1 ? `(?:["'\`]${name}["'\`]|\\b${name}(?= ?[=<>]))` : name.split('_').join('[_ -]?');
    pattern = new RegExp(`(?<![\\w/.-])${written}(?![\\w/-])`, 'i');
    patterns.set(name, pattern);
  }
  return pattern;
}

/** Whether the server does not know a parameter at all, as opposed to disliking its value. */
export function isUnknownParameter({ code, message, type }: Refusal): boolean {
  return (
    ['unknown_parameter', 'unsupported_parameter'].includes(code ?? '') ||
    type === 'extra_forbidden' ||
    /unrecognized|unknown|unexpected|unsupported (?:param|argument|field)|not permitted|extra (?:inputs|fields)|extraneous|extra_forbidden|cannot find field|not a valid field|argument not supported|property '\w+' is unsupported|not support (?:the )?param|is not supported with this model/i.test(
      message,
    )
  );
}

/** Whether a refusal says that things are not taken at all, as opposed to how much of them. */
export function isFlatRefusal(refusal: Refusal): boolean {
  return (
    isUnknownParameter(refusal) ||
    /(?:not|n['’]t) (?:yet |currently )?(?:be )?(?:allow|support|available|enabled|permitted|implemented|accept|taken?\b|recognized|compatible|request)|unsupported|unavailable|disabled|please remove|cannot be used|must be (?:false|null|omitted|unset)/i.test(
      refusal.message,
    )
  );
}

/** Whether a refusal says that some things are not taken together, while each alone may be. */
export function isOfPair({ message }: Refusal): boolean {
  return /\bboth\b|together|at the same time|simultaneous|in combination|combin(?:ed|ing) with|mutually exclusive|conflict|only one of|not compatible with|incompatible|\bwith (?:[`'"]?stream|top_p|temperature)|when (?:using )?[`'"]?stream|in stream(?:ing)? mode|if [`'"]?stream|while stream|for stream(?:ing|ed)|during stream/i.test(
    message,
  );
}

/** Whether a refusal is one of an answer that comes in pieces; or of one that does not. */
export function streamWish({ params, message }: Refusal): 'without' | 'only' | undefined {
  if (!/\bstream/i.test(message) && !params.includes('stream')) return undefined;
  const isOnly =
    /only supports? (?:the )?stream|stream(?:ing)? (?:mode )?(?:is |only )?(?:required|only)|stream[`'"]? (?:must|should|has to|needs to) be (?:set to )?true|enable (?:the )?stream|set stream ?(?:=|to|:) ?true|(?:without|non-?)stream(?:ing)? (?:calls? |requests? |mode )?(?:is|are) not|not support non-?stream/i.test(
      message,
    );
  return isOnly ? 'only' : 'without';
}

const LIMITS = [
  /(?:max(?:imum)?(?: value)?(?: allowed)?|less than or equal to|smaller than or equal to|at most|up to|(?:more|greater|larger|higher) than|not exceed|exceeds?|above|over|<=|≤)(?: is| of| the| maximum|:|=|\s)*(\d{1,6})/gi,
  /(?:between|range|from|\[|\()[^\d\n]{0,20}\d{1,6} ?(?:and|to|-|–|,|\.\.) ?(\d{1,6})/gi,
];

/** The highest number that a refusal allows, below what was sent. */
export function allowedNumber({ message }: Refusal, sent: number): number | undefined {
  const limits = LIMITS.flatMap((pattern) => [...message.matchAll(pattern)].map(([, digits]) => Number(digits)));
  const lower = limits.filter((limit) => limit >= 1 && limit < sent);
  return lower.length === 0 ? undefined : Math.max(...lower);
}
