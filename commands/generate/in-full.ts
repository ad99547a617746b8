import { codeBlock } from '../../src/discord/markdown.js';
import { type Block, text } from '../../src/discord/reply.js';
import { lessonWords } from '../../src/lesson/words.js';
import { SHORTEST_REPEAT } from '../../src/lesson/writing/repeat.js';
import { tokensOf } from '../../src/lesson/writing/written-text.js';
import { partingOf, repeatIn } from './parting.js';
import type { KeptText } from './result.js';
import { pathOf, perplexityOf } from './step-facts.js';
import { stepRows } from './step-rows.js';
import { generateWords } from './words.js';

/**
 * What **Details** says of a text: every token with its probability, and what one was drawn from.
 *
 * @param step from 1 on; undefined where no step is shown
 */
export function textInFull(written: KeptText, step: number | undefined, locale: string): Block[] {
  const { steps, temperature, ended, isOwn, maxTokens, order } = written;
  const words = generateWords(locale);
  const shared = lessonWords(locale);
  const rows = step === undefined ? undefined : stepRows(written, step, locale);
  return [
    ...(step === undefined || rows === undefined ? [] : [text(words.stepList(step, codeBlock(rows.lines.join('\n'))))]),
    ...(steps.length === 0 ? [] : [text(words.path(temperature === 0, pathOf(written)))]),
    text(
      [
        ...(ended && steps.length < maxTokens ? [words.endedItself] : []),
        ...(order === undefined ? [] : [`-# ${shared.cutsFirst}`]),
        ...(isOwn ? [] : [`-# ${shared.takesNoTemperature}`]),
        words.facts(tokensOf(steps).length, perplexityOf(steps)),
      ].join('\n'),
    ),
  ];
}

/** What **Details** says of two texts besides: where they part, and whether they go round in circles. */
export function besideInFull({ sampled, greedy }: Record<'sampled' | 'greedy', KeptText>, locale: string): Block[] {
  const words = generateWords(locale);
  const loop = repeatIn(greedy.steps);
  return [
    text(
      [
        words.parting(partingOf({ sampled: sampled.steps, greedy: greedy.steps }, locale)),
        loop === undefined
          ? words.noRepeat(SHORTEST_REPEAT, tokensOf(greedy.steps).length)
          : words.repeats(loop, repeatIn(sampled.steps)),
        words.again(sampled.seed !== undefined),
      ].join('\n'),
    ),
  ];
}
