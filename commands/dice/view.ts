import { picture, type Reply, status, text } from '../../src/discord/reply.js';
import { sentenceOf } from '../../src/facts.js';
import type { Place } from '../../src/lesson/command/definition.js';
import { explainButton } from '../../src/lesson/command/explanation.js';
import { linkTo, row, type View } from '../../src/lesson/command/view.js';
import { quote } from '../../src/lesson/text/shown-text.js';
import { lessonWords } from '../../src/lesson/words.js';
import { comparable, isPossible, mustAsk, type Prediction, predictionOf } from './prediction.js';
import { type DiceResult, type Fit, hasRoom, rollsOf, type Unjudged } from './result.js';
import { tabulate } from './table.js';
import { diceWords, type Rolling, type Test } from './words.js';

/** The verdict, the picture, the same as a table, and the buttons. */
export function viewDice(whole: DiceResult, { runId, locale }: Place): View {
  const { result, prediction, hasUntold } = comparable(whole, predictionOf(whole));
  const { record, broken, rollsEach } = result;
  const words = diceWords(locale);
  const { rows, block, notes, hasRanges } = tabulate(result, prediction, locale);
  return {
    tone: broken === undefined ? 'normal' : 'error',
    blocks: [
      text(quote(record.asked.prompt)),
      ...(broken === undefined ? [] : [text(words.notAll(sentenceOf(broken, locale)))]),
      text(verdictOf(result, prediction, locale)),
      picture('dice', {
        kind: 'roll-counts',
        title: words.title(rollsOf(result)),
        subtitle: words.subtitle(record.answer.model, lessonWords(locale).sampling(result)),
        rows,
      }),
      text(block),
      text(
        [
          words.legend,
          ...notes,
          ...(hasUntold ? [words.untold] : []),
          ...facts(result, prediction, hasRanges, locale),
        ].join('\n'),
      ),
      row(
        { action: 'more', runId, label: words.rollAgain(rollsEach), style: 'primary', disabled: !hasRoom(result) },
        explainButton(runId, locale),
        linkTo('details'),
      ),
      { kind: 'go-on-links', entries: [] },
    ],
  };
}

/** What is there while the model is being asked. */
export function viewProgress(soFar: Unjudged, added: number, locale: string): Reply {
  const { result, prediction } = comparable(soFar, predictionOf(soFar));
  return {
    blocks: [
      text(quote(result.record.asked.prompt)),
      ...(added === 0 ? [] : [text(tabulate(result, prediction, locale).block)]),
      status(diceWords(locale).askingModel(added, result.rollsEach)),
    ],
  };
}

function verdictOf(result: DiceResult, prediction: Prediction, locale: string): string {
  const words = diceWords(locale);
  const { fit, counts, unlisted } = result;
  const { categories, probabilities, width } = prediction;
  const rolls = rollsOf(result);
  const others = unlisted.map((one) => (one.what === 'token' ? one.label : words.unnamed(one.what)));
  const names = [...categories.map(({ label }) => [label]), others];
  const impossible = probabilities.flatMap((_, place) =>
    (counts[place] ?? 0) > 0 && !isPossible(prediction, place) ? (names[place] ?? []) : [],
  );
  const isAsked = mustAsk(result, prediction);
  const verdict = words.verdict({ fit, rolls, impossible, isAsked, isLoose: width > 0 });
  if (rolls === 0 || fit.statistic === 0 || impossible.length > 0) return verdict;
  return [
    verdict,
    words.test(
      testOf(
        fit,
        categories.map(({ label }) => label),
      ),
    ),
  ].join('\n');
}

/**
 * How the test went about it: what it counted together, or that it compared with simulated rolls.
 *
 * @param labels of the categories, by place; all tokens that are not listed have none
 */
export function testOf({ groups, method }: Pick<Fit, 'groups' | 'method'>, labels: readonly string[]): Test {
  if (method === 'simulation') return { method };
  const pooled = groups.find(({ categories }) => categories.length > 1);
  if (pooled === undefined) return { method: 'each' };
  const { categories, observed, expected } = pooled;
  const names = categories.flatMap((place) => labels[place] ?? []);
  return { method: 'pooled', names, hasUnlisted: names.length < categories.length, observed, expected };
}

function facts(result: DiceResult, prediction: Prediction, hasRanges: boolean, locale: string): string[] {
  const words = diceWords(locale);
  const shared = lessonWords(locale);
  const { record, temperature, seed = 'none', order } = result;
  const { answer, endpoint } = record;
  const cut = prediction.categories.filter((_, place) => !isPossible(prediction, place)).length;
  return [
    words.rolling(rollingOf(result, prediction)),
    ...(cut === 0 ? [] : [words.cut(cut)]),
    ...(hasRanges ? [words.ranges] : []),
    ...(order === undefined ? [] : [`-# ${shared.cutsFirst}`]),
    ...(answer.scale === 'raw' ? [] : [`-# ${shared.takesNoTemperature}`]),
    words.source(shared.model(answer.model, endpoint), shared.sampling(result), temperature === 0 ? 'greedy' : seed),
  ];
}

/** Who rolled, and why. */
function rollingOf(result: DiceResult, prediction: Prediction): Rolling {
  const { width } = prediction;
  if (!mustAsk(result, prediction)) return { by: 'tokenscope', width };
  const since = result.asksModel ? undefined : { width, listed: result.record.answer.candidates.length };
  return { by: 'model', requests: result.requests, since };
}
