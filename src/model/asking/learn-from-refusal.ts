import {
  allowedNumber,
  classifyRefusal,
  isFlatRefusal,
  isOfPair,
  isUnknownParameter,
  mentionedParameters,
  namedParameters,
  streamWish,
} from '../wire/classify-refusal.js';
import { explainPair, explainUnsupported, type RefusalContext } from '../wire/explain-refusal.js';
import type { Refusal } from '../wire/refusal.js';
import { type ModelKnowledge, type RouteKnowledge, STREAMED_LOGPROBS } from './knowledge.js';
import { askedLogprobs, LOCAL_PARAMETERS, type RequestShape, refusedValue } from './request-shape.js';

/** Numbers of logprobs that servers commonly allow, to try when a refusal names no limit. */
const COMMON_LIMITS = [100, 20, 5];

/** The lesson of a refusal after which the same may be asked again, once: a probe has found that it is taken. */
export const DOUBTS_CONTINUATION = 'may no longer continue its own message';

/** What a request was refused with. */
export interface RefusedRequest {
  readonly refusal: Refusal;
  readonly shape: RequestShape;
  /** The body that was refused. */
  readonly body: Record<string, unknown>;
}

/**
 * Learns from a refusal what to ask differently.
 *
 * @returns what was learned, in words for the log; undefined when there is nothing to learn, so that the refusal stands
 * @throws ModelError `unsupported` when the refusal is about an option the caller set
 */
export function learnFromRefusal(
  request: RefusedRequest,
  knowledge: ModelKnowledge,
  context: RefusalContext,
): string | undefined {
  const { refusal, shape, body } = request;
  const kind = classifyRefusal(refusal);
  const isMissing = kind === 'path' || kind === 'route';
  if (kind !== 'request' && !isMissing) return undefined;
  const route = knowledge[shape.route];
  const lesson =
    learnLength(request, route) ??
    learnPair(request, route, context) ??
    learnLogprobs(request, route) ??
    learnParameters(request, route, context) ??
    learnStreaming(request, route);
  if (lesson !== undefined) return lesson;
  if (isMissing) {
    route.learnMissing(kind === 'route' || refusal.status === 501 ? refusal.message : '');
    return `has no ${shape.route} route`;
  }
  // Servers put the refusal of a prefix in many words, so that any may be one; where it was taken before, the probe decides.
  if ('continue_final_message' in body && knowledge.doubtContinuation()) {
    return DOUBTS_CONTINUATION;
  }
  return undefined;
}

function learnLength({ refusal, body }: RefusedRequest, route: RouteKnowledge): string | undefined {
  const name = ['max_tokens', 'max_completion_tokens'].find((one) => one in body);
  if (name === undefined || !namedParameters(refusal, Object.keys(body)).includes(name)) return undefined;
  const other = name === 'max_tokens' ? 'max_completion_tokens' : 'max_tokens';
  const isOther = new RegExp(`\\b${other}\\b`).test(refusal.message);
  if (isOther || isUnknownParameter(refusal) || /unsupported/i.test(refusal.message)) {
    // A server that knows neither is not asked in turns.
    if (route.lengthParameter === other || route.taken.has(name)) return undefined;
    route.learnLengthParameter(other);
    return `takes ${other}`;
  }
  const most = allowedNumber(refusal, Number(body[name]));
  if (most === undefined) return undefined;
  route.learnMostTokens(most);
  return `allows ${most} tokens`;
}

function learnPair(
  { refusal, shape, body }: RefusedRequest,
  route: RouteKnowledge,
  context: RefusalContext,
): string | undefined {
  const asksLogprobs = askedLogprobs(body) > 0;
  const speaksOfLogprobs = /log[ _-]?prob/i.test(refusal.message) || refusal.params.some(isLogprobs);
  const speaksOfStream = /\bstream/i.test(refusal.message) || refusal.params.includes('stream');
  if (asksLogprobs && body.stream === true && speaksOfLogprobs && speaksOfStream) {
    route.learnPair(STREAMED_LOGPROBS);
    return 'refuses logprobs with a stream';
  }
  if (!isOfPair(refusal)) return undefined;
  const options = new Map(shape.parameters.map((option) => [option.name, option]));
  const named = mentionedParameters(refusal, Object.keys(body)).filter((name) => options.has(name));
  const [one, other] = named;
  if (one === undefined || other === undefined || named.length > 2) return undefined;
  if (options.get(one)?.wanted && options.get(other)?.wanted) throw explainPair(one, other, context);
  route.learnPair([one, other]);
  return `takes only one of ${one} and ${other}`;
}

