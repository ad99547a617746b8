/**
 * Characters that draw nothing, draw over their neighbours, turn the reading direction, or have no glyph in our fonts:
 * controls, line separators, every space but U+0020, default-ignorable ones, braille blank, private use, unassigned,
 * lone surrogates, and everything beyond the Basic Multilingual Plane (where only emoji and Adlam have glyphs).
 */
const suspect =
  /[\p{Cc}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800\u{10000}-\u{10FFFF}]|(?! )\p{Zs}/gu;

const adlam = /^(?=\P{Cn})\p{Script=Adlam}$/u;
const emoji = /^\p{Emoji}$/u;
const joins = /^(?:[\p{L}\p{M}\p{Emoji}]|\uFE0F)$/u;

/**
 * The text with each character that would not show, or would mislead, written as a sign: `↵`, `⇥`, or `⟨U+202E⟩`.
 *
 * Joiners, variation selectors and tag characters stay where they form an emoji, an Arabic or an Indic cluster. A
 * combining mark without a base gets a dotted circle. The result always reads in one direction per run and draws
 * something for every character.
 */
export function drawableText(text: string): string {
  const signed = text.replace(suspect, (character, offset: number) => {
    if (character === '\n') return '↵';
    if (character === '\t') return '⇥';
    if (isPartOfCluster(character, text, offset)) return character;
    return codePointSign(character);
  });
  return signed.replace(/(^|[·↵⇥⟩ ])(?=\p{M})/gu, '$1◌');
}

/** A code point as a sign, such as `⟨U+202E⟩`. */
function codePointSign(character: string): string {
  const hex = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return `⟨U+${hex}⟩`;
}

function isPartOfCluster(character: string, text: string, offset: number): boolean {
  const code = character.codePointAt(0) ?? 0;
  if (code > 0xffff && (emoji.test(character) || adlam.test(character))) return true;
  const before = characterBefore(text, offset);
  if (code === 0xfe0f || code === 0xfe0e) return emoji.test(before);
  if (code === 0x200c || code === 0x200d) {
    const after = String.fromCodePoint(text.codePointAt(offset + character.length) ?? 0);
    return joins.test(before) && joins.test(after);
  }
  if (code >= 0xe0020 && code <= 0xe007f) return endsInFlagTags(text.slice(0, offset));
  return false;
}

function characterBefore(text: string, offset: number): string {
  const low = text.charCodeAt(offset - 1);
  const length = low >= 0xdc00 && low <= 0xdfff ? 2 : 1;
  return text.slice(Math.max(0, offset - length), offset);
}

/** True after a black flag and at most six tag characters, as in the flags of England, Scotland and Wales. */
function endsInFlagTags(before: string): boolean {
  return /\u{1F3F4}[\u{E0020}-\u{E007E}]{0,6}$/u.test(before.slice(-14));
}
