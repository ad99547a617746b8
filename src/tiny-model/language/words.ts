import { FUNCTION_WORD_LIST, SHORT_FORMS } from './word-lists.js';

/** Signs of arithmetic, which are words between numbers. */
const SIGNS: readonly (readonly [RegExp, string])[] = [
  [/(?<=\d) ?\+ ?(?=\d)/g, ' plus '],
  [/(?<=\d) ?[*×x] ?(?=\d)/g, ' times '],
  [/(?<=\d) ?[-−–] ?(?=\d)/g, ' minus '],
  [/(?<=\d) ?[/÷] ?(?=\d)/g, ' divided by '],
  [/\bmultiplied by\b/g, 'times'],
  [/%/g, ' percent '],
];

const CONTRACTIONS: readonly (readonly [RegExp, string])[] = [
  [/\bcan't\b/g, 'can not'],
  [/\bwon't\b/g, 'will not'],
  [/n't\b/g, ' not'],
  [/'re\b/g, ' are'],
  [/'m\b/g, ' am'],
  [/'ll\b/g, ' will'],
  [/'ve\b/g, ' have'],
  [/\b(what|who|where|when|why|how|that|it|there|here|he|she)'s\b/g, '$1 is'],
  [/'s?\b/g, ' '],
];

/**
 * The words of a text in the form in which texts are compared: lower case, without accents, contractions spelled out,
 * plurals and British endings made alike, letters written three times and more once. Order and repetition are kept.
 */
export function wordsOf(text: string): string[] {
  let plain = /^[ -~\s]*$/.test(text) ? text : text.normalize('NFKD').replace(/\p{M}/gu, '').replace(/[‘’ʼ]/g, "'");
  plain = plain.toLowerCase();
  if (/(.)\1\1/.test(plain)) plain = plain.replace(/(\p{L})\1{2,}/gu, '$1');
  if (plain.includes("'")) {
    for (const [form, full] of CONTRACTIONS) plain = plain.replace(form, full);
  }
  if (/\d/.test(plain)) {
    for (const [sign, word] of SIGNS) plain = plain.replace(sign, word);
  }
  const words: string[] = [];
  for (const [word] of plain.matchAll(/[\p{L}\p{N}]+/gu)) {
    const full = SHORT_FORMS.get(word);
    if (full === undefined) words.push(stem(word));
    else words.push(...full.split(' ').map(stem));
  }
  return words;
}

/**
 * Plural endings as in Harman 1991, "How effective is suffixing?" (the S stemmer), -our and -ise to -or and -ize, and
 * then the endings -ing, -ed and -e, the first two with a doubled consonant before them.
 */
function stem(word: string): string {
  let stemmed = stems.get(word);
  if (stemmed === undefined) {
    stemmed = cutEndings(word);
    if (stems.size >= MAX_REMEMBERED_STEMS) stems.clear();
    stems.set(word, stemmed);
  }
  return stemmed;
}

const MAX_REMEMBERED_STEMS = 10_000;
const stems = new Map<string, string>();

function cutEndings(word: string): string {
  if (word.length < 4) return word;
  let short = word;
  if (/[^ae]ies$/.test(short)) short = `${short.slice(0, -3)}y`;
  else if (/(?:[osxz]|[cs]h)es$/.test(short) && short.length > 5) short = short.slice(0, -2);
  else if (/[^aeious]s$/.test(short) || /[^us]es$/.test(short)) short = short.slice(0, -1);
  if (short.length > 5) short = short.replace(/our$/, 'or').replace(/is(e|ed|ing|ation)$/, 'iz$1');
  const verb = /^(.*[aeiouy].+?)(?:ing|ed)$/.exec(short)?.[1];
  if (verb && verb.length > 2) short = verb.replace(/([bdgmnprt])\1$/, '$1');
  return short.length > 4 ? short.replace(/e$/, '') : short;
}

const FUNCTION_WORDS = new Set(FUNCTION_WORD_LIST.map(stem));

/** Whether a word, in the form of `wordsOf`, holds a sentence together and says little about its subject. */
export function isFunctionWord(word: string): boolean {
  return FUNCTION_WORDS.has(word);
}

/**
 * Number of insertions, deletions, substitutions and swaps of neighbours that turn one word into the other (optimal
 * string alignment), or `limit + 1` as soon as it is known to be more than `limit`.
 */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let best = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      }
      row.push(cost);
      best = Math.min(best, cost);
    }
    if (best > limit) return limit + 1;
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? limit + 1;
}
