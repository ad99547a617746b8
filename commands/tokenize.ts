import { UserError } from '../src/errors.js';
import { defineCommand } from '../src/lesson/command/define-command.js';
import { chosenModel, suggestModels } from '../src/lesson/options/chosen-model.js';
import { modelOption } from '../src/lesson/options/options.js';
import { lookAtToken } from '../src/lesson/token/look-closely.js';
import { encodingLabel } from '../src/tokens/encodings.js';
import type { EncodingName } from '../src/tokens/token.js';
import { compareTokenizers } from './tokenize/compare.js';
import { cutText, cutWhole } from './tokenize/cut.js';
import { explainTokens } from './tokenize/explain.js';
import { tokensInFull } from './tokenize/in-full.js';
import { listTokens } from './tokenize/list.js';
import {
  aroundSchema,
  DEFAULT_ENCODING,
  encodingSchema,
  type TokenizeResult,
  tokenizeResult,
} from './tokenize/result.js';
import { seenToken, viewBytes, viewIds, viewTokenize } from './tokenize/view.js';
import { tokenizeWords } from './tokenize/words.js';

/** As long a text as Discord's options take. */
const MAX_TEXT = 6000;

export const tokenize = defineCommand({
  name: 'tokenize',
  description: (locale) => tokenizeWords(locale).description,
  options: {
    text: {
      type: 'string',
      description: (locale) => tokenizeWords(locale).text,
      required: true,
      maxLength: MAX_TEXT,
      orFile: true,
    },
    encoding: {
      type: 'string',
      description: (locale) => tokenizeWords(locale).encoding,
      choices: encodingSchema.options,
      choiceLabel: (encoding, locale) =>
        encoding === 'model' ? tokenizeWords(locale).ownTokenizer : encodingLabel(encoding as EncodingName),
    },
    around: {
      type: 'string',
      description: (locale) => tokenizeWords(locale).around,
      choices: aroundSchema.options,
      choiceLabel: (around, locale) => tokenizeWords(locale).arounds[around as TokenizeResult['around']],
    },
    model: { ...modelOption, description: (locale) => tokenizeWords(locale).model },
  },
  needs: 'nothing',
  alsoNeeds: [{ variant: 'own-tokenizer', need: 'tokenizer' }],
  leadsTo: ['bpe', 'nextword', 'embed', 'surprise', 'ask', 'context'],
  link: (locale) => tokenizeWords(locale).link,
  result: { version: 1, schema: tokenizeResult },
  async ask({ text, around, model, encoding = DEFAULT_ENCODING }, { channel, signal }, services) {
    if (encoding === 'model') {
      const asked = await chosenModel(model, channel, services);
      return cutText({ text, encoding, around, model: asked }, signal, services);
    }
    if (around !== undefined && around !== 'nothing') throw new UserError('encoding-puts-nothing-around');
    if (model !== undefined) throw new UserError('encoding-has-no-model');
    return cutText({ text, encoding }, signal, services);
  },
  from: {
    takes: ({ prompt }) => prompt !== '',
    async ask({ prompt, asQuestion, text, model, sampling, encoding = DEFAULT_ENCODING }, { signal }, services) {
      const cut = await cutText({ text: text ?? prompt, encoding }, signal, services);
      // An answer is no question.
      const question = text === undefined ? asQuestion : undefined;
      return { ...cut, asked: { question, model, sampling } };
    },
  },
  view: viewTokenize,
  explain: explainTokens,
  subject(result, _, runId) {
    const { text, model, asked, encoding } = result;
    return {
      prompt: text,
      asQuestion: asked?.question,
      model: asked?.model ?? model,
      sampling: asked?.sampling,
      encoding: encoding === 'model' ? undefined : encoding,
      inFull: (locale) => tokensInFull(result, runId, locale),
    };
  },
  messageMenu: {
    name: (locale) => tokenizeWords(locale).menu,
    options(text) {
      if (text === '') throw new UserError('message-without-text');
      return { text, encoding: undefined, around: undefined, model: undefined };
    },
  },
  autocomplete: { model: suggestModels },
  actions: {
    bytes: { kind: 'look', respond: 'update', view: viewBytes },
    ids: { kind: 'look', respond: 'update', view: viewIds },
    compare: {
      kind: 'begin',
      respond: 'reply',
      async ask(result, { channel, signal }, services) {
        const model = await chosenModel(result.model, channel, services);
        return { ...result, comparison: await compareTokenizers(result.text, model, signal, services) };
      },
    },
    cut: {
      kind: 'begin',
      respond: 'reply',
      async ask({ text, model, asked }, { choice, value, channel, signal }, services) {
        const encoding = encodingSchema.safeParse(choice ?? value).data ?? DEFAULT_ENCODING;
        const own = encoding === 'model' ? await chosenModel(model, channel, services) : undefined;
        return { ...(await cutText({ text, encoding, model: own }, signal, services)), asked };
      },
    },
    token: lookAtToken<TokenizeResult>('token', async (result, { signal, locale }, services) => {
      const isWhole = result.tokens.length === result.counts.own + result.counts.around;
      const { tokens, groups } = isWhole ? result : await cutWhole(result, signal, services);
      return {
        tokens: tokens.map((token) => seenToken(token, groups)),
        smallPrint: tokenizeWords(locale).tokenizer(result),
      };
    }),
    list: {
      kind: 'answer',
      respond: 'private',
      async answer(result, { signal, locale }, services) {
        const { tokens } = await cutWhole(result, signal, services);
        return listTokens(result, tokens, locale);
      },
    },
  },
});
