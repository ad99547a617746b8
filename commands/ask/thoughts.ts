import type { ProbabilityStrip } from '../../src/charts/kinds/probability-strip/probability-strip.js';
import { plain } from '../../src/discord/markdown.js';
import { type Block, type Button, file, type GoOnEntry, picture, text } from '../../src/discord/reply.js';
import type { Thoughts } from '../../src/domain/completion.js';
import { UserError } from '../../src/errors.js';
import type { Place } from '../../src/lesson/command/definition.js';
import { row, type View, type ViewBlock } from '../../src/lesson/command/view.js';
import type { ReplyRecord } from '../../src/lesson/record/record.js';
import { replyText } from '../../src/lesson/text/shown-text.js';
import { tokenLabel } from '../../src/lesson/text/token-label.js';
import { shorten } from '../../src/words/shorten.js';
import { longerLimit } from './notes.js';
import type { AskReply, AskResult } from './result.js';
import { nameOf } from './sure-sentence.js';
import { drawnPlaces, toldChance } from './sureness.js';
import { thoughtsWords } from './thoughts/words.js';

/** Above a picture of its tokens so much of a text has room; UTF-16 code units. */
const MAX_BESIDE_STRIP = 400;
/** Where there are no tokens to show, so much text is; UTF-16 code units. */
const TEXT_ON_PAGE = 1200;
/** In **Details**, where the file has all of it. */
const MAX_IN_FULL = 600;

/** What a reply was thought with; of one that broke off as far as it came. */
export function thoughtsOf({ record, thoughts }: AskReply): Thoughts | undefined {
  if (record !== undefined) return record.answer.thoughts;
  return thoughts === undefined ? undefined : { text: thoughts, tokens: undefined, count: undefined };
}

/** The button that shows the thoughts to who presses it; none where there are none to be read. */
export function thoughtsButton(reply: AskReply, { runId, locale }: Pick<Place, 'runId' | 'locale'>): Button[] {
  return !thoughtsOf(reply)?.text
    ? []
    : [{ action: 'thoughts', runId, value: '0', label: thoughtsWords(locale).button }];
}

/** The same as an entry of a menu, for one of several replies. */
export function thoughtsEntry(
  reply: AskReply,
  at: number,
  { runId, locale }: Pick<Place, 'runId' | 'locale'>,
): GoOnEntry[] {
  const words = thoughtsWords(locale);
  return !thoughtsOf(reply)?.text
    ? []
    : [{ action: 'thoughts', runId, value: String(at), label: words.at(reply.temperature), description: words.hint }];
}

/** That there are thoughts, below an answer. */
export function thoughtsNote(reply: AskReply, locale: string): string[] {
  const thoughts = thoughtsOf(reply);
  if (thoughts === undefined) return [];
  return [thoughtsWords(locale).thoughtFirst(thoughts.count, thoughts.text !== '')];
}

/** Whether a model thought until it had no tokens left for an answer. */
export function usedUpByThoughts({ answer: { text: written, thoughts, finishReason } }: ReplyRecord): boolean {
  return written.trim() === '' && thoughts !== undefined && finishReason === 'length';
}

/** Says so, instead of an answer. @param wanted as in `longerLimit` */
export function usedUpSentence(record: ReplyRecord, wanted: number, locale: string): string {
  const words = thoughtsWords(locale);
  const limit = record.asked.maxTokens ?? wanted;
  return longerLimit(record, wanted) === undefined ? words.usedUpAll(limit) : words.usedUp(limit);
}

/** What **Details** says of the thoughts. */
export function thoughtsInFull(reply: AskReply, locale: string): Block[] {
  const thoughts = thoughtsOf(reply);
  if (thoughts === undefined) return [];
  const words = thoughtsWords(locale);
  const { count, text: written } = thoughts;
  if (written === '') return [text(words.inFullHidden(count))];
  const start = plain(shorten(written, MAX_IN_FULL, 'start', 'units'));
  return [text(words.inFull(count, start.replaceAll(/^/gm, '> ')))];
}

/** The thoughts of one reply, page by page; throws a `UserError` where there are none. */
export function viewThoughts({ replies }: AskResult, place: Place): View {
  const { locale, value } = place;
  const reply = replies[Number(value ?? 0)];
  const thoughts = reply && thoughtsOf(reply);
  if (!thoughts?.text) throw new UserError('reply-without-thoughts');
  const words = thoughtsWords(locale);
  const summary = text([words.summary(thoughts.count), ...leastLikely(thoughts, locale)].join(' '));
  return { blocks: [summary, ...(thoughts.tokens?.length ? withStrip(thoughts, place) : inPages(thoughts, place))] };
}

/** The beginning of the text, all of it in a file where it is longer, and its tokens in as many pictures as they need. */
function withStrip({ text: written, tokens = [], count = 0 }: Thoughts, { page, turn, locale }: Place): Block[] {
  const words = thoughtsWords(locale);
  const isCut = written.length > MAX_BESIDE_STRIP;
  const strip: ProbabilityStrip = {
    kind: 'probability-strip',
    title: words.title,
    tokens: tokens.map((token) => ({
      label: tokenLabel(token),
      probability: toldChance(token),
      breakAfter: token.text.endsWith('\n'),
    })),
  };
  const footer = [...(tokens.length < count ? [words.kept(tokens.length, count)] : []), words.apart];
  return [
    replyText(isCut ? shorten(written, MAX_BESIDE_STRIP, 'start', 'units') : written, locale),
    ...(isCut ? [file('thoughts.txt', Buffer.from(written))] : []),
    picture('thoughts', strip, { page, turn: (to) => turn(to, 'thoughts') }),
    text(`-# ${footer.join(' · ')}`),
  ];
}

/** The text alone, where no tokens are told. */
function inPages({ text: written }: Thoughts, { page: wanted, turn, locale }: Place): ViewBlock[] {
  const words = thoughtsWords(locale);
  const pages = textPages(written);
  const page = Math.min(wanted, pages.length - 1);
  const to = (label: string, target: number): Button => {
    // A button that leads nowhere keeps its place, and an id that no other one has.
    return { ...turn(target, 'thoughts'), label, disabled: target < 0 || target >= pages.length };
  };
  const footer = [...(pages.length === 1 ? [] : [words.page(page + 1, pages.length)]), words.untold, words.apart];
  return [
    replyText(pages[page] ?? '', locale),
    ...(pages.length === 1 ? [] : [row(to('◀', page - 1), to('▶', page + 1))]),
    text(`-# ${footer.join(' · ')}`),
  ];
}

function leastLikely({ tokens = [] }: Thoughts, locale: string): string[] {
  const [first, ...others] = drawnPlaces(tokens);
  if (first === undefined) return [];
  const least = others.reduce((one, other) => (other.chance < one.chance ? other : one), first);
  return [thoughtsWords(locale).least(least.number, nameOf(least, locale))];
}

function textPages(written: string): string[] {
  const pages: string[] = [];
  let rest = written.trim();
  while (rest.length > TEXT_ON_PAGE) {
    const start = rest.slice(0, TEXT_ON_PAGE);
    const space = Math.max(start.lastIndexOf('\n'), start.lastIndexOf(' '));
    // No character is cut in two.
    const end = space > TEXT_ON_PAGE / 2 ? space : TEXT_ON_PAGE - (/[\uD800-\uDBFF]$/.test(start) ? 1 : 0);
    pages.push(rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  return [...pages, rest];
}
