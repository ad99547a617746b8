import { z } from 'zod';
import type { ReplyRequest } from '../../domain/language-model.js';
import type { SentRequest } from '../../domain/sent-request.js';
import type { Services } from '../../services.js';
import { type AnsweredReply, type ReplyRecord, recordCodec } from '../record/record.js';

/** A reply with what was asked, in a result's schema. */
export const replyCodec = recordCodec.pipe(
  z.custom<ReplyRecord>((record) => (record as ReplyRecord | undefined)?.kind === 'reply'),
);

/** Asks a question, streaming. */
export async function askReply(
  { model, signal, onText, onThoughts, ...asked }: ReplyRequest,
  services: Pick<Services, 'model'>,
): Promise<AnsweredReply> {
  const answer = await services.model.reply({ ...asked, model, signal, onText, onThoughts });
  return { kind: 'reply', asked, answer };
}

type SentBody = Pick<SentRequest, 'body'>;

/** Whether the server took no temperature, so that it drew at one of its own. */
export function drewAtOwnTemperature({ answer }: { readonly answer: { readonly request: SentBody } }): boolean {
  return answer.request.body.temperature === undefined;
}

/** Whether a reply came with its tokens. */
export function hasTokens({ answer: { tokens } }: Pick<ReplyRecord, 'answer'>): boolean {
  return tokens !== undefined && tokens.length > 0;
}
