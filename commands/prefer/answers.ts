import { isNeutral } from '../../src/domain/sampling-settings.js';
import { UNLISTED_LOGPROB } from '../../src/domain/token.js';
import { askReply, drewAtOwnTemperature } from '../../src/lesson/asking/reply.js';
import type { AnsweredReply } from '../../src/lesson/record/record.js';
import { startOfText } from '../../src/lesson/stored/stored-size.js';
import { countWords } from '../../src/lesson/text/count-words.js';
import { endsText } from '../../src/lesson/text/token-label.js';
import { sum } from '../../src/sampling/sum.js';
import { surprisal } from '../../src/sampling/surprisal.js';
import type { Services } from '../../src/services.js';
import type { Contestant } from './contestants.js';
import type { Answer, PreferResult } from './result.js';

/** What is stored of an answer, in bytes; in most writings as much as `MAX_TOKENS` come to. */
const MAX_ANSWER_BYTES = 1500;

/** Has one answer written, and finds out what is looked at of it. */
export async function writeAnswer(
  prompt: string,
  { model, stage, temperature }: Contestant,
  { sampling = {}, seed, maxTokens }: Pick<PreferResult, 'sampling' | 'seed'> & { readonly maxTokens: number },
  signal: AbortSignal,
  services: Pick<Services, 'model'>,
): Promise<Answer> {
  const { topK, topP, minP } = sampling;
  const isDefaultTemperature = sampling.temperature === undefined;
  const drawn = { temperature, isDefaultTemperature, topK, topP, minP, seed, maxTokens };
  const answered = await askReply({ question: prompt, ...drawn, model, signal }, services);
  const { answer } = answered;
  const text = startOfText(answer.text, MAX_ANSWER_BYTES);
  return {
    text,
    model: answer.model,
    stage,
    temperature: drewAtOwnTemperature(answered) ? undefined : temperature,
    seed,
    tokens: tokensIn(answered),
    words: countWords(answer.text),
    bits: surpriseOf(answered),
    isCut: answer.finishReason === 'length' || text !== answer.text,
  };
}

function tokensIn({ answer: { tokens, usage } }: AnsweredReply): number | undefined {
  return tokens === undefined || tokens.length === 0 ? usage?.completionTokens : tokens.filter(isOfText).length;
}

/** The mean surprise of the answer's tokens; undefined where the model's own probability of one is not told. */
function surpriseOf({ asked, answer }: AnsweredReply): number | undefined {
  const isOwn = answer.scale === 'raw' || isNeutral(asked);
  const tokens = (answer.tokens ?? []).filter(isOfText);
  const isTold = tokens.length > 0 && tokens.every(({ logprob }) => logprob > UNLISTED_LOGPROB);
  if (!isOwn || !isTold) return undefined;
  return sum(tokens.map(({ logprob }) => surprisal(logprob))) / tokens.length;
}

function isOfText(token: Parameters<typeof endsText>[0]): boolean {
  return !endsText(token);
}
