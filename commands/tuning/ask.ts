import { lazyReply } from '../../src/discord/reply.js';
import type { ModelStage } from '../../src/domain/inside.js';
import type { UserError } from '../../src/errors.js';
import { modelsByStage } from '../../src/lesson/asking/stages.js';
import { reasonOf } from '../../src/lesson/asking/stopped.js';
import { askContinuation, askQuestion } from '../../src/lesson/asking/text.js';
import type { AskContext } from '../../src/lesson/command/definition.js';
import { keepRecord } from '../../src/lesson/record/record.js';
import type { TextRecord } from '../../src/lesson/record/text-record.js';
import { answerBytes } from '../../src/lesson/stored/stored-size.js';
import type { Services } from '../../src/services.js';
import { withExamples } from './examples.js';
import { STAGES, type TuningResult, type TuningRow } from './result.js';
import { growingBlocks } from './view.js';

/** What the stages are asked, and how. */
export type TuningRequest = Omit<TuningResult, 'rows' | 'endpoint'>;

/** A row while it is asked for. */
interface Asking extends Pick<TuningRow, 'stage' | 'model' | 'hasExamples'> {
  /** The text so far, which is put together when it is looked at. */
  text: () => string;
  record?: TextRecord;
  broken?: UserError;
}

/**
 * Has the model of each stage write, all at once: the base model goes on with the prompt, the others answer it. One that
 * fails leaves the others standing; what is there when somebody stops it stays.
 *
 * @throws UserError where no model wrote anything, or the endpoint has no such models
 */
export async function askStages(
  request: TuningRequest,
  context: AskContext,
  services: Services,
): Promise<TuningResult> {
  const models = await modelsByStage(context.signal, services);
  const rows = STAGES.map((stage): Asking => ({ stage, model: models[stage], text: () => '' }));
  return { ...request, endpoint: services.model.endpoint, rows: await write(request, rows, context, services) };
}

/**
 * Has the base model go on with the prompt behind examples of questions with answers, and sets it beside the same without.
 *
 * @param plain what the base model wrote without examples; asked for where it is not given
 */
export async function askWithExamples(
  request: TuningRequest,
  plain: TuningRow | undefined,
  context: AskContext,
  services: Services,
): Promise<TuningResult> {
  const model = plain?.model ?? (await modelsByStage(context.signal, services)).base;
  const base = { stage: 'base', model } as const;
  const rows: Asking[] = [
    ...(plain === undefined ? [{ ...base, text: () => '' }] : []),
    { ...base, hasExamples: true, text: () => '' },
  ];
  const written = await write(request, rows, context, services, plain === undefined ? [] : [plain]);
  return { ...request, endpoint: services.model.endpoint, rows: written };
}

/** @param before what is there already, and stands before the rows that are asked for */
async function write(
  request: TuningRequest,
  rows: readonly Asking[],
  { signal, progress, locale }: AskContext,
  services: Services,
  before: readonly TuningRow[] = [],
): Promise<TuningRow[]> {
  const { prompt, maxTokens, temperature, seed, sampling } = request;
  const all = () => [...before, ...rows.map(rowOf)];
  const update = () => progress(lazyReply(() => ({ blocks: growingBlocks({ prompt, rows: all() }, locale) })));
  update();
  const { topK, topP, minP } = sampling ?? {};
  const isDefaultTemperature = sampling?.temperature === undefined;
  const drawn = { temperature, isDefaultTemperature, topK, topP, minP, seed, maxTokens, signal };
  const share = answerBytes(prompt, prompt) / (rows.length + before.length);
  await Promise.all(
    rows.map(async (row) => {
      try {
        const ask = asksFor[row.stage];
        const answered = await ask(
          {
            ...drawn,
            prompt: row.hasExamples ? withExamples(prompt) : prompt,
            model: row.model,
            onText(soFar) {
              row.text = soFar;
              update();
            },
          },
          services,
        );
        row.record = keepRecord(answered, services.model.endpoint, share) as TextRecord;
        row.text = () => answered.answer.text;
      } catch (error) {
        row.broken = reasonOf(error, signal);
      }
      update();
    }),
  );
  const [broken] = rows.flatMap((row) => row.broken ?? []);
  if (broken !== undefined && rows.every(({ record, text }) => record === undefined && text() === '')) throw broken;
  return all();
}

const asksFor: Readonly<Record<ModelStage, typeof askContinuation>> = {
  base: askContinuation,
  tuned: askQuestion,
  preferred: askQuestion,
};

/** A row as far as it has come. */
function rowOf({ stage, model, hasExamples, text, record, broken }: Asking): TuningRow {
  const whole = text();
  const written = whole === record?.answer.text ? undefined : whole;
  return { stage, model, hasExamples, record, written, broken: broken?.fact };
}
