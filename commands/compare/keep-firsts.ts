import type { Distribution } from '../../src/domain/distribution.js';
import type { Endpoint } from '../../src/domain/language-model.js';
import type { Token } from '../../src/domain/token.js';
import { createTokenIndex } from '../../src/domain/token-index.js';
import type { NextTokenAnswer, NextTokenRecord } from '../../src/lesson/asking/next-token.js';
import { keepRecord } from '../../src/lesson/record/record.js';

/** So many of the likeliest tokens under each setting keep their names under all of them: more than have a row. */
const NAMED_EVERYWHERE = 12;

/**
 * First tokens as they are kept. What is likely under one setting keeps its name under the others too, where it may be so
 * unlikely that it would be gathered with many: the rows of a comparison show it.
 *
 * @param sameVocabulary all are of one model, so that an id is the same token in each
 * @param bytes what each may take as it is stored
 */
export function keepFirsts(
  answers: readonly NextTokenAnswer[],
  sameVocabulary: boolean,
  endpoint: Endpoint,
  bytes: number,
): NextTokenRecord[] {
  const comparable = ({ text, bytes: own, id }: Token): Token => ({
    text,
    bytes: own,
    id: sameVocabulary ? id : undefined,
  });
  const shown = createTokenIndex();
  for (const { answer } of answers) {
    for (const one of answer.candidates.slice(0, NAMED_EVERYWHERE)) shown.add(comparable(one), 0);
  }
  const isShown = (one: Distribution['candidates'][number]) => shown.placeOf(comparable(one)) !== undefined;
  return answers.map((answered) => keepRecord(answered, endpoint, bytes, isShown) as NextTokenRecord);
}
