import { createWordList, type WordList } from './word-list.js';

/** What stands in a word's place, whatever its length. */
export const COVER = '▇▇▇';

/** Covers the words of a list in all that is shown, and knows which it has covered. */
export interface Cover {
  readonly list: WordList;
  /** The words of the list that were covered. */
  readonly covered: ReadonlySet<string>;
  /** A text in plain or in Markdown. */
  text(text: string): string;
  /** Texts that stand behind each other, as tokens do: a word that reaches over several of them is covered in each. */
  pieces(texts: readonly string[]): readonly string[];
  /** A file's name. */
  fileName(name: string): string;
  /** JSON, of which only the texts in it are changed; any other text is taken as one. */
  content(text: string): string;
}

const lists = new WeakMap<readonly string[], WordList>();

/** Makes a cover for one message. @param words in no order; undefined is returned where there are none */
export function createCover(words: readonly string[]): Cover | undefined {
  if (words.length === 0) return undefined;
  const list = lists.get(words) ?? createWordList(words);
  lists.set(words, list);
  const covered = new Set<string>();

  const replaceIn = (text: string, put: (withheld: string) => string): string => {
    let at = 0;
    let whole = '';
    for (const { word, from, to } of list.find(text)) {
      covered.add(word);
      whole += text.slice(at, from) + put(text.slice(from, to));
      at = to;
    }
    return at === 0 ? text : whole + text.slice(at);
  };

  const cover: Cover = {
    list,
    covered,
    text: (text) => replaceIn(text, (withheld) => COVER + marksIn(withheld)),
    pieces(texts) {
      const whole = texts.join('');
      const found = list.find(whole);
      if (found.length === 0) return texts;
      let start = 0;
      return texts.map((text) => {
        const end = start + text.length;
        let shown = '';
        let at = start;
        for (const { word, from, to } of found) {
          if (to <= start || from >= end) continue;
          covered.add(word);
          shown += whole.slice(at, Math.max(at, from)) + COVER;
          at = Math.min(end, to);
        }
        shown += whole.slice(at, end);
        start = end;
        return shown;
      });
    },
    fileName: (name) => replaceIn(name, (withheld) => '_'.repeat(withheld.length)),
    content(text) {
      if (!/^\s*[[{]/.test(text)) return cover.text(text);
      return text.replace(JSON_TEXT, (literal) => {
        const said = readLiteral(literal);
        if (said === undefined) return cover.text(literal);
        const shown = cover.text(said);
        return shown === said ? literal : JSON.stringify(shown);
      });
    },
  };
  return cover;
}

/** A text in JSON. */
const JSON_TEXT = /"(?:[^"\\]|\\.)*"/gs;

function readLiteral(literal: string): string | undefined {
  try {
    const said: unknown = JSON.parse(literal);
    return typeof said === 'string' ? said : undefined;
  } catch {
    return undefined;
  }
}

/** Marks of Markdown within a word that is covered stay, so that what they open is closed. */
function marksIn(withheld: string): string {
  return (withheld.match(/\\[\s\S]|[*_~|`]+/g) ?? []).filter((mark) => !mark.startsWith('\\')).join('');
}
