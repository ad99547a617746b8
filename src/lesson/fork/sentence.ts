import { plain } from '../../discord/markdown.js';
import { placeIn } from '../../domain/find-token.js';
import { sentenceOf } from '../../facts.js';
import { probabilityOf } from '../../sampling/surprisal.js';
import type { Place } from '../command/definition.js';
import { markedTokenName } from '../text/token-name.js';
import { lessonWords } from '../words.js';
import { branchTokens, type ForkPlace, forkPlaces } from './branches.js';
import type { ForkResult } from './result.js';
import { forkWords } from './words.js';

/** What the last press came to, or what is to be seen at the place that is looked at; markdown. */
export function forkSentence(result: ForkResult, chosen: ForkPlace | undefined, { locale, isLate }: Place): string {
  const words = forkWords(locale);
  if (isLate) return lessonWords(locale).late;
  const { last } = result;
  if (last?.kind === 'failed') return plain(sentenceOf(last.why, locale));
  if (last?.kind === 'known' && chosen !== undefined) return words.known(markedTokenName(chosen.token, locale));
  if (last?.kind === 'forced') return forcedSentence(result, locale) ?? placeSentence(chosen, locale);
  return placeSentence(chosen, locale);
}

function forcedSentence({ branches, current }: ForkResult, locale: string): string | undefined {
  const from = branches[current]?.from;
  if (from === undefined) return undefined;
  const namedIn = (branch: number) => {
    const token = branchTokens({ branches }, branch)[from.place];
    const known = forkPlaces({ branches }, branch).find(({ place }) => place === from.place);
    return token && { name: markedTokenName(token, locale), chance: known?.probability };
  };
  const [there, instead] = [namedIn(current), namedIn(from.branch)];
  return there && instead && forkWords(locale).forced(from.place + 1, there, instead);
}

function placeSentence(chosen: ForkPlace | undefined, locale: string): string {
  const words = forkWords(locale);
  const other = chosen && runnerUp(chosen);
  if (chosen === undefined || other === undefined) return words.noPlace;
  const { place, token, probability } = chosen;
  const here = { name: markedTokenName(token, locale), chance: probability };
  const instead = { name: markedTokenName(other, locale), chance: probabilityOf(other.logprob) };
  if (probability === undefined) return words.stands(place + 1, here.name, instead);
  return probability >= instead.chance
    ? words.likeliest(place + 1, here, instead)
    : words.passedOver(place + 1, here, instead);
}

/** The likeliest token of a place that does not stand there. */
export function runnerUp({ candidates, token }: Pick<ForkPlace, 'candidates' | 'token'>) {
  const here = placeIn(candidates, token);
  return candidates.find((_, at) => at !== here);
}
