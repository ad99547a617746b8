import { plain } from '../../src/discord/markdown.js';
import { visibleText } from '../../src/tokens/visible.js';
import { shorten } from '../../src/words/shorten.js';
import type { AllFigures, AnswerFigures } from './figures.js';
import type { OptionsWords } from './words.js';

/** An answer in a sentence. */
const MAX_NAME = 24;

/** From this part of all on, one answer is as good as sure. */
const NEARLY_ALL = 0.9;

/** What has so much of the leader's part is close to it. */
const CLOSE = 0.8;

/** An answer as it stands between quotation marks, in plain text. */
export function nameOf(text: string): string {
  return shorten(visibleText(text), MAX_NAME, 'both').replaceAll('·', ' ');
}

/** The same as markdown. */
export function markedName(text: string): string {
  return plain(nameOf(text));
}

/** What the answers' figures say. */
export function optionsSentence({ answers, any, byToken, isSure, within }: AllFigures, words: OptionsWords): string {
  const [first, second] = answers;
  if (first?.share === undefined || second?.share === undefined) return words.nothing;
  const amount = answers.length;
  const leader = { answer: markedName(first.text), share: first.share, count: amount };
  const isClose = isSure && second.share.high >= CLOSE * first.share.low;
  const lines = isClose
    ? words.rivals({ first: leader.answer, second: markedName(second.text) }, [first.share, second.share])
    : isSure && first.share.low >= NEARLY_ALL
      ? words.nearlyAll(leader)
      : words.leads(leader, isSure);
  return [lines, words.together(any, amount), ...perToken(answers, byToken, within.length > 0, words)].join(' ');
}

/** Where the mean of the tokens puts the answers in another order. */
function perToken(
  answers: readonly AnswerFigures[],
  byToken: readonly AnswerFigures[] | undefined,
  isNested: boolean,
  words: OptionsWords,
): string[] {
  if (byToken === undefined) return [];
  const [first] = byToken;
  if (first !== undefined && first.at !== answers[0]?.at) {
    return [words.tokenLeads(markedName(first.text), first.tokens.length)];
  }
  // Where one answer is a part of another, that is said in its place, and the table in Details has the order.
  if (isNested) return [];
  const place = byToken.findIndex(({ at }, index) => at !== answers[index]?.at);
  const [earlier, likelier] = [byToken[place], answers[place]];
  if (earlier === undefined || likelier === undefined) return [];
  return [words.tokenOrder({ first: markedName(earlier.text), second: markedName(likelier.text) })];
}
