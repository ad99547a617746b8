import { joinTokens } from '../../src/domain/join-tokens.js';
import type { ComparableToken } from '../../src/domain/same-token.js';
import type { SampledToken, Token } from '../../src/domain/token.js';
import type { TextEnd } from '../../src/lesson/record/text-record.js';
import { endsText, tokenLabel } from '../../src/lesson/text/token-label.js';
import { findParting } from '../../src/sampling/parting.js';
import { visibleText } from '../../src/tokens/visible.js';
import { graphemes } from '../../src/words/graphemes.js';
import { shorten } from '../../src/words/shorten.js';

/** A finished text and whose it is. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
  /** All of them; undefined where they are not known. */
  readonly tokens: readonly SampledToken[] | undefined;
  readonly end: TextEnd;
}

/** Where texts first part. */
export type TextParting = {
  readonly unit: 'token' | 'character';
  /** How many are not known to differ from the start on; an end of the text is none of them. */
  readonly agreeing: number;
  /** How many of those cannot be told to be the same either: parts of characters that look alike. */
  readonly untold: number;
} & (
  | { readonly how: 'equal' }
  | {
      readonly how: 'part';
      /** What they begin alike with, as it is shown; undefined where they part at once. */
      readonly start: string | undefined;
      readonly ways: readonly Way[];
    }
);

/** What texts do where they part, with the names of those that do so. */
export interface Way {
  readonly names: readonly string[];
  /** `limit`: they have as many tokens as were asked for. */
  readonly goesOn: 'limit' | 'end' | { readonly says: string };
}

/** Characters that are shown of how a text goes on, where it is not known token by token. */
const AHEAD = 16;

/** How much is shown of what the texts begin alike with. */
const MAX_START = 80;

/**
 * Where the texts first part: by tokens where they are of one vocabulary and known token by token, else by characters.
 *
 * @param texts at least two
 */
export function findTextParting(texts: readonly NamedText[], sameVocabulary: boolean): TextParting {
  const tokens = texts.flatMap(({ tokens: list }) => (list === undefined || list.length === 0 ? [] : [list]));
  const isByToken = sameVocabulary && tokens.length === texts.length;
  const units: readonly (readonly ComparableToken[])[] = isByToken
    ? tokens
    : texts.map(({ text }) => Array.from(graphemes(text), (one) => ({ text: one, bytes: Buffer.from(one) })));
  const [first = [], ...others] = units;
  const partings = others.map((other) => findParting(first, other));
  const agreeing = Math.min(...partings.map((parting) => parting.agreeing));
  const common = first.slice(0, agreeing).filter((unit) => !isByToken || !endsText(tokenOf(unit)));
  const untold = Math.max(
    ...others.map((other) => findParting(first.slice(0, agreeing), other.slice(0, agreeing)).untold),
  );
  const facts = { unit: isByToken ? 'token' : 'character', agreeing: common.length, untold } as const;
  if (partings.every(({ how }) => how === 'equal')) return { ...facts, how: 'equal' };

  const ways = new Map<string, { names: string[]; goesOn: Way['goesOn'] }>();
  for (const [at, { name, end }] of texts.entries()) {
    const goesOn = goOn(units[at]?.slice(agreeing) ?? [], isByToken, end);
    const key = typeof goesOn === 'string' ? goesOn : `says ${goesOn.says}`;
    const way = ways.get(key);
    if (way === undefined) ways.set(key, { names: [name], goesOn });
    else way.names.push(name);
  }
  const start = agreeing === 0 ? undefined : shorten(visibleText(joinTokens(common.map(tokenOf))), MAX_START, 'both');
  return { ...facts, how: 'part', start, ways: [...ways.values()] };
}

function goOn(rest: readonly ComparableToken[], isByToken: boolean, end: TextEnd): Way['goesOn'] {
  const [next] = rest;
  if (next === undefined && end === 'limit') return 'limit';
  if (next === undefined || (isByToken && endsText(tokenOf(next)))) return 'end';
  const ahead = rest.slice(0, AHEAD).map(({ text }) => text);
  return { says: isByToken ? tokenLabel(tokenOf(next)) : visibleText(ahead.join('')) };
}

function tokenOf({ text, bytes }: ComparableToken): Pick<Token, 'text' | 'bytes'> {
  return { text, bytes };
}
