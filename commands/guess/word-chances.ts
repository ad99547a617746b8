import type { Distribution } from '../../src/domain/distribution.js';
import { clamp, exactly, type Interval, NONE, sumOf } from '../../src/domain/interval.js';
import { massOf } from '../../src/domain/tail.js';
import type { Candidate } from '../../src/domain/token.js';
import { probabilityOf } from '../../src/sampling/surprisal.js';
import { spellingsOf, wordKey } from './read-guess.js';

/** What asks a model. */
export interface Asked {
  /** What comes after a text. */
  readonly next: (text: string) => Promise<Distribution>;
  /** How likely a text goes on exactly so; undefined where the endpoint does not score texts. */
  readonly goesOn: (text: string, continuation: string) => Promise<Interval | undefined>;
}

/** The chance of a word, summed over the spellings that count as the same. */
export interface WordChance {
  readonly key: string;
  readonly chance: Interval;
  /** Likeliest first, each as it stands behind the text. */
  readonly spellings: readonly { readonly text: string; readonly chance: Interval }[];
}

/** What is found of the next word. */
export interface NextWords {
  /** Of what was asked for, in that order. */
  readonly asked: readonly WordChance[];
  /** The likeliest words, most likely first; some may be missing where their pieces are many. */
  readonly likeliest: readonly WordChance[];
  readonly answer: Distribution;
  readonly requests: number;
}

/** So often it is asked how a piece goes on, to find the likeliest words. */
const MAX_STEPS = 12;
/** What begins less likely than this is not followed, and is shown as less than 0.1% in any case. */
const LEAST = 2 ** -12;
/** More guesses than that are not scored, but only bounded: a room rarely has so many different ones. */
const MAX_SCORED = 60;
/** At a time. */
const TOGETHER = 4;

