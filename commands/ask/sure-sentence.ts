import type { Candidate } from '../../src/domain/token.js';
import { markedTokenName } from '../../src/lesson/text/token-name.js';
import { type DrawnPlace, type Sureness, toldChance } from './sureness.js';
import { askWords } from './words.js';

/** A reply whose least likely token has this chance is one of which the model was sure. */
export const SURE = 0.9;

/** From this share of tokens below one half on, a model was often unsure. */
const OFTEN = 0.15;

/** How sure the model was of a reply, as markdown. */
export function sureSentence(sureness: Sureness | undefined, temperature: number, locale: string): string {
  const words = askWords(locale);
  if (sureness === undefined) return temperature === 0 ? words.greedyUntold : words.untold;
  const { least, unsure, told } = sureness;
  const named = nameOf(least, locale);
  if (least.chance >= SURE) return words.nearlySure(named);
  if (unsure > 1 && unsure >= OFTEN * told) return words.manyDoubts(unsure, told, named);
  return words.oneDoubt(least.number, named, otherOf(least, locale));
}

/** A drawn token as a sentence names it. */
export function nameOf({ token, chance }: Pick<DrawnPlace, 'token' | 'chance'>, locale: string) {
  return { name: markedTokenName(token, locale), chance };
}

/** The likeliest other token of its place; undefined where none was told. */
export function otherOf({ other }: { readonly other: Candidate | undefined }, locale: string) {
  const chance = other && toldChance(other);
  return other === undefined || chance === undefined ? undefined : { name: markedTokenName(other, locale), chance };
}
