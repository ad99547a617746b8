import type { LogprobScale } from '../../domain/distribution.js';
import type { Fact } from '../../domain/fact.js';
import type { ScoreRequest } from '../../domain/language-model.js';
import { mayBeSameToken } from '../../domain/same-token.js';
import type { ScoredTextToken } from '../../domain/scored-text.js';
import type { SentRequest } from '../../domain/sent-request.js';
import { type Candidate, UNLISTED_LOGPROB } from '../../domain/token.js';
import type { LogprobPosition } from '../answer/parse-logprobs.js';
import { askListed } from '../asking/ask-listed.js';
import type { Asker } from '../asking/asker.js';
import type { Continuation, Route } from '../asking/knowledge.js';
import { mostAtOnePlace } from '../asking/listing.js';
import { findListed } from '../asking/model-list.js';
import { samplingParameters } from '../asking/request-shape.js';
import { ModelError } from '../errors.js';
import { findAddedSpace } from '../probe/probe-added-space.js';
import { chooseRoute, continuationContent, settleContinuation } from '../ways/ask-continuation.js';
import { MAX_ENDINGS } from '../ways/next-token.js';
import { isRefusalOf } from '../wire/classify-refusal.js';
import { RefusalError } from '../wire/refusal.js';
import { readPlace, type TokenPlace, unknownPlace } from './score-place.js';

/** Each token takes a request of its own, which people wait for and somebody may pay for. */
export const MAX_STEPS = 200;

/** What scoring step by step works with. */
export interface SteppingContext {
  readonly stepper: Stepper;
  readonly request: ScoreRequest;
}

/** What scoring step by step gives. */
export interface SteppedText {
  readonly tokens: readonly ScoredTextToken[];
  readonly notices: readonly Fact[];
}

/** Where a scored text goes on: after a text, or after tokens by their ids. */
export type Prefix = string | readonly number[];

/** What the model computed for the token after a prefix. */
export interface Step {
  readonly place: TokenPlace;
  /** All tokens of which the server told a probability. */
  readonly told: readonly Candidate[];
}

/** Asks for the next token after one prefix of a text after another. */
export interface Stepper {
  readonly route: Route;
  /** How a chat model is asked to continue. */
  readonly continuation: Continuation;
  /** Rejects with a RefusalError where the endpoint does not take the prefix. */
  ask(prefix: Prefix): Promise<Step>;
  /** The same, for a prefix that the endpoint need not take; undefined where it does not, or tells nothing of it. */
  tryAsking(prefix: Prefix): Promise<Step | undefined>;
  /** Whether the tokenizer puts a space of its own before every text; undefined where nothing tells it. */
  addsSpace(): Promise<boolean | undefined>;
  /** Which model answered, and what was sent to it first. */
  answered(): Answered;
}

interface Answered {
  readonly model: string;
  /** The same for every step. */
  readonly scale: LogprobScale;
  readonly request: SentRequest;
  readonly requests: number;
}

/** Where a server rounds the logprobs of its list, the sampled token's two values differ by less than this. */
const MAX_ROUNDING = 0.01;

/** What servers refuse a prefix with, as opposed to a key, a limit or a fault of their own. */
const PREFIX_REFUSED: readonly number[] = [200, 400, 404, 422, 500, 501];

/** Creates what asks for the steps of one text. */
export function createStepper(asker: Asker, model: string, signal: AbortSignal): Stepper {
  const knowledge = asker.memory.about(model);
  const route = chooseRoute(asker, knowledge, model);
  const known = findListed(asker.list, model);
  let first: Omit<Answered, 'requests'> | undefined;
  let requests = 0;

  async function askOnce(prefix: Prefix, mayBeRefused = false): Promise<Step | undefined> {
    let takeBack: (() => void) | undefined;
    const answer = await askListed(asker, {
      model,
      async plan(known) {
        const { available, logprobs } = known[route];
        const isRefused = !available || logprobs === 'refused';
        if (isRefused && takeBack !== undefined) {
          // What is refused after this prefix alone says nothing of the route.
          takeBack();
          throw new ModelError('no-logprobs', 'step-untold', { endpoint: asker.where });
        }
        if (mayBeRefused) takeBack ??= known[route].mark();
        if (isRefused || logprobs === 'absent') {
          throw new ModelError('protocol', 'steps-stopped', { endpoint: asker.where });
        }
        await settleContinuation(asker, { model, signal }, route, known);
        const content = typeof prefix === 'string' ? continuationContent(prefix, route, known) : { prompt: prefix };
        return { route, content };
      },
      parameters: samplingParameters({ temperature: 1 }),
      maxTokens: 1,
      // Whichever token stands there, the more are listed, the likelier it is told.
      listed: mostAtOnePlace(await known),
      untold: 'again',
      signal,
    });
    requests += 1;
    first ??= answer;
    const [position] = answer.positions;
    if (position === undefined || position.listed.length === 0) return undefined;
    const vocabularySize = (await known)?.vocabularySize;
    return { place: readPlace(position, { ...answer, vocabularySize }), told: toldIn(position) };
  }

  return {
    route,
    get continuation() {
      return knowledge.continuation;
    },
    async ask(prefix) {
      for (let endings = 0; endings < MAX_ENDINGS; endings += 1) {
        const step = await askOnce(prefix);
        if (step !== undefined) return step;
      }
      return { place: unknownPlace, told: [] };
    },
    async tryAsking(prefix) {
      try {
        return await askOnce(prefix, true);
      } catch (error) {
        if (isAboutPrefix(error) || (error instanceof ModelError && error.kind === 'no-logprobs')) return undefined;
        throw error;
      }
    },
    addsSpace: () => findAddedSpace(asker, model, signal),
    answered() {
      if (first === undefined) {
        throw new ModelError('refused', 'nothing-before-first-token');
      }
      const { model: answeredBy, scale, request } = first;
      return { model: answeredBy, scale, request, requests };
    },
  };
}

/** A refusal of the prefix; nothing at all is never too long, so that words about the context tell of something else. */
function isAboutPrefix(error: unknown): boolean {
  return (
    error instanceof RefusalError &&
    PREFIX_REFUSED.includes(error.refusal.status) &&
    isRefusalOf(error, 'request', 'path', 'route', 'failure', 'context')
  );
}

/** All tokens with a value of their own: the sampled one is told once more beside those listed, where it is among them. */
function toldIn({ listed, sampled }: LogprobPosition): Candidate[] {
  const told = listed.filter(({ logprob }) => logprob > UNLISTED_LOGPROB);
  const isAmongThem = told.some(
    (entry) => mayBeSameToken(entry, sampled) && Math.abs(entry.logprob - sampled.logprob) < MAX_ROUNDING,
  );
  return isAmongThem || sampled.logprob <= UNLISTED_LOGPROB ? told : [...told, sampled];
}
