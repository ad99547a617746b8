import { formatBits, formatPercentRange } from '../src/charts/format.js';
import type { ProbabilityBar } from '../src/charts/picture.js';
import { codeBlock, inlineCode, plain } from '../src/discord/markdown.js';
import { type Block, buttons, menu, type Reply, text } from '../src/discord/reply.js';
import type { Candidate, Distribution } from '../src/model/distribution.js';
import { type Shape, shape } from '../src/sampling/shape.js';
import type { Services } from '../src/services.js';
import { visibleText } from '../src/tokens/visible.js';
import { drawPicture } from './draw-picture.js';
import { continuedText, type NextwordRun, type Step } from './nextword-run.js';
import { describeTemperature, MENU_TEMPERATURES } from './sampling-options.js';
import { endsText, tokenLabel } from './token-label.js';

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
  const rows = rowsOf(run);
  const { distribution, temperature } = run;
  const { picture } = await drawPicture(
    services,
    {
      kind: 'probability-bars',
      title: `What comes after “${tail(visibleText(continuedText(run)), 40)}”`,
      subtitle: `${distribution.model} · temperature ${temperature}${cuts(run)}`,
      bars: [...rows.bars, rows.hidden],
    },
    'nextword',
    signal,
  );
  return {
    blocks: [
      text(codeBlock(tail(continuedText(run), MAX_TEXT_SHOWN))),
      ...(note === undefined ? [] : [text(plain(note))]),
      picture,
      text(codeBlock([...rows.lines, rows.hiddenLine].join('\n'))),
      text([...pathLines(run.path), ...facts(run, rows.shape, services)].join('\n')),
      ...steps(run, runId, revision),
    ],
  };
}

interface Rows {
  readonly shape: Shape;
  readonly bars: readonly ProbabilityBar[];
  readonly hidden: ProbabilityBar;
  readonly lines: readonly string[];
  readonly hiddenLine: string;
}

function rowsOf(run: NextwordRun): Rows {
  const { distribution, temperature, topP, topK } = run;
  const shaped = shape({
    probabilities: distribution.candidates.map(({ logprob }) => Math.min(1, Math.exp(logprob))),
    hiddenMass: distribution.hiddenMass,
    cap: distribution.cap,
    vocabularySize: distribution.vocabularySize,
    temperature,
    topP,
    topK,
  });
  const shown = shaped.candidates.slice(0, run.candidates);
  const bars = shown.map((one, at): ProbabilityBar => {
    const label = labelOf(distribution.candidates[at]);
    const note =
      one.state === 'kept' ? undefined : one.state === 'cut' ? `cut by ${one.cutBy}` : `may be cut by ${one.cutBy}`;
    return { label, probability: { low: one.low, high: one.high }, state: one.state === 'cut' ? 'cut' : 'kept', note };
  });
  // Whatever the hidden tail is like, the tokens that are shown take the same share at the same time.
  const low = Math.max(0, 1 - shown.reduce((sum, one) => sum + one.high, 0));
  const high = Math.min(1, Math.max(low, 1 - shown.reduce((sum, one) => sum + one.low, 0)));
  const others = otherTokens(distribution, shown.length);
  const isCut = topK !== undefined || topP !== undefined;
  return {
    shape: shaped,
    bars,
    hidden: { label: others, probability: { low, high }, state: 'hidden' },
    lines: bars.map(({ probability, label, note }, at) => {
      const kept = shown[at]?.afterCut;
      const after = isCut && note === undefined && kept ? ` → ${formatPercentRange(kept.low, kept.high)}` : '';
      return `${formatPercentRange(probability.low, probability.high).padStart(7)}${after}  ${label}${note ? `   (${note})` : ''}`;
    }),
    hiddenLine: `${formatPercentRange(low, high).padStart(7)}  ${others} together`,
  };
}

function otherTokens({ vocabularySize }: Distribution, shown: number): string {
  return vocabularySize === undefined
    ? 'all other tokens'
    : `${(vocabularySize - shown).toLocaleString('en')} other tokens`;
}

function cuts({ topK, topP }: NextwordRun): string {
  return `${topK === undefined ? '' : ` · top-k ${topK}`}${topP === undefined ? '' : ` · top-p ${topP}`}`;
}

function facts(run: NextwordRun, { entropy }: Shape, services: Services): string[] {
  const { distribution, temperature, candidates } = run;
  const { label, tiny } = services.model.endpoint;
  const bits =
    formatBits(entropy.low) === formatBits(entropy.high)
      ? formatBits(entropy.low)
      : Number.isFinite(entropy.high)
        ? `between ${formatBits(entropy.low)} and ${formatBits(entropy.high)}`
        : `at least ${formatBits(entropy.low)}`;
  const listed = distribution.candidates.length;
  const how =
    distribution.route === 'completions'
      ? 'the text itself is continued (/v1/completions)'
      : 'the model is asked, as an assistant, to continue the text (/v1/chat/completions): not quite the same question';
  return [
    `Entropy: **${bits}**`,
    ...(listed < candidates ? [`-# The endpoint lists only ${listed} tokens.`] : []),
    ...(temperature === 1
      ? []
      : [
          '-# The temperature is applied here, to the model’s own probabilities; a range is what the tokens that are not listed leave open.',
        ]),
    `-# ${inlineCode(distribution.model)} ${tiny ? '(a real language model, only very small)' : `at ${plain(label)}`} · ${how} · temperature ${temperature}${cuts(run)}`,
  ];
}

function pathLines(path: readonly Step[]): string[] {
  if (path.length === 0) return [];
  const earlier = path.length > MAX_STEPS_SHOWN ? `… ${path.length - MAX_STEPS_SHOWN} before → ` : '';
  const shown = path
    .slice(-MAX_STEPS_SHOWN)
    .map((step) => `${inlineCode(stepLabel(step))} ${formatPercentRange(step.low, step.high)}`);
  const bitsLow = path.reduce((sum, step) => sum - Math.log2(step.high), 0);
  const isBound = path.some((step) => step.low < step.high);
  const total = `${isBound ? 'at least ' : ''}${formatBits(Math.max(0, bitsLow))}`;
  return [
    `Path: ${earlier}${shown.join(' → ')}`,
    `-# Together ${total}: the probability of exactly this path is 2 to the minus that.`,
  ];
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
        label: isEnd ? `${tail(labelOf(best), 30)} would end the text` : `Add “${tail(labelOf(best), 40)}”`,
        style: 'primary',
        disabled: isFull || isEnd || best === undefined,
      },
      { action: 'roll', runId, value, label: `Roll at temperature ${run.temperature}`, disabled: isFull },
      { action: 'undo', runId, value, label: 'Undo', disabled: run.path.length === 0 },
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
  return tokenLabel({ text: token, bytes: bytes === undefined ? undefined : Buffer.from(bytes, 'hex') });
}

/** The end of a text, at most so many characters, with `…` where something was left out. */
function tail(whole: string, characters: number): string {
  const list = Array.from(whole);
  return list.length <= characters ? whole : `…${list.slice(-characters).join('')}`;
}
