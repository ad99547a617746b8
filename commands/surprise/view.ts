import type { ProbabilityStrip } from '../../src/charts/kinds/probability-strip/probability-strip.js';
import { codeBlock, plain } from '../../src/discord/markdown.js';
import { picture, text } from '../../src/discord/reply.js';
import type { ScoredTextToken } from '../../src/domain/scored-text.js';
import { sentenceOf } from '../../src/facts.js';
import type { Place } from '../../src/lesson/command/definition.js';
import { explainButton } from '../../src/lesson/command/explanation.js';
import { linkTo, row, type View } from '../../src/lesson/command/view.js';
import { quote } from '../../src/lesson/text/shown-text.js';
import { tokenLabel } from '../../src/lesson/text/token-label.js';
import { lessonWords } from '../../src/lesson/words.js';
import { visibleText } from '../../src/tokens/visible.js';
import { shorten } from '../../src/words/shorten.js';
import { surpriseOf } from './facts.js';
import { mostSurprisingLines, surpriseFile } from './list.js';
import { keptTokens, recordOf, type SurpriseResult } from './result.js';
import { type SurpriseWords, surpriseWords } from './words.js';

/** Of something without spaces, such as an address, both ends tell which it is. */
const MAX_WORD = 60;

/** Shows how surprising a text was: the averages, the picture, and the tokens that stood out. */
export function viewSurprise(result: SurpriseResult, place: Place): View {
  const { runId, locale } = place;
  const { facts, broken } = result;
  const words = surpriseWords(locale);
  const tokens = keptTokens(result);
  const { word } = facts;
  return {
    tone: broken === undefined ? 'normal' : 'error',
    blocks: [
      text(quote(result.text)),
      ...(broken === undefined ? [] : [text(words.breaksOff(facts.tokens, sentenceOf(broken.why, locale)))]),
      text(
        [
          ...words.average(facts),
          word === undefined ? words.noWord : words.word(word, shorten(visibleText(word.text), MAX_WORD, 'both')),
        ].join('\n'),
      ),
      picture('surprise', stripOf(tokens, words), place),
      text(`${words.mostSurprising}\n${codeBlock(mostSurprisingLines(facts, words).join('\n'))}`),
      text(words.noDetector),
      text(noteLines(result, locale).join('\n')),
      ...(broken === undefined
        ? []
        : [
            ...(tokens.length < facts.tokens ? [text(words.fileHas(tokens.length, facts.tokens))] : []),
            surpriseFile(tokens, words),
          ]),
      row(
        ...(broken === undefined ? [{ action: 'list', runId, label: words.fullList }] : []),
        explainButton(runId, locale),
        linkTo('details'),
      ),
      { kind: 'go-on-links', entries: [] },
    ],
  };
}

function stripOf(tokens: readonly ScoredTextToken[], words: SurpriseWords): ProbabilityStrip {
  return {
    kind: 'probability-strip',
    title: words.title,
    captions: words.captions,
    tokens: tokens.map((token) => {
      const surprise = surpriseOf(token);
      return {
        label: tokenLabel(token),
        probability: surprise && token.probability?.high,
        bound: surprise?.isBound,
        caption: surprise && words.caption(surprise.bits, surprise.isBound),
        breakAfter: token.text.endsWith('\n'),
      };
    }),
  };
}

function noteLines(result: SurpriseResult, locale: string): string[] {
  const { facts, left, endpoint, broken } = result;
  const { isFirstLeft, unknown, bounds } = facts;
  const words = surpriseWords(locale);
  const shared = lessonWords(locale);
  const answer = recordOf(result)?.answer;
  const model = answer?.model ?? broken?.model;
  const source = [
    ...(model === undefined ? [] : [shared.model(model, endpoint)]),
    ...(answer === undefined ? [] : [words.scoredIn(answer.requests)]),
  ];
  return [
    ...(isFirstLeft ? [words.firstLeft] : []),
    ...(unknown > 0 ? [words.unknown(unknown)] : []),
    ...(bounds > 0 ? [words.bounds(bounds)] : []),
    ...(left > 0 ? [words.beginningOnly(left)] : []),
    ...(answer?.notices ?? []).map((notice) => `-# ${plain(sentenceOf(notice, locale))}`),
    ...(answer === undefined || answer.scale === 'raw' ? [] : [`-# ${shared.takesNoTemperature}`]),
    ...(source.length === 0 ? [] : [`-# ${source.join(' · ')}`]),
  ];
}
