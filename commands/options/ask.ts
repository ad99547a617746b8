import { status, text } from '../../src/discord/reply.js';
import { scoreContinuations } from '../../src/lesson/asking/continuation.js';
import { askedLine } from '../../src/lesson/asking/next-token.js';
import type { AskContext } from '../../src/lesson/command/definition.js';
import type { Services } from '../../src/services.js';
import { behind, type ReadAnswers } from './read-answers.js';
import type { OptionsResult } from './result.js';
import { optionsWords } from './words.js';

/** What is asked, and what goes along with it. */
export type OptionsRequest = Pick<OptionsResult, 'prompt' | 'asQuestion' | 'named' | 'sampling'>;

/** Asks how likely a prompt goes on with each of the answers. */
export async function askOptions(
  request: OptionsRequest,
  { texts, repeated }: ReadAnswers,
  { progress, signal, locale }: Pick<AskContext, 'progress' | 'signal' | 'locale'>,
  services: Services,
): Promise<OptionsResult> {
  const { prompt, asQuestion, named: model } = request;
  const words = optionsWords(locale);
  const show = (done: number) =>
    progress({ blocks: [text(askedLine({ asked: request })), status(words.scored(done, texts.length))] });
  show(0);
  const given = texts.map((answer) => (asQuestion === undefined ? behind(prompt, answer) : answer));
  const scored = await scoreContinuations({ prompt, asQuestion, model, signal, onProgress: show }, given, services);
  const { moved, scale, model: answeredBy, requests, notices } = scored;
  return {
    ...request,
    answers: scored.continuations.map(({ tokens }, at) => ({
      text: texts[at] ?? '',
      // What else could have stood there is for other commands.
      tokens: tokens.map((token) => ({ ...token, alternatives: [] })),
    })),
    repeated: [...repeated],
    moved,
    scale,
    model: answeredBy,
    requests,
    notices: [...notices],
    endpoint: services.model.endpoint,
  };
}
