import { codeBlock, inlineCode, plain } from '../../src/discord/markdown.js';
import { type Block, buttons, type Reply, text } from '../../src/discord/reply.js';
import { sentenceOf } from '../../src/facts.js';
import { CUTS_FIRST } from '../../src/lesson/asking/draw-order.js';
import { TAKES_NO_TEMPERATURE } from '../../src/lesson/asking/reply-scale.js';
import { describeModel } from '../../src/lesson/describe/describe-model.js';
import { describeSampling } from '../../src/lesson/describe/describe-sampling.js';
import { animateLater } from '../../src/lesson/draw-animation.js';
import { drawPicture } from '../../src/lesson/draw-picture.js';
import { explainButton } from '../../src/lesson/explain.js';
import { lookButtons } from '../../src/lesson/looks.js';
import { shownText } from '../../src/lesson/text/shown-text.js';
import {
  addedLabel,
  isEnd,
  ownProbability,
  textUpTo,
  tokensOf,
  type WrittenStep,
  type WrittenText,
} from '../../src/lesson/writing/written-text.js';
import { perplexity } from '../../src/sampling/surprisal.js';
import type { Services } from '../../src/services.js';
import { formatPercent, formatPercentRange, formatPerplexity } from '../../src/words/format.js';
import { plural } from '../../src/words/plural.js';
import { shorten } from '../../src/words/shorten.js';
import { forkButton } from './forks.js';
import { ANIMATED_STEPS, drawnPlace, stepFrames, stepPicture, stepRows } from './step-picture.js';
import { type KeptText, replay } from './stored-text.js';

const MAX_LABEL = 40;

/** Sixty tokens stand in one line with their probabilities. */
const MAX_PATH_LABEL = 16;

/** What is shown of a text: the animation of its first steps, one step (from 1 on), or the text alone. */
export type Sight = number | 'animation' | 'text';

/** Shows a text as it was written, with the buttons that lead through it. */
export async function presentText(
  written: KeptText,
  textId: string,
  sight: Sight,
  signal: AbortSignal,
  services: Services,
): Promise<Reply> {
  const { steps, prompt, model, broken } = written;
  const count = typeof sight === 'number' ? sight : steps.length;
  const looks = await lookButtons(
    services,
    { prompt: typeof sight === 'number' ? textUpTo(written, sight - 1) : prompt, model },
    'nextword',
    'temperature',
    'sampling',
    'dice',
  );
  const replyWith = (blocks: readonly Block[], shown: Sight): Reply => ({
    tone: broken === undefined ? 'normal' : 'error',
    blocks: [
      text(codeBlock(shownText(textUpTo(written, count)))),
      ...blocks,
      ...(broken === undefined
        ? []
        : [text(`**The text breaks off after ${plural(steps.length, 'token')}.** ${plain(sentenceOf(broken, 'en'))}`)]),
      text(factLines(written).join('\n')),
      ...(steps.length === 0 ? [] : [stepButtons(steps.length, textId, shown)]),
      buttons(
        {
          action: 'beside',
          runId: textId,
          label: written.temperature === 0 ? 'Sampled beside it' : 'Greedy beside it',
          style: 'primary',
        },
        ...(steps.length === 0 ? [] : [forkButton(textId)]),
        explainButton,
        ...(written.recordId === undefined ? [] : [replay.button(written.recordId)]),
      ),
      looks,
    ],
  });
  if (sight !== 'animation' || steps.length === 0) {
    return replyWith(await sightBlocks(written, sight, signal, services), sight);
  }
  const animation = { frames: stepFrames(written), still: stepPicture(written, 1), name: 'writing' };
  return animateLater(services, animation, signal, (place, isMissing) =>
    replyWith(
      [...place, text(describeRounds(written, isMissing)), text(pathLine(written))],
      isMissing ? 'text' : 'animation',
    ),
  );
}

async function sightBlocks(
  written: WrittenText,
  sight: Sight,
  signal: AbortSignal,
  services: Services,
): Promise<Block[]> {
  if (written.steps.length === 0) return [text('The model ended the text at once, so nothing was added to it.')];
  if (typeof sight === 'number') {
    const { picture } = await drawPicture(services, stepPicture(written, sight), `step-${sight}`, signal);
    const lines = stepRows(written, sight)?.lines;
    return [
      picture,
      text(describeStep(written, sight)),
      ...(lines === undefined ? [] : [text(codeBlock(lines.join('\n')))]),
    ];
  }
  return [text(pathLine(written))];
}

/** How a text is written, round by round. */
function describeRounds({ steps, temperature }: WrittenText, isMissing: boolean): string {
  const isPart = !isMissing && steps.length > ANIMATED_STEPS;
  return [
    `Each round is the same: the model gives **every** token a probability, ${temperature === 0 ? 'the most likely one is taken' : 'one is drawn'}, and it becomes part of the text that the next round starts from.`,
    ...(isPart ? [`The animation shows the first ${ANIMATED_STEPS} of ${steps.length} rounds.`] : []),
    '**Next ▶** goes through them one by one.',
  ].join(' ');
}

