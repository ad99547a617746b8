import { z } from 'zod';
import { defineCommand, type Press, type RunContext } from '../src/discord/command.js';
import { plain } from '../src/discord/markdown.js';
import {
  type Block,
  type Button,
  buttons,
  type Form,
  lazyReply,
  menu,
  type Reply,
  status,
  text,
} from '../src/discord/reply.js';
import { UserError } from '../src/errors.js';
import { reasonOf } from '../src/lesson/asking/stopped.js';
import { defineReplyForks } from '../src/lesson/fork/reply.js';
import { type Look, lookButtons } from '../src/lesson/looks.js';
import { parseDecimal } from '../src/lesson/options/parse-temperatures.js';
import {
  chosenModel,
  describeTemperature,
  MENU_TEMPERATURES,
  modelOption,
  roundTemperature,
  seedOption,
  suggestModels,
  temperatureOption,
  topPOption,
} from '../src/lesson/options/sampling-options.js';
import { defineReplay } from '../src/lesson/record/card.js';
import type { AnsweredReply } from '../src/lesson/record/record.js';
import { defineStoredRun } from '../src/lesson/stored/stored-run.js';
import { quote } from '../src/lesson/text/quote.js';
import { replyText } from '../src/lesson/text/reply-text.js';
import type { Services } from '../src/services.js';
import { completionFacts, hasProbabilities, replyNotices, replyProbabilities, seedOf } from './ask/view.js';

/** A small or a very hot model may never end by itself. */
const DEFAULT_MAX_TOKENS = 512;
const MAX_TOKENS = 8192;

/** From the most likely answer to a daring one. */
const SIDE_BY_SIDE = [0, 0.7, 1.5];

const storedRun = defineStoredRun(
  'ask',
  z.object({
    question: z.string(),
    system: z.string().optional(),
    model: z.string().optional(),
    topP: z.number().optional(),
    maxTokens: z.number(),
    seed: z.number().optional(),
    temperature: z.number(),
    /** This reply's number among the samples of one question, from 1. */
    sample: z.number(),
    /** The first sample's run; it counts the samples. Undefined on the first itself. */
    firstRunId: z.string().optional(),
    samples: z.number(),
    /** The reply's record; undefined where the reply broke off. */
    recordId: z.string().optional(),
  }),
);

/** The replies, apart from their runs, which change with every further sample. */
const replay = defineReplay('ask');

const forks = defineReplyForks('ask', replay);

type AskRun = z.infer<typeof storedRun.schema>;

export const ask = defineCommand({
  name: 'ask',
  description: 'Ask the model a question, at a temperature of your choice',
  options: {
    question: { type: 'string', description: 'What to ask', required: true, maxLength: 6000 },
    temperature: temperatureOption,
    top_p: topPOption,
    max_tokens: {
      type: 'integer',
      description: `The reply ends after so many tokens at the latest (default: ${DEFAULT_MAX_TOKENS})`,
      minimum: 1,
      maximum: MAX_TOKENS,
    },
    seed: seedOption('The same seed, question and settings draw the same reply, as far as the server can'),
    system: { type: 'string', description: 'Instructions that stand before the question', maxLength: 6000 },
    model: modelOption,
  },
  run: async ({ options, ...context }, services) =>
    answer(
      {
        question: options.question,
        system: options.system,
        model: await chosenModel(options.model, context.channel, services),
        topP: options.top_p,
        maxTokens: options.max_tokens ?? DEFAULT_MAX_TOKENS,
        seed: options.seed,
        temperature: roundTemperature(options.temperature ?? 1),
        sample: 1,
        samples: 1,
      },
      context,
      services,
    ),
  autocomplete: { model: suggestModels },
  actions: {
    resample: {
      respond: 'reply',
      form: ({ runId, choice = 'custom' }) => (choice === 'custom' ? temperatureForm(runId) : undefined),
      run: resample,
    },
    compare: { respond: 'reply', run: sideBySide },
    probabilities: { respond: 'reply', run: showProbabilities },
    ...replay.actions,
    ...forks.actions,
  },
});

/** Streams one sample into the channel and keeps it for its buttons. */
async function answer(run: AskRun, context: RunContext, services: Services): Promise<Reply> {
  const asked = text(quote(run.question));
  let written = '';
  context.progress({ blocks: [asked, status(waitingLine(run))] });
  try {
    const answered = await generate(run, run.temperature, context.signal, services, (soFar) => {
      written = soFar;
      context.progress(lazyReply(() => ({ blocks: [asked, replyText(soFar)] })));
    });
    const recordId = await replay.keep(services, answered);
    const runId = await storedRun.create(services, { ...run, recordId });
    return {
      blocks: [
        asked,
        replyText(answered.answer.text),
        ...replyNotices(answered, run.maxTokens, MAX_TOKENS),
        text(`-# ${completionFacts(answered, run.sample, services)}`),
        ...furtherSteps(runId, [
          ...(hasProbabilities(answered)
            ? [{ action: 'probabilities', runId, label: 'Show probabilities' }, forks.button(recordId)]
            : []),
          ...(await lookButtons(services, lookAt(run), 'compare')).buttons,
          replay.button(recordId),
        ]),
      ],
    };
  } catch (error) {
    // What was already written stays; only the rest is missing.
    const reason = reasonOf(error, context.signal);
    if (written === '') throw error;
    const runId = await storedRun.create(services, run);
    return {
      tone: 'error',
      blocks: [
        asked,
        replyText(written),
        text(`**The reply breaks off here.** ${plain(reason.message)}`),
        ...furtherSteps(runId, []),
      ],
    };
  }
}

