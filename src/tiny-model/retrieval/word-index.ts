import { editDistance, isFunctionWord } from '../language/words.js';

/** A weighted bag of words. */
export type WeightedWords = ReadonlyMap<string, number>;

/** How similar an indexed text is to a query. */
export interface Match {
  /** Number of the text, in the order in which texts were added. */
  readonly text: number;
  /** 0 to 1; 1 when both hold the same words. */
  readonly similarity: number;
}

/** Words of the query that the text lacks, and words of the text that the query lacks, count this much. */
export interface Asymmetry {
  readonly queryOnly: number;
  readonly textOnly: number;
}

/** An inverted index over short texts. */
export interface WordIndex {
  /**
   * The texts that share a word with the query, most similar first.
   *
   * The similarity is Tversky's (1977) over words weighted by inverse document frequency:
   * c / (c + queryOnly·q + textOnly·t), with c the weight in common, q the weight only in the query and t only in the
   * text.
   */
  search(query: WeightedWords, asymmetry: Asymmetry, limit: number): Match[];
  /** Whether the word is in any text. */
  has(word: string): boolean;
  /** The indexed word that was probably meant by one that is not indexed, or the word itself. */
  correct(word: string): string;
  /** Inverse document frequency; a word that is in no text gets the highest, and a function word a part of its own. */
  idf(word: string): number;
}

const MAX_REMEMBERED_CORRECTIONS = 5000;

/** What a question is about decides more than how it is put. */
const FUNCTION_WORD_FACTOR = 0.3;

/** A slip rarely changes the first letter, and in a short word any other letter makes a different word. */
function mayBeSlipOf(candidate: string, word: string): boolean {
  if (candidate.length < 3 || candidate[0] !== word[0]) return false;
  return word.length > 4 || candidate.length > word.length || sameLetters(candidate, word);
}

function sameLetters(a: string, b: string): boolean {
  return a.length === b.length && [...a].sort().join('') === [...b].sort().join('');
}

/** Indexes texts given as lists of words. */
export function createWordIndex(texts: readonly (readonly string[])[]): WordIndex {
  const bags = texts.map((words) => [...new Set(words)]);
  const postings = new Map<string, number[]>();
  for (const [text, bag] of bags.entries()) {
    for (const word of bag) {
      const list = postings.get(word);
      if (list) list.push(text);
      else postings.set(word, [text]);
    }
  }
  const idfOf = (frequency: number) => Math.log(1 + (texts.length - frequency + 0.5) / (frequency + 0.5));
  const idfs = new Map<string, number>();
  for (const [word, list] of postings) {
    idfs.set(word, idfOf(list.length) * (isFunctionWord(word) ? FUNCTION_WORD_FACTOR : 1));
  }
  const unknownIdf = idfOf(0);
  const idf = (word: string) => idfs.get(word) ?? unknownIdf;
  const textWeight = Float64Array.from(bags, (bag) => bag.reduce((sum, word) => sum + idf(word), 0));

  // Of one search at a time: all zero between two.
  const common = new Float64Array(texts.length);
  const matched = new Float64Array(texts.length);
  const corrections = new Map<string, string>();
  const nearest = (word: string) => {
    let best = word;
    let bestDistance = word.length > 8 ? 2 : 1;
    let bestFrequency = 0;
    for (const [candidate, list] of postings) {
      if (!mayBeSlipOf(candidate, word)) continue;
      const distance = editDistance(word, candidate, bestDistance);
      if (distance < bestDistance || (distance === bestDistance && list.length > bestFrequency)) {
        best = candidate;
        bestDistance = distance;
        bestFrequency = list.length;
      }
    }
    return best;
  };

  return {
    idf,
    has: (word) => postings.has(word),
    correct(word) {
      if (postings.has(word) || word.length < 4 || word.length > 32 || /\p{N}/u.test(word)) return word;
      let found = corrections.get(word);
      if (found === undefined) {
        found = nearest(word);
        if (corrections.size >= MAX_REMEMBERED_CORRECTIONS) corrections.clear();
        corrections.set(word, found);
      }
      return found;
    },
    search(query, { queryOnly, textOnly }, limit) {
      let queryWeight = 0;
      for (const [word, weight] of query) {
        const value = idf(word);
        queryWeight += weight * value;
        const list = postings.get(word) ?? [];
        for (let at = 0; at < list.length; at++) {
          const text = list[at] as number;
          common[text] = (common[text] as number) + weight * value;
          matched[text] = (matched[text] as number) + value;
        }
      }
      const best: Match[] = [];
      for (let text = 0; text < texts.length; text++) {
        const shared = common[text] as number;
        if (shared === 0) continue;
        const onlyText = Math.max(0, (textWeight[text] as number) - (matched[text] as number));
        common[text] = 0;
        matched[text] = 0;
        const onlyQuery = Math.max(0, queryWeight - shared);
        const similarity = shared / (shared + queryOnly * onlyQuery + textOnly * onlyText);
        if (best.length === limit && similarity <= (best.at(-1)?.similarity ?? 0)) continue;
        let at = best.length;
        while (at > 0 && (best[at - 1]?.similarity ?? 0) < similarity) at--;
        best.splice(at, 0, { text, similarity });
        if (best.length > limit) best.pop();
      }
      return best;
    },
  };
}
