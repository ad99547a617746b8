import type { Completion } from '../../domain/completion.js';
import type { LogprobScale } from '../../domain/distribution.js';
import type { ReplyRequest } from '../../domain/language-model.js';
import { createReplyCollector } from '../answer/collect-reply.js';
import type { Asker } from '../asking/asker.js';
import { givesWithoutStream } from '../asking/doubt.js';
import { buildBody, type RequestShape, samplingParameters, scaleOf } from '../asking/request-shape.js';
import { ModelError } from '../errors.js';
import { findScale } from '../probe/probe-scale.js';
import { planQuestion } from './question.js';

/** Alternatives for each token of a reply, and of a draw. */
export const ALTERNATIVES = 5;

/** A reply that is there waits no longer for what is known of its probabilities, in milliseconds. */
const MAX_SCALE_MS = 5000;

/** Asks a question, and collects the answer as it streams in. */
export async function askReply(asker: Asker, model: string, request: ReplyRequest): Promise<Completion> {
  const { maxTokens, question, onText, onThoughts, signal } = request;
  const knowledge = asker.memory.about(model);
  let isOwnTemperature = false;
  const tell = onText && ((text: string) => onText(text, isOwnTemperature));
  const heard = { question, onText: tell, onThoughts };
  const open = () => createReplyCollector({ where: asker.where, model, maxTokens, ...heard, knowledge });
  let collector = open();
  const plan = await planQuestion(asker, model, request.question, request);
  const ask = () =>
    asker.events(
      model,
      (known) => {
        const shape: RequestShape = {
          ...plan(known),
          model,
          parameters: samplingParameters(request),
          maxTokens,
          logprobs: ALTERNATIVES,
          stream: true,
        };
        isOwnTemperature = buildBody(shape, known[shape.route]).temperature === undefined;
        return shape;
      },
      () => {
        collector = open();
        return {
          ...collector,
          // A connection that fails after the last word takes nothing away.
          survives: (error) => collector.hasFinished() && error instanceof ModelError && error.kind !== 'cancelled',
        };
      },
      signal,
    );
  let answered = await ask();
  let reply = await collector.finish(answered.closed);
  if (reply.tokens !== undefined && answered.request.body.stream === true) knowledge.chat.learnStreamedLogprobs();
  const isUntold = reply.notices.some(({ code }) => code === 'without-probabilities');
  if (isUntold && (await givesWithoutStream(asker, answered, signal))) {
    answered = await ask();
    reply = await collector.finish(answered.closed);
  }
  const scale =
    (reply.tokens ?? reply.thoughts?.tokens) === undefined
      ? 'unknown'
      : await findReplyScale(asker, model, answered.request.body, signal);
  return { ...reply, scale, seconds: answered.request.seconds, request: answered.request };
}

/** Of which probabilities a reply's logprobs tell; asked for where the request alone does not tell it. */
async function findReplyScale(
  asker: Asker,
  model: string,
  body: Readonly<Record<string, unknown>>,
  signal: AbortSignal | undefined,
): Promise<LogprobScale> {
  const known = scaleOf(body, asker.memory.about(model).scale);
  if (known !== 'unknown') return known;
  const patience = AbortSignal.timeout(MAX_SCALE_MS);
  const waiting = signal === undefined ? patience : AbortSignal.any([signal, patience]);
  const probed = await findScale(asker, model, waiting).catch(() => undefined);
  return scaleOf(body, probed);
}
