import type { ProbabilityStrip } from '../../src/charts/picture.js';
import { codeBlock, inlineCode, plain } from '../../src/discord/markdown.js';
import { type Block, buttons, type Reply, text } from '../../src/discord/reply.js';
import { findIn } from '../../src/domain/find-token.js';
import { joinTokens } from '../../src/domain/join-tokens.js';
import { tokenKey } from '../../src/domain/same-token.js';
import { sentenceOf } from '../../src/facts.js';
import { TAKES_NO_TEMPERATURE } from '../../src/lesson/asking/reply-scale.js';
import { describeSampling } from '../../src/lesson/describe/describe-sampling.js';
import { drawPicture } from '../../src/lesson/draw-picture.js';
import { explainButton } from '../../src/lesson/explain.js';
import { quote } from '../../src/lesson/text/quote.js';
import { shownText } from '../../src/lesson/text/shown-text.js';
import {
  addedLabel,
  type Listed,
  ownProbability,
  tokensOf,
  type WrittenStep,
  type WrittenText,
} from '../../src/lesson/writing/written-text.js';
import { findParting } from '../../src/sampling/parting.js';
import { findLongestRepeat } from '../../src/sampling/repeated-run.js';
import { probabilityOf } from '../../src/sampling/surprisal.js';
import type { Services } from '../../src/services.js';
import { visibleText } from '../../src/tokens/visible.js';
import { formatPercent, formatPercentRange } from '../../src/words/format.js';
import { plural } from '../../src/words/plural.js';
import { type KeptText, replay } from './stored-text.js';
import { perplexityFact } from './view.js';

/** Shorter runs of tokens, such as “of the”, come back in any text. */
const SHORTEST_REPEAT = 3;

/** Two texts from one prompt; `other` is the one that was just written. */
export interface Pair {
  readonly greedy: KeptText;
  readonly sampled: KeptText;
  readonly other: KeptText;
  readonly otherId: string;
}

/** Greedy and sampled, one below the other, with what tells them apart in words. */
export async function presentBeside(
  { greedy, sampled, other, otherId }: Pair,
  signal: AbortSignal,
  services: Services,
): Promise<Reply> {
  const isStopped = signal.aborted;
  const blocksOf = async (written: WrittenText, name: string): Promise<Block[]> => [
    text(
      [
        `**${name}** · ${[describeSampling(written), plural(tokensOf(written.steps).length, 'token'), ...perplexityFact(written.steps)].join(' · ')}`,
        codeBlock(shownText(joinTokens(tokensOf(written.steps)))),
        ...(written.broken === undefined ? [] : [`**It breaks off here.** ${plain(sentenceOf(written.broken, 'en'))}`]),
      ].join('\n'),
    ),
    // Somebody who stopped this does not wait for pictures.
    ...(isStopped ? [] : [(await drawPicture(services, stripOf(written, name), name.toLowerCase(), signal)).picture]),
  ];
  return {
    blocks: [
      text(quote(greedy.prompt)),
      ...(await blocksOf(sampled, 'Sampled')),
      ...(await blocksOf(greedy, 'Greedy')),
      text([describeParting(sampled, greedy), describeRepeats(greedy, sampled)].join('\n')),
      text(noteLines(greedy, sampled, !isStopped).join('\n')),
      buttons(
        { action: 'watch', runId: otherId, label: other === greedy ? 'Watch greedy write' : 'Watch it write' },
        explainButton,
        ...(other.recordId === undefined ? [] : [replay.button(other.recordId)]),
      ),
    ],
  };
}

function noteLines(greedy: WrittenText, sampled: WrittenText, hasPictures: boolean): string[] {
  const colours =
    'The colours are the model’s own probability of each token: greedy keeps to the likely ones, sampling sometimes takes a less likely way.';
  const again =
    sampled.seed === undefined
      ? 'and sampling draws anew'
      : 'and so does sampling with the same seed, as far as the server can';
  return [
    ...(hasPictures ? [`-# ${colours}`] : []),
    `-# Asked again, greedy takes the same tokens, ${again}.`,
    ...(greedy.isOwn && sampled.isOwn ? [] : [`-# ${TAKES_NO_TEMPERATURE}`]),
  ];
}

