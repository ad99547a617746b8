import type { Transcript, TranscriptEntry } from './transcript.js';

/** Places of one person alone. */
const isOwnPlace = (where: string) => /^(?:dm|private)(?: \d+)?$/.test(where);

/**
 * The part of a transcript that one person may see: all that they did and got, and of others what stands where both are.
 * What it leaves out keeps its number, so that the rest is called as before.
 *
 * @param person the number of the deed by which they joined
 */
export function seenBy({ deeds, posts, ...rest }: Transcript, person: number): Transcript {
  const hidden = new Set<string>();
  const seen = deeds.map((entry) => {
    const isTheirs = (entry.by ?? entry.number) === person;
    return isTheirs || entry.deed.do === 'join' ? entry : asOthersSee(entry, hidden);
  });
  // A file is seen with the message that it is on.
  const shown = JSON.stringify(seen.filter(({ deed }) => deed.do !== 'attach').map(({ deed }) => deed));
  const withFiles = seen.map((entry): TranscriptEntry => {
    const isTheirs = entry.by === person;
    const isShown = isTheirs || entry.deed.do !== 'attach' || shown.includes(`file ${entry.number}`);
    return isShown ? entry : { ...entry, deed: { do: 'unseen' }, outcome: { settled: true, messages: [] } };
  });
  const own = [`dm ${person}`, `private ${person}`];
  return { ...rest, deeds: withFiles, posts: posts.filter(({ where }) => !isOwnPlace(where) || own.includes(where)) };
}

/** @param hidden the names of messages that others do not see; what this deed adds to them is added */
function asOthersSee(entry: TranscriptEntry, hidden: Set<string>): TranscriptEntry {
  const { deed, outcome } = entry;
  const isApart =
    ('where' in deed && isOwnPlace(deed.where)) ||
    ('message' in deed && deed.message !== undefined && hidden.has(deed.message));
  const messages = outcome.messages.filter(({ name, ephemeral }) => !ephemeral && !(isApart && isOf(entry, name)));
  for (const { name } of outcome.messages) if (!messages.some((one) => one.name === name)) hidden.add(name);
  const isWhole = messages.length === outcome.messages.length;
  const isTold = outcome.form === undefined && outcome.refused === undefined && deed.do !== 'dismiss';
  // Where a response is still owed, nobody knows yet for whom it will be.
  const isAnswered = outcome.first === undefined || (outcome.settled && messages.length > 0);
  if (!isApart && isWhole && isTold && isAnswered) return entry;
  return { ...entry, deed: { do: 'unseen' }, outcome: { settled: true, messages } };
}

/** Whether a message was made by this deed: one that it only changed stands where it stood. */
function isOf({ number, deed }: TranscriptEntry, name: string): boolean {
  return name.startsWith(`${number}:`) || ('message' in deed && deed.message === name);
}
