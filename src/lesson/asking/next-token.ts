import { z } from 'zod';
import { codeBlock, plain } from '../../discord/markdown.js';
import { status, text } from '../../discord/reply.js';
import type { Distribution } from '../../domain/distribution.js';
import { massOf } from '../../domain/tail.js';
import { sentenceOf } from '../../facts.js';
import type { Services } from '../../services.js';
import type { AskContext } from '../command/definition.js';
import type { Subject } from '../command/subject.js';
import { type Answered, keepRecord, type ReplayRecord, recordCodec } from '../record/record.js';
import { askedText, askedWords } from '../text/asked-line.js';
import { markedTokenName } from '../text/token-name.js';
import { lessonWords } from '../words.js';
import { LISTED_CANDIDATES } from '../writing/write-text.js';
import { nextTokenWords } from './words.js';

/** The distribution that follows a prompt, with what was asked. */
export type NextTokenRecord = Extract<ReplayRecord, { kind: 'next-token' }>;

/** A distribution as it came, with what was asked: none of its tokens is gathered with others yet. */
export type NextTokenAnswer = Extract<Answered, { kind: 'next-token' }>;

/** Such a record in a result's schema. */
export const nextTokenCodec = recordCodec.pipe(
  z.custom<NextTokenRecord>((record) => (record as ReplayRecord).kind === 'next-token'),
);

/** Asks what comes after a prompt, and shows that it is asked. */
export async function askNextToken(
  subject: Pick<Subject, 'prompt' | 'model' | 'asQuestion'>,
  { progress, signal, locale }: Pick<AskContext, 'progress' | 'signal' | 'locale'>,
  services: Services,
): Promise<NextTokenRecord> {
  progress({ blocks: [text(askedLine({ asked: subject })), status(nextTokenWords(locale).asking)] });
  return requestNextToken(subject, signal, services);
}

/** Asks what comes after a prompt. */
export async function requestNextToken(
  { prompt, model, asQuestion }: Pick<Subject, 'prompt' | 'model' | 'asQuestion'>,
  signal: AbortSignal,
  services: Services,
): Promise<NextTokenRecord> {
  const asked = { prompt, asQuestion, candidates: LISTED_CANDIDATES };
  const answer = await services.model.nextToken({ ...asked, model, signal });
  return keepRecord({ kind: 'next-token', asked, answer }, services.model.endpoint) as NextTokenRecord;
}

/** The same without keeping it, for what needs every token by name. */
export async function answerNextToken(
  { prompt, model, asQuestion }: Pick<Subject, 'prompt' | 'model' | 'asQuestion'>,
  signal: AbortSignal,
  services: Services,
): Promise<NextTokenAnswer> {
  const asked = { prompt, asQuestion, candidates: LISTED_CANDIDATES };
  const answer = await services.model.nextToken({ ...asked, everyName: true, model, signal });
  return { kind: 'next-token', asked, answer };
}

/** A prompt, and how it was read. */
interface AskedPrompt {
  readonly asked: Pick<NextTokenRecord['asked'], 'prompt' | 'asQuestion'>;
}

/** What was asked, in one line of markdown: a text with the place of the next token, or a question. */
export function askedLine({ asked: { prompt, asQuestion } }: AskedPrompt): string {
  return asQuestion === undefined ? askedText(prompt) : askedWords(prompt);
}

/** The title of a picture of what follows: the question that it answers. */
export function titleOf({ asked: { asQuestion } }: AskedPrompt, locale: string): string {
  const words = nextTokenWords(locale);
  return asQuestion === undefined ? words.title : words.replyTitle;
}

/** The most likely token as markdown. */
export function firstName({ answer: { candidates } }: NextTokenRecord, locale: string): string {
  const [first] = candidates;
  return first === undefined ? nextTokenWords(locale).firstToken : markedTokenName(first, locale);
}

/** How many tokens without a value are named. */
const MAX_NAMED = 3;

/** What is to be known beside the picture of a distribution: lines of markdown, mostly none. */
export function distributionRemarks({ untold = [], tail, notices = [] }: Distribution, locale: string): string[] {
  const names = untold.slice(0, MAX_NAMED).map((token) => markedTokenName(token, locale));
  return [
    ...(names.length === 0 ? [] : [nextTokenWords(locale).untold(names, massOf(tail))]),
    ...notices.map((notice) => plain(sentenceOf(notice, locale))),
  ].map((line) => `-# ${line}`);
}

/**
 * Notes on the figures of a distribution, for **Details**: lines of markdown.
 *
 * @param shown.hasRanges some figures are ranges
 * @param shown.hasEstimates some are estimates
 */
export function distributionNotes(
  { answer }: Pick<NextTokenRecord, 'answer'>,
  { hasRanges, hasEstimates }: { readonly hasRanges: boolean; readonly hasEstimates: boolean },
  locale: string,
): string[] {
  const words = nextTokenWords(locale);
  return [
    ...(hasEstimates ? [words.estimates(answer)] : hasRanges ? [words.ranges(answer)] : []),
    ...(answer.scale === 'raw' ? [] : [`-# ${lessonWords(locale).takesNoTemperature}`]),
    ...distributionRemarks(answer, locale),
  ];
}

/** A table of what is sure, for **Details**, where the one before it has estimates: markdown. */
export function sureTable(table: string, locale: string): string {
  return `${nextTokenWords(locale).sure}\n${codeBlock(table)}`;
}

/** What a distribution is about, for the commands that are opened from it. */
export function subjectOfRecord(
  record: NextTokenRecord,
  sampling?: Subject['sampling'],
  inFull?: Subject['inFull'],
): Subject {
  const { asked, model } = record;
  return { prompt: asked.prompt, asQuestion: asked.asQuestion, model, sampling, inFull, record: () => record };
}
