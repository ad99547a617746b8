import { createTranscript, type Deed, type Outcome, type Transcript, type TranscriptEntry } from './transcript.js';
import type { MessageView } from './view-schema.js';

/** How much a transcript keeps. */
export interface TranscriptLimits {
  /** 5,000 deeds, and as many messages that the bot posted by itself. */
  deeds?: number;
  /** Characters of JSON over all: 32 million. What is kept already may still change past it. */
  characters?: number;
}

/** The deeds so far and what came of each. Kept entries are replaced, never changed. */
export interface DeedLog {
  /** Keeps a deed and gives it its number; undefined, and counted as left out, from the limit on. */
  add(deed: Deed, by: number | undefined, outcome: Outcome): number | undefined;
  /** Counts a deed that cannot be told. */
  leaveOut(): void;
  /** Changes what came of a deed. */
  change(number: number, change: Partial<Outcome>): void;
  /** Notes how a message stands after a change that was made for a deed; false when there is no room for it. */
  show(number: number, message: MessageView): boolean;
  /** Notes that a message was taken away for a deed. */
  remove(number: number, name: string): void;
  /** Notes how a message stands that the bot posted by itself; undefined takes it away. */
  post(name: string, where: string, message: MessageView | undefined): boolean;
  transcript(): Transcript;
}

/** No deeds yet. */
export function createDeedLog({ deeds = 5000, characters = 32_000_000 }: TranscriptLimits): DeedLog {
  const entries: TranscriptEntry[] = [];
  const posts = new Map<string, Transcript['posts'][number]>();
  const leftOut = { deeds: 0, messages: 0 };
  let size = 0;
  // Also counts those that are gone: a bot that posts and deletes for ever must not fill the memory either.
  let posted = 0;

  const resize = (before: unknown, after: unknown): void => {
    size += lengthOf(after) - lengthOf(before);
  };
  const change = (number: number, part: Partial<Outcome>): void => {
    const entry = entries[number - 1];
    if (entry) entries[number - 1] = { ...entry, outcome: { ...entry.outcome, ...part } };
  };
  const outcomeOf = (number: number) => entries[number - 1]?.outcome;

  return {
    add(deed, by, outcome) {
      // A deed between those that are left out would be done again in another state, so nothing is kept after the first.
      if (leftOut.deeds > 0 || entries.length >= deeds || size >= characters) {
        leftOut.deeds += 1;
        return undefined;
      }
      const number = entries.length + 1;
      const entry = { number, ...(by === undefined ? {} : { by }), deed, outcome };
      resize(undefined, entry);
      entries.push(entry);
      return number;
    },
    leaveOut() {
      leftOut.deeds += 1;
    },
    change,
    show(number, message) {
      const messages = outcomeOf(number)?.messages ?? [];
      const index = messages.findIndex(({ name }) => name === message.name);
      if (index < 0 && size >= characters) {
        leftOut.messages += 1;
        return false;
      }
      resize(messages[index], message);
      change(number, { messages: index < 0 ? [...messages, message] : messages.with(index, message) });
      return true;
    },
    remove(number, name) {
      const outcome = outcomeOf(number);
      if (!outcome) return;
      const shown = outcome.messages.find((message) => message.name === name);
      resize(shown, name);
      const messages = outcome.messages.filter((message) => message !== shown);
      change(number, { messages, gone: [...(outcome.gone ?? []), name] });
    },
    post(name, where, message) {
      const known = posts.get(name);
      if (known === undefined && (posted >= deeds || size >= characters)) {
        leftOut.messages += 1;
        return false;
      }
      if (known === undefined) posted += 1;
      resize(known?.message, message);
      if (message) posts.set(name, { where, message });
      else posts.delete(name);
      return true;
    },
    transcript: () =>
      createTranscript({
        deeds: [...entries],
        posts: [...posts.values()],
        ...(leftOut.deeds + leftOut.messages > 0 ? { leftOut: { ...leftOut } } : {}),
      }),
  };
}

function lengthOf(value: unknown): number {
  return value === undefined ? 0 : JSON.stringify(value).length;
}
