import { formatBits, formatPercent, formatPercentRange } from '../src/charts/format.js';
import type { ProbabilityBar } from '../src/charts/picture.js';
import { codeBlock, inlineCode, plain } from '../src/discord/markdown.js';
import { type Block, buttons, menu, type Reply, text } from '../src/discord/reply.js';
import type { Candidate, Distribution } from '../src/model/distribution.js';
import { type Shape, type ShapedCandidate, shape } from '../src/sampling/shape.js';
import { probabilityOf } from '../src/sampling/surprisal.js';
import type { Services } from '../src/services.js';
import { visibleText } from '../src/tokens/visible.js';
import { describeModel } from './describe-model.js';
import { describeRoute } from './describe-route.js';
import { drawPicture } from './draw-picture.js';
import { continuedText, type NextwordRun, type Step } from './nextword-run.js';
import { unpackBytes } from './packed-bytes.js';
import { plural } from './plural.js';
import { TAKES_NO_TEMPERATURE } from './reply-scale.js';
import { describeTemperature, MENU_TEMPERATURES } from './sampling-options.js';
import { endsText, tokenLabel } from './token-label.js';

/** What becomes of some tokens together, in a word; undefined when all are kept. */
function cutNote(tokens: readonly ShapedCandidate[]): string | undefined {
  if (tokens.every(({ state }) => state === 'kept')) return undefined;
  const causes = [...new Set(tokens.flatMap(({ cutBy }) => cutBy ?? []))].join(' and ');
  if (tokens.every(({ state }) => state === 'cut')) return `cut by ${causes}`;
  return tokens.some(({ state }) => state === 'cut') ? 'partly cut' : 'may be cut';
}

/** What temperature 0 leaves open of some tokens together; undefined where it leaves nothing open. */
function tieNote(tokens: readonly ShapedCandidate[]): string | undefined {
  if (tokens.every(({ state }) => state !== 'unsure')) return undefined;
  return tokens.length === 1 ? 'tied' : 'may be tied';
}

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
      title: `What comes after “${tail(visibleText(continuedText(run)), 32)}”`,
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
      text([...pathLines(run.path), ...facts(run, rows)].join('\n')),
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
  /** Something is cut, or may be. */
  readonly isCut: boolean;
}

function rowsOf(run: NextwordRun): Rows {
  const { distribution, temperature, topP, topK } = run;
  const shaped = shape({
    probabilities: distribution.candidates.map(({ logprob }) => probabilityOf(logprob)),
    hiddenMass: distribution.hiddenMass,
    cap: distribution.cap,
    vocabularySize: distribution.vocabularySize,
    temperature,
    // The most likely token survives every cut, and at temperature 0 no other one is drawn.
    ...(temperature === 0 ? {} : { topP, topK }),
  });
  const noteOf = temperature === 0 ? tieNote : cutNote;
  const shown = shaped.candidates.slice(0, run.candidates);
  const rest = [...shaped.candidates.slice(run.candidates), shaped.hidden];
  const bars = shown.map((one, at): ProbabilityBar => {
    const label = labelOf(distribution.candidates[at]);
    const note = noteOf([one]);
    return { label, probability: { low: one.low, high: one.high }, state: one.state === 'cut' ? 'cut' : 'kept', note };
  });
  // Whatever the hidden tail is like, the tokens that are shown take the same share at the same time.
  const low = restOf(shown.map((one) => one.high));
  const high = Math.max(low, Math.min(restOf(shown.map((one) => one.low)), sumOf(rest.map((one) => one.high))));
  const others = otherTokens(distribution, shown.length);
  const hiddenNote = noteOf(rest);
  const isCut = temperature > 0 && [...shown, ...rest].some(({ state }) => state !== 'kept');
  const tied = [...shown, ...rest].filter(({ state }) => temperature === 0 && state === 'unsure').length;
  const inWords = (note: string) =>
    note === 'tied' ? `tied: greedy may take ${tied > 2 ? 'any of them' : 'either'}` : note;
  return {
    shape: shaped,
    bars,
    hidden: { label: others, probability: { low, high }, state: 'hidden', note: hiddenNote },
    lines: bars.map(({ probability, label, note }, at) => {
      const kept = shown[at]?.afterCut;
      const after = isCut && note === undefined && kept ? ` → ${formatPercentRange(kept.low, kept.high)}` : '';
      return `${formatPercentRange(probability.low, probability.high).padStart(7)}${after}  ${label}${note ? `   (${inWords(note)})` : ''}`;
    }),
    isCut,
    hiddenLine: `${formatPercentRange(low, high).padStart(7)}  ${others} together${hiddenNote ? `   (${hiddenNote})` : ''}`,
  };
}

/** What some probabilities leave of 1; a rest that is only rounding is none. */
function restOf(probabilities: readonly number[]): number {
  const rest = 1 - sumOf(probabilities);
  return rest < 1e-12 ? 0 : rest;
}

function sumOf(probabilities: readonly number[]): number {
  return probabilities.reduce((sum, probability) => sum + probability, 0);
}

function otherTokens({ vocabularySize }: Distribution, shown: number): string {
  return vocabularySize === undefined ? 'all other tokens' : plural(vocabularySize - shown, 'other token');
}

function cuts({ topK, topP }: NextwordRun): string {
  return `${topK === undefined ? '' : ` · top-k ${topK}`}${topP === undefined ? '' : ` · top-p ${topP}`}`;
}

function facts(run: NextwordRun, { shape: { entropy, hidden }, isCut }: Rows): string[] {
  const { distribution, temperature, topP = 1, candidates, endpoint } = run;
  const bits =
    formatBits(entropy.low) === formatBits(entropy.high)
      ? formatBits(entropy.low)
      : Number.isFinite(entropy.high)
        ? `between ${formatBits(entropy.low)} and ${formatBits(entropy.high)}`
        : `at least ${formatBits(entropy.low)}`;
  const listed = distribution.candidates.length;
  // Top-k counts, so that it says by itself how far it reaches.
  const mayCutHidden = temperature > 0 && topP < 1 && hidden.state === 'unsure';
  return [
    `Entropy${isCut ? ' before the cut' : ''}: **${bits}** (0: certain; each bit more doubles the choice)`,
    ...(isCut ? ['-# Percentages: before the cut → what is drawn from.'] : []),
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
        label: isEnd ? `${tail(labelOf(best), 30)} would end the text` : `Add “${tail(labelOf(best), 40)}”`,
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

/** The end of a text, at most so many characters, with `…` where something was left out. */
function tail(whole: string, characters: number): string {
  const list = Array.from(whole);
  return list.length <= characters ? whole : `…${list.slice(-characters).join('')}`;
}
