import { status, text } from '../src/discord/reply.js';
import type { ScoredSoFar, ScoredTextToken } from '../src/domain/scored-text.js';
import { UserError } from '../src/errors.js';
import { reasonOf } from '../src/lesson/asking/stopped.js';
import { defineCommand } from '../src/lesson/command/define-command.js';
import type { AskContext, AskPress } from '../src/lesson/command/definition.js';
import type { View } from '../src/lesson/command/view.js';
import { chosenModel, suggestModels } from '../src/lesson/options/chosen-model.js';
import { modelOption } from '../src/lesson/options/options.js';
import { keepRecord } from '../src/lesson/record/record.js';
import { packScored, unpackScored } from '../src/lesson/stored/scored-token.js';
import { answerBytes } from '../src/lesson/stored/stored-size.js';
import { packStart } from '../src/lesson/stored/stored-tokens.js';
import { askedWords } from '../src/lesson/text/asked-line.js';
import { lookAtToken } from '../src/lesson/token/look-closely.js';
import { seenScored } from '../src/lesson/token/seen-token.js';
import { lessonWords } from '../src/lesson/words.js';
import type { Services } from '../src/services.js';
import { explainSurprise } from './surprise/explain.js';
import { surpriseFacts, withExpected } from './surprise/facts.js';
import { surpriseInFull } from './surprise/in-full.js';
import { longSurpriseFile } from './surprise/list.js';
import { keptTokens, recordOf, type SurpriseResult, surpriseResult, withExpectedWord } from './surprise/result.js';
import { viewSurprise } from './surprise/view.js';
import { surpriseWords } from './surprise/words.js';

/** A text from elsewhere can be longer than an option takes. */
const MAX_CHARACTERS = 6000;

export const surprise = defineCommand({
  name: 'surprise',
  description: (locale) => surpriseWords(locale).description,
  options: {
    text: {
      type: 'string',
      description: (locale) => surpriseWords(locale).text,
      required: true,
      maxLength: MAX_CHARACTERS,
      orFile: true,
    },
    model: modelOption,
  },
  needs: 'scoring',
  leadsTo: [
    'nextword',
    'temperature',
    'sampling',
    'dice',
    'generate',
    'compare',
    'options',
    'guess',
    'tokenize',
    'attention',
    'beam',
  ],
  link: (locale) => surpriseWords(locale).link,
  explain: explainSurprise,
  result: { version: 1, schema: surpriseResult },
  ask: async (options, context, services) =>
    score(options.text, await chosenModel(options.model, context.channel, services), context, services),
  from: {
    takes: ({ asQuestion, text }) => asQuestion === undefined || text !== undefined,
    ask: async ({ prompt, text = prompt, model, sampling }, context, services) => {
      return { ...(await score(text, model, context, services)), sampling };
    },
  },
  view: viewSurprise,
  subject(result) {
    const { text: prompt, model, sampling, record } = result;
    const inFull = (locale: string) => surpriseInFull(result, locale);
    return { prompt, model, sampling, inFull, record: record && (() => record) };
  },
  messageMenu: {
    name: (locale) => surpriseWords(locale).menu,
    options(source) {
      if (source === '') throw new UserError('message-without-text');
      return { text: source, model: undefined };
    },
  },
  autocomplete: { model: suggestModels },
  actions: {
    swap: {
      kind: 'begin',
      respond: 'reply',
      async ask(result, press, services) {
        const swapped = withExpectedWord(result);
        if (swapped === undefined) throw new UserError('not-opened-from-here');
        return { ...(await score(swapped, result.model, press, services)), sampling: result.sampling };
      },
    },
    look: lookAtToken('look', (result: SurpriseResult, { locale }) => ({
      tokens: keptTokens(result).map(seenScored),
      smallPrint: lessonWords(locale).smallPrint(recordOf(result)?.answer.model ?? result.broken?.model),
    })),
    list: { kind: 'answer', respond: 'private', answer: listAll },
  },
});

/** Scores a text; of a scoring that breaks off, what there is. */
async function score(
  whole: string,
  model: string | undefined,
  { progress, signal, locale }: AskContext,
  services: Services,
): Promise<SurpriseResult> {
  const words = surpriseWords(locale);
  const source = beginningOf(whole);
  const { endpoint } = services.model;
  const bytes = answerBytes(source);
  const common = { text: source, left: whole.length - source.length, model, endpoint };
  const show = (line: string) => progress({ blocks: [text(askedWords(source)), status(line)] });
  show(words.scoring);
  let soFar: ScoredSoFar['beginning'] = [];
  const onProgress = (done: ScoredSoFar) => {
    soFar = done.beginning;
    show(words.scored(done.tokens, done.expected));
  };
  try {
    const answer = await services.model.score({ text: source, model, signal, onProgress });
    const facts = await surpriseFacts(answer.tokens);
    if (facts === undefined) throw new UserError('nothing-was-scored');
    return {
      ...common,
      record: keepRecord({ kind: 'score', asked: { text: source }, answer }, endpoint, bytes),
      facts,
    };
  } catch (error) {
    // What is scored already stays; only the rest is missing.
    const why = reasonOf(error, signal).fact;
    const facts = await surpriseFacts(soFar);
    if (facts === undefined) throw error;
    const asked = model ?? (await services.model.defaultModel().catch(() => undefined));
    return { ...common, broken: { why, tokens: leanStart(soFar, bytes), model: asked }, facts };
  }
}

/** As many tokens as there is room for, each with the most likely other one only: nobody can ask for the whole list again. */
function leanStart(tokens: ScoredSoFar['beginning'], bytes: number): ScoredTextToken[] {
  return packStart(tokens, (token) => packScored(withExpected(token)), bytes, tokens.length).map(unpackScored);
}

/** As much of a text as is scored; no character is cut in two. */
function beginningOf(whole: string): string {
  return whole.length <= MAX_CHARACTERS ? whole : whole.slice(0, MAX_CHARACTERS).replace(/[\uD800-\uDBFF]$/, '');
}

/** All tokens with their figures, as a file; of a long text only the first are kept, so that it is scored again. */
async function listAll(result: SurpriseResult, { signal, locale }: AskPress, services: Services): Promise<View> {
  const words = surpriseWords(locale);
  const record = recordOf(result);
  if (record === undefined) throw new UserError('not-opened-from-here');
  const { asked, model, answer, total } = record;
  const isWhole = answer.tokens.length >= total;
  const { tokens } = isWhole ? answer : await services.model.score({ ...asked, model, signal });
  return { blocks: [text(words.all(tokens.length)), await longSurpriseFile(tokens, words)] };
}
