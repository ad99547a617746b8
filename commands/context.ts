import { UserError } from '../src/errors.js';
import { defineCommand } from '../src/lesson/command/define-command.js';
import type { AskContext } from '../src/lesson/command/definition.js';
import type { Subject } from '../src/lesson/command/subject.js';
import { chosenModel, suggestModels } from '../src/lesson/options/chosen-model.js';
import { modelOption } from '../src/lesson/options/options.js';
import type { ReplyRecord } from '../src/lesson/record/record.js';
import { beforeQuestion } from '../src/lesson/stored/stored-question.js';
import type { Services } from '../src/services.js';
import { explainContext } from './context/explain.js';
import { type Forgetting, makeForget, questionExample } from './context/forget.js';
import { factForm, promptForm, readFactFields, readPromptFields } from './context/forms.js';
import { contextInFull } from './context/in-full.js';
import { readPrompt } from './context/read-prompt.js';
import { type ContextResult, contextResult } from './context/result.js';
import { viewContext } from './context/view.js';
import { contextWords } from './context/words.js';

export const context = defineCommand({
  name: 'context',
  description: (locale) => contextWords(locale).description,
  options: {
    text: {
      type: 'string',
      description: (locale) => contextWords(locale).text(contextWords(locale).example),
      maxLength: 6000,
      orFile: true,
    },
    system: { type: 'string', description: (locale) => contextWords(locale).system, maxLength: 6000 },
    model: modelOption,
  },
  needs: 'nothing',
  leadsTo: ['ask', 'tokenize', 'nextword', 'attention', 'surprise'],
  link: (locale) => contextWords(locale).link,
  explain: explainContext,
  result: { version: 1, schema: contextResult },
  askedAt: ({ prompt, forget }) => forget?.endpoint ?? prompt.endpoint,
  async ask({ text = '', system, model: named }, asked, services) {
    const model = await chosenModel(named, asked.channel, services);
    const read = text.trim() === '' ? contextWords(asked.locale).example : text;
    return {
      prompt: await readPrompt({ text: read, system: system?.trim() ? system : undefined, model }, asked, services),
    };
  },
  from: {
    takes: ({ prompt }) => prompt.trim() !== '',
    async ask(subject, asked, services) {
      const { prompt: text, asQuestion, model, sampling } = subject;
      const record = answerOf(subject);
      return {
        prompt: await readPrompt(
          { text, ...beforeQuestion(asQuestion ?? {}), model, sampling, record },
          asked,
          services,
        ),
      };
    },
  },
  view: viewContext,
  subject(result) {
    const { text: prompt, model, endpoint, sampling } = result.prompt;
    const shared = { sampling, inFull: (locale: string) => contextInFull(result, locale) };
    const { forget } = result;
    const near = forget?.rows[0];
    // What is gone on with is what is shown: the fact, and how the text ends.
    if (forget !== undefined && near !== undefined) {
      const asQuestion = near.reply === undefined ? undefined : {};
      return { ...shared, prompt: near.sent, asQuestion, model: forget.model, endpoint: forget.endpoint };
    }
    return {
      ...shared,
      prompt,
      asQuestion: beforeQuestion(result.prompt),
      model,
      endpoint,
    };
  },
  messageMenu: {
    name: (locale) => contextWords(locale).menu,
    options(text) {
      if (text.trim() === '') throw new UserError('message-without-text');
      return { text, system: undefined, model: undefined };
    },
  },
  autocomplete: { model: suggestModels },
  actions: {
    // Of a button that asks a question instead of letting the text go on, that is the value.
    forget: {
      kind: 'begin',
      respond: 'reply',
      ask: async (result, press, services) =>
        forgetBy(result, press.value === 'question' ? await questionExample(press, services) : {}, press, services),
    },
    facts: {
      kind: 'begin',
      respond: 'reply',
      form: ({ locale, ...target }) => factForm(target, locale),
      ask: (result, press, services) => forgetBy(result, readFactFields(press.fields), press, services),
    },
    prompt: {
      kind: 'begin',
      respond: 'reply',
      form: ({ locale, ...target }) => promptForm(target, locale),
      async ask({ prompt: { model, sampling } }, press, services) {
        return { prompt: await readPrompt({ ...readPromptFields(press.fields), model, sampling }, press, services) };
      },
    },
  },
});

/** The model's answer to a question, where the reply is about one. */
function answerOf({ prompt, record }: Subject): ReplyRecord | undefined {
  const found = record?.();
  return found?.kind === 'reply' && found.asked.question === prompt && !found.asked.prefix ? found : undefined;
}

async function forgetBy(
  { prompt }: ContextResult,
  asked: Forgetting,
  context: Pick<AskContext, 'signal' | 'locale' | 'progress'>,
  services: Services,
): Promise<ContextResult> {
  return { prompt, forget: await makeForget({ model: prompt.model, ...asked }, context, services) };
}
