import type { Press } from '../../src/discord/command.js';
import { type Button, type Form, type PictureBlock, picture } from '../../src/discord/reply.js';
import type { Place } from '../../src/lesson/command/definition.js';
import { layOut } from '../../src/lesson/command/layout.js';
import type { View } from '../../src/lesson/command/view.js';
import { askedWords } from '../../src/lesson/text/asked-line.js';
import { DEFAULT_MERGES, MAX_MERGES } from './ask.js';
import { curvePicture, pairsPicture, textPicture } from './learned-pictures.js';
import type { LearnedResult } from './result.js';
import { shownBytes } from './rows.js';
import { bpeWords } from './words.js';

/** What is to be seen of merges that were learned. */
type Sight = 'pairs' | 'curve' | 'cut';

/** As much as Discord's forms take. */
const MAX_TEXT = 4000;

/** Shows the pairs, the curve, or the text. */
export function viewLearned(result: LearnedResult, sight: Sight, place: Place): View {
  const { runId, locale } = place;
  const words = bpeWords(locale).learned;
  const sights: readonly Button[] = [
    { action: 'pairs', runId, label: words.sights.pairs },
    { action: 'curve', runId, label: words.sights.curve },
    { action: 'cut', runId, label: words.sights.cut },
  ];
  const other = { action: 'learn', runId, label: words.other };
  const isCut = sight === 'cut';
  return layOut(
    {
      asked: askedWords(result.text),
      picture: pictureOf(result, sight, locale),
      sentence: sentenceOf(result, sight, locale),
      // A text may have several pages, whose buttons need room.
      buttons: [...sights.filter(({ action }) => action !== sight), ...(isCut ? [] : [other])],
      goOn: isCut ? [{ ...other, description: words.otherHint }] : [],
      part: sight,
      smallPrint: words.smallPrint(result.merges.length, result.wanted, result.isOwn),
    },
    place,
  );
}

function pictureOf(result: LearnedResult, sight: Sight, locale: string): PictureBlock {
  switch (sight) {
    case 'pairs':
      return picture('pairs', pairsPicture(result, locale));
    case 'curve':
      return picture('shorter', curvePicture(result, locale));
    case 'cut':
      return picture('cut', textPicture(result, locale));
  }
}

function sentenceOf(result: LearnedResult, sight: Sight, locale: string): string {
  const words = bpeWords(locale).learned;
  const { merges, bytes, characters } = result;
  const [first, last] = [merges[0], merges.at(-1)];
  if (first === undefined || last === undefined) throw new Error('something was learned');
  if (sight === 'pairs') {
    return words.pairsSentence({
      left: shownBytes(first.left),
      right: shownBytes(first.right),
      joined: shownBytes(Buffer.concat([first.left, first.right])),
      count: first.count,
    });
  }
  if (sight === 'curve') return words.curveSentence(merges.length, [bytes, last.tokens], characters / last.tokens);
  return words.cutSentence(last.tokens, longestOf(result));
}

/** The longest token that was learned, as it is shown; the first of equals. */
function longestOf({ merges }: LearnedResult): string {
  const all = merges.map(({ left, right }) => Buffer.concat([left, right]));
  const [longest = Buffer.alloc(0)] = all.toSorted((one, other) => other.length - one.length);
  return shownBytes(longest);
}

/** The form for a text to learn from; a story stands in it. */
export function learnForm({ runId, locale }: Pick<Press, 'runId' | 'locale'>): Form {
  const { form, story } = bpeWords(locale).learned;
  return {
    action: 'learn',
    runId,
    title: form.title,
    fields: [
      { id: 'text', label: form.text, value: story, maxLength: MAX_TEXT, isLong: true },
      { id: 'merges', label: form.merges(MAX_MERGES), value: String(DEFAULT_MERGES), maxLength: 4, optional: true },
    ],
  };
}
