import { inlineCode, plain } from '../../src/discord/markdown.js';
import { joinTokens } from '../../src/domain/join-tokens.js';
import type { ComparableToken } from '../../src/domain/same-token.js';
import type { Token } from '../../src/domain/token.js';
import { endsText, tokenLabel } from '../../src/lesson/text/token-label.js';
import { findParting } from '../../src/sampling/parting.js';
import { graphemes } from '../../src/tokens/graphemes.js';
import { visibleText } from '../../src/tokens/visible.js';
import { shortenMiddle } from '../../src/words/format.js';
import { plural } from '../../src/words/plural.js';
import type { Finished } from './run.js';

/** A finished text and whose it is. */
export interface NamedText extends Pick<Finished, 'text' | 'tokens' | 'end'> {
  readonly name: string;
}

/** Characters that are shown of how a text goes on, where it is not known token by token. */
const AHEAD = 16;

/** How much is shown of what the texts begin alike with. */
const MAX_START = 80;

/**
 * Where the texts first part, as a sentence of markdown without its full stop: by tokens where they are of one vocabulary
 * and known token by token, else by characters.
 *
 * @param texts at least two
 */
export function describeParting(texts: readonly NamedText[], sameVocabulary: boolean): string {
  const tokens = texts.flatMap(({ tokens: list }) => (list === undefined || list.length === 0 ? [] : [list]));
  const isByToken = sameVocabulary && tokens.length === texts.length;
  const units: readonly (readonly ComparableToken[])[] = isByToken
    ? tokens
    : texts.map(({ text }) => Array.from(graphemes(text), (one) => ({ text: one, bytes: Buffer.from(one) })));
  const [first = [], ...others] = units;
  const partings = others.map((other) => findParting(first, other));
  const agreeing = Math.min(...partings.map((parting) => parting.agreeing));
  const common = first.slice(0, agreeing).filter((unit) => !isByToken || !endsText(tokenOf(unit)));
  const amount = plural(common.length, isByToken ? 'token' : 'character');
  const untold = Math.max(
    ...others.map((other) => findParting(first.slice(0, agreeing), other.slice(0, agreeing)).untold),
  );
  const perhaps = untold === 0 ? '' : ` (but for ${plural(untold, 'part')} of characters that are not told apart)`;
  if (partings.every(({ how }) => how === 'equal')) return `The same words throughout, all ${amount}${perhaps}`;

  const ways = units.map((unit, at) => goOn(unit.slice(agreeing), isByToken, texts[at]?.end ?? 'model'));
  const words = [...new Set(ways.map(({ one }) => one))].map((one) => {
    const names = texts.filter((_, at) => ways[at]?.one === one).map(({ name }) => `**${plain(name)}**`);
    return `${listed(names)} ${names.length === 1 ? one : ways.find((way) => way.one === one)?.several}`;
  });
  const start = shortenMiddle(visibleText(joinTokens(common.map(tokenOf))), MAX_START);
  const until =
    agreeing === 0 ? 'They part at once' : `The same words for ${amount}${perhaps}, ${inlineCode(start)}, then`;
  return `${until}${agreeing === 0 ? ':' : ''} ${words.join(', ')}`;
}

/** What a text does where they part, as a verb with its object: said of one text, and of several. */
function goOn(
  rest: readonly ComparableToken[],
  isByToken: boolean,
  end: Finished['end'],
): { readonly one: string; readonly several: string } {
  const [next] = rest;
  if (next === undefined && end === 'limit') return { one: 'stops at its limit', several: 'stop at their limit' };
  if (next === undefined || (isByToken && endsText(tokenOf(next)))) return { one: 'ends', several: 'end' };
  const ahead = rest.slice(0, AHEAD).map(({ text }) => text);
  const shown = inlineCode(isByToken ? tokenLabel(tokenOf(next)) : visibleText(ahead.join('')));
  return { one: `says ${shown}`, several: `say ${shown}` };
}

function tokenOf({ text, bytes }: ComparableToken): Pick<Token, 'text' | 'bytes'> {
  return { text, bytes };
}

/** Names in a row: `A`, `A and B`, `A, B and C`. */
function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
