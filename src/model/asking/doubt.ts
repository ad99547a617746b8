import type { DistributionSource } from '../answer/build-distribution.js';
import { ModelError } from '../errors.js';
import { askProbe } from '../probe/probe-request.js';
import { RefusalError } from '../wire/refusal.js';
import type { Asker, StreamedSource } from './asker.js';
import { type FoundLogprobs, type Route, STREAMED_LOGPROBS } from './knowledge.js';
import { askedLogprobs } from './request-shape.js';

/** A probe's answers without logprobs that count as evidence. */
const ENOUGH_WITHOUT = 2;
/** Answers of which some tell nothing, such as those that end the text at once. */
const MAX_ANSWERS = 4;

/**
 * What a question finds out, where a lack counts only when it is found twice in a row: one odd answer, as of a server that
 * is busy or drew a part of a character, takes nothing away from everybody. A refusal says in words what it refuses, and
 * counts at once.
 *
 * @param ask asks anew each time
 */
export async function unlessRepeated<T>(
  ask: () => Promise<T>,
  isLack: (found: T) => boolean | Promise<boolean>,
): Promise<T> {
  const found = await ask();
  return (await isLack(found)) ? ask() : found;
}

/**
 * Finds out whether a route gives logprobs that did not come with an answer. It is taken to give none only where a probe's
 * answers have none again and again; those who doubt at the same time share the probe.
 *
 * @returns false where the route gives none, which is remembered
 */
export async function givesLogprobs(
  asker: Asker,
  model: string,
  route: Route,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const knowledge = asker.memory.about(model)[route];
  if (knowledge.logprobs === 'refused') return false;
  if (knowledge.lackedLogprobs) {
    knowledge.learnLogprobs('absent');
    return false;
  }
  const found = await knowledge.doubt.ask(() => probeLogprobs(asker, model, route), signal);
  if (found !== 'untold') knowledge.learnLogprobs(found);
  return found === 'given' || found === 'untold';
}

/**
 * Finds out whether logprobs that did not come with a stream come without one, which is then remembered: the question is to
 * be asked again.
 *
 * @param asked what was asked, and did not bring any
 */
export async function givesWithoutStream(
  asker: Asker,
  asked: StreamedSource,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const knowledge = asker.memory.about(asked.model)[asked.route];
  const { body } = asked.request;
  if (!asked.inPieces || body.stream !== true || askedLogprobs(body) === 0 || knowledge.streamsLogprobs) return false;
  if (knowledge.streaming === 'only' || knowledge.lackedLogprobs) return false;
  try {
    await givesLogprobs(asker, asked.model, asked.route, signal);
  } catch (error) {
    // What was asked for is there, and is shown without them.
    if (signal?.aborted || !(error instanceof ModelError || error instanceof RefusalError)) throw error;
    return false;
  }
  // Refreshed by the probe.
  if (logprobsOf(asker, asked) !== 'given') return false;
  knowledge.learnPair(STREAMED_LOGPROBS);
  return true;
}

function logprobsOf(asker: Asker, { model, route }: Pick<DistributionSource, 'model' | 'route'>) {
  return asker.memory.about(model)[route].logprobs;
}

async function probeLogprobs(asker: Asker, model: string, route: Route): Promise<FoundLogprobs | 'untold'> {
  let without = 0;
  for (let answers = 0; answers < MAX_ANSWERS; answers += 1) {
    // Another seed draws another token, also from a server that was started with one.
    const parameters = [{ name: 'seed', value: answers, wanted: false }];
    const { positions, text, isEnd } = await askProbe(asker, { model, route, parameters, listed: 5 });
    const tokens = positions.flatMap(({ listed }) => listed);
    if (tokens.length > 0) {
      asker.memory.about(model).learnWholeToken(tokens);
      return 'given';
    }
    if (asker.memory.about(model)[route].logprobs === 'refused') return 'refused';
    // Servers list nothing for the end of a text, or for a part of a character.
    if (!isEnd && !text.includes('\uFFFD')) without += 1;
    if (without === ENOUGH_WITHOUT) return 'absent';
  }
  return 'untold';
}
