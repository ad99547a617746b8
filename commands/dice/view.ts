import { plain } from '../../src/discord/markdown.js';
import { buttons, type Reply, status, text } from '../../src/discord/reply.js';
import { CUTS_FIRST } from '../../src/lesson/asking/draw-order.js';
import { TAKES_NO_TEMPERATURE } from '../../src/lesson/asking/reply-scale.js';
import { takeTurns } from '../../src/lesson/asking/take-turns.js';
import { describeModel } from '../../src/lesson/describe/describe-model.js';
import { describeSampling } from '../../src/lesson/describe/describe-sampling.js';
import { drawPicture } from '../../src/lesson/draw-picture.js';
import { explainButton } from '../../src/lesson/explain.js';
import { lookButtons } from '../../src/lesson/looks.js';
import { quote } from '../../src/lesson/text/quote.js';
import { testGoodnessOfFit } from '../../src/sampling/goodness-of-fit.js';
import { createSeededRandom } from '../../src/sampling/random.js';
import type { Services } from '../../src/services.js';
import { formatCount } from '../../src/words/format.js';
import { plural } from '../../src/words/plural.js';
import { comparable, type Prediction, predictRolls } from './prediction.js';
import { asksModel, hasRoom, type Rolled } from './roll.js';
import { type DiceRun, replay, rollsOf } from './run.js';
import { tabulate } from './table.js';
import { describeTest, describeVerdict } from './verdict.js';

/** Beyond the seeds that people may give, so that the test never sees the numbers that were rolled with. */
const TEST_SEED = 2 ** 40;

/** How to read the picture. */
const LEGEND =
  'A bar is how often a token came up. The diamond is what its probability predicts; in at least 95 of 100 tries the count falls inside the line around it.';

/** Why parts of characters have no rows of their own. */
const UNTOLD =
  '-# The endpoint does not tell which part of a character it drew, so all tokens that are such parts count among the others.';

/** The verdict, the picture, the same as a table, and the buttons. */
export async function presentDice(
  { run: rolled, broken }: Rolled,
  runId: string,
  signal: AbortSignal,
  services: Services,
): Promise<Reply> {
  const { run, prediction, hasUntold } = comparable(rolled, predictRolls(rolled));
  const rolls = rollsOf(run);
  const { rows, block, notes, hasRanges } = tabulate(run, prediction);
  const title = `${plural(rolls, 'roll')} of the next token`;
  const subtitle = `${run.distribution.model} · ${describeSampling(run)}`;
  return {
    tone: broken === undefined ? 'normal' : 'error',
    blocks: [
      text(quote(run.prompt)),
      ...(broken === undefined ? [] : [text(`**Not all were rolled.** ${plain(broken)}`)]),
      text(await verdictOf(run, prediction)),
      // Somebody who stopped this does not wait for a picture.
      ...(signal.aborted
        ? []
        : [(await drawPicture(services, { kind: 'roll-counts', title, subtitle, rows }, 'dice', signal)).picture]),
      text(block),
      text(
        [
          ...(signal.aborted ? [] : [LEGEND]),
          ...notes,
          ...(hasUntold ? [UNTOLD] : []),
          ...facts(run, prediction, hasRanges),
        ].join('\n'),
      ),
      buttons(
        {
          action: 'more',
          runId,
          label: `Roll again (${formatCount(run.rollsEach)} more)`,
          style: 'primary',
          disabled: !hasRoom(run),
        },
        explainButton,
        replay.button(run.recordId),
      ),
      await lookButtons(
        services,
        { prompt: run.prompt, model: run.model, asQuestion: run.asQuestion },
        'nextword',
        'temperature',
        'sampling',
        'generate',
      ),
    ],
  };
}

/** What is there while the model is being asked. */
export function presentProgress(rolled: DiceRun, added: number): Reply {
  const { run, prediction } = comparable(rolled, predictRolls(rolled));
  return {
    blocks: [
      text(quote(run.prompt)),
      ...(added === 0 ? [] : [text(tabulate(run, prediction).block)]),
      status(`Asking the model: rolled ${formatCount(added)} of ${formatCount(run.rollsEach)}…`),
    ],
  };
}

async function verdictOf(run: DiceRun, prediction: Prediction): Promise<string> {
  const { categories, probabilities } = prediction;
  const rolls = rollsOf(run);
  const count = (place: number) => run.counts[place] ?? 0;
  const isPossible = (place: number) => (probabilities[place]?.high ?? 0) > 0;
  const names = [...categories.map(({ label }) => [label]), run.unlisted.map(({ label }) => label)];
  const impossible = names.filter((_, place) => count(place) > 0 && !isPossible(place)).flat();
  // What cannot come up, and did not, tells nothing.
  const judged = probabilities.map((_, place) => place).filter((place) => count(place) > 0 || isPossible(place));
  const fit = await takeTurns(
    testGoodnessOfFit(
      judged.map(count),
      judged.map((place) => probabilities[place] ?? { low: 0, high: 0 }),
      createSeededRandom(TEST_SEED + rolls),
    ),
  );
  const judgement = { fit, rolls, impossible, isAsked: asksModel(run, prediction), isLoose: prediction.width > 0 };
  const labels = judged.map((place) => categories[place]?.label);
  return [
    describeVerdict(judgement),
    ...(rolls === 0 || fit.statistic === 0 || impossible.length > 0 ? [] : [`-# ${describeTest(fit, labels)}`]),
  ].join('\n');
}

function facts(run: DiceRun, prediction: Prediction, hasRanges: boolean): string[] {
  const { distribution, endpoint, temperature } = run;
  const cut = prediction.probabilities.slice(0, -1).filter(({ high }) => high === 0).length;
  return [
    `-# ${howRolled(run, prediction)}`,
    ...(cut === 0 ? [] : [`-# ${plural(cut, 'listed token')} cannot come up at these settings.`]),
    ...(hasRanges
      ? [
          '-# Where a range is predicted, the tokens that the endpoint does not list leave it open. The test takes the point in the ranges that the rolls fit best.',
        ]
      : []),
    ...(run.order === undefined ? [] : [`-# ${CUTS_FIRST}`]),
    ...(distribution.scale === 'raw' ? [] : [`-# ${TAKES_NO_TEMPERATURE}`]),
    `-# ${describeModel(distribution.model, endpoint)} · ${describeSampling(run)}${temperature === 0 ? '' : ` · ${run.seed === undefined ? 'no seed' : `seed ${run.seed}`}`}`,
  ];
}

/** Who rolled, and why. */
function howRolled(run: DiceRun, prediction: Prediction): string {
  const { width } = prediction;
  if (!asksModel(run, prediction)) {
    return width === 0
      ? 'Rolled here, from exactly these probabilities.'
      : `Rolled here, from the middle of ranges that are ${inPoints(width)} wide at most.`;
  }
  const asked = `The model was really asked each time, in ${plural(run.requests, 'request')}.`;
  return run.asksModel
    ? asked
    : `${asked} At these settings a roll here could be off by up to ${inPoints(width)}, for the endpoint lists only ${plural(run.distribution.candidates.length, 'token')}.`;
}

function inPoints(width: number): string {
  const points = width * 100;
  return points < 0.1 ? 'less than 0.1 percentage points' : `${points.toFixed(1)} percentage points`;
}
