import type { Interval } from '../../src/domain/interval.js';
import { firstName, type NextTokenRecord } from '../../src/lesson/asking/next-token.js';
import type { Tempered } from './columns.js';
import { temperatureWords } from './words.js';

/** From here on a token has nearly all. */
const SURE = 0.9;

/** A change by less than this is hardly seen. */
const LITTLE = 0.05;

/** What becomes of the most likely token from the lowest temperature to the highest, in a sentence of markdown. */
export function describeChange(tempered: readonly Tempered[], record: NextTokenRecord, locale: string): string {
  const [coldest, hottest] = [tempered[0], tempered.at(-1)];
  if (coldest === undefined || hottest === undefined) return '';
  const words = temperatureWords(locale);
  const [from, to] = [firstChance(coldest), firstChance(hottest)];
  const change = {
    name: firstName(record, locale),
    temperatures: [coldest.temperature, hottest.temperature],
    chances: [from, to],
  } as const;
  if (to.low >= SURE) return words.staysSure(change);
  if (coldest.temperature === 0) return from.low === 1 ? words.fromGreedy(change) : words.fromTie(change);
  return from.high - to.low < LITTLE ? words.staysEven(change) : words.change(change);
}

function firstChance({ rows }: Tempered): Interval {
  return rows.bars[0]?.probability ?? { low: 0, high: 1 };
}
