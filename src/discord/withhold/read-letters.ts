/** A text as it is compared with words: letter by letter, each with where it stands in the text. */
export interface Letters {
  /** Small, without accents; a space for whatever parts words. */
  readonly letters: readonly string[];
  /** Where in the text, in UTF-16 code units, each begins and ends. */
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** Accents and vowel signs that can be left out of a word which stays the same word. */
const MARK = /[\u0300-\u036f]|[\u0591-\u05c7]|[\u064b-\u065f]|[\u1ab0-\u1aff]|[\u20d0-\u20ff]|[\ufe00-\ufe0f]/;

/** What nobody sees: a word with it reads as one without. */
const UNSEEN = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/u;

/** Discord's marks for how a text looks, and what takes their meaning away. */
const MARKDOWN = new Set(['\\', '*', '_', '~', '|', '`']);

/** White space, and what stands for it on a picture. */
const SPACE = /[\s·↵␍⇥]/u;

/** What is not seen is shown by its code point where a text is looked at closely. */
const SHOWN_CODE = /⟨U\+([0-9A-F]{4,6})⟩/y;

/** A line break as JSON and code write it. */
const ESCAPED_SPACE = /\\[nrt]/y;

const HANGUL = /\p{sc=Hangul}/u;

/** Reads a text. @param takesMarks marks of Markdown are letters like others, as in a word of the list */
export function readLetters(text: string, takesMarks = false): Letters {
  const letters: string[] = [];
  const from: number[] = [];
  const to: number[] = [];
  const add = (letter: string, start: number, end: number): void => {
    if (letter === ' ' && letters.at(-1) === ' ') {
      to[to.length - 1] = end;
      return;
    }
    letters.push(letter);
    from.push(start);
    to.push(end);
  };
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    // The usual letters and digits take no further look.
    if ((code >= 97 && code <= 122) || (code >= 48 && code <= 57)) {
      add(text.charAt(at), at, at + 1);
      at += 1;
      continue;
    }
    const unseen = unseenAt(text, at);
    if (unseen > 0) {
      at += unseen;
      continue;
    }
    ESCAPED_SPACE.lastIndex = at;
    if (ESCAPED_SPACE.test(text)) {
      add(' ', at, at + 2);
      at += 2;
      continue;
    }
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
    const end = at + character.length;
    if (SPACE.test(character)) add(' ', at, end);
    else if (takesMarks || !MARKDOWN.has(character)) for (const letter of bare(character)) add(letter, at, end);
    at = end;
  }
  return { letters, from, to };
}

/** How many code units at a place are nothing that anybody sees. */
function unseenAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code < 128) return 0;
  if (text.charAt(at) === '⟨') {
    SHOWN_CODE.lastIndex = at;
    const [whole = '', shown = ''] = SHOWN_CODE.exec(text) ?? [];
    const number = Number.parseInt(shown, 16);
    return whole !== '' && number <= 0x10ffff && UNSEEN.test(String.fromCodePoint(number)) ? whole.length : 0;
  }
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  return UNSEEN.test(character) || MARK.test(character) ? character.length : 0;
}

/** A character in small letters without its accents; a ligature or a sign for several letters is these. */
function bare(character: string): string[] {
  if (HANGUL.test(character)) return [character];
  return [...character.normalize('NFKD').toLowerCase().normalize('NFKD')].filter(
    (one) => !MARK.test(one) && one.trim() !== '',
  );
}
