import { capOf } from '../../src/domain/tail.js';
import type { DistributionRows } from '../../src/lesson/rows/distribution-rows.js';
import { drawSentence, remainsSentence, spreadSentence } from '../../src/lesson/rows/spread-sentence.js';
import { unpackBytes } from '../../src/lesson/stored/stored-tokens.js';
import { markedTokenName } from '../../src/lesson/text/token-name.js';
import { probabilityOf } from '../../src/sampling/surprisal.js';
import type { NextwordResult } from './result.js';
import { nextwordWords } from './words.js';

/** What the last press came to, and what the chart shows. */
export function nextwordSentence(result: NextwordResult, rows: DistributionRows, locale: string): string {
  const { last, distribution, temperature } = result;
  const { outcome, isCut } = rows;
  const isShort = last !== undefined;
  const mayBeBeaten = capOf(distribution.tail) > probabilityOf(distribution.candidates[0]?.logprob ?? 0);
  const spread = spreadSentence(
    {
      tokens: distribution.candidates,
      chances: outcome.candidates,
      rest: outcome.hidden,
      temperature,
      mayBeBeaten,
      isShort,
    },
    locale,
  );
  if (last?.kind === 'drawn-end') return nextwordWords(locale).drawnEnd;
  if (last !== undefined) return `${pressSentence(result, last, locale)} ${spread}`;
  return isCut && temperature > 0 && !mayBeBeaten ? cutSentence(result, rows, locale) : spread;
}

function pressSentence(
  { temperature }: NextwordResult,
  last: Exclude<NonNullable<NextwordResult['last']>, { kind: 'drawn-end' }>,
  locale: string,
): string {
  const words = nextwordWords(locale);
  const token = { text: last.text, bytes: unpackBytes(last.bytes) };
  const name = markedTokenName(token, locale);
  const rest = last.others === 0 ? '' : ` ${words.rest(last.others)}`;
  if (last.kind === 'added') return words.added(name) + rest;
  if (temperature === 0 || last.chance === undefined) return words.taken(name) + rest;
  return drawSentence(token, last.chance, locale) + rest;
}

function cutSentence({ distribution }: NextwordResult, { outcome }: DistributionRows, locale: string): string {
  const left = remainsSentence(outcome, locale, true);
  const [best] = distribution.candidates;
  const [first] = outcome.candidates;
  if (best === undefined || first === undefined) return left;
  const name = markedTokenName(best, locale);
  if (outcome.left.high === 1) return nextwordWords(locale).onlyLeft(name);
  return `${left} ${nextwordWords(locale).likeliest(name, first)}`;
}
