import type { Place } from '../../src/lesson/command/definition.js';
import type { Explanation } from '../../src/lesson/command/explanation.js';
import type { CheckpointsResult, HomeResult, TrainingResult } from './result.js';
import { learnedOf, lossOf } from './sentence.js';
import { trainingWords } from './words.js';

/** Tells what training is, with what became of the right token; or what the loss is, with the curve's own numbers. */
export function explainTraining(result: TrainingResult, place: Place): Explanation {
  return result.kind === 'home' ? explainHome(result, place) : explainCheckpoints(result, place);
}

function explainCheckpoints(result: CheckpointsResult, { runId, locale, value }: Place): Explanation {
  const { explain: words, train } = trainingWords(locale);
  const tryIt = { action: 'train', runId, label: train };
  const { parameters } = result.training;
  if (value === 'curve' || result.rows.length === 0) {
    const { first, last, own } = lossOf(result);
    return { idea: words.lossIdea, example: words.lossExample(first, last, own), next: words.next, tryIt };
  }
  const learned = learnedOf(result, locale);
  const example = learned === undefined ? words.noExample(result.rows.length, parameters) : words.example(learned);
  return { idea: words.idea, example, next: words.next, tryIt };
}

function explainHome({ parameters, characters, losses }: HomeResult, { runId, locale }: Place): Explanation {
  const { explain: words, paste } = trainingWords(locale);
  return {
    idea: words.homeIdea(parameters),
    example: words.homeExample(characters, losses.at(-1)?.bits ?? 0),
    next: words.homeNext,
    tryIt: { action: 'paste', runId, label: paste },
  };
}
