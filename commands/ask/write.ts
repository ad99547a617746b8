import { type Block, lazyReply, status, text } from '../../src/discord/reply.js';
import { joinTokens } from '../../src/domain/join-tokens.js';
import { UNLISTED_LOGPROB } from '../../src/domain/token.js';
import { UserError } from '../../src/errors.js';
import { askReply, drewAtOwnTemperature } from '../../src/lesson/asking/reply.js';
import { reasonOf } from '../../src/lesson/asking/stopped.js';
import type { AskContext } from '../../src/lesson/command/definition.js';
import { type AnsweredReply, keepRecord, type ReplyRecord } from '../../src/lesson/record/record.js';
import { beforeQuestion, textsBefore } from '../../src/lesson/stored/stored-question.js';
import { answerBytes } from '../../src/lesson/stored/stored-size.js';
import { askedWords } from '../../src/lesson/text/asked-line.js';
import { replyText } from '../../src/lesson/text/shown-text.js';
import { laterSeed } from '../../src/sampling/random.js';
import { perplexity } from '../../src/sampling/surprisal.js';
import type { Services } from '../../src/services.js';
import { type AskReply, type AskResult, hasDefaultTemperature } from './result.js';
import { thoughtsWords } from './thoughts/words.js';
import { askWords } from './words.js';

/** A question, and how it is asked. */
export type Question = Omit<AskResult, 'replies'>;

/** Streams one sample into the channel. One that breaks off keeps what is written already. */
export async function answer(
  question: Question,
  temperature: number,
  { progress, signal, locale }: AskContext,
  services: Services,
): Promise<AskResult> {
  const asked = text(askedWords(question.question));
  progress({ blocks: [asked, status(askWords(locale).waiting)] });
  const isDefault = hasDefaultTemperature(question);
  const reply = await write(question, { temperature, isDefault }, signal, services, (soFar, thoughts = '') =>
    progress(
      lazyReply(() => ({ blocks: [asked, soFar === '' ? thinking(thoughts, locale) : replyText(soFar, locale)] })),
    ),
  );
  return { ...question, replies: [reply] };
}

/** What is shown as long as there are thoughts alone. */
function thinking(thoughts: string, locale: string): Block {
  const words = thoughtsWords(locale);
  return status(thoughts === '' ? words.thinking : words.thinkingSoFar(thoughts.length));
}

/**
 * Has one reply written; rejects where nothing of it came.
 *
 * @param replies how many there are in the result
 */
export async function write(
  question: Question,
  { temperature, isDefault = false }: { readonly temperature: number; readonly isDefault?: boolean },
  signal: AbortSignal,
  services: Services,
  onText: (soFar: string, thoughts?: string) => void,
  replies = 1,
): Promise<AskReply> {
  const { question: asked, model, topP, topK, minP, maxTokens, mostTokens = maxTokens, seed, sample } = question;
  let written = '';
  let thoughts: string | undefined;
  let isOwnTemperature = false;
  try {
    const answered = await askReply(
      {
        question: asked,
        ...beforeQuestion(question),
        temperature,
        isDefaultTemperature: isDefault,
        topP,
        topK,
        minP,
        maxTokens: Math.min(maxTokens, mostTokens),
        // Each sample of one question is drawn anew, and yet can be repeated.
        seed: laterSeed(seed, sample - 1),
        model,
        signal,
        onText(soFar, isOwn) {
          written = soFar;
          isOwnTemperature = isOwn;
          onText(soFar, thoughts);
        },
        onThoughts(soFar) {
          thoughts = soFar;
          if (written === '') onText(written, thoughts);
        },
      },
      services,
    );
    const bytes = answerBytes(asked, ...textsBefore(question)) / replies;
    const record = keepRecord(answered, services.model.endpoint, bytes) as ReplyRecord;
    const whole = answered.answer.text;
    return {
      temperature,
      isOwnTemperature: drewAtOwnTemperature(answered),
      record,
      written: whole === record.answer.text ? undefined : whole,
      perplexity: perplexityOf(answered),
    };
  } catch (error) {
    const reason = reasonOf(error, signal);
    if (written === '' && !thoughts) throw withAdvice(reason, error);
    return { temperature, isOwnTemperature, written, thoughts, broken: reason.fact };
  }
}

/** A reply takes room as well, and how much of it is an option here. */
function withAdvice({ fact: { code, params } }: UserError, error: unknown): unknown {
  const { promptTokens, contextLength } = params;
  const isTold = typeof promptTokens === 'number' && typeof contextLength === 'number';
  if (code !== 'context-too-long' || !isTold) return error;
  return new UserError('context-too-long-for-reply', { promptTokens, contextLength });
}

/** Undefined where the server hid a token's probability, or told of a part of the text alone. */
export function perplexityOf({ answer: { tokens = [], text } }: Pick<AnsweredReply, 'answer'>): number | undefined {
  const isKnown = tokens.length > 0 && tokens.every(({ logprob }) => logprob > UNLISTED_LOGPROB);
  return isKnown && covers(joinTokens(tokens), text) ? perplexity(tokens.map(({ logprob }) => logprob)) : undefined;
}

/** Whether tokens make up a text: some servers leave out spaces at its ends, and the token that ends it is no part of it. */
function covers(joined: string, text: string): boolean {
  // Parts of characters of which the bytes are not told cannot be compared.
  return joined.includes('\uFFFD') || joined.trimStart().startsWith(text.trim());
}
