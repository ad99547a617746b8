import type { Place } from '../../src/lesson/command/definition.js';
import type { Explanation } from '../../src/lesson/command/explanation.js';
import { BYTES } from './learned-pictures.js';
import type { LearnedResult } from './result.js';
import { shownBytes } from './rows.js';
import { bpeWords } from './words.js';

/** What **Explain** tells of merges that were learned, with the count of the first pair, which can be checked by hand. */
export function explainLearned(
  { text, merges, bytes, characters }: LearnedResult,
  { runId, locale, value }: Place,
): Explanation {
  const { learned, explain: words } = bpeWords(locale);
  const [first, last] = [merges[0], merges.at(-1)];
  if (first === undefined || last === undefined) throw new Error('something was learned');
  const pair = {
    left: shownBytes(first.left),
    right: shownBytes(first.right),
    count: first.count,
    tokens: first.tokens,
  };
  const example =
    value === 'pairs' || value === undefined
      ? words.learnedExample(pair, bytes, timesIn(text, Buffer.concat([first.left, first.right])) > first.count)
      : words.shorterExample({ characters, tokens: last.tokens, merges: merges.length, bytes: BYTES });
  return {
    idea: value === 'pairs' || value === undefined ? words.learnedIdea : words.shorterIdea,
    example,
    next: words.learnedNext,
    tryIt: { action: 'learn', runId, label: learned.other },
  };
}

/** How often bytes stand in a text, also where two of these places share some. */
function timesIn(text: string, part: Buffer): number {
  const bytes = Buffer.from(text);
  let times = 0;
  for (let at = bytes.indexOf(part); at >= 0; at = bytes.indexOf(part, at + 1)) times += 1;
  return times;
}
