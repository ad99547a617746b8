import { lazyReply } from '../../src/discord/reply.js';
import type { TrainingRecord } from '../../src/domain/inside.js';
import { UserError } from '../../src/errors.js';
import { reasonOf } from '../../src/lesson/asking/stopped.js';
import { askContinuation } from '../../src/lesson/asking/text.js';
import type { AskContext } from '../../src/lesson/command/definition.js';
import type { Services } from '../../src/services.js';
import { growingCheckpoints, waitingForTraining } from './growing.js';
import { chooseCheckpoints, MAX_ROWS, thinOut } from './log-steps.js';
import type { CheckpointRow, CheckpointsResult } from './result.js';
import { askRight, type RightToken } from './right-token.js';

/** What the models of a training are asked. */
export interface CheckpointsRequest
  extends Pick<CheckpointsResult, 'prompt' | 'model' | 'sampling' | 'temperature' | 'seed'> {
  /** What really comes next; by default the prompt's own last token is asked for. */
  readonly named?: string | undefined;
}

/** A line of the picture, or a little more. */
const TOKENS = 20;

/** Of a longer prompt its end is read: the models see few tokens at once. Characters. */
const MAX_READ = 400;

/**
 * Finds how the endpoint's base model was trained, and has the models that it was on the way go on with a prompt, one after
 * another. What is there when one fails, or somebody stops it, stays.
 *
 * @throws UserError where no model wrote anything
 */
export async function askCheckpoints(
  request: CheckpointsRequest,
  { progress, signal, locale }: AskContext,
  { model, inside }: Services,
): Promise<CheckpointsResult> {
  const { named, ...asked } = request;
  progress(waitingForTraining(asked.prompt, locale));
  const record = await inside.training(undefined, signal);
  const rows: CheckpointRow[] = [];
  let right: CheckpointsResult['right'];
  let broken: UserError | undefined;
  const read = readPart(asked.prompt);
  for (const { step, model: name } of chooseCheckpoints(record.checkpoints, MAX_ROWS)) {
    const show = (text: () => string) =>
      progress(lazyReply(() => growingCheckpoints(asked.prompt, [...rows, { step, text: text() }], locale)));
    show(() => '');
    try {
      const found = await askRight({ prompt: read, named }, name, signal, model);
      const drawn = { ...asked.sampling, temperature: asked.temperature, seed: asked.seed };
      const continuation = { ...drawn, prompt: read, maxTokens: TOKENS, model: name, signal, onText: show };
      const { answer } = await askContinuation(continuation, { model });
      const ended = 'ended' in answer && answer.ended;
      rows.push({ step, model: name, text: answer.text, ended, chance: found?.chance });
      right ??= found && { token: found.token, before: found.before, named };
    } catch (error) {
      broken = reasonOf(error, signal);
      if (rows.length === 0) throw broken;
      break;
    }
  }
  if (named !== undefined && right === undefined) throw noSuchPlace();
  return {
    kind: 'checkpoints',
    ...asked,
    endpoint: model.endpoint,
    training: keepTraining(record),
    rows,
    right,
    broken: broken?.fact,
  };
}

/** Finds how the endpoint's base model was trained, and asks no model to write. */
export async function askLosses(
  asked: Pick<CheckpointsRequest, 'prompt'>,
  { signal }: Pick<AskContext, 'signal'>,
  { model, inside }: Services,
): Promise<CheckpointsResult> {
  const record = await inside.training(undefined, signal);
  return {
    kind: 'checkpoints',
    prompt: asked.prompt,
    temperature: 0,
    endpoint: model.endpoint,
    training: keepTraining(record),
    kept: chooseCheckpoints(record.checkpoints, MAX_ROWS).map(({ step }) => step),
    rows: [],
  };
}

/** Asks each of the models what it gave to another token than before. */
export async function askNamed(
  { prompt, rows }: CheckpointsResult,
  named: string,
  { signal }: Pick<AskContext, 'signal'>,
  { model }: Services,
): Promise<Pick<CheckpointsResult, 'right' | 'rows'>> {
  const read = readPart(prompt);
  const found: (RightToken | undefined)[] = [];
  for (const row of rows) found.push(await askRight({ prompt: read, named }, row.model, signal, model));
  const [first] = found;
  if (first === undefined) throw noSuchPlace();
  return {
    right: { token: first.token, before: first.before, named },
    rows: rows.map((row, at) => ({ ...row, chance: found[at]?.chance })),
  };
}

/** As much of a prompt's end as the models read; it begins with a whole word. */
export function readPart(prompt: string): string {
  if (prompt.length <= MAX_READ) return prompt;
  const end = prompt.slice(-MAX_READ);
  const gap = end.search(/\s/);
  return gap === -1 ? end.replace(/^[\uDC00-\uDFFF]/, '') : end.slice(gap + 1);
}

function keepTraining({ checkpoints: _, losses, ...record }: TrainingRecord): CheckpointsResult['training'] {
  const { path, body, requestId, sentAt, seconds } = record.request;
  return {
    ...record,
    losses: thinOut(losses, ({ heldOut }) => heldOut !== undefined),
    request: { path, body: { ...body }, requestId, sentAt, seconds },
  };
}

function noSuchPlace(): UserError {
  return new UserError('no-next-word-there');
}
