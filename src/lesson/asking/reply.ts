import { z } from 'zod';
import type { ReplyRequest } from '../../domain/language-model.js';
import type { Services } from '../../services.js';
import { type AnsweredReply, type ReplyRecord, recordCodec } from '../record/record.js';
import { findReplyScale } from './reply-scale.js';

/** A reply with what was asked, in a result's schema. */
export const replyCodec = recordCodec.pipe(
  z.custom<ReplyRecord>((record) => (record as ReplyRecord | undefined)?.kind === 'reply'),
);

/** Asks a question, streaming, and finds out of which probabilities the reply's logprobs tell. */
export async function askReply(
  { model, signal, onText, ...asked }: ReplyRequest & { readonly signal: AbortSignal },
  services: Services,
): Promise<AnsweredReply> {
  const answer = await services.model.reply({ ...asked, model, signal, onText });
  return { kind: 'reply', asked, answer, scale: await findReplyScale(asked, answer, services, signal) };
}

/** Whether a reply came with its tokens. */
export function hasTokens({ answer: { tokens } }: Pick<ReplyRecord, 'answer'>): boolean {
  return tokens !== undefined && tokens.length > 0;
}
