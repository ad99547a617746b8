import { codeBlock, inlineCode, plain } from '../../src/discord/markdown.js';
import { type Block, buttons, menu, type Reply, text } from '../../src/discord/reply.js';
import type { Candidate } from '../../src/domain/token.js';
import { CUTS_FIRST } from '../../src/lesson/asking/draw-order.js';
import { TAKES_NO_TEMPERATURE } from '../../src/lesson/asking/reply-scale.js';
import { describeEntropy } from '../../src/lesson/describe/describe-entropy.js';
import { describeModel } from '../../src/lesson/describe/describe-model.js';
import { describeRoute } from '../../src/lesson/describe/describe-route.js';
import { drawPicture } from '../../src/lesson/draw-picture.js';
import { lookButtons } from '../../src/lesson/looks.js';
import { describeTemperature, MENU_TEMPERATURES } from '../../src/lesson/options/sampling-options.js';
import { type DistributionRows, distributionRows } from '../../src/lesson/rows/distribution-rows.js';
import { unpackBytes } from '../../src/lesson/stored/packed-bytes.js';
import { textEnd, visibleEnd } from '../../src/lesson/text/text-end.js';
import { endsText, tokenLabel } from '../../src/lesson/text/token-label.js';
import type { Services } from '../../src/services.js';
import { formatBits, formatPercent } from '../../src/words/format.js';
import { continuedText, type NextwordRun, type Step } from './run.js';

/** How much of the text's end is shown above the chart. */
const MAX_TEXT_SHOWN = 500;

/** How many steps of the path are shown. */
const MAX_STEPS_SHOWN = 12;

/** The chart, the same in text, the path so far, and the buttons that go on from here. */
export async function presentNextword(
  run: NextwordRun,
  runId: string,
  revision: number,
  signal: AbortSignal,
  services: Services,
  note?: string,
): Promise<Reply> {
  const { distribution, temperature, topP, topK } = run;
  const rows = distributionRows({
    listed: distribution,
    temperature,
    topP,
    topK,
    order: run.order,
    count: run.candidates,
  });
  const { picture } = await drawPicture(
    services,
    {
      kind: 'probability-bars',
      title: `What comes after “${visibleEnd(continuedText(run), 32)}”`,
      subtitle: `${distribution.model} · temperature ${temperature}${cuts(run)}`,
      bars: rows.bars,
    },
    'nextword',
    signal,
  );
  return {
    blocks: [
      text(codeBlock(textEnd(continuedText(run), MAX_TEXT_SHOWN))),
      ...(note === undefined ? [] : [text(plain(note))]),
      picture,
      text(codeBlock(rows.lines.join('\n'))),
      text([...pathLines(run.path), ...facts(run, rows)].join('\n')),
      ...steps(run, runId, revision),
      await lookButtons(
        services,
        { prompt: continuedText(run), model: run.model },
        'temperature',
        'sampling',
        'dice',
        'generate',
      ),
    ],
  };
}

function cuts({ topK, topP }: NextwordRun): string {
  return `${topK === undefined ? '' : ` · top-k ${topK}`}${topP === undefined ? '' : ` · top-p ${topP}`}`;
}

function facts(run: NextwordRun, { shape: { entropy, hidden }, isCut }: DistributionRows): string[] {
  const { distribution, temperature, topP = 1, candidates, endpoint } = run;
  const listed = distribution.candidates.length;
  // Top-k counts, so that it says by itself how far it reaches.
  const mayCutHidden = temperature > 0 && topP < 1 && hidden.state === 'unsure';
  return [
    `Entropy${isCut ? ' before the cut' : ''}: **${describeEntropy(entropy)}** (0: certain; each bit more doubles the choice)`,
    ...(isCut ? ['-# Percentages: before the cut → what is drawn from.'] : []),
    ...(run.order === undefined ? [] : [`-# ${CUTS_FIRST}`]),
    ...(mayCutHidden
      ? [
          `-# Top-p ${topP} may keep some of the tokens that the endpoint did not list and cut others, so what is drawn from is not known exactly.`,
        ]
      : []),
    ...(listed < candidates ? [`-# The endpoint lists only ${listed} tokens.`] : []),
    ...(distribution.scale === 'raw' ? [] : [`-# ${TAKES_NO_TEMPERATURE}`]),
    ...(temperature === 1
      ? []
      : [
          '-# The temperature is applied here, to the model’s own probabilities; a range appears because the endpoint tells only the most likely tokens.',
        ]),
    `-# ${describeModel(distribution.model, endpoint)} · ${describeRoute(distribution.route)} (/v1${distribution.request.path}) · temperature ${temperature}${cuts(run)}`,
  ];
}

function pathLines(path: readonly Step[]): string[] {
  if (path.length === 0) return [];
  const earlier = path.length > MAX_STEPS_SHOWN ? `… ${path.length - MAX_STEPS_SHOWN} before → ` : '';
  const shown = path.slice(-MAX_STEPS_SHOWN).map((step) => `${inlineCode(stepLabel(step))} ${stepProbability(step)}`);
  const least = path.reduce((bits, step) => bits - Math.log2(step.high), 0);
  return [`Path: ${earlier}${shown.join(' → ')}`, `-# ${pathProbability(Math.max(0, least), path.some(isBound))}`];
}

/** The product of a path's probabilities, which is a bound when one of them is. */
function pathProbability(leastBits: number, isUpperBound: boolean): string {
  const probability = leastBits < 10 ? formatPercent(2 ** -leastBits) : `2^−${leastBits.toFixed(2)}`;
  const start = 'Probability of exactly this path at temperature 1: ';
  return isUpperBound
    ? `${start}at most ${probability} (at least ${formatBits(leastBits)})`
    : `${start}${probability} (${formatBits(leastBits)})`;
}

function isBound({ low, high }: Step): boolean {
  return low < high;
}

function stepProbability(step: Step): string {
  return isBound(step) ? `at most ${formatPercent(step.high)}` : formatPercent(step.high);
}

function steps(run: NextwordRun, runId: string, revision: number): Block[] {
  const value = String(revision);
  const [best] = run.distribution.candidates;
  const isFull = run.path.length >= run.maxSteps;
  const isEnd = best !== undefined && endsText(best);
  return [
    buttons(
      {
        action: 'add',
        runId,
        value,
        label: isEnd ? `${textEnd(labelOf(best), 30)} would end the text` : `Add “${textEnd(labelOf(best), 40)}”`,
        style: 'primary',
        disabled: isFull || isEnd || best === undefined,
      },
      { action: 'roll', runId, value, label: `Roll at temperature ${run.temperature}`, disabled: isFull },
      { action: 'undo', runId, value, label: 'Undo', disabled: run.path.length === 0 },
      { action: 'chart', runId, label: 'Details' },
    ),
    menu({
      action: 'temperature',
      runId,
      value,
      placeholder: 'Temperature…',
      choices: MENU_TEMPERATURES.map((temperature) => ({
        label: `Temperature ${temperature}`,
        value: String(temperature),
        description: describeTemperature(temperature),
        selected: temperature === run.temperature,
      })),
    }),
  ];
}

function labelOf(candidate: Candidate | undefined): string {
  return candidate === undefined ? '' : tokenLabel(candidate);
}

function stepLabel({ text: token, bytes }: Step): string {
  return tokenLabel({ text: token, bytes: unpackBytes(bytes) });
}
