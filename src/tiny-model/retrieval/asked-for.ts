import { isFunctionWord, wordsOf } from '../language/words.js';
import { withoutCourtesy } from './paraphrase.js';

/** Where a thing is does not say how high it is, and what a teacher is does not say who mine is. */
const OTHER_ASPECT_FACTOR = 0.7;
/** Which sound bees make does not say what they make. */
const OTHER_THING_FACTOR = 0.7;
/** What somebody needs does not say yes or no, and an explanation does not say where. */
const OTHER_FORM_FACTOR = 0.85;

const ASPECTS: ReadonlySet<string> = new Set(wordsOf('who where when why how'));
/** Of these, only a question with the same word is likely to hold the answer. */
const PARTICULARS: ReadonlySet<string> = new Set(wordsOf('who where when'));
const ASKING: ReadonlySet<string> = new Set([...ASPECTS, ...wordsOf('what which whose whom')]);
const THING_ASKING: ReadonlySet<string> = new Set(wordsOf('what which'));
const AUXILIARIES: ReadonlySet<string> = new Set(
  wordsOf('is are was were am do does did has have had can could will would shall should may might must'),
);

const [MY = ''] = wordsOf('my');

/**
 * How well the answer to a known question fits what another question asks for, by their form alone: 1 where both ask for
 * the same, such as a place.
 *
 * @param words of the question that is asked
 * @param others those of the known one
 */
export function fitOfAsked(words: readonly string[], others: readonly string[]): number {
  if (words.includes(MY) && !others.includes(MY)) return OTHER_ASPECT_FACTOR;
  const [aspect, other] = [aspectOf(words), aspectOf(others)];
  if (aspect !== undefined && other !== undefined && aspect !== other) return OTHER_ASPECT_FACTOR;
  if (other === undefined && PARTICULARS.has(aspect ?? '')) return OTHER_FORM_FACTOR;
  const thing = thingOf(others);
  if (thing !== undefined && !words.includes(thing)) return OTHER_THING_FACTOR;
  const [isYesOrNo, otherIsYesOrNo] = [asksYesOrNo(words), asksYesOrNo(others)];
  if ((isYesOrNo && asks(others)) || (otherIsYesOrNo && asks(words))) return OTHER_FORM_FACTOR;
  return 1;
}

function aspectOf(words: readonly string[]): string | undefined {
  return words.find((word) => ASPECTS.has(word));
}

function asks(words: readonly string[]): boolean {
  return words.some((word) => ASKING.has(word));
}

function asksYesOrNo(words: readonly string[]): boolean {
  const [first = ''] = withoutCourtesy(words);
  return AUXILIARIES.has(first) && !asks(words);
}

/** The word for what is asked for, such as `sound` in `what sound do bees make`; none in `what do bees make`. */
function thingOf(words: readonly string[]): string | undefined {
  return words.find((word, at) => {
    const isAskedFor = THING_ASKING.has(words[at - 1] ?? '') && AUXILIARIES.has(words[at + 1] ?? '');
    return isAskedFor && !isFunctionWord(word);
  });
}
