import { type Form, lazyReply, type Reply, status, text } from '../src/discord/reply.js';
import { UNLISTED_LOGPROB } from '../src/domain/token.js';
import { UserError } from '../src/errors.js';
import { askReply, drewAtOwnTemperature, hasTokens } from '../src/lesson/asking/reply.js';
import { reasonOf } from '../src/lesson/asking/stopped.js';
import { defineCommand } from '../src/lesson/command/define-command.js';
import type { AskContext, AskPress, ChangeResult } from '../src/lesson/command/definition.js';
import { createResultStore } from '../src/lesson/command/result.js';
import type { Subject } from '../src/lesson/command/subject.js';
import { originOfReply } from '../src/lesson/fork/origin.js';
import { chosenModel, suggestModels } from '../src/lesson/options/chosen-model.js';
import { roundCut } from '../src/lesson/options/cuts.js';
import { modelOption, seedOption, temperatureOption, topPOption } from '../src/lesson/options/options.js';
import { parseDecimal, roundTemperature } from '../src/lesson/options/temperatures.js';
import { type AnsweredReply, keepRecord, type ReplyRecord } from '../src/lesson/record/record.js';
import { answerBytes } from '../src/lesson/stored/stored-size.js';
import { askedWords } from '../src/lesson/text/asked-line.js';
import { replyText } from '../src/lesson/text/shown-text.js';
import { lookAtToken } from '../src/lesson/token/look-closely.js';
import { seenSampled } from '../src/lesson/token/seen-token.js';
import { laterSeed } from '../src/sampling/random.js';
import { perplexity } from '../src/sampling/surprisal.js';
import type { Services } from '../src/services.js';
import { columns } from './ask/columns.js';
import { explainAsk } from './ask/explain.js';
import { replyInFull } from './ask/in-full.js';
import { longerLimit } from './ask/notes.js';
import { PROBABILITIES, viewProbabilities } from './ask/probabilities.js';
import {
  type AskReply,
  type AskResult,
  askResult,
  DEFAULT,
  DEFAULT_TEMPERATURE,
  hasDefaultTemperature,
  MAX_TOKENS,
  SIDE_BY_SIDE,
  sampleCount,
  textOf,
} from './ask/result.js';
import { smallPrint } from './ask/small-print.js';
import { viewAsk } from './ask/view.js';
import { askWords } from './ask/words.js';

/** A small or a very hot model may never end by itself. */
const DEFAULT_MAX_TOKENS = 512;

export const ask = defineCommand({
  name: 'ask',
  description: (locale) => askWords(locale).description,
  options: {
    question: {
      type: 'string',
      description: (locale) => askWords(locale).question,
      required: true,
      maxLength: 6000,
    },
    temperature: { ...temperatureOption, description: (locale) => askWords(locale).temperature(DEFAULT_TEMPERATURE) },
    top_p: topPOption,
    max_tokens: {
      type: 'integer',
      description: (locale) => askWords(locale).maxTokens(DEFAULT_MAX_TOKENS),
      minimum: 1,
      maximum: MAX_TOKENS,
    },
    seed: seedOption((locale) => askWords(locale).seed),
    system: { type: 'string', description: (locale) => askWords(locale).system, maxLength: 6000 },
    model: modelOption,
  },
  needs: 'chat',
  leadsTo: ['tokenize', 'surprise', 'nextword', 'temperature', 'sampling', 'dice', 'compare'],
  link: (locale) => askWords(locale).link,
  explain: explainAsk,
  result: { version: 1, schema: askResult },
  ask: async (options, context, services) =>
    answer(
      {
        question: options.question,
        system: options.system,
        model: await chosenModel(options.model, context.channel, services),
        topP: roundCut(options.top_p),
        maxTokens: options.max_tokens ?? DEFAULT_MAX_TOKENS,
        seed: options.seed,
        chosen: {
          temperature: options.temperature && roundTemperature(options.temperature),
          topP: roundCut(options.top_p),
          seed: options.seed,
        },
        sample: 1,
        samples: 1,
      },
      roundTemperature(options.temperature ?? DEFAULT_TEMPERATURE),
      context,
      services,
    ),
  from: {
    takes: ({ prompt }) => prompt.trim() !== '',
    ask: ({ prompt, asQuestion, model, sampling: chosen = {} }, context, services) => {
      const { temperature = DEFAULT_TEMPERATURE, ...cuts } = chosen;
      const question = { question: prompt, system: asQuestion?.system, model, ...cuts, chosen };
      return answer(
        { ...question, maxTokens: DEFAULT_MAX_TOKENS, sample: 1, samples: 1 },
        temperature,
        context,
        services,
      );
    },
  },
  view: viewAsk,
  subject: subjectOf,
  autocomplete: { model: suggestModels },
  actions: {
    resample: {
      kind: 'begin',
      respond: 'reply',
      form: ({ runId, choice = 'custom', locale }) =>
        choice === 'custom' ? temperatureForm(runId, locale) : undefined,
      ask: (result, press, services, change) =>
        resample(result, parseTemperature(press.choice ?? press.fields.temperature ?? ''), press, services, change),
    },
    // Of a button, the temperature is the value.
    again: {
      kind: 'begin',
      respond: 'reply',
      ask: (result, press, services, change) =>
        resample(
          result,
          press.value === DEFAULT ? undefined : parseTemperature(press.value ?? ''),
          press,
          services,
          change,
        ),
    },
    longer: { kind: 'begin', respond: 'reply', ask: answerLonger },
    beside: { kind: 'begin', respond: 'reply', ask: answerSideBySide },
    probabilities: { kind: 'look', respond: 'reply', view: viewProbabilities },
    look: lookAtToken('look', (result: AskResult, { locale }) => {
      const [reply] = result.replies;
      const tokens = reply?.record?.answer.tokens ?? [];
      return {
        tokens: tokens.map(seenSampled),
        smallPrint: reply === undefined ? '' : smallPrint(result, reply, locale),
      };
    }),
  },
});

