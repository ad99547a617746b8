import { z } from 'zod';
import type { RunContext } from '../../src/discord/command.js';
import { lazyReply, type Reply } from '../../src/discord/reply.js';
import type { Distribution, SampledToken } from '../../src/domain/distribution.js';
import { isModelErrorOf } from '../../src/domain/model-error-kind.js';
import { UserError } from '../../src/errors.js';
import { reasonOf } from '../../src/lesson/asking/stopped.js';
import { defineReplay } from '../../src/lesson/record/card.js';
import { generatedAnswer } from '../../src/lesson/record/generate.js';
import type { Answered } from '../../src/lesson/record/record.js';
import { defineStoredRun } from '../../src/lesson/stored/stored-run.js';
import { joinTokens } from '../../src/lesson/text/join-tokens.js';
import { LISTED_CANDIDATES } from '../../src/lesson/writing/write-text.js';
import type { Services } from '../../src/services.js';
import { differenceSchema, type Setting, settingSchema } from './settings.js';

/** What `/compare` keeps: what was compared, to do it again with another seed. */
export const storedComparison = defineStoredRun(
  'compare',
  z.object({
    prompt: z.string(),
    what: differenceSchema,
    settings: z.array(settingSchema),
    maxTokens: z.number(),
    seed: z.number(),
  }),
);

/** The answers of the model as it gave them, for **Details**. */
export const replay = defineReplay('compare');

export type Comparison = z.infer<typeof storedComparison.schema>;

/** What came of one setting, while it is being asked and afterwards. */
export interface Column {
  readonly setting: Setting;
  /** The text so far, which is put together when it is looked at. */
  text: () => string;
  /** The finished text; undefined while it is written, and where it broke off. */
  finished?: Finished;
  /** Why there is no finished text, as a sentence of plain text. */
  broken?: string;
  /** The model's own distribution over the first token of the text. */
  first?: First;
}

export interface Finished {
  readonly text: string;
  /** Undefined where the server gave no logprobs. */
  readonly tokens: readonly SampledToken[] | undefined;
  /** `limit`: it has as many tokens as were asked for. `endpoint`: a content filter, say, ended it. */
  readonly end: 'model' | 'limit' | 'endpoint';
  readonly model: string;
  readonly recordId: string;
}

export interface First {
  readonly distribution: Distribution;
  readonly recordId: string;
}

/** All settings of a comparison, and what could not be had, as sentences of plain text. */
export interface Compared {
  readonly comparison: Comparison;
  readonly columns: readonly Column[];
  readonly notices: readonly string[];
}

/** Alternatives at each token of a text; what is compared is the first token, which is asked for by itself. */
const ALTERNATIVES = 20;

/**
 * Asks for the first token's distribution and a text under each setting, all at once. A setting that fails leaves the
 * others standing; what is there when somebody stops it stays.
 *
 * @param show called with the columns each time more is there
 * @throws UserError where no setting came to anything
 */
export async function compareSettings(
  comparison: Comparison,
  { signal, progress }: Pick<RunContext, 'signal' | 'progress'>,
  services: Services,
  show: (compared: Compared) => Reply,
): Promise<Compared> {
  const notices = new Set<string>();
  const firsts = new Map<string, Promise<First | UserError>>();
  const askFirst = (setting: Setting) => {
    const key = JSON.stringify([setting.as, setting.model, setting.system]);
    const asked = firsts.get(key) ?? askFirstToken(comparison.prompt, setting, signal, services);
    firsts.set(key, asked);
    return asked;
  };
  const asked = await withoutQuestions(comparison, askFirst);
  if (asked !== comparison) notices.add(NO_QUESTIONS);
  const columns = asked.settings.map((setting): Column => ({ setting, text: () => '' }));
  const compared = () => ({ comparison: asked, columns, notices: [...notices] });
  const update = () => progress(lazyReply(() => show(compared())));
  update();
  await Promise.all(
    columns.map(async (column) => {
      const first = await askFirst(column.setting);
      if (!(first instanceof UserError)) column.first = first;
      else if (!signal.aborted) notices.add(`The first token’s probabilities are missing: ${first.message}`);
      try {
        column.finished = await askText(asked, column.setting, signal, services, (soFar) => {
          column.text = soFar;
          update();
        });
        const { text } = column.finished;
        column.text = () => text;
        update();
      } catch (error) {
        column.broken = reasonOf(error, signal).message;
        update();
      }
    }),
  );
  const [broken] = columns.flatMap((column) => column.broken ?? []);
  if (broken !== undefined && columns.every(({ text, finished }) => text() === '' && finished === undefined)) {
    throw new UserError('said', { sentence: broken });
  }
  return compared();
}

