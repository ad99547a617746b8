import type { ChartWords } from '../../words/pictures.js';
import type { AltEntry } from '../kinds/picture-kind.js';
import { altLabel, cutMiddle } from '../text/alt-label.js';
import { guessesOf } from './guesses.js';
import type { RoomStrip } from './room-strip.js';

/** Of the heading in an alt text, in UTF-16 code units. */
const MAX_HEADING = 160;
const MAX_LABEL = 80;

/**
 * What a room said in words, to stand after the words about the picture above it.
 *
 * @param longest UTF-16 code units at most; where not everything fits, it ends in `… N more`
 */
export function toldRoom(room: RoomStrip, words: ChartWords, longest: number): string {
  const { alt } = words.room;
  const told = [...entriesOf(room, words)];
  let text = cutMiddle(alt.start(cutMiddle(altLabel(room.heading, words), MAX_HEADING), room.people), longest);
  let fallback = text;
  for (const [at, { name, figures }] of told.entries()) {
    text += `${at === 0 ? alt.options : alt.next}${words.alt.part(name, figures)}`;
    const left = told.length - at - 1;
    const ended = left === 0 ? text : `${text}${alt.next}${alt.more(left)}`;
    if (ended.length <= longest) fallback = ended;
    else if (text.length > longest) break;
  }
  return fallback;
}

/** The parts of what a room said in reading order: what is right first where it is a number. */
export function* entriesOf(room: RoomStrip, words: ChartWords): Generator<AltEntry> {
  const { alt } = words.room;
  if (room.kind === 'shares') {
    for (const { label, people, isRight } of room.options) {
      const name = words.alt.quoted(cutMiddle(altLabel(label, words), MAX_LABEL));
      yield { name, figures: alt.option(people, room.people, isRight) };
    }
    return;
  }
  const { truth, unit, values } = room;
  yield { name: '', figures: alt.truth(truth, unit) };
  for (const { value, people } of guessesOf(values)) yield { name: '', figures: alt.value(value, unit, people) };
}
