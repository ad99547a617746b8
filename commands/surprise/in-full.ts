import { codeBlock, plain } from '../../src/discord/markdown.js';
import { type Block, text } from '../../src/discord/reply.js';
import { sentenceOf } from '../../src/facts.js';
import { visibleText } from '../../src/tokens/visible.js';
import { shorten } from '../../src/words/shorten.js';
import { mostSurprisingLines, surpriseFile } from './list.js';
import { keptTokens, recordOf, type SurpriseResult } from './result.js';
import { surpriseWords } from './words.js';

/** Of something without spaces, such as an address, both ends tell which it is. */
const MAX_WORD = 60;

/** What **Details** has of a scored text: averages, the most surprising tokens, and what is not known. */
export function surpriseInFull(result: SurpriseResult, locale: string): Block[] {
  const { facts, broken } = result;
  const { word, mostSurprising } = facts;
  const words = surpriseWords(locale);
  const answer = recordOf(result)?.answer;
  const size = answer?.vocabularySize;
  const tokens = keptTokens(result);
  return [
    text(
      [
        ...words.average(facts, size),
        word === undefined ? words.noWord : words.word(word, shorten(visibleText(word.text), MAX_WORD, 'both')),
      ].join('\n'),
    ),
    ...(mostSurprising.length === 0
      ? []
      : [text(`${words.mostSurprising}\n${codeBlock(mostSurprisingLines(facts, size, words).join('\n'))}`)]),
    text([words.noDetector, ...unknownLines(result, locale)].join('\n')),
    ...(broken === undefined
      ? []
      : [
          ...(tokens.length < facts.tokens ? [text(words.fileHas(tokens.length, facts.tokens))] : []),
          surpriseFile(tokens, words),
        ]),
  ];
}

/** What is left out, what is only a bound, and how it was asked. */
function unknownLines(result: SurpriseResult, locale: string): string[] {
  const { isFirstLeft, unknown, bounds } = result.facts;
  const words = surpriseWords(locale);
  const answer = recordOf(result)?.answer;
  return [
    ...(isFirstLeft ? [words.firstLeft] : []),
    ...(unknown > 0 ? [words.unknown(unknown)] : []),
    ...(bounds > 0 ? [words.bounds(bounds)] : []),
    ...(answer?.notices ?? []).map((notice) => plain(sentenceOf(notice, locale))),
    ...(answer === undefined ? [] : [words.requests(answer.requests)]),
  ];
}
