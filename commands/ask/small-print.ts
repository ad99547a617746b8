import { lessonWords } from '../../src/lesson/words.js';
import type { AskReply, AskResult } from './result.js';
import { askWords } from './words.js';

/** The model and how a reply was drawn, in one line. */
export function smallPrint(
  result: AskResult,
  { record, temperature, isOwnTemperature }: AskReply,
  locale: string,
): string {
  const { topP, topK, minP, seed, sample, model, before = [], leftOut = 0 } = result;
  const words = askWords(locale);
  const shared = lessonWords(locale);
  return shared.smallPrint(
    record?.answer.model ?? model,
    [
      shared.sampling({ temperature, isOwnTemperature, topP, topK, minP }),
      ...(seed === undefined ? [] : [words.seedUsed(record?.asked.seed ?? seed)]),
      ...(before.length + leftOut > 0 ? [words.conversation.read(before.length, leftOut)] : []),
      ...(sample > 1 ? [words.answerNumber(sample)] : []),
    ].join(' · '),
  );
}
