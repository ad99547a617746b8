import { plain } from '../../src/discord/markdown.js';
import { type Block, type GoOnEntry, text } from '../../src/discord/reply.js';
import { sentenceOf } from '../../src/facts.js';
import { hasTokens } from '../../src/lesson/asking/reply.js';
import { askOn } from '../../src/lesson/command/ask-on.js';
import type { Place } from '../../src/lesson/command/definition.js';
import { layOut } from '../../src/lesson/command/layout.js';
import type { View } from '../../src/lesson/command/view.js';
import { writtenText } from '../../src/lesson/record/text-record.js';
import { askedWords } from '../../src/lesson/text/asked-line.js';
import { replyText } from '../../src/lesson/text/shown-text.js';
import { lessonWords } from '../../src/lesson/words.js';
import { shorten } from '../../src/words/shorten.js';
import { whyItEnds } from './notes.js';
import type { AskReply, AskResult } from './result.js';
import { thoughtsWords } from './thoughts/words.js';
import { thoughtsEntry } from './thoughts.js';
import { askWords } from './words.js';

/** Replies at several temperatures, and what tells them apart. */
export function viewColumns(result: AskResult, place: Place): View {
  const { locale, runId } = place;
  const { replies, question, model, seed } = result;
  const words = askWords(locale);
  const shared = lessonWords(locale);
  const [record] = replies.flatMap((reply) => reply.record ?? []);
  const temperatures = words.temperatures(replies.map(({ temperature }) => temperature));
  return layOut(
    {
      asked: askedWords(question),
      body: columns(replies, locale),
      sentence: difference(replies, locale),
      buttons: [{ action: 'beside', runId, label: words.allAgain, style: 'primary' }],
      goOn: replies.flatMap((reply, at) => columnEntries(reply, at, place)),
      smallPrint: shared.smallPrint(
        record?.answer.model ?? model,
        [temperatures, ...(seed === undefined ? [] : [words.seedUsed(seed)])].join(' · '),
      ),
    },
    place,
  );
}

/** Replies one below the other, each as far as it has come. */
export function columns(replies: AskResult['replies'], locale: string): Block[] {
  const words = askWords(locale);
  return replies.flatMap((reply) => {
    const ending = endingOf(reply, locale);
    return [
      text(words.column(reply.temperature, lessonWords(locale).temperature(reply.temperature))),
      ...(writtenText(reply) === '' ? [] : [replyText(writtenText(reply), locale)]),
      ...(ending === '' ? [] : [text(ending)]),
    ];
  });
}

function endingOf({ broken, record, written, thoughts }: AskReply, locale: string): string {
  const words = askWords(locale);
  if (broken !== undefined) return words.columnBreaksOff(plain(sentenceOf(broken, locale)));
  if (record !== undefined) return whyItEnds(record, locale).join('\n');
  if (written) return '';
  return thoughts === undefined ? words.columnPending : thoughtsWords(locale).columnThinking;
}

/** What opens one of several replies. */
function columnEntries(reply: AskReply, at: number, { runId, locale }: Place): GoOnEntry[] {
  const { record, temperature } = reply;
  const words = askWords(locale);
  const { askOnAt, askOnHint } = words.conversation;
  const part = `ask.${at}`;
  const on =
    writtenText(reply) === '' ? [] : [{ ...askOn(runId, part), label: askOnAt(temperature), description: askOnHint }];
  const thoughts = thoughtsEntry(reply, at, { runId, locale });
  if (record === undefined) return [...on, ...thoughts];
  const to = (command: string) => ({ command, action: 'from', runId, value: part });
  return [
    ...on,
    { ...to('details'), label: words.detailsAt(temperature), description: words.detailsHint },
    ...thoughts,
    ...(hasTokens(record) ? [{ ...to('fork'), label: words.forkAt(temperature), description: words.forkHint }] : []),
  ];
}

/** Of what is common to all, as many characters are shown. */
const MAX_START = 60;

function difference(replies: AskResult['replies'], locale: string): string {
  const words = askWords(locale);
  if (replies.some(({ broken }) => broken !== undefined)) return words.someMissing;
  const [first = [], ...others] = replies.map((reply) => writtenText(reply).trim().split(/\s+/));
  const until = first.findIndex((word, at) => others.some((other) => other[at] !== word));
  if (until === -1 && others.every(({ length }) => length === first.length)) return words.allSame;
  const common = until === -1 ? first : first.slice(0, until);
  return common.length === 0 ? words.allDiffer : words.sameStart(shorten(common.join(' '), MAX_START, 'end'));
}
