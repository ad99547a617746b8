import type { ProbabilityStrip } from '../../src/charts/kinds/probability-strip/probability-strip.js';
import { picture } from '../../src/discord/reply.js';
import { UserError } from '../../src/errors.js';
import { hasTokens } from '../../src/lesson/asking/reply.js';
import { askOn } from '../../src/lesson/command/ask-on.js';
import type { Place } from '../../src/lesson/command/definition.js';
import { layOut } from '../../src/lesson/command/layout.js';
import { linkTo, type View } from '../../src/lesson/command/view.js';
import { askedWords } from '../../src/lesson/text/asked-line.js';
import { tokenLabel } from '../../src/lesson/text/token-label.js';
import { tokenEntries } from '../../src/lesson/token/look-closely.js';
import { seenSampled } from '../../src/lesson/token/seen-token.js';
import { lessonWords } from '../../src/lesson/words.js';
import type { AskResult } from './result.js';
import { smallPrint } from './small-print.js';
import { nameOf, otherOf, SURE } from './sure-sentence.js';
import { type Sureness, surenessOf, toldChance } from './sureness.js';
import { askWords } from './words.js';

/** The part of a result that this view is about. */
export const PROBABILITIES = 'chances';

/**
 * The reply as a strip, each token coloured by its probability, with the one of which the model was the least sure; throws
 * a `UserError` where the endpoint gave no probabilities.
 */
export function viewProbabilities(result: AskResult, place: Place): View {
  const { locale } = place;
  const [reply] = result.replies;
  const { record } = reply ?? {};
  if (reply === undefined || record === undefined || !hasTokens(record)) {
    throw new UserError('reply-without-probabilities');
  }
  const words = askWords(locale);
  const { answer, total } = record;
  const { tokens = [] } = answer;
  const strip: ProbabilityStrip = {
    kind: 'probability-strip',
    title: words.stripTitle,
    tokens: tokens.map((token) => ({
      label: tokenLabel(token),
      probability: toldChance(token),
      breakAfter: token.text.endsWith('\n'),
    })),
  };
  return layOut(
    {
      asked: askedWords(result.question),
      picture: picture('probabilities', strip),
      sentence: sentenceOf(surenessOf(record), locale),
      notes: tokens.length < total ? [words.onlyFirst(tokens.length, total)] : [],
      buttons: [linkTo('fork'), { ...askOn(place.runId, `ask.${PROBABILITIES}`), label: lessonWords(locale).askOn }],
      goOn: tokenEntries(tokens.map(seenSampled), { action: 'look', runId: place.runId }, locale),
      part: PROBABILITIES,
      smallPrint: smallPrint(result, reply, locale),
    },
    place,
  );
}

function sentenceOf(sureness: Sureness | undefined, locale: string): string {
  const words = askWords(locale);
  if (sureness === undefined) return words.noneTold;
  const { least, unsure, told } = sureness;
  if (least.chance >= SURE) return words.sameColour(least.chance);
  const doubt = words.oneDoubt(least.number, nameOf(least, locale), otherOf(least, locale));
  return unsure > 1 ? `${doubt} ${words.unsureAt(unsure, told)}` : doubt;
}