/** A question, and how it is asked. */
type Question = Omit<AskResult, 'replies'>;

/** Streams one sample into the channel. One that breaks off keeps what is written already. */
async function answer(
  question: Question,
  temperature: number,
  { progress, signal, locale }: AskContext,
  services: Services,
): Promise<AskResult> {
  const asked = text(askedWords(question.question));
  progress({ blocks: [asked, status(askWords(locale).waiting)] });
  const isDefault = hasDefaultTemperature(question);
  const reply = await write(question, { temperature, isDefault }, signal, services, (soFar) =>
    progress(lazyReply(() => ({ blocks: [asked, replyText(soFar, locale)] }))),
  );
  return { ...question, replies: [reply] };
}

/**
 * Has one reply written; rejects where nothing of it came.
 *
 * @param replies how many there are in the result
 */
async function write(
  question: Question,
  { temperature, isDefault = false }: { readonly temperature: number; readonly isDefault?: boolean },
  signal: AbortSignal,
  services: Services,
  onText: (soFar: string) => void,
  replies = 1,
): Promise<AskReply> {
  const { question: asked, system, model, topP, topK, minP, maxTokens, seed, sample } = question;
  let written = '';
  let isOwnTemperature = false;
  try {
    const answered = await askReply(
      {
        question: asked,
        system,
        temperature,
        isDefaultTemperature: isDefault,
        topP,
        topK,
        minP,
        maxTokens,
        // Each sample of one question is drawn anew, and yet can be repeated.
        seed: laterSeed(seed, sample - 1),
        model,
        signal,
        onText(soFar, isOwn) {
          written = soFar;
          isOwnTemperature = isOwn;
          onText(soFar);
        },
      },
      services,
    );
    const bytes = answerBytes(asked, system) / replies;
    const record = keepRecord(answered, services.model.endpoint, bytes) as ReplyRecord;
    const whole = answered.answer.text;
    return {
      temperature,
      isOwnTemperature: drewAtOwnTemperature(answered),
      record,
      written: whole === record.answer.text ? undefined : whole,
      perplexity: perplexityOf(answered),
    };
  } catch (error) {
    const reason = reasonOf(error, signal);
    if (written === '') throw error;
    return { temperature, isOwnTemperature, written, broken: reason.fact };
  }
}

/** Undefined where the server hid a token's probability, or gave none. */
function perplexityOf({ answer: { tokens = [] } }: AnsweredReply): number | undefined {
  const isKnown = tokens.length > 0 && tokens.every(({ logprob }) => logprob > UNLISTED_LOGPROB);
  return isKnown ? perplexity(tokens.map(({ logprob }) => logprob)) : undefined;
}

/**
 * A further sample of the same question, in a message of its own.
 *
 * @param temperature undefined where nobody chose one
 */
