import { probabilityOf } from '../../sampling/surprisal.js';
import type { Place } from '../command/definition.js';
import type { Explanation } from '../command/explanation.js';
import { linkTo } from '../command/view.js';
import { markedTokenName } from '../text/token-name.js';
import { chosenPlace } from './branches.js';
import type { ForkResult } from './result.js';
import { runnerUp } from './sentence.js';
import { forkWords } from './words.js';

/** Tells why another word could stand there, with the chances of the place that is looked at. */
export function explainFork(result: ForkResult, { locale }: Place): Explanation {
  const words = forkWords(locale).explain;
  const chosen = chosenPlace(result);
  const other = chosen && runnerUp(chosen);
  const isText = result.asked.kind === 'text';
  return {
    idea: words.idea,
    example: exampleOf(chosen, other),
    next: isText ? words.next : words.nextAnswer,
    // Of a reply, the next token alone cannot be asked for.
    tryIt: linkTo(isText ? 'nextword' : 'temperature'),
  };

  function exampleOf(place: typeof chosen, instead: typeof other): string {
    if (place === undefined || instead === undefined) return words.none;
    const name = markedTokenName(place.token, locale);
    if (place.probability === undefined) return words.only(place.place + 1, name, place.candidates.length);
    return words.together(
      place.place + 1,
      { name, chance: place.probability },
      { name: markedTokenName(instead, locale), chance: probabilityOf(instead.logprob) },
    );
  }
}
