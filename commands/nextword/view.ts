import { codeBlock, plain } from '../../src/discord/markdown.js';
import { menu, picture, text } from '../../src/discord/reply.js';
import { promptBlock, titleOf } from '../../src/lesson/asking/next-token.js';
import type { Place } from '../../src/lesson/command/definition.js';
import { linkTo, row, type View, type ViewBlock } from '../../src/lesson/command/view.js';
import { MENU_TEMPERATURES } from '../../src/lesson/options/temperatures.js';
import { type DistributionRows, distributionRows } from '../../src/lesson/rows/distribution-rows.js';
import { unpackBytes } from '../../src/lesson/stored/stored-tokens.js';
import { textEnd } from '../../src/lesson/text/shown-text.js';
import { endsText, tokenLabel } from '../../src/lesson/text/token-label.js';
import { lessonWords } from '../../src/lesson/words.js';
import { continuedText, MAX_STEPS } from './path.js';
import { type NextwordResult, type PathStep, samplingOf } from './result.js';
import { nextwordWords } from './words.js';

/** How many steps of the path are shown. */
const MAX_STEPS_SHOWN = 12;

/** The chart, the same in text, the path so far, and the buttons that go on from here. */
export function viewNextword(result: NextwordResult, place: Place): View {
  const { locale } = place;
  const { distribution, candidates, order } = result;
  const words = nextwordWords(locale);
  const asked = { prompt: continuedText(result) };
  const rows = distributionRows({ listed: distribution, ...samplingOf(result), order, count: candidates, locale });
  const note = noteOf(result, place);
  return {
    blocks: [
      promptBlock({ asked }, locale),
      ...(note === undefined ? [] : [text(plain(note))]),
      picture('nextword', {
        kind: 'probability-bars',
        title: titleOf({ asked }, locale),
        subtitle: words.subtitle(distribution.model, lessonWords(locale).sampling(samplingOf(result))),
        bars: rows.bars,
      }),
      text(codeBlock(rows.lines.join('\n'))),
      text([...pathLines(result, locale), ...facts(result, rows, locale)].join('\n')),
      ...steps(result, place),
      { kind: 'go-on-links', entries: [] },
    ],
  };
}

/** What the press that led here came to. */
function noteOf({ last }: NextwordResult, { locale, isLate }: Place): string | undefined {
  const words = nextwordWords(locale);
  if (isLate) return lessonWords(locale).late;
  if (last === undefined) return undefined;
  if (last.kind === 'drawn-end') return words.drawnEnd;
  return last.kind === 'added' ? words.added(labelOf(last)) : words.drawn(labelOf(last), last.others);
}

function facts(result: NextwordResult, { outcome: { entropy, hidden }, isCut }: DistributionRows, locale: string) {
  const words = nextwordWords(locale);
  const shared = lessonWords(locale);
  const { distribution, temperature, topP = 1, candidates, endpoint, order } = result;
  const { model, route, scale, request } = distribution;
  const listed = distribution.candidates.length;
  // Top-k counts, so that it says by itself how far it reaches.
  const mayCutHidden = temperature > 0 && topP < 1 && hidden.state === 'unsure';
  return [
    words.entropy(shared.entropy(entropy), isCut),
    ...(isCut ? [words.percentages] : []),
    ...(order === undefined ? [] : [`-# ${shared.cutsFirst}`]),
    ...(mayCutHidden ? [words.topPUnsure(topP)] : []),
    ...(listed < candidates ? [words.listsOnly(listed)] : []),
    ...(scale === 'raw' ? [] : [`-# ${shared.takesNoTemperature}`]),
    ...(temperature === 1 ? [] : [words.temperatureHere]),
    words.source(shared.model(model, endpoint), shared.route(route), request.path, shared.sampling(samplingOf(result))),
  ];
}

function pathLines({ path }: NextwordResult, locale: string): string[] {
  if (path.length === 0) return [];
  const words = nextwordWords(locale);
  const shown = path.slice(-MAX_STEPS_SHOWN).map((step) => {
    return { label: labelOf(step), probability: step.high, isBound: isBound(step) };
  });
  const least = path.reduce((bits, step) => bits - Math.log2(step.high), 0);
  return [words.path(path.length - shown.length, shown), words.pathProbability(Math.max(0, least), path.some(isBound))];
}

function isBound({ low, high }: PathStep): boolean {
  return low < high;
}

function steps(result: NextwordResult, { runId, revision, locale }: Place): ViewBlock[] {
  const words = nextwordWords(locale);
  const { path, temperature, distribution } = result;
  const on = { runId, value: String(revision) };
  const [best] = distribution.candidates;
  const isFull = path.length >= MAX_STEPS;
  const isEnd = best !== undefined && endsText(best);
  const bestLabel = best === undefined ? '' : tokenLabel(best);
  const label = isEnd ? words.wouldEnd(textEnd(bestLabel, 30)) : words.add(textEnd(bestLabel, 40));
  return [
    row(
      { action: 'add', ...on, label, style: 'primary', disabled: isFull || isEnd || best === undefined },
      { action: 'roll', ...on, label: words.roll(temperature), disabled: isFull },
      { action: 'undo', ...on, label: words.undo, disabled: path.length === 0 },
      linkTo('details'),
    ),
    menu({
      action: 'temperature',
      ...on,
      placeholder: words.temperatures,
      choices: MENU_TEMPERATURES.map((one) => ({
        label: words.temperature(one),
        value: String(one),
        description: lessonWords(locale).temperature(one),
        selected: one === temperature,
      })),
    }),
  ];
}

function labelOf({ text: token, bytes }: Pick<PathStep, 'text' | 'bytes'>): string {
  return tokenLabel({ text: token, bytes: unpackBytes(bytes) });
}