const NO_QUESTIONS = 'The model takes no questions here, so it goes on with the prompt as a text.';

/** The comparison itself, or with texts in place of questions where temperatures are compared of a model that takes none. */
async function withoutQuestions(
  comparison: Comparison,
  askFirst: (setting: Setting) => Promise<First | UserError>,
): Promise<Comparison> {
  const [setting] = comparison.settings;
  if (comparison.what !== 'temperatures' || setting?.as !== 'question') return comparison;
  const first = await askFirst(setting);
  if (!isModelErrorOf(first, 'unsupported')) return comparison;
  return { ...comparison, settings: comparison.settings.map((one) => ({ ...one, as: 'text', system: undefined })) };
}

async function askFirstToken(
  prompt: string,
  { as, model, system }: Setting,
  signal: AbortSignal,
  services: Services,
): Promise<First | UserError> {
  const asked = { prompt, candidates: LISTED_CANDIDATES, ...(as === 'question' ? { asQuestion: { system } } : {}) };
  try {
    const answer = await services.model.nextToken({ ...asked, model, signal });
    return { distribution: answer, recordId: await replay.keep(services, { kind: 'next-token', asked, answer }) };
  } catch (error) {
    return reasonOf(error, signal);
  }
}

async function askText(
  comparison: Comparison,
  setting: Setting,
  signal: AbortSignal,
  services: Services,
  onText: (soFar: () => string) => void,
): Promise<Finished> {
  const answered = await (setting.as === 'question' ? askReply : askContinuation)(
    comparison,
    setting,
    signal,
    services,
    onText,
  );
  const { text, tokens, model } = answered.answer;
  return { text, tokens, model, end: endOf(answered), recordId: await replay.keep(services, answered) };
}

function endOf(answered: AnsweredText): Finished['end'] {
  if (answered.kind === 'generate') return answered.answer.ended ? 'model' : 'limit';
  const { finishReason } = answered.answer;
  if (finishReason === 'length') return 'limit';
  return finishReason === 'stop' ? 'model' : 'endpoint';
}

type AnsweredText = Extract<Answered, { kind: 'reply' | 'generate' }>;

type Ask = (
  comparison: Comparison,
  setting: Setting,
  signal: AbortSignal,
  services: Services,
  onText: (soFar: () => string) => void,
) => Promise<AnsweredText>;

const askReply: Ask = async ({ prompt, maxTokens, seed }, { temperature, model, system }, signal, services, onText) => {
  const asked = { question: prompt, system, temperature, maxTokens, seed };
  const answer = await services.model.reply({ ...asked, model, signal, onText: (soFar) => onText(() => soFar) });
  return { kind: 'reply', asked, answer };
};

const askContinuation: Ask = async ({ prompt, maxTokens, seed }, { temperature, model }, signal, services, onText) => {
  const asked = { prompt, temperature, maxTokens, seed, candidates: ALTERNATIVES };
  const onTokens = (tokens: () => readonly SampledToken[]) => onText(() => joinTokens(tokens()));
  const generated = await services.model.generate({ ...asked, model, signal, onTokens });
  return { kind: 'generate', asked, answer: generatedAnswer(generated) };
};
