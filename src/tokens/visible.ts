import type { TokenShare } from './token.js';

/** Characters that all show as they are: the usual token, with or without a space before it, takes no further look. */
const PLAIN = /^ ?[^\p{C}\p{Z}\p{M}\p{Default_Ignorable_Code_Point}\u2800]+$/u;

/** Characters without a picture of their own: controls, format and bidi marks, other spaces, fillers, unassigned ones. */
const INVISIBLE = /^[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]$/u;

/** Marks, variation selectors and the tags of flags: they belong to the character before them. */
const ATTACHED = /^[\p{M}\u{e0020}-\u{e007f}]$/u;

/** Joiners, which belong to the characters on both sides. */
const JOINER = /^[\u200c\u200d]$/u;

const SIGNS: Readonly<Record<string, string>> = { '\n': '↵', '\r': '␍', '\t': '⇥' };

/** A token as it is shown: its visible text, or its bytes in hexadecimal, `⟨F0 9F⟩`, when it is part of a character. */
export function visibleToken(token: Pick<TokenShare, 'text' | 'bytes'>): string {
  return token.text === undefined ? visibleBytes(token.bytes) : visibleText(token.text);
}

/** Bytes as a token's text: `⟨F0 9F⟩`. */
export function visibleBytes(bytes: Uint8Array): string {
  return `⟨${hexadecimal(bytes)}⟩`;
}

/** Bytes in hexadecimal: `F0 9F`. */
export function hexadecimal(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ');
}

/**
 * A token's text with all that cannot be seen made visible.
 *
 * A space is `·`, save a single one between two visible characters; newline `↵`, carriage return `␍`, tab `⇥`; any
 * other control, zero-width, bidi, blank or unassigned character is its code point, `⟨U+200B⟩`. What joins or varies a
 * visible character of the same token, as in an emoji family, stays. A mark without its letter gets a dotted circle.
 */
export function visibleText(text: string): string {
  if (PLAIN.test(text)) return text.startsWith(' ') ? `·${text.slice(1)}` : text;
  const characters = Array.from(text);
  let shown = '';
  // Whether the character before this one, with its marks, can be seen.
  let onLetter = false;
  for (const [place, character] of characters.entries()) {
    const next = characters[place + 1];
    const nextSeen = next !== undefined && !INVISIBLE.test(next);
    if (character === ' ') {
      shown += onLetter && nextSeen ? ' ' : '·';
      onLetter = false;
    } else if (JOINER.test(character) && onLetter && nextSeen) {
      shown += character;
    } else if (ATTACHED.test(character) && onLetter) {
      shown += character;
    } else if (INVISIBLE.test(character)) {
      shown += sign(character);
      onLetter = false;
    } else {
      shown += ATTACHED.test(character) ? `◌${character}` : character;
      onLetter = true;
    }
  }
  return shown;
}

function sign(character: string): string {
  const codePoint = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return SIGNS[character] ?? `⟨U+${codePoint}⟩`;
}
