import { codeBlock } from '../../src/discord/markdown.js';
import { type Block, type TextBlock, text } from '../../src/discord/reply.js';
import { distributionNotes, firstName, sureTable } from '../../src/lesson/asking/next-token.js';
import { countedLines } from '../../src/lesson/asking/sharpen.js';
import { lessonWords } from '../../src/lesson/words.js';
import { probabilityOf } from '../../src/sampling/surprisal.js';
import { SWEEP, SWEEP_PART } from './animation.js';
import { hasEstimates, hasRanges, type Tempered, temperAll, temperatureTable } from './columns.js';
import { formulaLines } from './formula-lines.js';
import type { TemperatureResult } from './result.js';
import { temperatureWords } from './words.js';

/** A table as wide as this is read without scrolling on a desktop; estimates with their ranges are wider. */
const MAX_COLUMNS = { figures: 5, estimates: 3 };

/** All figures of the picture, or of the animation, as tables; the formula with its numbers, and notes. */
export function temperatureInFull(result: TemperatureResult, part: string | undefined, locale: string): Block[] {
  const { record, candidates, counted } = result;
  const temperatures = part === SWEEP_PART ? SWEEP : result.temperatures;
  const rows = { count: candidates, counted, locale };
  const tempered = temperAll(record, temperatures, rows);
  const isEstimate = hasEstimates(tempered);
  const sure = isEstimate ? temperAll(record, temperatures, { ...rows, isSure: true }) : [];
  return [
    ...tablesOf(tempered, isEstimate ? MAX_COLUMNS.estimates : MAX_COLUMNS.figures).map((columns) =>
      text(codeBlock(temperatureTable(columns, locale))),
    ),
    ...tablesOf(sure, MAX_COLUMNS.figures).map((columns) => text(sureTable(temperatureTable(columns, locale), locale))),
    formulaBlock({ ...result, temperatures }, locale),
    text(
      [
        ...entropyLines(tempered, locale),
        ...greedyLines(tempered, locale),
        ...countedLines(counted, locale),
        ...distributionNotes(record, { hasRanges: hasRanges(tempered, locale), hasEstimates: isEstimate }, locale),
      ].join('\n'),
    ),
  ];
}

/** As many columns beside each other as one table has room for. */
function tablesOf(tempered: readonly Tempered[], most: number): Tempered[][] {
  return Array.from({ length: Math.ceil(tempered.length / most) }, (_, at) =>
    tempered.slice(at * most, (at + 1) * most),
  );
}

/** The formula, filled in for the most likely token at one of the temperatures; at 0 it has no value. */
function formulaBlock({ record, temperatures, counted }: TemperatureResult, locale: string): TextBlock {
  const words = temperatureWords(locale);
  const { candidates, ...listed } = record.answer;
  const probabilities = candidates.map(({ logprob }) => probabilityOf(logprob));
  const temperature = temperatures.findLast((one) => one > 0 && one < 1) ?? temperatures.find((one) => one > 1) ?? 1;
  const [tempered] = temperAll(record, [temperature], { count: 1, counted, locale });
  const estimate = tempered?.rows.outcome.candidates[0];
  const filled = codeBlock(formulaLines({ ...listed, probabilities }, temperature, 0, locale, estimate));
  return text(`${words.formula(firstName(record, locale), temperature)}\n${filled}\n${words.formulaNote}`);
}

function entropyLines(tempered: readonly Tempered[], locale: string): string[] {
  const [coldest, hottest] = [tempered[0], tempered.at(-1)];
  if (coldest === undefined || hottest === undefined) return [];
  const { entropy } = lessonWords(locale);
  return [
    temperatureWords(locale).entropyChange(
      [coldest.temperature, hottest.temperature],
      [entropy(coldest.rows.outcome.entropy), entropy(hottest.rows.outcome.entropy)],
    ),
  ];
}

/** What temperature 0 does, where it is one of them. */
function greedyLines(tempered: readonly Tempered[], locale: string): string[] {
  const greedy = tempered.find(({ temperature }) => temperature === 0);
  if (greedy === undefined) return [];
  return [temperatureWords(locale).greedy(greedy.rows.outcome.candidates.some(({ state }) => state === 'unsure'))];
}