/** The first piece of a word; it may have a space before it. */
const STARTS = /^( ?)([\p{L}\p{N}][\p{L}\p{M}\p{N}'’]*)$/u;
/** How a word goes on. */
const GOES_ON = /^['’]?[\p{L}\p{M}\p{N}]/u;
const MORE_OF_WORD = /^['’]?[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}'’]*$/u;
const ENDS_IN_WORD = /[\p{L}\p{M}\p{N}]$/u;

/**
 * Finds how likely whole words come next. The chance of a word is that the text goes on with it and then with no letter or
 * digit: that of its tokens, multiplied, times that of all tokens that end it. Spellings that differ in capitals, or in the
 * space before, are summed.
 *
 * @param text which ends in no space
 * @param words as they were typed: a list for each word
 * @param likeliest how many of the likeliest words are looked for
 */
export async function findNextWords(
  text: string,
  words: readonly (readonly string[])[],
  likeliest: number,
  asked: Asked,
): Promise<NextWords> {
  let requests = 1;
  const answer = await asked.next(text);
  // Behind a letter, a word without a space would go on with the last one; an assistant begins its answer without one.
  const leads = ENDS_IN_WORD.test(text) && answer.route === 'completions' ? [' '] : [' ', ''];
  const ends = new Map<string, Promise<{ readonly ends: Interval; readonly pieces: readonly Candidate[] }>>();
  const endOf = (piece: string) => {
    const known = ends.get(piece);
    if (known !== undefined) return known;
    requests += 1;
    const found = asked.next(`${text}${piece}`).then(endingOf);
    ends.set(piece, found);
    return found;
  };
  const found = new Map<string, Map<string, Interval>>();
  const put = (piece: string, { low, high }: Interval) => {
    const key = wordKey(piece.trimStart());
    const spellings = found.get(key) ?? new Map<string, Interval>();
    // Of two ways to cut one spelling the likelier one counts, which is nearly all of it.
    const before = spellings.get(piece) ?? NONE;
    spellings.set(piece, { low: Math.max(before.low, low), high: Math.max(before.high, high) });
    found.set(key, spellings);
  };
  const isWhole = new Set<string>();

  const tokens = new Map(answer.candidates.map(({ text: token, logprob }) => [token, probabilityOf(logprob)]));
  const isToken = (piece: string) => tokens.has(piece);
  const open = new Map<string, number>();
  for (const { text: token, logprob } of answer.candidates) {
    const [, lead] = STARTS.exec(token) ?? [];
    if (lead === undefined || !leads.includes(lead)) continue;
    const chance = probabilityOf(logprob);
    if (chance >= LEAST) open.set(token, chance);
  }
  for (let step = 0; step < MAX_STEPS && open.size > 0; step++) {
    const [piece, chance] = [...open].reduce((best, one) => (one[1] > best[1] ? one : best));
    const best = ranked(found, answer)[likeliest - 1];
    if (best !== undefined && best.chance.low >= chance) break;
    open.delete(piece);
    if (isToken(piece)) isWhole.add(piece);
    const { ends: ended, pieces } = await endOf(piece);
    put(piece, times(exactly(chance), ended));
    for (const { text: more, logprob } of pieces) {
      const longer = chance * probabilityOf(logprob);
      if (longer < LEAST || !MORE_OF_WORD.test(more)) continue;
      open.set(`${piece}${more}`, (open.get(`${piece}${more}`) ?? 0) + longer);
    }
  }
  const first = ranked(found, answer).slice(0, likeliest);

  const missing = words.flatMap((typed, at) =>
    leads.flatMap((lead) =>
      spellingsOf(typed)
        .map((spelling) => ({ piece: `${lead}${spelling}`, isScored: at < MAX_SCORED }))
        .filter(({ piece }) => !isWhole.has(piece)),
    ),
  );
  const chanceOf = async ({ piece, isScored }: (typeof missing)[number]): Promise<Interval> => {
    const listed = tokens.get(piece);
    const most = mostOf([piece], answer);
    if (listed === undefined && (most < LEAST || !isScored)) return { low: 0, high: most };
    if (listed === undefined) requests += 1;
    const start = listed === undefined ? await asked.goesOn(text, piece) : exactly(listed);
    if (start === undefined || start.high < LEAST) return { low: 0, high: Math.min(most, start?.high ?? 1) };
    const { ends: ended } = await endOf(piece);
    return times(start, ended);
  };
  for (let at = 0; at < missing.length; at += TOGETHER) {
    const some = missing.slice(at, at + TOGETHER);
    const chances = await Promise.all(some.map(chanceOf));
    for (const [place, { piece }] of some.entries()) put(piece, chances[place] ?? NONE);
  }
  return {
    asked: words.map((typed) => wordOf(wordKey(typed[0] ?? ''), found, answer)),
    // A spelling that was asked for may have added to a word.
    likeliest: first.map(({ key }) => wordOf(key, found, answer)),
    answer,
    requests,
  };
}

/** The chance that a word ends behind a piece, and what else may stand there. */
function endingOf({ candidates, tail }: Distribution): { ends: Interval; pieces: readonly Candidate[] } {
  let [ended, unknown] = [0, massOf(tail)];
  const pieces: Candidate[] = [];
  for (const candidate of candidates) {
    const chance = probabilityOf(candidate.logprob);
    // Part of a character: it may be of a letter.
    if (candidate.text.startsWith('\uFFFD')) unknown += chance;
    else if (GOES_ON.test(candidate.text)) pieces.push(candidate);
    else ended += chance;
  }
  return { ends: clamp({ low: ended, high: ended + unknown }), pieces };
}

/** Texts that begin with one of some pieces are together no likelier than all tokens that they can begin with. */
function mostOf(pieces: readonly string[], { candidates, tail }: Distribution): number {
  const first = candidates.filter(
    ({ text }) => text !== '' && pieces.some((piece) => piece.startsWith(text) || text.startsWith(piece)),
  );
  return Math.min(1, massOf(tail) + first.reduce((sum, { logprob }) => sum + probabilityOf(logprob), 0));
}

function times(one: Interval, other: Interval): Interval {
  return { low: one.low * other.low, high: one.high * other.high };
}

function wordOf(
  key: string,
  found: ReadonlyMap<string, ReadonlyMap<string, Interval>>,
  answer: Distribution,
): WordChance {
  const spellings = [...(found.get(key) ?? [])]
    .map(([text, chance]) => ({ text, chance }))
    .toSorted((one, other) => other.chance.high - one.chance.high);
  const sum = sumOf(spellings.map(({ chance }) => chance));
  // What is not listed is there once, and not once for each spelling that may be in it.
  const most = mostOf(
    spellings.map(({ text }) => text),
    answer,
  );
  return { key, chance: clamp({ low: sum.low, high: Math.max(sum.low, Math.min(sum.high, most)) }), spellings };
}

function ranked(found: ReadonlyMap<string, ReadonlyMap<string, Interval>>, answer: Distribution): WordChance[] {
  return [...found.keys()]
    .map((key) => wordOf(key, found, answer))
    .toSorted((one, other) => other.chance.low - one.chance.low || (one.key < other.key ? -1 : 1));
}