async function resample(
  { replies: _, ...question }: AskResult,
  temperature: number | undefined,
  press: AskPress,
  services: Services,
  change: ChangeResult<AskResult>,
): Promise<AskResult> {
  const firstRunId = question.firstRunId ?? press.runId;
  const { samples, countedIn } =
    question.countedIn === undefined
      ? await beginCounting(firstRunId, services, change)
      : { ...question, countedIn: question.countedIn };
  const { result: count } = await sampleCounts.change(services, countedIn, ({ added }) => ({ added: added + 1 }));
  const chosen = { ...question.chosen, temperature };
  return answer(
    { ...question, chosen, samples, sample: samples + count.added, firstRunId, countedIn },
    temperature ?? DEFAULT_TEMPERATURE,
    press,
    services,
  );
}

/** The same, where there is more room for it: one that was cut at its limit begins in the same way if it can. */
async function answerLonger(
  { firstRunId: _first, countedIn: _counted, replies: [reply], ...question }: AskResult,
  press: AskPress,
  services: Services,
): Promise<AskResult> {
  const maxTokens = reply?.record && longerLimit(reply.record);
  if (reply === undefined || maxTokens === undefined) throw new UserError('reply-not-cut');
  const seed = laterSeed(question.seed, question.sample - 1);
  return answer({ ...question, maxTokens, seed, sample: 1, samples: 1 }, reply.temperature, press, services);
}

const sampleCounts = createResultStore('ask-samples', { version: 1, schema: sampleCount }, false);

/** Makes the row in which the samples of one question are counted, so that the first reply is not written anew for each. */
async function beginCounting(firstRunId: string, services: Services, change: ChangeResult<AskResult>) {
  const made = await sampleCounts.create(services, { added: 0 });
  const { samples, countedIn = made } = await change(firstRunId, (first) => ({ countedIn: made, ...first }));
  return { samples, countedIn };
}

/** Reads a temperature as people write one, with a point or a comma. */
function parseTemperature(typed: string): number {
  const value = parseDecimal(typed.trim());
  if (!(value >= 0 && value <= 2)) throw new UserError('resample-temperature');
  return roundTemperature(value);
}

function temperatureForm(runId: string, locale: string): Form {
  const words = askWords(locale);
  return {
    action: 'resample',
    runId,
    title: words.temperatureForm,
    fields: [{ id: 'temperature', label: words.temperatureField, placeholder: '0.85', maxLength: 8 }],
  };
}

/** The same question at several temperatures at once, in one message. */
async function answerSideBySide(
  { firstRunId: _first, countedIn: _counted, ...result }: AskResult,
  { progress, signal, locale }: AskPress,
  services: Services,
): Promise<AskResult> {
  const question = { ...result, sample: 1, samples: 1 };
  const asked = text(askedWords(question.question));
  const replies: AskReply[] = SIDE_BY_SIDE.map((temperature) => ({ temperature }));
  const show = (): Reply => ({ blocks: [asked, ...columns(replies, locale)] });
  progress(show());
  await Promise.all(
    SIDE_BY_SIDE.map(async (temperature, at) => {
      try {
        const onText = (written: string) => {
          replies[at] = { temperature, written };
          progress(lazyReply(show));
        };
        replies[at] = await write(question, { temperature }, signal, services, onText, SIDE_BY_SIDE.length);
      } catch (error) {
        // One that fails leaves the others standing.
        replies[at] = { temperature, broken: reasonOf(error, signal).fact };
      }
    }),
  );
  if (signal.aborted && replies.every((reply) => textOf(reply) === '')) throw signal.reason;
  return { ...question, replies };
}

/** What one of the replies is about; of several, without one of them, the question. */
function subjectOf(
  { question, system, model, chosen, replies, ...asked }: AskResult,
  value: string | undefined,
): Subject {
  const at = value === PROBABILITIES ? '0' : value;
  const reply = at === undefined && replies.length > 1 ? undefined : replies[Number(at ?? 0)];
  const { record } = reply ?? {};
  const about = { prompt: question, asQuestion: { system }, model };
  if (reply === undefined) return { ...about, sampling: { ...chosen, temperature: undefined } };
  const { topP, topK, minP, seed } = asked;
  return {
    ...about,
    text: textOf(reply) || undefined,
    sampling:
      replies.length === 1 && chosen !== undefined
        ? chosen
        : { topP, topK, minP, seed, temperature: reply.temperature },
    record: record && (() => record),
    inFull: record && ((locale) => replyInFull(reply, record, locale)),
    written: record && hasTokens(record) ? () => originOfReply(record, chosen) : undefined,
  };
}
