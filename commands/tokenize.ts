import { UserError } from '../src/errors.js';
import { defineCommand } from '../src/lesson/command/define-command.js';
import { chosenModel, suggestModels } from '../src/lesson/options/chosen-model.js';
import { modelOption } from '../src/lesson/options/options.js';
import { encodingLabel } from '../src/tokens/encodings.js';
import type { EncodingName } from '../src/tokens/token.js';
import { compareTokenizers } from './tokenize/compare.js';
import { cutText, cutWhole } from './tokenize/cut.js';
import { listTokens } from './tokenize/list.js';
import {
  aroundSchema,
  DEFAULT_ENCODING,
  encodingSchema,
  type TokenizeResult,
  tokenizeResult,
} from './tokenize/result.js';
import { viewBytes, viewIds } from './tokenize/view.js';
import { tokenizeWords } from './tokenize/words.js';

export const tokenize = defineCommand({
  name: 'tokenize',
  description: (locale) => tokenizeWords(locale).description,
  options: {
    text: { type: 'string', description: (locale) => tokenizeWords(locale).text, required: true, maxLength: 6000 },
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
  view: viewIds,
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
      kind: 'answer',
      respond: 'reply',
      async answer({ text, encoding, model }, press, services) {
        const asked = await chosenModel(model, press.channel, services);
        return compareTokenizers({ text, encoding, model: asked }, press, services);
      },
    },
    list: {
      kind: 'answer',
      respond: 'private',
      answer: async (result, { signal, locale }, services) =>
        listTokens(result, await cutWhole(result, signal, services), locale),
    },
  },
});
