import { z } from 'zod';
import { codeBlock } from '../../discord/markdown.js';
import { status, type TextBlock, text } from '../../discord/reply.js';
import type { Services } from '../../services.js';
import type { AskContext } from '../command/definition.js';
import type { Subject } from '../command/subject.js';
import { keepRecord, type ReplayRecord, recordCodec } from '../record/record.js';
import { quote, textEnd, visibleEnd } from '../text/shown-text.js';
import { tokenLabel } from '../text/token-label.js';
import { lessonWords } from '../words.js';
import { LISTED_CANDIDATES } from '../writing/write-text.js';
import { nextTokenWords } from './words.js';

/** The distribution that follows a prompt, with what was asked. */
export type NextTokenRecord = Extract<ReplayRecord, { kind: 'next-token' }>;

/** Such a record in a result's schema. */
export const nextTokenCodec = recordCodec.pipe(
  z.custom<NextTokenRecord>((record) => (record as ReplayRecord).kind === 'next-token'),
);

/** How much of the prompt's end is shown. */
const MAX_TEXT_SHOWN = 500;

/** How much of it a picture's title has room for. */
const MAX_TITLE = 32;

/** Asks what comes after a prompt, and shows that it is asked. */
export async function askNextToken(
  subject: Pick<Subject, 'prompt' | 'model' | 'asQuestion'>,
  { progress, signal, locale }: Pick<AskContext, 'progress' | 'signal' | 'locale'>,
  services: Services,
): Promise<NextTokenRecord> {
  progress({ blocks: [promptBlock({ asked: subject }, locale), status(nextTokenWords(locale).asking)] });
  return requestNextToken(subject, signal, services);
}

/**
 * Asks what comes after a prompt.
 *
 * @param bytes what the answer may take as it is stored
 */
export async function requestNextToken(
  { prompt, model, asQuestion }: Pick<Subject, 'prompt' | 'model' | 'asQuestion'>,
  signal: AbortSignal,
  services: Services,
  bytes?: number,
): Promise<NextTokenRecord> {
  const asked = { prompt, asQuestion, candidates: LISTED_CANDIDATES };
  const answer = await services.model.nextToken({ ...asked, model, signal });
  return keepRecord({ kind: 'next-token', asked, answer }, services.model.endpoint, bytes) as NextTokenRecord;
}

/** A prompt, and how it was read. */
interface AskedPrompt {
  readonly asked: Pick<NextTokenRecord['asked'], 'prompt' | 'asQuestion'>;
}

/** The prompt as it heads a message: a text's end as it is, a question in quotes. */
export function promptBlock({ asked: { prompt, asQuestion } }: AskedPrompt, locale: string): TextBlock {
  if (asQuestion === undefined) return text(codeBlock(textEnd(prompt, MAX_TEXT_SHOWN)));
  return text(`${quote(prompt)}\n${nextTokenWords(locale).isQuestion}`);
}

/** The title of a picture of what follows. */
export function titleOf({ asked: { prompt, asQuestion } }: AskedPrompt, locale: string): string {
  const words = nextTokenWords(locale);
  const end = visibleEnd(prompt, MAX_TITLE);
  return asQuestion === undefined ? words.title(end) : words.replyTitle(end);
}

/** The most likely token as markdown. */
export function firstName({ answer: { candidates } }: NextTokenRecord, locale: string): string {
  const [first] = candidates;
  return nextTokenWords(locale).firstToken(first && tokenLabel(first));
}

/**
 * The small print: which model, how it was asked, and what is not known; a line of markdown each.
 *
 * @param hasRanges some figures are ranges
 */
export function smallPrint({ answer, asked, endpoint }: NextTokenRecord, hasRanges: boolean, locale: string): string[] {
  const words = nextTokenWords(locale);
  const shared = lessonWords(locale);
  const { route, scale, model, request } = answer;
  const system = asked.asQuestion?.system === undefined ? '' : words.withSystem;
  const way = asked.asQuestion === undefined ? shared.route(route) : words.askedAsQuestion;
  return [
    ...(hasRanges ? [words.ranges(answer)] : []),
    ...(scale === 'raw' ? [] : [`-# ${shared.takesNoTemperature}`]),
    words.source(shared.model(model, endpoint), way + system, request.path),
  ];
}

/** What a distribution is about, for the commands that are opened from it. */
export function subjectOfRecord(record: NextTokenRecord, sampling?: Subject['sampling']): Subject {
  const { asked, model } = record;
  return { prompt: asked.prompt, asQuestion: asked.asQuestion, model, sampling, record: () => record };
}
