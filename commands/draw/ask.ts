import { lazyReply, status, text } from '../../src/discord/reply.js';
import type { Fact } from '../../src/domain/fact.js';
import type { WrittenEnding } from '../../src/domain/language-model.js';
import { isModelFailure } from '../../src/domain/model-failure.js';
import { askedLine } from '../../src/lesson/asking/next-token.js';
import { reasonOf } from '../../src/lesson/asking/stopped.js';
import type { AskContext } from '../../src/lesson/command/definition.js';
import type { Services } from '../../src/services.js';
import type { DrawResult } from './result.js';
import { stackEndings } from './stack.js';
import { drawWords } from './words.js';

/** How often the prompt is continued at each temperature. */
export const DRAWS = 20;

/** Tokens of an ending, so that it has room in the picture. */
const MAX_TOKENS = 4;

/** What is drawn. */
export interface DrawRequest extends Pick<DrawResult, 'prompt' | 'asQuestion' | 'named' | 'seed' | 'sampling'> {
  readonly temperatures: readonly number[];
}

/**
 * Continues a prompt many times at each temperature, one temperature after the other. Draws that break off, as when somebody
 * stops them, are kept; it is rejected only where there are none at all.
 */
export async function drawEndings(
  request: DrawRequest,
  { progress, signal, locale }: Pick<AskContext, 'progress' | 'signal' | 'locale'>,
  services: Services,
): Promise<DrawResult> {
  const { prompt, named: model, seed, sampling = {}, temperatures } = request;
  const words = drawWords(locale);
  const { topK, topP, minP } = sampling;
  let { asQuestion } = request;
  const written = temperatures.map((): readonly WrittenEnding[] => []);
  const all = temperatures.length * DRAWS;
  const show = () =>
    progress(
      lazyReply(() => ({
        blocks: [
          text(askedLine({ asked: { prompt, asQuestion } })),
          status(
            words.drawing(
              written.reduce((sum, { length }) => sum + length, 0),
              all,
            ),
          ),
        ],
      })),
    );
  const drawAt = async (temperature: number, at: number) => {
    const settings = { temperature, topK, topP, minP, seed };
    const onEndings = (endings: readonly WrittenEnding[]) => {
      written[at] = endings;
      show();
    };
    const asked = { prompt, ...settings, count: DRAWS, maxTokens: MAX_TOKENS, model, signal, onEndings };
    try {
      await services.model.endings({ ...asked, asQuestion });
    } catch (error) {
      // Without probabilities it is not known to go on with a text, but it may take the prompt as a question.
      const mayAsk = isModelFailure(error) && ['no-logprobs', 'unsupported'].includes(error.kind);
      if (!mayAsk || asQuestion !== undefined || written.some(({ length }) => length > 0)) throw error;
      asQuestion = {};
      await services.model.endings({ ...asked, asQuestion });
    }
  };
  show();
  let broken: Fact | undefined;
  try {
    for (const [at, temperature] of temperatures.entries()) await drawAt(temperature, at);
  } catch (error) {
    broken = reasonOf(error, signal).fact;
    if (written.every(({ length }) => length === 0)) throw error;
  }
  const answeredBy = written.flat()[0]?.model ?? '';
  return {
    prompt,
    asQuestion,
    columns: temperatures.map((temperature, at) => ({ temperature, endings: stackEndings(written[at] ?? []) })),
    draws: DRAWS,
    maxTokens: MAX_TOKENS,
    seed,
    broken,
    named: model,
    model: answeredBy,
    endpoint: services.model.endpoint,
    sampling: request.sampling,
  };
}
