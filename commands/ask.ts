import { hasTokens } from '../src/lesson/asking/reply.js';
import { defineCommand } from '../src/lesson/command/define-command.js';
import type { Subject } from '../src/lesson/command/subject.js';
import { originOfReply } from '../src/lesson/fork/origin.js';
import { tokensHere, usualTemperature } from '../src/lesson/options/as-set.js';
import { chosenModel, suggestModels } from '../src/lesson/options/chosen-model.js';
import { roundCut } from '../src/lesson/options/cuts.js';
import { modelOption, seedOption, temperatureOption, topPOption } from '../src/lesson/options/options.js';
import { roundTemperature } from '../src/lesson/options/temperatures.js';
import { writtenText } from '../src/lesson/record/text-record.js';
import { beforeQuestion } from '../src/lesson/stored/stored-question.js';
import { lookAtToken } from '../src/lesson/token/look-closely.js';
import { seenSampled } from '../src/lesson/token/seen-token.js';
import { askOnForm, askOnFrom, isConversation, questionOf, speakerOf, threadName } from './ask/conversation.js';
import { explainAsk } from './ask/explain.js';
import { replyInFull } from './ask/in-full.js';
import { PROBABILITIES, viewProbabilities } from './ask/probabilities.js';
import { answerLonger, parseTemperature, resample, temperatureForm } from './ask/resample.js';
import {
  type AskResult,
  askResult,
  DEFAULT,
  DEFAULT_MAX_TOKENS,
  DEFAULT_TEMPERATURE,
  MAX_TOKENS,
} from './ask/result.js';
import { answerSideBySide } from './ask/side-by-side.js';
import { smallPrint } from './ask/small-print.js';
import { thoughtsInFull, viewThoughts } from './ask/thoughts.js';
import { viewAsk } from './ask/view.js';
import { askWords } from './ask/words.js';
import { answer } from './ask/write.js';

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
    thread: { type: 'boolean', description: (locale) => askWords(locale).conversation.thread },
  },
  needs: 'chat',
  leadsTo: [
    'tokenize',
    'surprise',
    'nextword',
    'temperature',
    'sampling',
    'dice',
    'compare',
    'options',
    'tuning',
    'context',
    'prefer',
  ],
  link: (locale) => askWords(locale).link,
  explain: explainAsk,
  result: { version: 1, schema: askResult },
  ask: async (options, context, services) =>
    answer(
      {
        question: options.question,
        system: options.system,
        who: speakerOf(context),
        model: await chosenModel(options.model, context.channel, services),
        topP: roundCut(options.top_p),
        maxTokens: options.max_tokens ?? tokensHere(DEFAULT_MAX_TOKENS, context),
        seed: options.seed,
        chosen: {
          temperature: options.temperature && roundTemperature(options.temperature),
          topP: roundCut(options.top_p),
          seed: options.seed,
        },
        sample: 1,
        samples: 1,
      },
      roundTemperature(options.temperature ?? usualTemperature(DEFAULT_TEMPERATURE, context)),
      context,
      services,
    ),
  from: {
    takes: ({ prompt }) => prompt.trim() !== '',
    ask: ({ prompt, asQuestion = {}, model, sampling: chosen = {} }, context, services) => {
      const { temperature = usualTemperature(DEFAULT_TEMPERATURE, context), ...cuts } = chosen;
      const question = { question: prompt, ...beforeQuestion(asQuestion), model, ...cuts, chosen };
      return answer(
        { ...question, maxTokens: tokensHere(DEFAULT_MAX_TOKENS, context), sample: 1, samples: 1 },
        temperature,
        context,
        services,
      );
    },
  },
  on: { takes: isConversation, ask: askOnFrom, form: askOnForm },
  countsIn: ['ask-samples'],
  view: viewAsk,
  subject: subjectOf,
  thread: ({ question, thread }) => (thread ? threadName(question) : undefined),
  said: (words, locale) => ({
    question: questionOf(words, locale),
    temperature: undefined,
    top_p: undefined,
    max_tokens: undefined,
    seed: undefined,
    system: undefined,
    model: undefined,
    thread: undefined,
  }),
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
    thoughts: { kind: 'look', respond: 'private', view: viewThoughts },
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

/** What one of the replies is about; of several, without one of them, the question. */
function subjectOf({ question, model, chosen, replies, ...asked }: AskResult, value: string | undefined): Subject {
  const at = value === PROBABILITIES ? '0' : value;
  const reply = at === undefined && replies.length > 1 ? undefined : replies[Number(at ?? 0)];
  const { record } = reply ?? {};
  const about = { prompt: question, asQuestion: beforeQuestion(asked), model };
  if (reply === undefined) return { ...about, sampling: { ...chosen, temperature: undefined } };
  const { topP, topK, minP, seed } = asked;
  return {
    ...about,
    text: writtenText(reply) || undefined,
    sampling:
      replies.length === 1 && chosen !== undefined
        ? chosen
        : { topP, topK, minP, seed, temperature: reply.temperature },
    record: record && (() => record),
    inFull: record && ((locale) => [...replyInFull(asked, reply, record, locale), ...thoughtsInFull(reply, locale)]),
    written: record && hasTokens(record) ? () => originOfReply(record, chosen) : undefined,
  };
}
