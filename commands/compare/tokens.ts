import type { Distribution } from '../../src/domain/distribution.js';
import { vocabularySizeOf } from '../../src/domain/listed-tokens.js';
import { textKey } from '../../src/domain/same-token.js';
import { countOf, putInto } from '../../src/domain/tail.js';
import type { Candidate, Token } from '../../src/domain/token.js';
import type { ListedDistribution } from '../../src/sampling/listed.js';
import { probabilityOf } from '../../src/sampling/surprisal.js';

/** A distribution whose listed tokens can be found again in another one. */
export interface KeyedDistribution extends ListedDistribution {
  /** Same key, same token. One for each of `probabilities`. */
  readonly keys: readonly string[];
  readonly candidates: readonly Candidate[];
  /** The keys are ids. */
  readonly byId: boolean;
  /** How many tokens there are in all distributions together, where that is known. */
  readonly vocabularySize: number | undefined;
}

/**
 * Finds the same tokens in several distributions: by their ids where all tell them, else by their bytes, which of a whole
 * text are known without being told. A token of which neither is known counts as hidden, as do those that look alike.
 *
 * @param sameVocabulary the ids mean the same in all; else, unless all list their whole vocabularies and these are the same,
 *   the distributions are over texts, and how many there are is not known
 * @returns one for each, undefined where the most likely token of all is one that cannot be found again
 */
export function keyTokens(
  distributions: readonly Distribution[],
  sameVocabulary: boolean,
): (KeyedDistribution | undefined)[] {
  const isOne = sameVocabulary || isOneVocabulary(distributions);
  const byId = isOne && distributions.every(({ candidates }) => candidates.every(({ id }) => id !== undefined));
  return distributions.map((distribution) => keyed(distribution, byId, isOne));
}

/** Whether all tell every token of their vocabulary, and the same text of the same id. */
function isOneVocabulary([first, ...others]: readonly Distribution[]): boolean {
  if (first === undefined || others.length === 0) return false;
  const texts = new Map(first.candidates.map(({ id, text }) => [id, text]));
  return [first, ...others].every(
    ({ candidates, tail }) =>
      countOf(tail) === 0 &&
      candidates.length === texts.size &&
      candidates.every(({ id, text }) => id !== undefined && texts.get(id) === text),
  );
}

/** What tells a token from others; undefined where too little is known of it. */
export function tokenKey(token: Token, byId: boolean): string | undefined {
  if (!byId) return textKey(token);
  return token.id === undefined ? undefined : String(token.id);
}

function keyed(
  { candidates, tail }: Distribution,
  byId: boolean,
  sameVocabulary: boolean,
): KeyedDistribution | undefined {
  const keys = candidates.map((candidate) => tokenKey(candidate, byId));
  const times = new Map<string | undefined, number>();
  for (const key of keys) times.set(key, (times.get(key) ?? 0) + 1);
  const all = candidates.map((candidate, place) => {
    const key = keys[place];
    const isSure = key !== undefined && times.get(key) === 1;
    return { candidate, key: isSure ? key : undefined, probability: probabilityOf(candidate.logprob) };
  });
  if (all[0]?.key === undefined) return undefined;
  const lost = all.filter(({ key }) => key === undefined).map(({ probability }) => probability);
  const found = all.flatMap(({ key, ...token }) => (key === undefined ? [] : [{ ...token, key }]));
  return {
    keys: found.map(({ key }) => key),
    candidates: found.map(({ candidate }) => candidate),
    byId,
    probabilities: found.map(({ probability }) => probability),
    tail: putInto(tail, lost),
    vocabularySize: sameVocabulary ? vocabularySizeOf({ candidates, tail }) : undefined,
  };
}
