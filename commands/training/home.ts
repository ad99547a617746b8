import { lazyReply } from '../../src/discord/reply.js';
import type { HomeTraining } from '../../src/domain/inside.js';
import type { UserError } from '../../src/errors.js';
import { reasonOf } from '../../src/lesson/asking/stopped.js';
import type { AskContext } from '../../src/lesson/command/definition.js';
import type { Services } from '../../src/services.js';
import { growingHome } from './growing.js';
import type { HomeText } from './home-text.js';
import { thinOut } from './log-steps.js';
import type { HomeResult, TrainingResult } from './result.js';

/** How long a model learns, in seconds. */
const SECONDS = 10;

/** What is longer is not learnt in seconds; characters. */
const MAX_TEXT = 20_000;

/**
 * Has a small model trained from nothing on a text, and shows how it goes. What was learnt when somebody stops it stays.
 */
export async function trainHere(
  { text, isOwn }: HomeText,
  { prompt, model, sampling }: Pick<TrainingResult, 'prompt' | 'model' | 'sampling'>,
  { progress, signal, locale }: AskContext,
  services: Services,
): Promise<HomeResult> {
  const learnt = text.slice(0, MAX_TEXT).replace(/[\uD800-\uDBFF]$/, '');
  const keep = (training: HomeTraining, broken?: UserError): HomeResult => {
    const { parameters, characters, losses, samples, ended, request } = training;
    const { path, requestId, sentAt, seconds } = request;
    return {
      kind: 'home',
      prompt,
      model,
      sampling,
      endpoint: services.model.endpoint,
      text: learnt,
      isOwn,
      seconds: SECONDS,
      parameters,
      characters,
      losses: thinOut(losses),
      samples: samples.map(({ step, text: written }) => ({ step, text: written })),
      ended,
      // The text is kept already.
      request: { path, body: { seconds: SECONDS, stream: true }, requestId, sentAt, seconds },
      broken: broken?.fact,
    };
  };
  let soFar: HomeTraining | undefined;
  const show = () => progress(lazyReply(() => growingHome({ text: learnt, soFar, seconds: SECONDS }, locale)));
  show();
  try {
    const request = { text: learnt, seconds: SECONDS, signal };
    const onProgress = (training: HomeTraining) => {
      soFar = training;
      show();
    };
    return keep(await services.inside.trainHere({ ...request, onProgress }));
  } catch (error) {
    const broken = reasonOf(error, signal);
    if (soFar === undefined || soFar.losses.length === 0) throw broken;
    return keep(soFar, broken);
  }
}
