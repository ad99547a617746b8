import { classifyRefusal, namedParameters } from '../wire/classify-refusal.js';
import type { RefusalContext } from '../wire/explain-refusal.js';
import { BrokenStreamError } from '../wire/read-events.js';
import { type Refusal, RefusalError } from '../wire/refusal.js';
import type { ModelKnowledge, RouteKnowledge } from './knowledge.js';
import { DOUBTS_CONTINUATION, learnFewer, learnFromRefusal } from './learn-from-refusal.js';
import { buildBody, LOCAL_PARAMETERS, type RequestShape } from './request-shape.js';

/** What one question is asked with, again and again until the endpoint takes it or nothing is left to change. */
export interface Attempts {
  /** Whether the next request is to be the only one under way. */
  readonly isAlone: boolean;
  /** The body of the next request. @throws the refusal again, where the same body was refused */
  fit(shape: RequestShape): Record<string, unknown>;
  /** A request failed. @returns what is done about it, in words for the log; undefined where nothing is */
  failed(error: unknown, request: FailedRequest): string | undefined;
  /** Nothing that can be shown came as a stream. @returns whether to ask without one */
  cameToNothing(body: Record<string, unknown>, route: RouteKnowledge): boolean;
  /** An answer came: what was left out on trial is remembered. */
  succeeded(body: Record<string, unknown>, route: RouteKnowledge): void;
}

interface FailedRequest {
  readonly shape: RequestShape;
  readonly body: Record<string, unknown>;
  /** Whether other requests were under way at the same time. */
  readonly wasCrowded: boolean;
}

/** More lessons than there are to learn; a server that refuses on and on gets its refusal shown. */
const MAX_ATTEMPTS = 12;

/**
 * Creates the attempts at one question.
 *
 * @param options.settled whether so much of the answer was shown that asking otherwise would take it back
 */
export function createAttempts(options: {
  readonly knowledge: ModelKnowledge;
  readonly context: RefusalContext;
  readonly settled: () => boolean;
}): Attempts {
  const { knowledge, context, settled } = options;
  const refused = new Map<string, unknown>();
  /** What is left out to see whether it was that. */
  let leftOut: ReadonlySet<string> = new Set();
  let isAlone = false;
  let streamFailed = false;
  let attempts = 0;

  function leaveOut(names: Iterable<string>): void {
    leftOut = new Set([...leftOut, ...names]);
  }

  function withoutStream(body: Record<string, unknown>, route: RouteKnowledge): boolean {
    if (body.stream !== true || route.streaming === 'only' || streamFailed) return false;
    streamFailed = true;
    leaveOut(['stream']);
    return true;
  }

  function failedRefusal(refusal: Refusal, { shape, body, wasCrowded }: FailedRequest): string | undefined {
    if (!isAlone && wasCrowded && mayFitAlone(refusal)) {
      isAlone = true;
      return 'alone';
    }
    // A stream is read piece by piece, which fails inside a character; a whole answer seldom ends inside one. What was shown
    // is the beginning of the same answer, and one bad draw says nothing about the next stream.
    const mayPass = body.stream === true && knowledge[shape.route].streaming !== 'only' && isLong(body);
    if (mayPass && classifyRefusal(refusal) === 'draw') {
      leaveOut(['stream']);
      return 'without:stream';
    }
    if (settled()) return undefined;
    const lesson = learnFromRefusal({ refusal, shape, body }, knowledge, context);
    if (lesson !== undefined) return lesson;
    const suspects = suspectsOf(refusal, shape, body, knowledge[shape.route]);
    if (suspects.length === 0) return undefined;
    // So many answers may be too many, and fewer not.
    if (suspects.length === 1 && suspects[0] === 'n' && Number(body.n) > 1) {
      return learnFewer(Number(body.n), undefined, knowledge[shape.route]);
    }
    leaveOut(suspects);
    return `without:${suspects.join()}`;
  }

  return {
    get isAlone() {
      return isAlone;
    },
    fit(shape) {
      const body = buildBody(shape, knowledge[shape.route], leftOut);
      const key = keyOf(shape, body);
      // Alone it is another request.
      if (!isAlone && refused.has(key)) throw refused.get(key);
      return body;
    },
    failed(error, request) {
      attempts += 1;
      if (attempts >= MAX_ATTEMPTS) return undefined;
      const { shape, body } = request;
      if (error instanceof RefusalError) {
        const wasAlone = isAlone;
        const lesson = failedRefusal(error.refusal, request);
        // A probe decides whether an odd refusal was one, and nothing else is known to have changed.
        if (isAlone === wasAlone && lesson !== DOUBTS_CONTINUATION) refused.set(keyOf(shape, body), error);
        return lesson;
      }
      const isBroken = error instanceof BrokenStreamError && withoutStream(body, knowledge[shape.route]);
      return isBroken ? 'without:stream' : undefined;
    },
    cameToNothing: (body, route) => route.streaming === 'untried' && withoutStream(body, route),
    succeeded(body, route) {
      if (body.stream === true && settled() && route.streaming === 'untried') route.learnStreaming('given');
      if (streamFailed) route.learnBrokenStream();
      if (leftOut.has('logprobs')) route.learnLogprobs('refused');
      route.learnRefused([...leftOut].filter((name) => !['stream', 'logprobs'].includes(name)));
      route.learnTaken(Object.keys(body));
    },
  };
}

/** Whether more than one token is asked for. */
function isLong({ max_tokens: most, max_completion_tokens: mostCompleted = most }: Record<string, unknown>): boolean {
  return Number(mostCompleted ?? 2) > 1;
}

function keyOf(shape: RequestShape, body: Record<string, unknown>): string {
  return `${shape.route} ${JSON.stringify(body)}`;
}

/** Too long beside others, as where several share one cache; not where the numbers say that it is too long by itself. */
function mayFitAlone(refusal: Refusal): boolean {
  if (classifyRefusal(refusal) !== 'context') return false;
  const { promptTokens, contextLength } = refusal;
  return promptTokens === undefined || contextLength === undefined || promptTokens < contextLength;
}

/**
 * What a refusal in vague words may be about: first what is outside of OpenAI's protocol, then all that nobody chose, then
 * logprobs. What the route has answered with before it is not.
 */
function suspectsOf(
  refusal: Refusal,
  shape: RequestShape,
  body: Record<string, unknown>,
  route: RouteKnowledge,
): readonly string[] {
  const isVague =
    classifyRefusal(refusal) === 'request' &&
    [200, 400, 422].includes(refusal.status) &&
    refusal.params.every((name) => name in body && !(name in shape.content) && name !== 'model') &&
    namedParameters(refusal, Object.keys(shape.content)).length === 0;
  if (!isVague || shape.content.prompt === '') return [];
  const optional = shape.parameters.flatMap(({ name, wanted }) => (wanted ? [] : [name]));
  const isSuspect = (name: string) => name in body && !route.taken.has(name);
  const steps = [
    optional.filter((name) => LOCAL_PARAMETERS.includes(name)),
    [...optional, 'stream_options'],
    route.logprobs === 'untried' ? ['logprobs'] : [],
  ];
  return steps.map((step) => step.filter(isSuspect)).find((step) => step.length > 0) ?? [];
}
