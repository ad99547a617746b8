import type { ProbabilityStrip } from '../../src/charts/kinds/probability-strip/probability-strip.js';
import { plain } from '../../src/discord/markdown.js';
import { type Block, type Button, type GoOnEntry, picture, text } from '../../src/discord/reply.js';
import type { Thoughts } from '../../src/domain/completion.js';
import { joinTokens } from '../../src/domain/join-tokens.js';
import type { SampledToken } from '../../src/domain/token.js';
import { UserError } from '../../src/errors.js';
import type { Place } from '../../src/lesson/command/definition.js';
import { row, type View } from '../../src/lesson/command/view.js';
import type { ReplyRecord } from '../../src/lesson/record/record.js';
import { replyText } from '../../src/lesson/text/shown-text.js';
import { tokenLabel } from '../../src/lesson/text/token-label.js';
import { shorten } from '../../src/words/shorten.js';
import { longerLimit } from './notes.js';
import type { AskReply, AskResult } from './result.js';
import { nameOf } from './sure-sentence.js';
import { drawnPlaces, toldChance } from './sureness.js';
import { thoughtsWords } from './thoughts/words.js';

/** As many tokens are on one page as one picture has room for, with their text above it. */
const TOKENS_ON_PAGE = 100;
/** Where there are no tokens to show, so much text is; UTF-16 code units. */
const TEXT_ON_PAGE = 1200;
/** In **Details**, where the file has all of it. */
const MAX_IN_FULL = 600;

/** What a reply was thought with; of one that broke off as far as it came. */
export function thoughtsOf({ record, thoughts }: AskReply): Thoughts | undefined {
  if (record !== undefined) return record.answer.thoughts;
  return thoughts === undefined ? undefined : { text: thoughts, tokens: undefined, count: undefined };
}

/** The button that shows the thoughts to who presses it; none where there are none. */
export function thoughtsButton(reply: AskReply, { runId, locale }: Pick<Place, 'runId' | 'locale'>): Button[] {
  return thoughtsOf(reply) === undefined
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
  return thoughtsOf(reply) === undefined
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
  if (thoughts === undefined) throw new UserError('reply-without-thoughts');
  const words = thoughtsWords(locale);
  if (thoughts.text === '') return { blocks: [text(words.hidden(thoughts.count)), text(`-# ${words.apart}`)] };
  const pages = pagesOf(thoughts);
  const page = Math.min(place.page, pages.length - 1);
  const { written = '', tokens = [] } = pages[page] ?? {};
  return {
    blocks: [
      text([words.summary(thoughts.count), ...leastLikely(thoughts, locale)].join(' ')),
      replyText(written, locale),
      ...(tokens.length === 0 ? [] : [picture('thoughts', stripOf(tokens, locale))]),
      ...(pages.length === 1 ? [] : [row(...turns(page, pages.length, place))]),
      text(`-# ${footerOf(thoughts, page, pages.length, locale).join(' · ')}`),
    ],
  };
}

function footerOf(thoughts: Thoughts, page: number, pages: number, locale: string): string[] {
  const words = thoughtsWords(locale);
  const kept = thoughts.tokens?.length;
  const isCut = kept !== undefined && thoughts.count !== undefined && kept < thoughts.count;
  return [
    ...(pages === 1 ? [] : [words.page(page + 1, pages)]),
    ...(kept === undefined ? [words.untold] : []),
    ...(isCut && page === pages - 1 ? [words.notKept] : []),
    words.apart,
  ];
}

function leastLikely({ tokens = [] }: Thoughts, locale: string): string[] {
  const [first, ...others] = drawnPlaces(tokens);
  if (first === undefined) return [];
  const least = others.reduce((one, other) => (other.chance < one.chance ? other : one), first);
  return [thoughtsWords(locale).least(least.number, nameOf(least, locale))];
}

interface Page {
  readonly written: string;
  readonly tokens: readonly SampledToken[];
}

function pagesOf({ text: written, tokens = [] }: Thoughts): readonly Page[] {
  const pages: Page[] = [];
  for (let from = 0; from < tokens.length; ) {
    let to = from + TOKENS_ON_PAGE;
    // No character is cut in two.
    while (tokens[to]?.text.includes('\uFFFD')) to += 1;
    const own = tokens.slice(from, to);
    pages.push({ written: joinTokens(own), tokens: own });
    from = to;
  }
  const told = joinTokens(tokens).trim();
  const rest = pages.length === 0 ? written : written.startsWith(told) ? written.slice(told.length) : '';
  // Part of a last token, or space, is no page of its own.
  return rest.trim().length > 1 || pages.length === 0 ? [...pages, ...textPages(rest)] : pages;
}

function textPages(written: string): Page[] {
  const pages: Page[] = [];
  let rest = written.trim();
  while (rest.length > TEXT_ON_PAGE) {
    const start = rest.slice(0, TEXT_ON_PAGE);
    const space = Math.max(start.lastIndexOf('\n'), start.lastIndexOf(' '));
    const end = space > TEXT_ON_PAGE / 2 ? space : TEXT_ON_PAGE;
    pages.push({ written: rest.slice(0, end), tokens: [] });
    rest = rest.slice(end).trimStart();
  }
  return [...pages, { written: rest, tokens: [] }];
}

function stripOf(tokens: readonly SampledToken[], locale: string): ProbabilityStrip {
  return {
    kind: 'probability-strip',
    title: thoughtsWords(locale).title,
    tokens: tokens.map((token) => ({
      label: tokenLabel(token),
      probability: toldChance(token),
      breakAfter: token.text.endsWith('\n'),
    })),
  };
}

function turns(page: number, pages: number, { turn }: Place): Button[] {
  const to = (label: string, target: number): Button => {
    const isThere = target >= 0 && target < pages;
    // A button that leads nowhere keeps its place, and an id that no other one has.
    return { ...turn(target, 'thoughts'), label, disabled: !isThere };
  };
  return [to('◀', page - 1), to('▶', page + 1)];
}