/** The drawn token of a step, with its probability before and after temperature and cuts. */
function describeStep(written: WrittenText, step: number): string {
  const { steps, temperature } = written;
  const place = `**Step ${step} of ${steps.length}.**`;
  const drawn = steps[step - 1];
  if (drawn === undefined) return place;
  const label = addedLabel(steps, step - 1);
  const token = label === undefined ? 'the end of the text' : code(label, MAX_LABEL);
  if (drawn.listed === undefined) {
    return `${place} Added: ${token}. The endpoint told no probabilities here, as for parts of one character that are drawn together.`;
  }
  const own = `The model gave it **${describeOwn(drawn)}**`;
  return `${place} ${temperature === 0 ? 'Taken' : 'Drawn'}: ${token}. ${[own, ...afterSampling(written, step)].join('; ')}.`;
}

function afterSampling(written: WrittenText, step: number): string[] {
  const { temperature } = written;
  const { token, listed } = written.steps[step - 1] ?? {};
  const rows = stepRows(written, step);
  const place = token && listed && drawnPlace(token, listed);
  const shaped = typeof place === 'number' ? rows?.outcome.candidates[place] : undefined;
  if (rows === undefined || shaped === undefined) return [];
  if (temperature === 0) return place === 0 ? ['it is the most likely token'] : [];
  const { low, high, afterCut, state } = shaped;
  return [
    ...(temperature === 1 ? [] : [`at temperature ${temperature} that is **${formatPercentRange(low, high)}**`]),
    ...(rows.isCut && state === 'kept' ? [`after the cut **${formatPercentRange(afterCut.low, afterCut.high)}**`] : []),
  ];
}

/** Every drawn token with the model's own probability. */
function pathLine({ steps, temperature }: WrittenText): string {
  const tokens = steps.map((step, at) => {
    const label = addedLabel(steps, at);
    return `${label === undefined ? '(end)' : code(label, MAX_PATH_LABEL)} ${describeOwn(step)}`;
  });
  return `${temperature === 0 ? 'Taken' : 'Drawn'}, with the model’s own probabilities: ${tokens.join(' → ')}`;
}

function code(label: string, longest: number): string {
  return inlineCode(shorten(label, longest, 'both'));
}

function describeOwn(step: WrittenStep): string {
  const { low, high } = ownProbability(step);
  if (low === high) return formatPercent(high);
  return high < 1 ? `at most ${formatPercent(high)}` : 'not told';
}

function factLines(written: WrittenText): string[] {
  const { steps, answeredBy, endpoint, seed, temperature, ended, isOwn, maxTokens, order } = written;
  const facts = [
    ...(answeredBy === undefined ? [] : [describeModel(answeredBy, endpoint)]),
    describeSampling(written),
    ...(temperature === 0 ? [] : [seed === undefined ? 'no seed' : `seed ${seed}`]),
    plural(tokensOf(steps).length, 'token'),
    ...perplexityFact(steps),
  ];
  return [
    ...(ended && steps.length < maxTokens ? ['-# The model ended the text here by itself.'] : []),
    ...(order === undefined ? [] : [`-# ${CUTS_FIRST}`]),
    ...(isOwn ? [] : [`-# ${TAKES_NO_TEMPERATURE}`]),
    `-# ${facts.join(' · ')}`,
  ];
}

/** Perplexity of the tokens that were added, by the model's own probabilities: a bound where one of those is. */
export function perplexityFact(steps: readonly WrittenStep[]): string[] {
  const own = steps.filter((_, at) => !isEnd(steps, at)).map(ownProbability);
  if (own.length === 0 || own.every(({ low, high }) => low === 0 && high === 1)) return [];
  const value = perplexity(own.map(({ high }) => Math.log(high)));
  return [`perplexity ${own.some(({ low, high }) => low < high) ? 'at least ' : ''}${formatPerplexity(value)}`];
}

/**
 * Presses carry the step that they lead to, so that two people who press at once do not skip one.
 */
function stepButtons(steps: number, textId: string, sight: Sight): Block {
  const now = typeof sight === 'number' ? sight : 0;
  const to = (action: string, label: string, step: number, disabled: boolean) => ({
    action,
    runId: textId,
    value: String(step),
    label,
    disabled,
  });
  return buttons(
    to('first', '⏮ First', 1, now === 1),
    to('back', '◀ Back', Math.max(1, now - 1), now <= 1),
    to('on', 'Next ▶', Math.min(steps, now + 1), now === steps),
    to('last', 'Last ⏭', steps, now === steps),
    sight === 'animation'
      ? to('still', 'Still picture', 1, false)
      : { action: 'animation', runId: textId, label: 'Animation' },
  );
}
