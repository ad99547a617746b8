import { status, text } from '../../src/discord/reply.js';
import { UserError } from '../../src/errors.js';
import { reasonOf } from '../../src/lesson/asking/stopped.js';
import type { AskContext } from '../../src/lesson/command/definition.js';
import { tokensHere } from '../../src/lesson/options/as-set.js';
import { openBallot } from '../../src/lesson/room/ballot.js';
import { askedWords } from '../../src/lesson/text/asked-line.js';
import { createSeededRandom, laterSeed } from '../../src/sampling/random.js';
import type { Services } from '../../src/services.js';
import { writeAnswer } from './answers.js';
import { drawPair, findContestants } from './contestants.js';
import { isFull, isOpen, MAX_TOKENS, type PairsResult, type Round } from './result.js';
import { classVotes } from './sample-class.js';
import { openNext } from './voting.js';
import { preferWords } from './words.js';

/** What the pairs are asked with. */
export type PreferRequest = Pick<PairsResult, 'model' | 'sampling' | 'seed'>;

/** Seeds that one pair may use. */
const SEEDS_A_PAIR = 16;

/** Two answers that are the same tell nothing, and so does an empty one: so often others are drawn instead. */
const MAX_DRAWS = 4;

/** Begins with one pair. */
export async function beginPairs(
  request: PreferRequest,
  prompt: string,
  context: AskContext,
  services: Services,
): Promise<PairsResult> {
  const round = await writePair({ ...request, rounds: [] }, prompt, context, services);
  return {
    kind: 'pairs',
    ...request,
    endpoint: services.model.endpoint,
    ballot: openBallot(context),
    rounds: [round],
    hasClass: false,
  };
}

/** Goes on with another pair. Where it does not come, all that was there stays, and why is said. */
export async function addPair(
  result: PairsResult,
  prompt: string,
  context: AskContext,
  services: Services,
): Promise<PairsResult> {
  if (isOpen(result)) throw new UserError('pair-still-open');
  if (isFull(result)) throw new UserError('pairs-full', { pairs: result.rounds.length });
  try {
    const round = await writePair(result, prompt, context, services);
    const sample = result.hasClass ? classVotes(round, result.seed, result.rounds.length) : undefined;
    return openNext(result, { ...round, sample });
  } catch (error) {
    return { ...result, trouble: reasonOf(error, context.signal).fact };
  }
}

/** Two answers by different contestants, in random order, which are not the same text if that can be helped. */
async function writePair(
  request: PreferRequest & Pick<PairsResult, 'rounds'>,
  prompt: string,
  context: AskContext,
  services: Services,
): Promise<Round> {
  const { signal, progress, locale } = context;
  const maxTokens = tokensHere(MAX_TOKENS, context);
  progress({ blocks: [text(askedWords(prompt)), status(preferWords(locale).writing)] });
  const { rounds, sampling } = request;
  const seed = laterSeed(request.seed, rounds.length * SEEDS_A_PAIR);
  const contestants = await findContestants(request, context, services);
  const pair = drawPair(contestants, rounds, createSeededRandom(seed));
  const write = (side: 0 | 1, draw: number, until = signal) =>
    writeAnswer(prompt, pair[side], { sampling, maxTokens, seed: laterSeed(seed, 2 * draw + side) }, until, services);
  let [a, b] = await writeBoth((side, until) => write(side, 0, until), signal);
  for (let draw = 1; draw < MAX_DRAWS && (isEmpty(a) || isEmpty(b) || isSame(a, b)); draw++) {
    if (isEmpty(a)) a = await write(0, draw);
    else b = await write(1, draw);
  }
  return { prompt, a, b };
}

/** Both answers. Where one fails, the other is broken off: nobody will see it. */
async function writeBoth<T>(
  write: (side: 0 | 1, signal: AbortSignal) => Promise<T>,
  signal: AbortSignal,
): Promise<[T, T]> {
  const stop = new AbortController();
  const until = AbortSignal.any([signal, stop.signal]);
  const writing = [write(0, until), write(1, until)] as const;
  try {
    return await Promise.all(writing);
  } catch (error) {
    stop.abort(error);
    await Promise.allSettled(writing);
    throw error;
  }
}

function isEmpty({ text: written }: Pick<Round['a'], 'text'>): boolean {
  return written.trim() === '';
}

/** Whether two answers cannot be told apart. */
export function isSame(one: Pick<Round['a'], 'text'>, other: Pick<Round['a'], 'text'>): boolean {
  return one.text.trim() === other.text.trim();
}
