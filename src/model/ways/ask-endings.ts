import type { EndingsRequest, WrittenEnding } from '../../domain/language-model.js';
import { laterSeed } from '../../sampling/random.js';
import type { Asker } from '../asking/asker.js';
import { samplingParameters } from '../asking/request-shape.js';
import { planContinuation } from './ask-continuation.js';
import { planQuestion } from './question.js';
import { sendSomeAtOnce } from './some-at-once.js';
import { thinksInstead } from './thinks-instead.js';

/**
 * Goes on with a text many times by a few tokens, without their probabilities: one request for each, with a seed that counts
 * up, a few at a time. The endings come in the order of their seeds.
 */
export async function askEndings(
  asker: Asker,
  model: string,
  request: EndingsRequest,
): Promise<readonly WrittenEnding[]> {
  const { prompt, asQuestion, count, maxTokens, seed, onEndings } = request;
  const failed = new AbortController();
  const signal = AbortSignal.any([failed.signal, ...(request.signal === undefined ? [] : [request.signal])]);
  const plan =
    asQuestion === undefined
      ? planContinuation(asker, { model, prompt, signal })
      : await planQuestion(asker, model, prompt, { ...asQuestion, signal });
  const endings: (WrittenEnding | undefined)[] = Array.from({ length: count });
  let next = 0;

  async function writeOne(): Promise<void> {
    const at = next;
    next += 1;
    const parameters = samplingParameters({ ...request, seed: laterSeed(seed, at) });
    const {
      choice,
      route,
      model: answeredBy,
    } = await asker.completion(
      model,
      async (knowledge) => {
        const planned = await plan(knowledge);
        return { ...planned, model, parameters, maxTokens, logprobs: 0, stream: false };
      },
      signal,
    );
    if (choice.isThought && route === 'chat') throw thinksInstead(asker, model);
    endings[at] = { text: choice.text, isWhole: choice.isWhole, model: answeredBy ?? model };
    onEndings?.(endings.flatMap((ending) => ending ?? []));
  }

  // The first alone, because what the endpoint refuses is then learned once.
  await writeOne();
  await sendSomeAtOnce(writeOne, () => next < count, failed);
  return endings.flatMap((ending) => ending ?? []);
}
