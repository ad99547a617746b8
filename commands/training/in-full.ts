import { codeBlock, inlineCode } from '../../src/discord/markdown.js';
import { type Block, text } from '../../src/discord/reply.js';
import { figureTable } from '../../src/lesson/rows/figure-table.js';
import { shownText } from '../../src/lesson/text/shown-text.js';
import { markedTokenName } from '../../src/lesson/text/token-name.js';
import { visibleText } from '../../src/tokens/visible.js';
import { shorten } from '../../src/words/shorten.js';
import type { CheckpointsResult, HomeResult, TrainingResult } from './result.js';
import { trainingWords } from './words.js';

/** Of what stands before a token; characters. */
const MAX_BEFORE = 60;

/** What **Details** has: all texts and figures, what the model is, and how it was asked. */
export function trainingInFull(result: TrainingResult, locale: string): Block[] {
  return result.kind === 'home' ? homeInFull(result, locale) : checkpointsInFull(result, locale);
}

function checkpointsInFull({ training, rows, right }: CheckpointsResult, locale: string): Block[] {
  const words = trainingWords(locale);
  const { inFull, figures } = words;
  const heads = [inFull.heads.own, inFull.heads.unseen];
  const bits = (value: number | undefined) => (value === undefined ? '' : figures.decimals(value, 3));
  const chances = rows.flatMap(({ step, chance }) =>
    chance === undefined ? [] : [`${words.after(step)}: ${figures.percentRange(chance.low, chance.high)}`],
  );
  return [
    text(
      [
        inFull.model(training.model, training.parameters),
        inFull.texts(training.trainingTokens, training.heldOutTokens),
      ].join('\n'),
    ),
    ...(rows.length === 0 ? [] : [text(inFull.wrote)]),
    ...rows.map(({ step, text: written, ended }) =>
      text(`${words.after(step)}${ended ? ` · ${inFull.ended}` : ''}\n${codeBlock(shownText(written))}`),
    ),
    ...(right === undefined || chances.length === 0
      ? []
      : [
          text(
            [
              inFull.gave(
                markedTokenName(right.token, locale),
                inlineCode(shorten(visibleText(right.before), MAX_BEFORE, 'end')),
              ),
              ...chances,
            ].join('\n'),
          ),
        ]),
    text(
      `${inFull.losses}\n${codeBlock(
        figureTable(
          heads,
          training.losses.map(({ step, training: own, heldOut }) => ({
            figures: [bits(own), bits(heldOut)],
            label: words.curve.step(step),
          })),
        ),
      )}\n${inFull.formula}\n${inFull.request(training.request.path, training.request.seconds)}`,
    ),
  ];
}

function homeInFull(
  { text: learned, parameters, characters, losses, samples, request }: HomeResult,
  locale: string,
): Block[] {
  const words = trainingWords(locale);
  const { inFull, figures } = words;
  const heads = [inFull.heads.seconds, inFull.heads.bits];
  return [
    ...(parameters === 0 ? [] : [text(inFull.homeModel(parameters, characters))]),
    text(inFull.homeText(learned.length), { fileName: 'text.txt', content: learned }),
    text(codeBlock(shownText(learned))),
    text(inFull.wrote),
    ...samples.map(({ step, text: written }) => text(`${words.after(step)}\n${codeBlock(shownText(written))}`)),
    text(
      `${inFull.homeLosses}\n${codeBlock(
        figureTable(
          heads,
          losses.map(({ step, seconds, bits }) => ({
            figures: [figures.decimals(seconds, 2), figures.decimals(bits, 3)],
            label: words.curve.step(step),
          })),
        ),
      )}\n${inFull.request(request.path, request.seconds)}`,
    ),
  ];
}
