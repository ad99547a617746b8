import { chanceGiven } from './chances.js';
import { countedIn, type RoomResult } from './result.js';
import { type Names, probabilityWords } from './words.js';

/** What is to be seen in the answers, in one or two sentences that the counts choose. */
export function roomSentence(result: RoomResult, names: Names, locale: string): string {
  const { sentence } = probabilityWords(locale);
  const sums = countedIn(result);
  if (result.given !== undefined) {
    const chance = chanceGiven(result.given, names, sums);
    if (chance.whole === 0) return sentence.givenNobody(chance.name, chance.given);
    return sentence.given(chance, {
      part: result.given === 'first' ? sums.yesSecond : sums.yesFirst,
      whole: sums.all,
    });
  }
  const [one, other] = [chanceGiven('second', names, sums), chanceGiven('first', names, sums)];
  if (one.whole === 0 && other.whole === 0) return sentence.nobody(names);
  if (one.whole === 0) return sentence.cannotSay(one, other);
  if (other.whole === 0) return sentence.cannotSay(other, one);
  if (sums.both === 0) return sentence.noneOfBoth(one, other);
  if (one.whole === other.whole) return sentence.same(one, other);
  if (one.part === one.whole) return sentence.all(one, other);
  if (other.part === other.whole) return sentence.all(other, one);
  return sentence.differ(one, other);
}