function stripOf({ steps }: WrittenText, name: string): ProbabilityStrip {
  return {
    kind: 'probability-strip',
    title: `${name}: how likely each token was`,
    tokens: steps.map((step, at) => {
      const { low, high } = ownProbability(step);
      const isKnown = low === high;
      return {
        label: addedLabel(steps, at) ?? '⟨end⟩',
        probability: isKnown || high < 1 ? high : undefined,
        bound: !isKnown,
        breakAfter: step.token.text.endsWith('\n'),
      };
    }),
  };
}

/** Where the two texts part, and how likely either way was. */
function describeParting(sampled: WrittenText, greedy: WrittenText): string {
  const [ours, theirs] = [sampled, greedy].map(({ steps }) => steps.map(({ token }) => token));
  const { agreeing, how, untold } = findParting(ours ?? [], theirs ?? []);
  const parts = `${plural(untold, 'part')} of characters that the endpoint does not tell apart`;
  if (how === 'equal') {
    return untold === 0
      ? '**They are the same:** each draw happened to give the token that greedy takes.'
      : `**They look the same,** but for ${parts}: these may differ.`;
  }
  const [drawn, taken] = [sampled.steps[agreeing], greedy.steps[agreeing]];
  if (drawn === undefined || taken === undefined) {
    return `**They are the same** for ${plural(agreeing, 'token')}, until ${drawn === undefined ? 'the sampled one' : 'greedy'} ends.`;
  }
  const before = agreeing === 0 ? 'at once' : `after ${plural(agreeing, 'token')}`;
  const perhaps = untold === 0 ? '' : `, or before, at one of ${parts}`;
  return `**They part ${before}${perhaps}:** sampling drew ${name(sampled, agreeing)} (${chance(drawn)}), greedy took ${name(greedy, agreeing)} (${chance(taken, drawn.listed)}).`;
}

function name({ steps }: WrittenText, at: number): string {
  const label = addedLabel(steps, at);
  return label === undefined ? 'the end of the text' : inlineCode(label);
}

/** @param beside what was listed after the same text, for where nothing was with the step itself */
function chance(step: WrittenStep, beside?: Listed): string {
  const { low, high } = ownProbability(step);
  const known = step.listed === undefined && beside && findIn(beside.candidates, step.token);
  return low < high && known ? formatPercent(probabilityOf(known.logprob)) : formatPercentRange(low, high);
}

/** Whether greedy runs in circles, by the longest run of tokens that comes back. */
function describeRepeats(greedy: WrittenText, sampled: WrittenText): string {
  const [loop, other] = [repeatIn(greedy), repeatIn(sampled)];
  if (loop === undefined) {
    return `Greedy does not repeat itself here: no run of ${SHORTEST_REPEAT} or more tokens comes twice in its ${plural(tokensOf(greedy.steps).length, 'token')}.${greedy.ended ? '' : ' Ask for more `tokens`, and it may.'}`;
  }
  const sampledToo = other === undefined ? 'The sampled text does not.' : `So does the sampled text: ${other}.`;
  return `**Greedy repeats itself:** ${loop}. ${sampledToo}`;
}

function repeatIn({ steps }: WrittenText): string | undefined {
  const tokens = tokensOf(steps);
  const run = findLongestRepeat(tokens.map(tokenKey));
  if (run === undefined || run.length < SHORTEST_REPEAT) return undefined;
  const [first = 0, ...again] = run.places;
  const words = visibleText(joinTokens(tokens.slice(first, first + run.length)));
  const times = again.length === 1 ? 'twice' : `${again.length + 1} times`;
  const where = run.places.map((place) => String(place + 1));
  return `the ${run.length} tokens ${inlineCode(words)} come ${times}, at tokens ${where.slice(0, -1).join(', ')} and ${where.at(-1)}`;
}
