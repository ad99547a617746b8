import { picture, type Reply, status, text } from '../../src/discord/reply.js';
import { sentenceOf } from '../../src/facts.js';
import { distributionRemarks } from '../../src/lesson/asking/next-token.js';
import type { Place } from '../../src/lesson/command/definition.js';
import { layOut } from '../../src/lesson/command/layout.js';
import type { View } from '../../src/lesson/command/view.js';
import { MENU_TEMPERATURES } from '../../src/lesson/options/temperatures.js';
import { askedText, askedWords } from '../../src/lesson/text/asked-line.js';
import { markedTokenName } from '../../src/lesson/text/token-name.js';
import { lessonWords } from '../../src/lesson/words.js';
import { comparable, firstPlace, isPossible, mustAsk, type Prediction, predictionOf } from './prediction.js';
import { type DiceResult, hasRoom, rollsOf, type Unjudged } from './result.js';
import { rollRows, rowsOutside } from './table.js';
import { diceWords } from './words.js';

/** The counts beside what was expected of them, and what that says. */
export function viewDice(whole: DiceResult, place: Place): View {
  const { runId, locale } = place;
  const { result, prediction } = comparable(whole, predictionOf(whole));
  const { broken, rollsEach, record, temperature, asksModel } = result;
  const words = diceWords(locale);
  const shared = lessonWords(locale);
  const { rows } = rollRows(result, prediction, locale);
  const seed = words.seedUsed(temperature === 0 ? 'greedy' : (result.seed ?? 'none'));
  return layOut(
    {
      tone: broken === undefined ? 'normal' : 'error',
      asked: askedLine(result),
      picture: picture('dice', {
        kind: 'roll-counts',
        title: words.title(rollsOf(result)),
        rows,
      }),
      sentence: verdictOf(result, prediction, rowsOutside(rows).length === 0, locale),
      notes: [
        ...(broken === undefined ? [] : [words.notAll(sentenceOf(broken, locale))]),
        ...(record.answer.scale === 'raw' ? [] : [`-# ${shared.takesNoTemperature}`]),
        ...distributionRemarks(record.answer, locale),
      ],
      buttons: [
        { action: 'more', runId, label: words.rollMore(rollsEach), style: 'primary', disabled: !hasRoom(result) },
      ],
      goOn: [
        ...MENU_TEMPERATURES.filter((one) => one !== temperature).map((one) => ({
          action: 'temper',
          runId,
          choice: String(one),
          label: words.rollAt(one),
          description: shared.temperature(one),
        })),
        ...(asksModel || mustAsk(result, prediction)
          ? []
          : [{ action: 'askModel', runId, label: words.askItself, description: words.askItselfHint }]),
      ],
      smallPrint: shared.smallPrint(record.answer.model, [shared.sampling(result), ...seed].join(' · ')),
    },
    place,
  );
}

/** What is there while the model is being asked. */
export function viewProgress(result: Pick<DiceResult, 'record' | 'rollsEach'>, added: number, locale: string): Reply {
  return { blocks: [text(askedLine(result)), status(diceWords(locale).askingModel(added, result.rollsEach))] };
}

function askedLine({ record }: Pick<DiceResult, 'record'>): string {
  const { prompt, asQuestion } = record.asked;
  return asQuestion === undefined ? askedText(prompt) : askedWords(prompt);
}

function verdictOf(result: DiceResult, prediction: Prediction, isEachInside: boolean, locale: string): string {
  const words = diceWords(locale);
  const { fit, counts, unlisted } = result;
  const { categories, probabilities, width } = prediction;
  const others = unlisted.map((one) => (one.what === 'token' ? one.label : words.unnamed(one.what)));
  const names = [...categories.map(({ label }) => [label]), others];
  const impossible = probabilities.flatMap((_, place) =>
    (counts[place] ?? 0) > 0 && !isPossible(prediction, place) ? (names[place] ?? []) : [],
  );
  return words.verdict({
    fit,
    rolls: rollsOf(result),
    impossible,
    isAsked: mustAsk(result, prediction),
    isLoose: width > 0,
    isEachInside,
  });
}

/** The likeliest token with its count; undefined where it has no row. */
export function firstRow(result: Unjudged, prediction: Prediction, locale: string) {
  const [row] = rollRows(result, prediction, locale).rows;
  const place = firstPlace(prediction);
  const token = place === undefined ? undefined : prediction.categories[place]?.tokens[0];
  const probability = place === undefined ? undefined : prediction.estimates[place];
  if (row === undefined || row.hidden || token === undefined || probability === undefined) return undefined;
  return { ...row, probability, name: markedTokenName(token, locale) };
}
