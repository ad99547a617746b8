import { z } from 'zod';
import { buttons, text } from '../../discord/reply.js';
import { defineFollowUp } from '../command/define-command.js';
import type { Place } from '../command/definition.js';
import { servicesAt } from '../command/elsewhere.js';
import type { Subject } from '../command/subject.js';
import { linkTo, row, type View } from '../command/view.js';
import { beforeQuestion, textsBefore } from '../stored/stored-question.js';
import { answerBytes } from '../stored/stored-size.js';
import { quote, replyText } from '../text/shown-text.js';
import { lessonWords } from '../words.js';
import { askAgain } from './ask-again.js';
import { describeComparison, textOf } from './difference-view.js';
import { factLines } from './facts.js';
import { replayFile } from './file.js';
import { keepRecord, type ReplayRecord, recordCodec, withoutAlternatives } from './record.js';
import { recordWords } from './words.js';

/** An answer of the model, to look at and to ask for again. */
export const detailsResult = z.object({
  /** Undefined where no model was asked. */
  record: recordCodec.optional(),
  /** The answer of the first time, where this one is the same request once more. */
  first: recordCodec.optional(),
});

type DetailsResult = z.infer<typeof detailsResult>;

/** Of the room for both answers, so much is for the first one, of which only what is compared is kept. */
const FIRST_SHARE = 1 / 3;

/** **Details** of a reply: its numbers in full; the request, what came back, and **Run again**. */
export const details = defineFollowUp({
  name: 'details',
  link: (locale) => recordWords(locale).details,
  hint: (locale) => recordWords(locale).hint,
  result: { version: 1, schema: detailsResult },
  from: {
    takes: ({ record, inFull }) => record !== undefined || inFull !== undefined,
    respond: 'private',
    // The card only reads a record that is stored already.
    isKept: ({ movesOn = false }) => movesOn,
    ask: async ({ record }) => ({ record: record?.() }),
  },
  view: (result, place) =>
    result.first === undefined ? viewCard(result, place) : viewAgain(result.first, result, place),
  subject: ({ record }) => (record === undefined ? undefined : subjectOf(record)),
  actions: {
    again: {
      kind: 'begin',
      respond: 'reply',
      async ask({ record }, press, services) {
        if (record === undefined) throw new Error('what asked no model is not asked again');
        const there = await servicesAt(record.endpoint, services);
        const answered = await askAgain(record, press, there);
        const left = answerBytes(...textsOf(record));
        const first = withoutAlternatives(record, left * FIRST_SHARE);
        return { record: keepRecord(answered, there.model.endpoint, left * (1 - FIRST_SHARE)), first };
      },
    },
  },
});

function viewCard({ record }: DetailsResult, { runId, value, locale, from }: Place): View {
  const words = recordWords(locale);
  return {
    blocks: [
      ...(from?.inFull?.(locale) ?? []),
      ...(record === undefined
        ? []
        : [
            text([words.card, ...factLines(record, locale)].join('\n')),
            { kind: 'file' as const, ...replayFile(record, locale) },
            text(words.file),
            buttons({ action: 'again', runId, value, label: words.again }),
          ]),
    ],
  };
}

function viewAgain(first: ReplayRecord, { record }: DetailsResult, { locale }: Place): View {
  if (record === undefined) throw new Error('an answer of a second time is always kept');
  const words = recordWords(locale);
  const [before, now] = [textOf(first), textOf(record)];
  const { model, request } = record.answer;
  return {
    blocks: [
      text(`**${words.again}**\n${repeated(first)}`),
      ...describeComparison(first, record, locale).map((markdown) => text(markdown)),
      ...(before === now ? [] : [replyText(now, locale)]),
      text(words.answeredIn(lessonWords(locale).model(model, record.endpoint), request.seconds)),
      row(linkTo('details')),
    ],
  };
}

function subjectOf(record: ReplayRecord): Subject {
  return {
    prompt: promptOf(record),
    asQuestion: questionOf(record),
    model: record.model,
    record: () => record,
  };
}

/** What was asked a second time: who reads this did not see the card that it was asked from. */
function repeated(record: ReplayRecord): string {
  return quote(promptOf(record));
}

function promptOf(record: ReplayRecord): string {
  if (record.kind === 'reply') return record.asked.question;
  return record.kind === 'score' ? record.asked.text : record.asked.prompt;
}

function questionOf(record: ReplayRecord): Subject['asQuestion'] {
  if (record.kind === 'next-token') return record.asked.asQuestion;
  return record.kind === 'reply' ? beforeQuestion(record.asked) : undefined;
}

/** What an answer was asked with. */
function textsOf(record: ReplayRecord): readonly (string | undefined)[] {
  switch (record.kind) {
    case 'reply':
      return [record.asked.question, record.asked.prefix, ...textsBefore(record.asked)];
    case 'score':
      return [record.asked.text];
    case 'next-token':
      return [record.asked.prompt, ...textsBefore(record.asked.asQuestion ?? {})];
    case 'generate':
      return [record.asked.prompt];
  }
}
