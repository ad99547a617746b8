import { type GoOnEntry, picture } from '../../src/discord/reply.js';
import { askedLine, distributionRemarks, titleOf } from '../../src/lesson/asking/next-token.js';
import { countedPart, sharpenEntry, widthToSharpen } from '../../src/lesson/asking/sharpen.js';
import type { Place } from '../../src/lesson/command/definition.js';
import { layOut } from '../../src/lesson/command/layout.js';
import type { View } from '../../src/lesson/command/view.js';
import { writeSettings } from '../../src/lesson/options/settings-form.js';
import type { DistributionRows } from '../../src/lesson/rows/distribution-rows.js';
import { unpackBytes } from '../../src/lesson/stored/stored-tokens.js';
import { askedPath } from '../../src/lesson/text/asked-line.js';
import { endsText, mayEndText, tokenLabel } from '../../src/lesson/text/token-label.js';
import { tokenName } from '../../src/lesson/text/token-name.js';
import { lessonWords } from '../../src/lesson/words.js';
import { shorten } from '../../src/words/shorten.js';
import { chartRows } from './chance.js';
import { canBeAdded, isBound, MAX_STEPS } from './path.js';
import { type NextwordResult, samplingOf } from './result.js';
import { nextwordSentence } from './sentence.js';
import { nextwordWords } from './words.js';

/** The temperatures of the menu. */
export const OFFERED_TEMPERATURES = [0, 0.7, 1, 1.5, 2] as const;

/** How many steps of the path are shown: what stands in one line. */
const MAX_STEPS_SHOWN = 3;

/** How many bars surely fit one page, so that no ◀ and ▶ need room beside the buttons. */
const BARS_ON_A_PAGE = 8;

/** The longest name of a token on a button; characters. */
const MAX_NAME = 20;

/** The chart, what it says, and the moves that go on from here. */
export function viewNextword(result: NextwordResult, place: Place): View {
  const { locale, runId, revision, isLate } = place;
  const { distribution, path, candidates } = result;
  const words = nextwordWords(locale);
  const rows = chartRows(result, locale);
  const on = { runId, value: String(revision) };
  const undo = { action: 'undo', ...on, label: words.undo };
  const isUndoInMenu = candidates > BARS_ON_A_PAGE;
  return layOut(
    {
      asked: askedOf(result, locale),
      picture: picture('nextword', {
        kind: 'probability-bars',
        title: titleOf({ asked: result }, locale),
        bars: rows.bars,
      }),
      sentence: nextwordSentence(result, rows, locale),
      notes: [...distributionRemarks(distribution, locale), ...(isLate ? [`-# ${lessonWords(locale).late}`] : [])],
      buttons: [
        addButton(result, on, locale),
        { action: 'roll', ...on, label: words.roll, disabled: path.length >= MAX_STEPS },
        ...(isUndoInMenu ? [] : [{ ...undo, disabled: path.length === 0 }]),
      ],
      goOn: [
        ...(isUndoInMenu && path.length > 0 ? [undo] : []),
        ...barEntries(result, rows, on, locale),
        ...sharpenEntry(
          widthToSharpen(rows, distribution, result.temperature, result.counted),
          result.temperature,
          on,
          locale,
        ),
        ...settingEntries(result, on, locale),
      ],
      smallPrint: lessonWords(locale).smallPrint(
        distribution.model,
        [lessonWords(locale).sampling(samplingOf(result), result.seed), ...countedPart(result.counted, locale)].join(
          ' · ',
        ),
      ),
    },
    place,
  );
}

/** What a press goes on from. */
type From = Pick<GoOnEntry, 'runId' | 'value'>;

/** The prompt, and behind it the path: each token with its chance, and those that somebody chose in bold. */
function askedOf({ prompt, path }: NextwordResult, locale: string): string {
  if (path.length === 0) return askedLine({ asked: { prompt } });
  const { chance } = nextwordWords(locale);
  const shown = path.slice(-MAX_STEPS_SHOWN).map((step) => ({
    label: tokenLabel({ text: step.text, bytes: unpackBytes(step.bytes) }),
    figure: chance(step.shown ?? { low: isBound(step) ? 0 : step.high, high: step.high }),
    isChosen: step.how === 'chosen',
  }));
  return askedPath(prompt, shown, path.length - shown.length);
}

function addButton({ distribution, path }: NextwordResult, on: From, locale: string) {
  const words = nextwordWords(locale);
  const [best] = distribution.candidates;
  const isEnd = best !== undefined && endsText(best) && !mayEndText(best);
  const label = best === undefined || isEnd ? words.addsNothing : words.add(nameOf(best, locale));
  const disabled = best === undefined || isEnd || path.length >= MAX_STEPS;
  return { action: 'add', ...on, label, style: 'primary' as const, disabled };
}

/** Every charted token that the button has not; one that cannot stand behind the text is left out. */
function barEntries(
  { distribution, path }: NextwordResult,
  { bars }: DistributionRows,
  on: From,
  locale: string,
): GoOnEntry[] {
  if (path.length >= MAX_STEPS) return [];
  const words = nextwordWords(locale);
  const names = distribution.candidates.slice(0, bars.length - 1).map((token) => nameOf(token, locale));
  return distribution.candidates.slice(1, bars.length - 1).flatMap((token, at): GoOnEntry[] => {
    const bar = bars[at + 1];
    const name = names[at + 1] ?? '';
    if (bar === undefined || !canBeAdded(token)) return [];
    // With and without a space before them two tokens have one name, and are told apart as on the chart.
    const isAlone = names.filter((other) => other === name).length === 1;
    return [
      {
        action: 'add',
        ...on,
        label: words.add(isAlone ? name : shorten(bar.label, MAX_NAME, 'both')),
        description: words.figure(bar.probability, bar.note),
        choice: String(at + 1),
      },
    ];
  });
}

function nameOf(token: Parameters<typeof tokenName>[0], locale: string): string {
  return tokenName(token, locale, MAX_NAME);
}

function settingEntries(result: NextwordResult, on: From, locale: string): GoOnEntry[] {
  const words = nextwordWords(locale);
  return [
    ...OFFERED_TEMPERATURES.filter((one) => one !== result.temperature).map((one) => ({
      action: 'temperature',
      ...on,
      label: words.drawAt(one),
      description: lessonWords(locale).temperature(one),
      choice: String(one),
    })),
    {
      action: 'settings',
      ...on,
      label: words.otherSettings,
      description: words.otherSettingsHint,
      choice: writeSettings(result),
    },
  ];
}
