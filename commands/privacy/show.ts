import type { RunContext } from '../../src/discord/command.js';
import { file, type Reply, text } from '../../src/discord/reply.js';
import type { Services } from '../../src/services.js';

/** A run as its owner is told of it. */
type KeptRun = Awaited<ReturnType<Services['people']['keptOf']>>['runs'][number];

import { privacyWords } from './words.js';

/** So many runs are read for the file, and so much of what is in them; bytes. */
const MAX_RUNS = 2000;
const MAX_BYTES = 6_000_000;

/** Commands that a message names. */
const MAX_LINES = 25;

/** What is kept of a person: a list by commands, and a file with all of it. */
export async function showMine({ user, locale, signal }: RunContext, services: Services): Promise<Reply> {
  const words = privacyWords(locale);
  const kept = await services.people.keptOf(user.id, MAX_RUNS);
  const others = words.others(kept.withTheirWords, kept.takenPartIn);
  if (kept.asked === 0) return { blocks: [text([words.nothingKept, ...others].join('\n'))] };
  const counted = byCommand(kept.runs);
  const lines = counted.slice(0, MAX_LINES).map(([command, runs]) => words.line(command, runs.length, ...spanOf(runs)));
  const { content, isWhole } = await contentOf(user.id, kept.runs, signal, services);
  const more = isWhole && kept.runs.length === kept.asked ? [] : [words.notWhole(content.length, kept.asked)];
  return {
    blocks: [
      text([words.kept(kept.asked), ...lines, ...others, ...more].join('\n')),
      file('tokenscope-mine.json', Buffer.from(JSON.stringify({ person: user.id, runs: content }, null, 1), 'utf8')),
    ],
  };
}

function byCommand(runs: readonly KeptRun[]): [command: string, runs: KeptRun[]][] {
  const groups = new Map<string, KeptRun[]>();
  for (const run of runs) groups.set(run.command, [...(groups.get(run.command) ?? []), run]);
  return [...groups].toSorted(([, one], [, other]) => other.length - one.length);
}

/** When the first and the last were asked for, in seconds since 1970. */
function spanOf(runs: readonly KeptRun[]): [number, number] {
  const times = runs.map(({ askedAt }) => Math.floor(askedAt / 1000));
  return [Math.min(...times), Math.max(...times)];
}

/** The newest runs with what is in them, as many as a file has room for. */
async function contentOf(personId: string, runs: readonly KeptRun[], signal: AbortSignal, services: Services) {
  const content: object[] = [];
  let bytes = 0;
  for (const { id, command, placeId, askedAt, changedAt, bytes: size } of runs) {
    signal.throwIfAborted();
    bytes += size;
    if (bytes > MAX_BYTES) return { content, isWhole: false };
    const row = await services.runs.find(id, command);
    const times = { askedAt: new Date(askedAt).toISOString(), changedAt: new Date(changedAt).toISOString() };
    content.push({ command, place: placeId === personId ? 'direct' : placeId, ...times, content: row?.payload });
  }
  return { content, isWhole: true };
}
