import type { Place } from '../../src/lesson/command/definition.js';
import type { Explanation } from '../../src/lesson/command/explanation.js';
import { factorsOf } from '../../src/lesson/writing/factors.js';
import { surprisal } from '../../src/sampling/surprisal.js';
import { PROBABILITIES } from './probabilities.js';
import { type AskReply, type AskResult, DEFAULT } from './result.js';
import { nameOf } from './sure-sentence.js';
import { drawnPlaces, surenessOf } from './sureness.js';
import { askWords } from './words.js';

/** So many factors can be multiplied by hand. */
const MAX_FACTORS = 3;

/** Tells how an answer comes about, with the reply's own numbers; or what its colours are. */
export function explainAsk({ replies, before = [] }: AskResult, { runId, locale, value }: Place): Explanation {
  const words = askWords(locale).explain;
  const [reply] = replies;
  const beside = { action: 'beside', runId, label: askWords(locale).sideBySide };
  const once = { action: 'again', runId, value: '1', label: askWords(locale).answerAt(1) };
  const hot = { action: 'again', runId, value: '1.6', label: askWords(locale).answerAt(1.6) };
  const sameAgain = { action: 'again', runId, value: DEFAULT, label: askWords(locale).again };
  const onceMore = { next: words.nextOwn, tryIt: sameAgain };
  const sureness = reply?.record && surenessOf(reply.record);
  if (value === PROBABILITIES && sureness !== undefined) {
    const { least } = sureness;
    const example = words.strip.example(least.number, nameOf(least, locale), surprisal(least.token.logprob));
    const goesOn = reply?.isOwnTemperature ? onceMore : { next: words.strip.next, tryIt: hot };
    return { idea: words.strip.idea, example, ...goesOn };
  }
  const isOne = replies.length === 1;
  const idea = before.length === 0 ? words.idea : `${words.idea}\n${words.conversation}`;
  if (isOne && reply?.isOwnTemperature) return { idea, example: exampleOf(reply, locale), ...onceMore };
  return {
    idea,
    example: exampleOf(reply, locale),
    next: isOne ? words.next : words.nextColumns,
    tryIt: isOne ? beside : once,
  };
}

function exampleOf(reply: AskReply | undefined, locale: string): string {
  const words = askWords(locale).explain;
  const { answer, total = 0 } = reply?.record ?? {};
  const places = drawnPlaces(answer?.tokens ?? []);
  const isFromStart = places.slice(0, MAX_FACTORS).every(({ number }, at) => number === at + 1);
  const first = isFromStart ? factorsOf(places.slice(0, MAX_FACTORS).map((one) => nameOf(one, locale))) : [];
  const [only, ...more] = first;
  if (only !== undefined && more.length === 0) return words.one(only, total, answer?.scale === 'raw');
  if (only !== undefined) {
    // Of the factors as they are written, so that the product can be checked.
    const product = first.reduce((sum, { chance }) => sum * (Math.round(chance * 100) / 100), 1);
    return words.product(first, product, total);
  }
  // The server counts thoughts too.
  const amount = answer?.thoughts === undefined ? answer?.usage?.completionTokens : undefined;
  return amount === undefined ? words.uncounted : words.counted(amount);
}
