import type { Picture } from '../../../src/charts/kinds/registry.js';
import { type Button, type Form, type GoOnEntry, picture } from '../../../src/discord/reply.js';
import type { Place } from '../../../src/lesson/command/definition.js';
import { layOut } from '../../../src/lesson/command/layout.js';
import type { View } from '../../../src/lesson/command/view.js';
import { askedText } from '../../../src/lesson/text/asked-line.js';
import { lessonWords } from '../../../src/lesson/words.js';
import type { WordsResult } from '../result.js';
import { MAX_PROMPT } from './ask.js';
import { modelsGuess, shorterEndings, toldFollower } from './told.js';
import { followerWords } from './words.js';

/** The field of the form. */
export const PROMPT = 'prompt';

/** What follows some words in the texts, beside what the model says; or that they stand nowhere, and what of them does. */
export function viewFollowers(result: WordsResult, place: Place): View {
  const { runId, revision, locale, isLate } = place;
  const words = followerWords(locale);
  const { prompt, occurrences, documents, model } = result;
  const on = { runId, value: String(revision) };
  const [shorter, ...others] = shorterEndings(result);
  const other: Button = { action: 'other-words', ...on, label: words.otherWords };
  const shorten: Button[] =
    shorter === undefined ? [] : [{ action: 'shorter', ...on, label: words.only(shorter.text) }];
  const buttons = occurrences > 0 ? [other, ...shorten] : [...shorten, other];
  return layOut(
    {
      asked: askedText(prompt),
      picture: picture('followers', occurrences > 0 ? columns(result, locale) : endings(result, locale)),
      sentence: sentenceOf(result, locale),
      notes: isLate ? [`-# ${lessonWords(locale).late}`] : [],
      buttons: buttons.map((button, at) => (at === 0 ? { ...button, style: 'primary' } : button)),
      goOn: others.map(
        ({ text, occurrences: often }, at): GoOnEntry => ({
          action: 'ending',
          ...on,
          label: words.only(text),
          description: words.onlyHint(often),
          // Its place, because the words themselves may be longer than a menu's value.
          choice: String(at + 1),
        }),
      ),
      smallPrint: words.smallPrint(documents, model),
    },
    place,
  );
}

/** Asks for other words. */
export function wordsForm({ runId, value, locale }: Pick<Place, 'runId' | 'value' | 'locale'>): Form {
  const { title, prompt } = followerWords(locale).form;
  return {
    action: 'other-words',
    runId,
    value,
    title,
    fields: [{ id: PROMPT, label: prompt, placeholder: followerWords(locale).unseen, maxLength: MAX_PROMPT }],
  };
}

/** Each word's share of the places, and the model's chance of it. */
function columns(result: WordsResult, locale: string): Picture {
  const words = followerWords(locale);
  const { prompt, occurrences, followers, different, ends } = result;
  const rest = occurrences - followers.reduce((sum, { count }) => sum + count, 0);
  const kept = { state: 'kept' as const };
  const share = (count: number) => ({
    probability: { low: count / occurrences, high: count / occurrences },
    note: words.of(count, occurrences),
  });
  const hidden = ends === rest ? words.end : ends === 0 ? words.rest(different - followers.length) : words.restOrEnd;
  return {
    kind: 'bar-columns',
    title: words.title(prompt),
    figures: words.figuresOfWords,
    rows: [
      ...followers.map(({ text }) => ({ label: text.trim() })),
      ...(rest === 0 ? [] : [{ label: hidden, hidden: true }]),
    ],
    columns: [
      {
        title: words.columns.texts,
        cells: [
          ...followers.map(({ count }) => ({ ...kept, ...share(count) })),
          ...(rest === 0 ? [] : [{ ...share(rest), state: 'hidden' as const }]),
        ],
      },
      {
        title: words.columns.model,
        cells: [
          ...followers.map(({ chance }) => chance && { ...kept, probability: chance }),
          ...(rest === 0 ? [] : [undefined]),
        ],
      },
    ],
  };
}

/** How often the words stand there, with ever fewer of them. */
function endings(result: WordsResult, locale: string): Picture {
  const words = followerWords(locale);
  const [, next] = [result.endings[0], shorterEndings(result)[0]];
  return {
    kind: 'count-bars',
    title: words.endingsTitle,
    unit: words.times,
    unitOfOne: words.timesOfOne,
    bars: result.endings.map((ending) => ({
      label: ending.text,
      count: ending.occurrences,
      emphasis: ending === next,
    })),
  };
}

function sentenceOf(result: WordsResult, locale: string): string {
  const { sentence } = followerWords(locale);
  const { prompt, occurrences, followers } = result;
  const [first] = followers;
  const [shorter] = shorterEndings(result);
  if (occurrences === 0) {
    const guess = modelsGuess(result, locale);
    if (shorter === undefined) return sentence.unknown(prompt, result.endings.length === 1, guess);
    return sentence.never(prompt, shorter.text, shorter.occurrences, guess);
  }
  if (first === undefined) return sentence.ends(prompt, occurrences);
  const told = toldFollower(first, locale);
  return occurrences === 1 ? sentence.once(prompt, told) : sentence.seen(prompt, occurrences, told);
}
