import type { Context } from 'hono';
import { nameOf } from '../transformer/shelf.js';
import { ApiError } from './api-error.js';
import { homeTrainingRequest, parseRequest } from './requests.js';
import type { ServedModels } from './served-model.js';
import { streamAnswer } from './stream-answer.js';

/** The model whose training is told. */
const TRAINED = nameOf('base');

/** With a seed a training takes so many steps for each of its seconds, so that it comes to the same on any machine. */
const SEEDED_STEPS = 30;

/** Answers `GET /v1/training/:model`: how a model was trained, and the models that it was on the way. */
export function answerTraining(context: Context, { shelf }: ServedModels): Response {
  const model = context.req.param('model') ?? '';
  const { base } = shelf.log;
  if (model !== TRAINED || base === undefined) {
    const message = `This server does not tell how a model '${model}' was trained; it has that of '${TRAINED}'.`;
    throw new ApiError(404, message, 'training_not_found', 'model');
  }
  return context.json({
    object: 'training',
    model,
    parameters: base.parameters,
    training_tokens: base.trainingTokens,
    held_out_tokens: base.heldOutTokens,
    losses: base.losses.map(({ step, training, heldOut }) => ({ step, training, held_out: heldOut })),
    checkpoints: base.checkpoints.map((step) => ({
      step,
      model: nameOf('base', step === base.steps ? undefined : step),
    })),
  });
}

/** Answers `POST /v1/training/run`: trains a small model from nothing on a text, and tells how it goes as it goes. */
export function runTraining(context: Context, served: ServedModels, body: unknown): Response {
  const { input, seconds, seed } = parseRequest(homeTrainingRequest, body);
  if (served.homeTrainer.isFull()) {
    throw new ApiError(429, 'Too many wait for a training of their own; ask again in a minute.', 'too_many_trainings');
  }
  const isSeeded = seed !== undefined && seed !== null;
  const lesson = {
    text: input,
    seed: isSeeded ? seed : served.freshSeed(),
    until: isSeeded ? { steps: Math.round(seconds * SEEDED_STEPS) } : { seconds },
  };
  return streamAnswer(context, served, async (send, signal) => {
    // Events are few, and small: they are sent one after another, and nothing waits for whoever reads slowly.
    let sent = Promise.resolve();
    const tell = (news: object) => {
      sent = sent.then(() => send(news)).catch(() => {});
    };
    await served.homeTrainer.train(lesson, tell, signal);
    await sent;
  });
}
