import { codeBlock } from '../../src/discord/markdown.js';
import { buttons, type Reply, type TextBlock, text } from '../../src/discord/reply.js';
import {
  factLines,
  firstName,
  otherLooks,
  promptBlock,
  type WhatFollows,
} from '../../src/lesson/asking/what-follows.js';
import { drawPicture } from '../../src/lesson/draw-picture.js';
import { explainButton } from '../../src/lesson/explain.js';
import { probabilityOf } from '../../src/sampling/surprisal.js';
import type { Services } from '../../src/services.js';
import {
  describeChange,
  hasRanges,
  type Tempered,
  temperAll,
  temperaturePicture,
  temperatureTable,
} from './columns.js';
import { formulaLines } from './formula-lines.js';
import { replay, type TemperatureRun } from './run.js';

/** One distribution at several temperatures, side by side, and the formula with its numbers. */
export async function presentTemperatures(
  { record, recordId, temperatures, candidates }: TemperatureRun,
  runId: string,
  signal: AbortSignal,
  services: Services,
): Promise<Reply> {
  const tempered = temperAll(record, temperatures, candidates);
  const { picture } = await drawPicture(services, temperaturePicture(record, tempered), 'temperatures', signal);
  return {
    blocks: [
      promptBlock(record),
      picture,
      text(
        `**Compare the columns.** A low temperature makes likely tokens likelier still, a high one lifts the unlikely ones; their order stays the same. ${describeChange(tempered, firstName(record))} Each bit more doubles the choice.`,
      ),
      text(codeBlock(temperatureTable(tempered))),
      formulaBlock(record, temperatures),
      text([...greedyLines(tempered), ...factLines(record, hasRanges(tempered))].join('\n')),
      buttons({ action: 'animate', runId, label: 'Animate', style: 'primary' }, explainButton, replay.button(recordId)),
      await otherLooks(record, services, 'nextword', 'sampling', 'dice', 'generate'),
    ],
  };
}

/** The formula, filled in for the most likely token at one of the temperatures; at 0 it has no value. */
function formulaBlock(record: WhatFollows, temperatures: readonly number[]): TextBlock {
  const { candidates, ...listed } = record.answer;
  const probabilities = candidates.map(({ logprob }) => probabilityOf(logprob));
  const temperature = temperatures.findLast((one) => one > 0 && one < 1) ?? temperatures.find((one) => one > 1) ?? 1;
  return text(
    `**The formula** with the numbers of ${firstName(record)} at T = ${temperature}:\n${codeBlock(formulaLines({ ...listed, probabilities }, temperature, 0))}\n-# z is the logprob: the natural logarithm of the probability at T = 1. The scores inside the model (logits) are the same up to a constant, and any constant added to all z cancels.`,
  );
}

/** What temperature 0 does, where it is one of them. */
function greedyLines(tempered: readonly Tempered[]): string[] {
  const greedy = tempered.find(({ temperature }) => temperature === 0);
  if (greedy === undefined) return [];
  const isTied = greedy.rows.shape.candidates.some(({ state }) => state === 'unsure');
  const tie = isTied ? ' Here several are tied, and which of them is taken is the server’s own affair.' : '';
  return [`-# T = 0 is greedy: dividing by 0 has no value, so the most likely token is simply taken.${tie}`];
}
