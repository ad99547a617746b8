import { endOf, writtenText } from '../../src/lesson/record/text-record.js';
import { countWords } from '../../src/lesson/text/count-words.js';
import { readTurns } from './examples.js';
import type { TuningResult, TuningRow } from './result.js';

/**
 * How a base model went on: not at all, with a question, with turns of a conversation or a list of questions with answers,
 * or with more text.
 */
export type Continuation = 'nothing' | 'question' | 'turns' | 'text';

/** Where a model that is shown a question may go on with. */
export function readContinuation(written: string): Continuation {
  const text = written.trim();
  if (text === '') return 'nothing';
  if (/^[ \t]*(?:Q|A|Question|Answer|Human|Assistant):/m.test(text)) return 'turns';
  return /^[^.!?。！？\n]*[?？]/u.test(text) ? 'question' : 'text';
}

/** What came of one answer. */
export interface CameAnswer {
  readonly words: number;
  /** It was cut off, so that there would be more. */
  readonly isCut: boolean;
}

/** What came of the stages, as far as the sentence of the reply tells it; undefined for a text that broke off. */
export interface WhatCame {
  readonly base: Continuation | undefined;
  readonly tuned: CameAnswer | undefined;
  readonly preferred: CameAnswer | undefined;
  /** Both answers are the same. */
  readonly isSame: boolean;
}

/** What came of each stage. */
export function whatCame({ rows }: Pick<TuningResult, 'rows'>): WhatCame {
  const [base, tuned, preferred] = (['base', 'tuned', 'preferred'] as const).map((stage) => finished(rows, stage));
  const isSame = tuned !== undefined && preferred !== undefined && writtenText(tuned) === writtenText(preferred);
  return {
    base: base && readContinuation(writtenText(base)),
    tuned: tuned && answerOf(tuned),
    preferred: preferred && answerOf(preferred),
    isSame,
  };
}

/** What came of the base model behind examples. */
export interface CameOfExamples {
  /** It wrote nothing, asked a question, or wrote something that stands where an answer belongs. */
  readonly how: 'nothing' | 'question' | 'answer';
  /** Then it wrote the human's next words as well. */
  readonly goesOn: boolean;
}

/** The same behind examples; undefined where it broke off. */
export function whatCameOfExamples({ rows }: Pick<TuningResult, 'rows'>): CameOfExamples | undefined {
  const row = rows.find(({ hasExamples, record }) => hasExamples && record !== undefined);
  if (row === undefined) return undefined;
  const { answer, goesOn } = readTurns(writtenText(row));
  const came = readContinuation(answer);
  return { how: came === 'nothing' || came === 'question' ? came : 'answer', goesOn };
}

function finished(rows: readonly TuningRow[], stage: TuningRow['stage']): TuningRow | undefined {
  return rows.find((row) => row.stage === stage && row.record !== undefined);
}

function answerOf(row: TuningRow): CameAnswer {
  return { words: countWords(writtenText(row)), isCut: row.record !== undefined && endOf(row.record) === 'limit' };
}
