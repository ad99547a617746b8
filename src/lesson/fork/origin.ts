import { drewAtOwnTemperature } from '../asking/reply.js';
import type { ReplyRecord } from '../record/record.js';
import { beforeQuestion } from '../stored/stored-question.js';
import { replyStep, type WrittenStep } from '../writing/written-text.js';
import type { ForkResult } from './result.js';

/** A text that a model wrote: what it was asked for with, and token by token what else could have stood there. */
export interface ForkOrigin
  extends Pick<
    ForkResult,
    'asked' | 'sampling' | 'isOwnTemperature' | 'chosen' | 'model' | 'answeredBy' | 'maxTokens' | 'scale'
  > {
  readonly steps: readonly WrittenStep[];
}

/** Longer than any reply that sets no limit is gone on with. */
const DEFAULT_MAX_TOKENS = 512;

/**
 * A reply as a text to fork.
 *
 * @param chosen what of its settings somebody chose
 */
export function originOfReply({ asked, answer, model }: ReplyRecord, chosen?: ForkOrigin['chosen']): ForkOrigin {
  const { question, temperature, isDefaultTemperature, topP, topK, minP, seed } = asked;
  const { maxTokens = DEFAULT_MAX_TOKENS } = asked;
  return {
    asked: { kind: 'reply', question, ...beforeQuestion(asked) },
    sampling: { temperature, isDefaultTemperature, topP, topK, minP, seed },
    isOwnTemperature: drewAtOwnTemperature({ answer }),
    chosen,
    model,
    answeredBy: answer.model,
    maxTokens,
    scale: answer.scale,
    steps: (answer.tokens ?? []).map(replyStep),
  };
}
