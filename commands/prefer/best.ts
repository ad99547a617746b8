import { lazyReply, status, text } from '../../src/discord/reply.js';
import { UserError } from '../../src/errors.js';
import { reasonOf } from '../../src/lesson/asking/stopped.js';
import type { AskContext } from '../../src/lesson/command/definition.js';
import { temperatureHere, tokensHere } from '../../src/lesson/options/as-set.js';
import { askedWords } from '../../src/lesson/text/asked-line.js';
import { laterSeed } from '../../src/sampling/random.js';
import type { Services } from '../../src/services.js';
import { writeAnswer } from './answers.js';
import { findContestants } from './contestants.js';
import { type Answer, type BestResult, MAX_TOKENS, type PreferResult, type Reward } from './result.js';
import { rewardOf } from './reward.js';
import { preferWords } from './words.js';

/** How many fresh answers a reward chooses among. */
export const MANY = 8;

/** How many are asked for at once. */
const AT_ONCE = 4;

/** Where nobody chose one: answers differ here, and most hold together. */
const TEMPERATURE = 0.7;

/** What was learned, and what it is tried on. */
export type BestRequest = Pick<BestResult, 'model' | 'sampling' | 'seed' | 'prompt' | 'reward'>;

/**
 * Has fresh answers written to one question, by the tuned model where there is one, so that the reward may choose among them.
 * What is there when it breaks off stays.
 *
 * @throws UserError where fewer than two came
 */
export async function askBest(request: BestRequest, context: AskContext, services: Services): Promise<BestResult> {
  const { prompt, sampling, seed, reward } = request;
  const { signal, progress, locale } = context;
  const contestants = await findContestants(request, context, services);
  const writer = contestants.find(({ stage }) => stage === 'tuned') ?? contestants[0];
  if (writer === undefined) throw new Error('there are always contestants');
  const contestant = { ...writer, temperature: sampling?.temperature ?? temperatureHere(TEMPERATURE, context) };
  const maxTokens = tokensHere(MAX_TOKENS, context);
  const answers: Answer[] = [];
  const show = () =>
    progress(
      lazyReply(() => ({
        blocks: [text(askedWords(prompt)), status(preferWords(locale).writingMany(answers.length, MANY))],
      })),
    );
  show();
  let next = 0;
  let broken: UserError | undefined;
  const work = async () => {
    while (next < MANY && broken === undefined) {
      const at = next++;
      try {
        const drawn = { sampling, maxTokens, seed: laterSeed(seed, at) };
        answers.push(await writeAnswer(prompt, contestant, drawn, signal, services));
        show();
      } catch (error) {
        broken ??= reasonOf(error, signal);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const known = answers.filter((answer) => rewardOf(answer, reward) !== undefined);
  if (known.length < 2) throw broken ?? new UserError('reward-not-known');
  return { kind: 'best', ...request, endpoint: services.model.endpoint, answers: known, trouble: broken?.fact };
}

/** Answers with their rewards, the best first. */
export function byReward({ answers, reward }: Pick<BestResult, 'answers' | 'reward'>): readonly {
  readonly answer: Answer;
  readonly reward: number;
}[] {
  return answers
    .map((answer) => ({ answer, reward: rewardOf(answer, reward) ?? 0 }))
    .sort((one, other) => other.reward - one.reward);
}

/** The same once more with another seed, or with another question. */
export function requestAgain(result: BestResult, prompt = result.prompt): BestRequest {
  const { model, sampling, seed, reward } = result;
  return { model, sampling, reward, prompt, seed: laterSeed(seed, MANY) };
}

/** A reward that was learned from pairs, on the question of the last one. */
export function requestWith(result: Extract<PreferResult, { kind: 'pairs' }>, reward: Reward): BestRequest {
  const { model, sampling, seed, rounds } = result;
  // Far from the seeds of the pairs.
  return { model, sampling, reward, prompt: rounds.at(-1)?.prompt ?? '', seed: laterSeed(seed, 10_000) };
}
