import type { Place } from '../../src/lesson/command/definition.js';
import type { Explanation } from '../../src/lesson/command/explanation.js';
import { linkTo } from '../../src/lesson/command/view.js';
import { hexadecimal, visibleText } from '../../src/tokens/visible.js';
import { graphemes } from '../../src/words/graphemes.js';
import { explainLearned } from './learned-explain.js';
import { showRow } from './picture.js';
import type { BpeResult, MergingResult } from './result.js';
import { piecesOf } from './rows.js';
import { stageCount, stageNumber } from './stages.js';
import { bpeWords } from './words.js';

/** What **Explain** tells of the stage that is shown, or of merges that were learned. */
export function explainBpe(result: BpeResult, place: Place): Explanation {
  return result.kind === 'learned' ? explainLearned(result, place) : explainStage(result, place);
}

function explainStage(result: MergingResult, { runId, locale, value }: Place): Explanation {
  const { explain: words, animate } = bpeWords(locale);
  const number = stageNumber(result, value);
  const isEnd = number === stageCount(result) - 1;
  return {
    idea: words.idea,
    example: `${exampleOf(result, number, locale)} ${words.pieces(piecesOf(result))}`,
    next: isEnd ? words.nextAtEnd : number === 0 ? words.nextAtStart : words.next,
    tryIt: isEnd ? linkTo('tokenize') : { action: 'animate', runId, label: animate },
  };
}

function exampleOf(result: MergingResult, number: number, locale: string): string {
  const { explain: words } = bpeWords(locale);
  const { stage, pairs } = showRow(result, number);
  const { text, starts, order, ids } = result;
  if (stage.kind === 'characters') {
    const all = [...graphemes(text)];
    const longest = all.find((one) => Buffer.byteLength(one) > 1) ?? all[0] ?? '';
    const bytes = Buffer.from(longest);
    return words.charactersExample(all.length, starts.length, {
      label: visibleText(longest),
      hex: hexadecimal(bytes),
      amount: bytes.length,
    });
  }
  const [first, second] = pairs;
  if (stage.kind === 'tokens' || first === undefined)
    return words.tokensExample(starts.length, order.length, ids.length);
  return second === undefined ? words.onlyExample(first) : words.mergeExample(first, second, pairs.length);
}
