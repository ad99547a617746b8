import { markedTokenName } from '../../src/lesson/text/token-name.js';
import { probabilityOf } from '../../src/sampling/surprisal.js';
import { habitIn, keysOf, type NamedHead, nameHeads, placesOf } from './heads.js';
import { type AttentionResult, rowOf } from './result.js';
import { markedNameAt, nameFrom } from './token-names.js';
import { attentionWords } from './words.js';

/** From here on a token looks mostly at one. */
const MOSTLY = 0.5;
/** From here on each of two counts. */
const ONE_OF_TWO = 0.25;
/** Up to so many times an even share, nothing stands out. */
const TIMES_EVEN = 2.2;
/** From here on a head has a habit in a text. */
const HABITUAL = 0.4;
/** So many tokens have to look for it to be a habit. */
const FEW = 3;
/** A chance that changes by less, in both directions, changes little. */
const LITTLE = 0.05;
const LITTLE_TIMES = 1.5;

/** What is to be seen, in one or two sentences of markdown, chosen by what the numbers say. */
export function attentionSentence(result: AttentionResult, locale: string): string {
  switch (result.sight) {
    case 'arcs':
      return arcsSentence(result, locale);
    case 'grid':
      return gridSentence(result, locale);
    case 'layers':
      return layersSentence(result, locale);
    case 'swap':
      return swapSentence(result, locale);
  }
}

/** The head that is shown, with its habit. */
export function shownHead({ measured, layers, heads, layer, head }: AttentionResult): NamedHead {
  const all = nameHeads(measured, { layers, heads });
  return all.find((one) => one.layer === layer && one.head === head) ?? { layer, head, habit: undefined };
}

function arcsSentence(result: AttentionResult, locale: string): string {
  const words = attentionWords(locale);
  const { tokens, from } = result;
  if (tokens.length === 1) return words.onlyStart;
  return rowSentence(result, rowOf(result.shares, from), locale);
}

function rowSentence(result: AttentionResult, row: readonly number[], locale: string): string {
  const words = attentionWords(locale);
  const { tokens, from } = result;
  const name = markedNameAt(tokens, from, locale);
  const order = [...row.keys()].toSorted((one, other) => (row[other] ?? 0) - (row[one] ?? 0));
  const [first = 0, second = 0] = order;
  const [most, next] = [row[first] ?? 0, row[second] ?? 0];
  const to = (place: number) => nameFrom(tokens, from, place, locale);
  if (first === 0 && most >= MOSTLY) return words.rests(name, most);
  if (most >= MOSTLY) return words.one(name, to(first), most, cameAfter(result, first));
  if (next >= ONE_OF_TWO) return words.two(name, [to(first), to(second)], [most, next]);
  if (row.length > 3 && most <= TIMES_EVEN / row.length) return words.spread(name, most);
  return words.most(name, [to(first), to(second)], [most, next]);
}

/** Whether a token stands behind an earlier one that is the same as the one that looks, and is not the last before it. */
function cameAfter({ tokens, from }: AttentionResult, place: number): boolean {
  return place < from - 1 && placesOf('after-same-token', keysOf(tokens), from).includes(place);
}

function gridSentence({ tokens, shares }: AttentionResult, locale: string): string {
  const words = attentionWords(locale);
  if (tokens.length === 1) return words.onlyStart;
  const rows = tokens.map((_, place) => rowOf(shares, place));
  const habit = habitIn(rows, keysOf(tokens));
  if (habit !== undefined && habit.share >= HABITUAL) return words.gridHabit(habit);
  const most = mostSeenBy(rows);
  if (most === undefined || most.share < HABITUAL) return words.gridOpen;
  return words.gridToken(markedNameAt(tokens, most.place, locale), most.share);
}

/** The token that gets most from those behind it, which are at least a few. */
function mostSeenBy(rows: readonly (readonly number[])[]): { place: number; share: number } | undefined {
  const seen = rows.flatMap((_, place) => {
    const later = rows.slice(place + 1);
    if (place === 0 || later.length < FEW) return [];
    return [{ place, share: later.reduce((sum, row) => sum + (row[place] ?? 0), 0) / later.length }];
  });
  return seen.toSorted((one, other) => other.share - one.share)[0];
}

function layersSentence({ guesses }: AttentionResult, locale: string): string {
  const words = attentionWords(locale);
  const last = guesses.at(-1)?.[0];
  if (last === undefined) return words.gridOpen;
  const chance = words.figures.percent(probabilityOf(last.logprob));
  const told = { name: markedTokenName(last, locale), chance };
  const isFirst = guesses.map(([first]) => first?.id === last.id && first?.text === last.text);
  const since = isFirst.lastIndexOf(false) + 1;
  if (since === 0) return words.fromStart(told);
  if (since === guesses.length - 1) return words.atLast(told);
  const then = words.figures.percent(probabilityOf(guesses[since]?.[0]?.logprob ?? 0));
  return words.fromLayer(since, told, then);
}

function swapSentence({ tokens, shares, swap }: AttentionResult, locale: string): string {
  const words = attentionWords(locale);
  if (swap === undefined) return words.gridOpen;
  const { percent } = words.figures;
  const named = swap.guesses.map(({ token, before, after }) => ({
    name: markedTokenName(token, locale),
    before: before.chance,
    after: after.chance,
  }));
  const likeliest = (when: 'before' | 'after') =>
    named.reduce((best, one) => (one[when] > best[when] ? one : best), named[0] ?? { name: '', before: 0, after: 0 });
  const [one, other] = [likeliest('before'), likeliest('after')];
  const told = ({ name, before, after }: typeof one) => ({ name, before: percent(before), after: percent(after) });
  const change = named.reduce((most, each) => (changeOf(each) > changeOf(most) ? each : most), one);
  const guess =
    one !== other
      ? words.otherFirst(
          { name: one.name, chance: percent(one.before) },
          { name: other.name, chance: percent(other.after) },
        )
      : isLittle(one)
        ? words.littleChange(told(change))
        : words.sameFirst(told(one));
  const [from, to] = [
    mostSeen(tokens, rowOf(shares, tokens.length - 1), locale),
    mostSeen(swap.tokens, swap.shares, locale),
  ];
  return `${guess} ${from === to ? words.looksTheSame(to) : words.looksElsewhere(from, to)}`;
}

function changeOf({ before, after }: { readonly before: number; readonly after: number }): number {
  return Math.abs(after - before);
}

function isLittle({ before, after }: { readonly before: number; readonly after: number }): boolean {
  const times = Math.max(before, after) / Math.max(1e-9, Math.min(before, after));
  return changeOf({ before, after }) < LITTLE && times < LITTLE_TIMES;
}

function mostSeen(tokens: AttentionResult['tokens'], row: readonly number[], locale: string): string {
  const place = row.indexOf(Math.max(...row));
  return nameFrom(tokens, row.length - 1, place, locale);
}
