import { UserError } from '../src/errors.js';
import { defineCommand } from '../src/lesson/command/define-command.js';
import { encodingLabel } from '../src/tokens/encodings.js';
import type { EncodingName } from '../src/tokens/token.js';
import { viewAnimation } from './bpe/animation.js';
import { DEFAULT_MERGES, learnMerges, MAX_MERGES, mergeText } from './bpe/ask.js';
import { explainBpe } from './bpe/explain.js';
import { bpeInFull } from './bpe/in-full.js';
import { learnForm } from './bpe/learned-view.js';
import { bpeResult, DEFAULT_ENCODING, encodingSchema } from './bpe/result.js';
import { viewBpe, viewCurve, viewCut } from './bpe/view.js';
import { bpeWords } from './bpe/words.js';

/** As long a text as Discord's options take; its beginning is merged. */
const MAX_TEXT = 6000;

export const bpe = defineCommand({
  name: 'bpe',
  description: (locale) => bpeWords(locale).description,
  options: {
    text: {
      type: 'string',
      description: (locale) => bpeWords(locale).text,
      required: true,
      maxLength: MAX_TEXT,
      orFile: true,
    },
    encoding: {
      type: 'string',
      description: (locale) => bpeWords(locale).encoding,
      choices: encodingSchema.options,
      choiceLabel: (encoding) => encodingLabel(encoding as EncodingName),
    },
  },
  needs: 'nothing',
  leadsTo: ['tokenize', 'nextword', 'surprise'],
  link: (locale) => bpeWords(locale).link,
  explain: explainBpe,
  result: { version: 1, schema: bpeResult },
  ask: ({ text, encoding = DEFAULT_ENCODING }, { signal }, services) => mergeText({ text, encoding }, signal, services),
  from: {
    takes: ({ prompt }) => prompt !== '',
    ask({ prompt, asQuestion, text, model, sampling, encoding = DEFAULT_ENCODING }, { signal }, services) {
      // An answer is no question.
      const question = text === undefined ? asQuestion : undefined;
      return mergeText({ text: text ?? prompt, encoding, asked: { question, model, sampling } }, signal, services);
    },
  },
  view: viewBpe,
  subject(result) {
    const { text, asked } = result;
    return {
      prompt: text.slice(0, MAX_TEXT),
      asQuestion: asked?.question,
      model: asked?.model,
      sampling: asked?.sampling,
      encoding: result.kind === 'merging' ? result.encoding : undefined,
      inFull: (locale) => bpeInFull(result, locale),
    };
  },
  actions: {
    step: { kind: 'look', respond: 'update', view: viewBpe },
    animate: { kind: 'look', respond: 'reply', view: viewAnimation },
    pairs: { kind: 'look', respond: 'update', view: viewBpe },
    curve: { kind: 'look', respond: 'update', view: viewCurve },
    cut: { kind: 'look', respond: 'update', view: viewCut },
    by: {
      kind: 'begin',
      respond: 'reply',
      ask({ text, asked }, { choice, signal }, services) {
        const encoding = encodingSchema.safeParse(choice).data ?? DEFAULT_ENCODING;
        return mergeText({ text, encoding, asked }, signal, services);
      },
    },
    learn: {
      kind: 'begin',
      respond: 'reply',
      form: learnForm,
      ask(_, { fields, signal, locale }, services) {
        const text = fields.text ?? '';
        const wanted = fields.merges?.trim() || String(DEFAULT_MERGES);
        if (!/^\d+$/.test(wanted) || Number(wanted) < 1 || Number(wanted) > MAX_MERGES) {
          throw new UserError('not-so-many-merges', { most: MAX_MERGES });
        }
        const isOwn = text.trim() === bpeWords(locale).learned.story;
        return learnMerges({ text, isOwn, wanted: Number(wanted) }, signal, services);
      },
    },
    'learn-here': {
      kind: 'begin',
      respond: 'reply',
      ask: ({ text, asked }, { signal }, services) =>
        learnMerges({ text, isOwn: false, wanted: DEFAULT_MERGES, asked }, signal, services),
    },
  },
});