async function generate(
  run: AskRun,
  temperature: number,
  signal: AbortSignal,
  services: Services,
  onText: (soFar: string) => void,
): Promise<AnsweredReply> {
  const { question, system, model, topP, maxTokens } = run;
  const asked = { question, system, temperature, topP, maxTokens, seed: seedOf(run) };
  return { kind: 'reply', asked, answer: await services.model.reply({ ...asked, model, signal, onText }) };
}

function waitingLine({ sample, temperature }: AskRun): string {
  return sample === 1 ? 'Waiting for the first token…' : `Sample ${sample}, at temperature ${temperature}…`;
}

function lookAt({ question, system, model }: AskRun): Look {
  return { prompt: question, model, asQuestion: { system } };
}

function furtherSteps(runId: string, more: readonly Button[]): Block[] {
  return [
    menu({
      action: 'resample',
      runId,
      placeholder: 'Resample at…',
      choices: [
        ...MENU_TEMPERATURES.map((temperature) => ({
          label: `Temperature ${temperature}`,
          value: String(temperature),
          description: describeTemperature(temperature),
        })),
        { label: 'Another temperature…', value: 'custom', description: 'any number from 0 to 2' },
      ],
    }),
    buttons({ action: 'compare', runId, label: 'Side by side' }, ...more),
  ];
}

function temperatureForm(runId: string): Form {
  return {
    action: 'resample',
    runId,
    title: 'Resample at another temperature',
    fields: [{ id: 'temperature', label: 'Temperature, from 0 to 2', placeholder: '0.85', maxLength: 8 }],
  };
}

async function resample(press: Press, services: Services): Promise<Reply> {
  const temperature = parseTemperature(press.choice ?? press.fields.temperature ?? '');
  const { payload } = await storedRun.load(services, press.runId);
  const firstRunId = payload.firstRunId ?? press.runId;
  const { samples } = await storedRun.change(services, firstRunId, (first) => ({
    ...first,
    samples: first.samples + 1,
  }));
  return answer({ ...payload, temperature, sample: samples, firstRunId, recordId: undefined }, press, services);
}

/** Reads a temperature as people write one, with a point or a comma. */
function parseTemperature(typed: string): number {
  const value = parseDecimal(typed.trim());
  if (!(value >= 0 && value <= 2)) {
    throw new UserError('A temperature is a number from 0 to 2, such as 0.85. Choose “Another temperature…” again.');
  }
  return roundTemperature(value);
}

/** One of the replies that stand side by side, while it is written. */
interface Column {
  readonly temperature: number;
  written: string;
  ending: string;
  details: readonly Button[];
}

async function sideBySide(press: Press, services: Services): Promise<Reply> {
  const { payload: run } = await storedRun.load(services, press.runId);
  const firstSample = { ...run, sample: 1 };
  const asked = text(quote(run.question));
  const columns = SIDE_BY_SIDE.map(
    (temperature): Column => ({ temperature, written: '', ending: '-# …', details: [] }),
  );
  const show = (): Reply => ({
    blocks: [
      asked,
      ...columns.flatMap(({ temperature, written, ending }) => [
        text(`**Temperature ${temperature}** · ${describeTemperature(temperature)}`),
        ...(written === '' ? [] : [replyText(written)]),
        text(ending),
      ]),
      buttons(...columns.flatMap(({ details }) => details)),
    ],
  });
  press.progress(show());
  await Promise.all(
    columns.map(async (column) => {
      const { temperature } = column;
      try {
        const answered = await generate(firstSample, temperature, press.signal, services, (soFar) => {
          column.written = soFar;
          press.progress(lazyReply(show));
        });
        column.written = answered.answer.text;
        column.ending = `-# ${completionFacts(answered, 1, services)}`;
        const recordId = await replay.keep(services, answered);
        column.details = [replay.button(recordId, `Details at temperature ${temperature}`)];
      } catch (error) {
        // One column that fails leaves the other two standing.
        if (press.signal.aborted || !(error instanceof UserError)) throw error;
        column.ending = `**It breaks off here.** ${plain(error.message)}`;
      }
    }),
  );
  return show();
}

async function showProbabilities(press: Press, services: Services): Promise<Reply> {
  const { recordId, sample } = (await storedRun.load(services, press.runId)).payload;
  const record = recordId === undefined ? undefined : await replay.load(services, recordId);
  if (recordId === undefined || record?.kind !== 'reply' || !hasProbabilities(record)) {
    throw new UserError('The endpoint gave no probabilities with this reply, so there are none to show.');
  }
  const { blocks } = await replyProbabilities(record, sample, press.signal, services);
  return { blocks: [...blocks, buttons(replay.button(recordId))] };
}
