import { type Candidate, UNLISTED_LOGPROB } from '../../src/domain/token.js';
import type { Place } from '../../src/lesson/command/definition.js';
import type { Explanation } from '../../src/lesson/command/explanation.js';
import { endOf, lengthOf } from '../../src/lesson/record/text-record.js';
import { markedTokenName } from '../../src/lesson/text/token-name.js';
import { probabilityOf } from '../../src/sampling/surprisal.js';
import { shorten } from '../../src/words/shorten.js';
import { lastTurn } from './examples.js';
import { isFewShot, type TuningResult, type TuningRow } from './result.js';
import { rollButton } from './view.js';
import { tuningWords } from './words.js';

/** Of the end of what the base model read; characters. */
const MAX_SHOWN = 80;

/** Tells what each stage of training changes, with what came; or what examples in a prompt do. */
export function explainTuning(result: TuningResult, place: Place): Explanation {
  const { runId, locale } = place;
  const { explain: words, giveExamples } = tuningWords(locale);
  const { rows, prompt } = result;
  const first = rows.flatMap((row) => firstToken(row, isFewShot(result), locale));
  if (isFewShot(result)) {
    const { idea, example, next } = words.examples;
    const read = shorten(lastTurn(prompt), MAX_SHOWN, 'end');
    return { idea, example: example(first, read), next, tryIt: rollButton(result, place) };
  }
  const texts = rows.flatMap((row) => {
    const { stage, record } = row;
    return record === undefined ? [] : [{ stage, tokens: lengthOf(record), end: endOf(record) }];
  });
  return {
    idea: words.idea,
    example: texts.length === 0 ? words.noExample : words.example(texts, first),
    next: words.next,
    tryIt: { action: 'examples', runId, label: giveExamples },
  };
}

/** The first token that was drawn, where its own chance is told. */
function firstToken(row: TuningRow, isOfExamples: boolean, locale: string) {
  const { who } = tuningWords(locale).explain;
  const first: Candidate | undefined = row.record?.answer.tokens?.[0];
  const isTold = row.record?.answer.scale === 'raw' && first !== undefined && first.logprob > UNLISTED_LOGPROB;
  if (!isTold) return [];
  const name = isOfExamples ? (row.hasExamples ? who.behind : who.without) : who[row.stage];
  return [{ who: name, token: markedTokenName(first, locale), chance: probabilityOf(first.logprob) }];
}
