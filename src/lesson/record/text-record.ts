import { z } from 'zod';
import { endsText } from '../text/token-label.js';
import { type ReplayRecord, recordCodec } from './record.js';

/** A text that was asked for, as a reply or as how another text goes on, with what was asked. */
export type TextRecord = Extract<ReplayRecord, { kind: 'reply' | 'generate' }>;

/** Such a record in a result's schema. */
export const textCodec = recordCodec.pipe(
  z.custom<TextRecord>((record) => ['reply', 'generate'].includes((record as ReplayRecord).kind)),
);

/** `limit`: it has as many tokens as were asked for. `endpoint`: a content filter, say, ended it. */
export type TextEnd = 'model' | 'limit' | 'endpoint';

/** What ended a finished text. */
export function endOf(record: TextRecord): TextEnd {
  if (record.kind === 'generate') return record.answer.ended ? 'model' : 'limit';
  const { finishReason } = record.answer;
  if (finishReason === 'length') return 'limit';
  return finishReason === 'stop' ? 'model' : 'endpoint';
}

/** In tokens, without one that ends the text; undefined where the server did not tell them. */
export function lengthOf({ answer: { tokens }, total }: TextRecord): number | undefined {
  return tokens && total - tokens.filter(endsText).length;
}

/** A text that is asked for, as far as it has come. */
export interface AskedText {
  /** Undefined while it is written, and where it broke off. */
  readonly record?: TextRecord | undefined;
  /** The text, where no record holds the whole of it. */
  readonly written?: string | undefined;
}

/** What is there of a text. */
export function writtenText({ record, written = '' }: AskedText): string {
  const kept = record?.answer.text ?? '';
  return written.length > kept.length ? written : kept;
}
