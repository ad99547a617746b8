import { codeBlock } from '../../src/discord/markdown.js';
import { picture, type TextBlock, text } from '../../src/discord/reply.js';
import { firstName, promptBlock, smallPrint } from '../../src/lesson/asking/next-token.js';
import type { Place } from '../../src/lesson/command/definition.js';
import { explainButton } from '../../src/lesson/command/explanation.js';
import { linkTo, row, type View } from '../../src/lesson/command/view.js';
import { probabilityOf } from '../../src/sampling/surprisal.js';
import {
  describeChange,
  hasRanges,
  type Tempered,
  temperAll,
  temperaturePicture,
  temperatureTable,
} from './columns.js';
import { formulaLines } from './formula-lines.js';
import type { TemperatureResult } from './result.js';
import { temperatureWords } from './words.js';

/** One distribution at several temperatures, side by side, and the formula with its numbers. */
export function viewTemperatures(result: TemperatureResult, { runId, locale }: Place): View {
  const { record, temperatures, candidates } = result;
  const words = temperatureWords(locale);
  const tempered = temperAll(record, temperatures, candidates, locale);
  return {
    blocks: [
      promptBlock(record, locale),
      picture('temperatures', temperaturePicture(record, tempered, locale)),
      text(words.compare(describeChange(tempered, record, locale))),
      text(codeBlock(temperatureTable(tempered, locale))),
      formulaBlock(result, locale),
      text([...greedyLines(tempered, locale), ...smallPrint(record, hasRanges(tempered, locale), locale)].join('\n')),
      row(
        { action: 'animate', runId, label: words.animate, style: 'primary' },
        explainButton(runId, locale),
        linkTo('details'),
      ),
      { kind: 'go-on-links', entries: [] },
    ],
  };
}

/** The formula, filled in for the most likely token at one of the temperatures; at 0 it has no value. */
function formulaBlock({ record, temperatures }: TemperatureResult, locale: string): TextBlock {
  const words = temperatureWords(locale);
  const { candidates, ...listed } = record.answer;
  const probabilities = candidates.map(({ logprob }) => probabilityOf(logprob));
  const temperature = temperatures.findLast((one) => one > 0 && one < 1) ?? temperatures.find((one) => one > 1) ?? 1;
  const filled = codeBlock(formulaLines({ ...listed, probabilities }, temperature, 0, locale));
  return text(`${words.formula(firstName(record, locale), temperature)}\n${filled}\n${words.formulaNote}`);
}

/** What temperature 0 does, where it is one of them. */
function greedyLines(tempered: readonly Tempered[], locale: string): string[] {
  const greedy = tempered.find(({ temperature }) => temperature === 0);
  if (greedy === undefined) return [];
  return [temperatureWords(locale).greedy(greedy.rows.outcome.candidates.some(({ state }) => state === 'unsure'))];
}
