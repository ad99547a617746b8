import { UserError } from '../src/errors.js';
import { requestNextToken } from '../src/lesson/asking/next-token.js';
import { defineCommand } from '../src/lesson/command/define-command.js';
import type { AskContext } from '../src/lesson/command/definition.js';
import { chosenModel, suggestModels } from '../src/lesson/options/chosen-model.js';
import { modelOption } from '../src/lesson/options/options.js';
import type { Services } from '../src/services.js';
import { askOptions, type OptionsRequest } from './options/ask.js';
import { explainOptions } from './options/explain.js';
import { figuresOf } from './options/figures.js';
import { optionsInFull } from './options/in-full.js';
import { lookAtAnswer } from './options/look.js';
import { MAX_WRITTEN, type ReadAnswers, readAnswers, spellingsOf } from './options/read-answers.js';
import { type OptionsResult, optionsResult } from './options/result.js';
import { ANSWERS_FIELD, answersForm, respelledOf, viewOptions } from './options/view.js';
import { optionsWords } from './options/words.js';

/** Words that the model itself would go on with, where nobody named any. */
const OWN_ANSWERS = 3;

export const options = defineCommand({
  name: 'options',
  description: (locale) => optionsWords(locale).description,
  options: {
    prompt: {
      type: 'string',
      description: (locale) => optionsWords(locale).prompt(optionsWords(locale).standardPrompt),
      maxLength: 6000,
    },
    answers: {
      type: 'string',
      description: (locale) => optionsWords(locale).answers(optionsWords(locale).standard),
      maxLength: MAX_WRITTEN,
    },
    model: modelOption,
  },
  needs: 'scoring',
  leadsTo: ['nextword', 'surprise', 'ask', 'compare', 'generate', 'tokenize', 'temperature'],
  link: (locale) => optionsWords(locale).link,
  hint: (locale) => optionsWords(locale).hint,
  explain: explainOptions,
  result: { version: 1, schema: optionsResult },
  askedAt: ({ endpoint }) => endpoint,
  async ask({ prompt, answers, model }, context, services) {
    const { standardPrompt, standard } = optionsWords(context.locale);
    const read = readAnswers(answers ?? standard);
    const text = prompt === undefined || prompt.trim() === '' ? standardPrompt : prompt;
    const named = await chosenModel(model, context.channel, services);
    return askOptions({ prompt: text, named }, read, context, services);
  },
  from: {
    takes: ({ prompt }) => prompt.trim() !== '',
    async ask({ prompt, asQuestion, model: named, sampling }, context, services) {
      const request = { prompt, asQuestion, named, sampling };
      return askOptions(request, await answersFor(request, context, services), context, services);
    },
  },
  view: viewOptions,
  subject(result) {
    const { prompt, asQuestion, named: model, endpoint, sampling } = result;
    return { prompt, asQuestion, model, endpoint, sampling, inFull: (locale) => optionsInFull(result, locale) };
  },
  autocomplete: { model: suggestModels },
  actions: {
    change: {
      kind: 'begin',
      respond: 'reply',
      form: answersForm,
      ask: (result, press, services) =>
        askOptions(requestOf(result), readAnswers(press.fields[ANSWERS_FIELD] ?? ''), press, services),
    },
    spell: {
      kind: 'begin',
      respond: 'reply',
      ask(result, press, services) {
        const texts = spellingsOf(respelledOf(figuresOf(result))?.text ?? '');
        if (texts === undefined) throw new UserError('not-opened-from-here');
        return askOptions(requestOf(result), { texts, repeated: [] }, press, services);
      },
    },
    restyle: {
      kind: 'begin',
      respond: 'reply',
      ask(result, press, services) {
        const asQuestion = press.choice === 'question' ? {} : undefined;
        const texts = result.answers.map(({ text }) => text);
        return askOptions({ ...requestOf(result), asQuestion }, { texts, repeated: [] }, press, services);
      },
    },
    look: {
      kind: 'answer',
      respond: 'private',
      answer: async (result, { choice, locale }) => lookAtAnswer(result, choice, locale),
    },
  },
});

function requestOf({ prompt, asQuestion, named, sampling }: OptionsResult): OptionsRequest {
  return { prompt, asQuestion, named, sampling };
}

/** Behind a text the likeliest words, so that they fit; to a question yes, no and maybe. */
async function answersFor(
  { prompt, asQuestion, named: model }: OptionsRequest,
  { signal, locale }: AskContext,
  services: Services,
): Promise<ReadAnswers> {
  const { standard, standardReplies } = optionsWords(locale);
  if (asQuestion !== undefined) return readAnswers(standardReplies);
  // Without a list of next tokens, a text can be scored all the same.
  const record = await requestNextToken({ prompt, model }, signal, services).catch(() => undefined);
  signal.throwIfAborted();
  const words = (record?.answer.candidates ?? []).map(({ text }) => text).filter((text) => /^ \p{L}{2,}$/u.test(text));
  const texts = [...new Set(words.map((word) => word.trim()))].slice(0, OWN_ANSWERS);
  return texts.length < 2 ? readAnswers(standard) : { texts, repeated: [] };
}
