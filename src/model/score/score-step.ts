import type { ScoreRequest } from '../../domain/language-model.js';
import type { ScoredTextToken } from '../../domain/scored-text.js';
import type { SentRequest } from '../../domain/sent-request.js';
import { type Candidate, UNLISTED_LOGPROB } from '../../domain/token.js';
import type { Asked } from '../answer/build-distribution.js';
import { readSpelling } from '../answer/token-spelling.js';
import { askListed } from '../asking/ask-listed.js';
import type { Asker } from '../asking/asker.js';
import type { ModelKnowledge, Route, RouteKnowledge } from '../asking/capability-memory.js';
import { askedLogprobs, continuationContent, samplingParameters } from '../asking/request-shape.js';
import { ModelError } from '../errors.js';
import { chooseRoute, settleContinuation } from '../ways/ask-continuation.js';
import { mostEndings, scaleAtOne, usualListed } from '../ways/next-token.js';
import { RefusalError } from '../wire/refusal.js';
import { startSentence } from '../wire/server-text.js';
import { type Place, readPlace, unknownPlace } from './score-place.js';

/** Each token takes a request of its own, which people wait for and somebody may pay for. */
export const mostSteps = 200;

/** What scoring step by step works with. */
export interface SteppingContext {
  readonly stepper: Stepper;
  readonly request: ScoreRequest;
}

/** What scoring step by step gives. */
export interface SteppedText {
  readonly tokens: readonly ScoredTextToken[];
  readonly notices: readonly string[];
}

/** Where a scored text goes on: after a text, or after tokens by their ids. */
export type Prefix = string | readonly number[];

/** What the model computed for the token after a prefix. */
export interface Step {
  readonly place: Place;
  /** All tokens of which the server told a probability. */
  readonly told: readonly Candidate[];
}

/** Asks for the next token after one prefix of a text after another. */
export interface Stepper {
  readonly route: Route;
  /** How a chat model is asked to continue. */
  readonly continuation: ModelKnowledge['continuation'];
  /** Rejects with a RefusalError where the endpoint does not take the prefix. */
  ask(prefix: Prefix): Promise<Step>;
  /** The same, for a prefix that the endpoint need not take; undefined where it does not, or tells nothing of it. */
  tryAsking(prefix: Prefix): Promise<Step | undefined>;
  /** Which model answered, and what was sent to it first. */
  answered(): Answered;
}

interface Answered {
  readonly model: string;
  readonly request: SentRequest;
  readonly requests: number;
}

/** Creates what asks for the steps of one text. */
export function createStepper(asker: Asker, model: string, signal: AbortSignal): Stepper {
  const knowledge = asker.memory.about(model);
  const route = chooseRoute(asker, knowledge, model);
  let first: Omit<Answered, 'requests'> | undefined;
  let requests = 0;

  async function askOnce(prefix: Prefix, mayBeRefused = false): Promise<Step | undefined> {
    let before: Partial<RouteKnowledge> | undefined;
    const { positions, text, request, ...answer } = await askListed(asker, {
      model,
      async plan(known) {
        const { available, logprobs, mostLogprobs } = known[route];
        const isRefused = !available || logprobs === 'refused';
        if (isRefused && before !== undefined) {
          // What is refused after this prefix alone says nothing of the route.
          Object.assign(known[route], before);
          throw new ModelError('no-logprobs', `${startSentence(asker.where)} tells no probabilities there.`);
        }
        if (mayBeRefused) before ??= { available, logprobs, mostLogprobs };
        if (isRefused || logprobs === 'absent') {
          throw new ModelError(
            'protocol',
            `${startSentence(asker.where)} stopped telling how likely a text goes on. Try again.`,
          );
        }
        await settleContinuation(asker, { model, signal }, route, known);
        const content = typeof prefix === 'string' ? continuationContent(prefix, route, known) : { prompt: prefix };
        return { route, content };
      },
      parameters: samplingParameters({ temperature: 1 }),
      maxTokens: 1,
      listed: usualListed,
      untold: 'again',
      signal,
    });
    requests += 1;
    first ??= { model: answer.model, request };
    const [position] = readSpelling(positions, text, knowledge);
    if (position === undefined || position.listed.length === 0) return undefined;
    const asked: Asked = {
      listed: askedLogprobs(request.body),
      route,
      model: answer.model,
      vocabularySize: undefined,
      scale: scaleAtOne(request, knowledge.scale),
      request,
    };
    const told = [...position.listed, position.sampled].filter(({ logprob }) => logprob > UNLISTED_LOGPROB);
    return { place: readPlace(position, asked), told };
  }

  return {
    route,
    get continuation() {
      return knowledge.continuation;
    },
    async ask(prefix) {
      for (let endings = 0; endings < mostEndings; endings += 1) {
        const step = await askOnce(prefix);
        if (step !== undefined) return step;
      }
      return { place: unknownPlace, told: [] };
    },
    async tryAsking(prefix) {
      try {
        return await askOnce(prefix, true);
      } catch (error) {
        const isAboutPrefix =
          error instanceof RefusalError && [200, 400, 404, 422, 500, 501].includes(error.refusal.status);
        if (isAboutPrefix || (error instanceof ModelError && error.kind === 'no-logprobs')) return undefined;
        throw error;
      }
    },
    answered() {
      if (first === undefined) {
        throw new ModelError(
          'refused',
          'Nothing stands before the first token, and this endpoint does not start from nothing. Write at least two words.',
        );
      }
      return { ...first, requests };
    },
  };
}
