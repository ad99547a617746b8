import type { APIMessage } from 'discord-api-types/v10';
import { BROKEN_OFF_ID, isGrowing } from '../../src/discord/present/present.js';
import type { Invocation } from '../../src/playground/people/invocation.js';
import type { Person } from '../../src/playground/people/person.js';
import { buttonsOf, componentsOf, readText } from '../end-to-end/harness.js';

/**
 * What somebody waits for: a `reply` of its own; a `change` of the message that was pressed; to be `told`, alone, that
 * their press counts; a `form`; or that the reply that was pressed ends, which is a `stop`.
 */
export type Wanted = 'reply' | 'change' | 'told' | 'form' | 'stop';

/** One interaction, and what is known of it. */
export interface Entry {
  /** What it is a part of, such as `vote`. */
  readonly deed: string;
  readonly wanted: Wanted;
  readonly person: Person;
  readonly invocation: Invocation;
  /** The bot that Discord sent it to. */
  readonly bot: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The message that was pressed, where one was. */
  readonly pressed: string | undefined;
}

/**
 * What came of one. `unanswered`: Discord got no answer, and told who asked so. `finished`: all of it is there. `broken-off`:
 * it says that it was broken off, and offers to run again. `sentence`: it says what went wrong, or that Tokenscope was
 * stopped. `stuck`: it still looks as if something was under way.
 */
export type Outcome = 'unanswered' | 'finished' | 'broken-off' | 'sentence' | 'stuck';

/** Everything that was asked, in order. */
export interface Ledger {
  readonly entries: readonly Entry[];
  note(entry: Omit<Entry, 'at'>): Entry;
}

/** An empty one. */
export function createLedger(): Ledger {
  const entries: Entry[] = [];
  return {
    entries,
    note(about) {
      const entry = { ...about, at: Date.now() };
      entries.push(entry);
      return entry;
    },
  };
}

/** Discord's flag of a message that says “thinking…”. */
const LOADING = 128;

/** The colour of what went wrong, as it stands beside a reply. */
const ERROR = 0xd55e00;

/** What came of an entry, as it stands now. */
export function outcomeOf(entry: Entry): Outcome {
  const { invocation, wanted, person, pressed } = entry;
  if (invocation.state === 'failed') return 'unanswered';
  const told = invocation.followups();
  // Where nothing can be said at once, what is told grows as a reply does.
  if (told.some(isUnderWay)) return 'stuck';
  const source = pressed === undefined ? undefined : person.message(pressed);
  switch (wanted) {
    case 'reply': {
      const original = invocation.original();
      return original === undefined ? (told.some(isSentence) ? 'sentence' : 'stuck') : lookOf(original);
    }
    case 'told':
      if (told.length > 0) return told.some(isSentence) ? 'sentence' : 'finished';
      // A press that could not be taken at all is answered in its own place.
      return isOwn(entry) ? lookOf(invocation.original() as APIMessage) : 'stuck';
    case 'form':
      return isOwn(entry) ? 'sentence' : 'stuck';
    case 'change':
    case 'stop': {
      if (told.some(isSentence) || isOwn(entry)) return 'sentence';
      if (source !== undefined && isUnderWay(source)) return 'stuck';
      // Presses that came together may be shown by one edit, which is of one of them.
      const isEdited = Date.parse(source?.edited_timestamp ?? '') >= entry.at;
      const isThere = wanted === 'stop' || isEdited || invocation.history.length > 0 || told.length > 0;
      return isThere ? (source === undefined ? 'finished' : lookOf(source)) : 'stuck';
    }
  }
}

/** Whether nothing more comes of it by itself. A form is over when it opens, which only who waits for it knows. */
export function isOver(entry: Entry): boolean {
  return outcomeOf(entry) !== 'stuck';
}

/** Whether a press was answered by a message of its own. */
function isOwn({ invocation, pressed }: Entry): boolean {
  const original = invocation.original();
  return original !== undefined && original.id !== pressed;
}

function lookOf(message: APIMessage): Outcome {
  if (isUnderWay(message)) return 'stuck';
  if (isBrokenOff(message)) return 'broken-off';
  return isSentence(message) ? 'sentence' : 'finished';
}

/** Whether a message looks as if something of it was still to come. */
export function isUnderWay(message: APIMessage): boolean {
  const isLoading = ((message.flags ?? 0) & LOADING) !== 0;
  return isLoading || isGrowing(message) || 'Stop' in buttonsOf(message);
}

/** Whether a message says that it was broken off, and can be run again. */
export function isBrokenOff(message: APIMessage): boolean {
  return topOf(message)?.id === BROKEN_OFF_ID || 'Run again' in againOf(message);
}

/** Whether a message says what went wrong, or that Tokenscope was stopped. */
export function isSentence(message: APIMessage): boolean {
  return topOf(message)?.accent_color === ERROR || /Tokenscope (?:was stopped|is restarting)/.test(readText(message));
}

function againOf(message: APIMessage): Record<string, string> {
  const buttons = componentsOf(message).filter(({ custom_id }) => custom_id?.startsWith('router:run-again:'));
  return Object.fromEntries(buttons.map(({ label = '', custom_id = '' }) => [label, custom_id]));
}

function topOf(message: APIMessage): { readonly id?: number; readonly accent_color?: number | null } | undefined {
  return message.components?.[0] as ReturnType<typeof topOf>;
}

/** The ids of the runs that the buttons and menus of a message carry. */
export function runsOf(message: APIMessage): readonly string[] {
  const ids = componentsOf(message).flatMap(({ custom_id, options }) => [
    custom_id ?? '',
    ...(options ?? []).map(({ value }) => value),
  ]);
  const runs = ids.flatMap((id) => {
    const [command, , run] = id.split(' ')[0]?.split(':') ?? [];
    return command === undefined || command === 'router' || !/^[\w-]{16}$/.test(run ?? '') ? [] : [run as string];
  });
  return [...new Set(runs)];
}
