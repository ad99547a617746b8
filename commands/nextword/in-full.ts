import { codeBlock } from '../../src/discord/markdown.js';
import { type Block, text } from '../../src/discord/reply.js';
import { isKnown } from '../../src/domain/tail.js';
import { distributionNotes, sureTable } from '../../src/lesson/asking/next-token.js';
import { countedLines } from '../../src/lesson/asking/sharpen.js';
import { isEstimated } from '../../src/lesson/rows/distribution-rows.js';
import { unpackBytes } from '../../src/lesson/stored/stored-tokens.js';
import { tokenLabel } from '../../src/lesson/text/token-label.js';
import { lessonWords } from '../../src/lesson/words.js';
import { chartRows } from './chance.js';
import { isBound, modelsOf } from './path.js';
import type { NextwordResult } from './result.js';
import { nextwordWords } from './words.js';

/** How many steps of the path are shown. */
const MAX_STEPS_SHOWN = 40;

/** The chart as a table, its entropy, notes on the figures, and the path with its probability. */
export function nextwordInFull(result: NextwordResult, locale: string): Block[] {
  const rows = chartRows(result, locale);
  const sure = isEstimated(rows) ? [text(sureTable(chartRows(result, locale, true).lines.join('\n'), locale))] : [];
  return [
    text(codeBlock(rows.lines.join('\n'))),
    ...sure,
    text([...factLines(result, locale), ...pathLines(result, locale)].join('\n')),
  ];
}

function factLines(result: NextwordResult, locale: string): string[] {
  const words = nextwordWords(locale);
  const shared = lessonWords(locale);
  const rows = chartRows(result, locale);
  const { isCut, outcome, bars } = rows;
  const { entropy, hidden } = outcome;
  const { distribution, temperature, topP = 1, candidates, order } = result;
  const listed = distribution.candidates.length;
  // Top-k counts, so that it says by itself how far it reaches.
  const mayCutHidden = temperature > 0 && topP < 1 && hidden.state === 'unsure' && !isKnown(distribution.tail);
  const hasRanges = bars.some(({ probability }) => words.figures.isPercentRange(probability));
  return [
    words.entropy(shared.entropy(entropy), isCut),
    ...(isCut ? [words.percentages] : []),
    ...(order === undefined ? [] : [`-# ${shared.cutsFirst}`]),
    ...(mayCutHidden ? [words.topPUnsure(topP)] : []),
    ...(listed < candidates ? [words.listsOnly(listed)] : []),
    ...(temperature === 1 ? [] : [words.temperatureHere(temperature)]),
    ...countedLines(result.counted, locale),
    ...distributionNotes({ answer: distribution }, { hasRanges, hasEstimates: isEstimated(rows) }, locale),
  ];
}

function pathLines(result: NextwordResult, locale: string): string[] {
  const { path, temperature } = result;
  if (path.length === 0) return [];
  const words = nextwordWords(locale);
  const shown = path.slice(-MAX_STEPS_SHOWN).map((step) => ({
    label: tokenLabel({ text: step.text, bytes: unpackBytes(step.bytes) }),
    probability: step.high,
    isBound: isBound(step),
    how: step.how,
  }));
  const models = modelsOf(result);
  const least = path.reduce((bits, { high }) => bits - Math.log2(high), 0);
  return [
    words.path(path.length - shown.length, shown),
    models.length > 1
      ? words.mixedPath(models)
      : words.pathProbability(Math.max(0, least), path.some(isBound), temperature),
  ];
}
