import { type Button, type GoOnEntry, picture } from '../../src/discord/reply.js';
import type { Place } from '../../src/lesson/command/definition.js';
import { layOut } from '../../src/lesson/command/layout.js';
import type { View } from '../../src/lesson/command/view.js';
import { askedText } from '../../src/lesson/text/asked-line.js';
import { lessonWords } from '../../src/lesson/words.js';
import { shorten } from '../../src/words/shorten.js';
import { nameHeads } from './heads.js';
import { attentionPicture } from './pictures.js';
import { type AttentionResult, SIGHTS, type Sight } from './result.js';
import { attentionSentence } from './sentence.js';
import { proposedPair, wordsOf } from './swap-words.js';
import { attentionWords } from './words.js';

/** Of a word on a button, and in what an entry carries to its form. */
const MAX_WORD = 20;

/** Where tokens look, how the guess forms, or what a swap changes. */
export function viewAttention(result: AttentionResult, place: Place): View {
  const { runId, revision, locale, isLate } = place;
  const words = attentionWords(locale);
  const { sight, text, transformer } = result;
  const on = { runId, value: String(revision) };
  const sights = SIGHTS.filter((one) => one !== 'swap' && one !== sight).map((one) => sightButton(one, on, locale));
  const swap = sight === 'swap' ? [] : swapButton(result, on, locale);
  const [first, ...others] = [...swap, ...sights];
  return layOut(
    {
      asked: askedText(text),
      picture: picture('attention', attentionPicture(result, locale)),
      sentence: attentionSentence(result, locale),
      notes: isLate ? [`-# ${lessonWords(locale).late}`] : [],
      buttons: [...(first === undefined ? [] : [{ ...first, style: 'primary' as const }]), ...others],
      goOn: [...headEntries(result, on, locale), ...otherEntries(result, on, locale)],
      smallPrint: lessonWords(locale).smallPrint(transformer, sight === 'layers' ? undefined : words.where(result)),
    },
    place,
  );
}

/** What a press goes on from. */
type From = Pick<GoOnEntry, 'runId' | 'value'>;

function sightButton(sight: Sight, on: From, locale: string): Button {
  const { arcs, grid, layers } = attentionWords(locale);
  return { action: sight, ...on, label: { arcs, grid, layers, swap: '' }[sight] };
}

function swapButton({ text }: AttentionResult, on: From, locale: string): Button[] {
  const pair = proposedWords(text);
  return pair === undefined ? [] : [{ action: 'swap', ...on, label: attentionWords(locale).swap(...pair) }];
}

/** The two words that are proposed to be exchanged, as a button has room for them. */
export function proposedWords(text: string): [string, string] | undefined {
  const words = wordsOf(text);
  const pair = proposedPair(words);
  if (pair === undefined) return undefined;
  const [first, second] = pair.map((place) => shorten(words[place]?.text ?? '', MAX_WORD, 'both')) as [string, string];
  return [first, second];
}

/** The heads that are not shown, those with a habit first. */
function headEntries(result: AttentionResult, on: From, locale: string): GoOnEntry[] {
  const words = attentionWords(locale);
  const { measured, layers, heads, sight } = result;
  return nameHeads(measured, { layers, heads })
    .filter(({ layer, head }) => sight === 'layers' || layer !== result.layer || head !== result.head)
    .map((one) => ({
      action: 'head',
      ...on,
      label: words.headEntry(one),
      description: words.headHint(one),
      choice: `${one.layer}.${one.head}`,
    }));
}

function otherEntries({ text, tokens }: AttentionResult, on: From, locale: string): GoOnEntry[] {
  const words = attentionWords(locale);
  const pair = proposedWords(text);
  return [
    ...(tokens.length > 1
      ? [{ action: 'from-token', ...on, label: words.otherToken, description: words.otherTokenHint }]
      : []),
    ...(pair === undefined
      ? []
      : [
          {
            action: 'swap-others',
            ...on,
            label: words.swapOthers,
            description: words.swapOthersHint,
            choice: pair.join(' '),
          },
        ]),
  ];
}