function learnLogprobs({ refusal, body }: RefusedRequest, route: RouteKnowledge): string | undefined {
  const sent = askedLogprobs(body);
  if (sent === 0) return undefined;
  const isOfThem =
    refusal.params.length > 0 && namedParameters(refusal, Object.keys(body)).length > 0
      ? refusal.params.some(isLogprobs)
      : /log[ _-]?prob/i.test(refusal.message);
  if (!isOfThem) return undefined;
  const lower =
    allowedNumber(refusal, sent) ??
    (isFlatRefusal(refusal) ? undefined : COMMON_LIMITS.find((limit) => limit < Math.min(sent, route.mostLogprobs)));
  if (lower === undefined) route.learnLogprobs('refused');
  else route.learnMostLogprobs(lower);
  return lower === undefined ? 'refuses logprobs' : `allows ${lower} logprobs`;
}

function isLogprobs(name: string): boolean {
  return /log_?probs?$/i.test(name);
}

function learnParameters(request: RefusedRequest, route: RouteKnowledge, context: RefusalContext): string | undefined {
  const { refusal, shape, body } = request;
  const named = namedParameters(refusal, Object.keys(body));
  // “Penalty is not enabled for this model”, of any of them.
  const isOfPenalties = named.length === 0 && /\bpenalt(?:y|ies)\b/i.test(refusal.message);
  const isOf = (name: string) => named.includes(name) || (isOfPenalties && name.endsWith('_penalty'));
  const several = learnSeveral(request, named, route);
  if (several !== undefined) return several;
  const isUnknown = isUnknownParameter(refusal);
  // So many answers may be too many, and fewer not: who asks for them asks for fewer.
  const options = shape.parameters.filter(({ name }) => name in body && isOf(name) && (name !== 'n' || isUnknown));
  const wanted = options.find((option) => option.wanted);
  if (wanted !== undefined) throw explainUnsupported(wanted.name, wanted.value, refusal, context);
  const dropped = options.map(({ name, value }) =>
    name === 'temperature' && value !== 1 && !isUnknown ? refusedValue(name, value) : name,
  );
  if (named.includes('stream_options') && 'stream_options' in body) dropped.push('stream_options');
  if (dropped.length === 0) return undefined;
  const strangers = isUnknown && dropped.some((name) => LOCAL_PARAMETERS.includes(name));
  route.learnRefused(strangers ? [...dropped, ...LOCAL_PARAMETERS] : dropped);
  return `refuses ${dropped.join(', ')}`;
}

/** Where so many answers are refused and no limit is named, so many are tried. */
const FEWER_ANSWERS = 4;

function learnSeveral(
  { refusal, body }: RefusedRequest,
  named: readonly string[],
  route: RouteKnowledge,
): string | undefined {
  const asked = Number(body.n);
  if (!named.includes('n') || !(asked > 1) || isUnknownParameter(refusal)) return undefined;
  return learnFewer(asked, allowedNumber(refusal, asked) ?? namedBelow(refusal.message, asked), route);
}

/** Asks for fewer answers with one request. @param most that a refusal allows, where it names it */
export function learnFewer(asked: number, most: number | undefined, route: RouteKnowledge): string {
  const fewer = most ?? (asked > FEWER_ANSWERS ? FEWER_ANSWERS : 1);
  route.learnMostAnswers(fewer);
  return `allows ${fewer} answers at once`;
}

/** The greatest number below another that a sentence names. */
function namedBelow(message: string, most: number): number | undefined {
  const named = [...message.matchAll(/(?<![\w.])\d{1,4}(?![\w.]*\d)/g)].map(([digits]) => Number(digits));
  const below = named.filter((number) => number >= 1 && number < most);
  return below.length === 0 ? undefined : Math.max(...below);
}

function learnStreaming({ refusal, body }: RefusedRequest, route: RouteKnowledge): string | undefined {
  const wish = streamWish(refusal);
  if (wish === 'only' && body.stream !== true && route.streaming !== 'refused') {
    route.learnStreaming('only');
    return 'refuses whole answers';
  }
  if (wish === 'without' && body.stream === true && route.streaming !== 'only') {
    route.learnStreaming('refused');
    return 'refuses streams';
  }
  return undefined;
}
