import { setImmediate as nextTurn } from 'node:timers/promises';
import { UserError } from '../errors.js';
import { createFact } from '../facts.js';
import { workerFile } from '../worker-file.js';
import { openWorkerPool, type WorkerPoolLog } from '../worker-pool.js';
import type { CutResult, CutTask } from './cut-worker.js';
import type { Arrangement, EncodingName, Token, Tokenizer } from './token.js';

/** Texts longer than this are refused: the tokenizer is quadratic on runs without a break, and takes seconds here. */
const MAX_CHARACTERS = 100_000;

/** Texts longer than this may take longer than a person likes to wait, so they queue on a thread of their own. */
const LONG_CHARACTERS = 8_000;

/** Whoever comes on top of these had better hear it at once. */
const MAX_WAITING = 1000;

/** Longer than the worst text takes, also on a slow machine. */
const MAX_CUTTING_MS = 60_000;

/** The thread for long texts ends when for so long there was none, in milliseconds. */
const LONG_REST_MS = 60_000;

/** Tokens put together at a time, about a millisecond's work, before other events get their turn. */
const TOKENS_PER_TURN = 2_000;

export interface TokenizerOptions {
  /** Worker threads for texts of ordinary length; one more starts when a long text comes. */
  readonly threads?: number;
  /** The worker's JavaScript file, for tests of what happens when it dies. */
  readonly worker?: string;
  /** Told of threads that die and are replaced. */
  readonly log?: WorkerPoolLog;
}

/**
 * Opens a tokenizer that works on worker threads, one of ordinary texts and one of long texts by default.
 *
 * A thread loads an encoding when it is first used and keeps it. Lone surrogates count as U+FFFD, as in UTF-8 they must.
 * Both methods reject with a `UserError` on a text of over 100,000 UTF-16 code units, when too many wait, or when one
 * takes over a minute; with the signal's reason when it is aborted; and with a plain `Error` when a worker dies, which is
 * then replaced.
 */
export function openTokenizer(options: TokenizerOptions = {}): Tokenizer {
  const shared = {
    file: options.worker ?? workerFile(import.meta.url, './cut-worker.js'),
    name: 'cut',
    maxWaiting: MAX_WAITING,
    limitMs: MAX_CUTTING_MS,
    told: { full: createFact('too-many-texts-wait'), slow: createFact('cutting-too-slow') },
    log: options.log,
  };
  const ordinary = openWorkerPool<CutTask, CutResult>({ ...shared, threads: options.threads ?? 1 });
  const long = openWorkerPool<CutTask, CutResult>({ ...shared, threads: 1, restMs: LONG_REST_MS });

  async function run(
    text: string,
    how: { encoding: EncodingName } | { ids: Uint32Array; byteLengths: Uint32Array },
    signal: AbortSignal | undefined,
  ): Promise<Arrangement> {
    signal?.throwIfAborted();
    if (text.length > MAX_CHARACTERS) {
      throw new UserError('text-too-long-to-cut', { characters: text.length, most: MAX_CHARACTERS });
    }
    const wellFormed = Buffer.from(text, 'utf8').toString('utf8');
    const pool = text.length > LONG_CHARACTERS ? long : ordinary;
    return assemble(wellFormed, await pool.run({ text: wellFormed, ...how }, { signal }));
  }

  return {
    tokenize: async (text, encoding, signal) => ({ encoding, ...(await run(text, { encoding }, signal)) }),
    arrange: (text, tokens, signal) =>
      run(
        text,
        {
          ids: Uint32Array.from(tokens, ({ id }) => id),
          byteLengths: Uint32Array.from(tokens, ({ byteLength }) => byteLength),
        },
        signal,
      ),
    async close() {
      await Promise.all([ordinary.close(), long.close()]);
    },
  };
}

async function assemble(text: string, cut: CutResult): Promise<Arrangement> {
  const bytes = new TextEncoder().encode(text);
  const tokens: Token[] = [];
  const groups: string[] = [];
  let byteStart = 0;
  let textStart = 0;
  for (const [index, id] of cut.ids.entries()) {
    if (index % TOKENS_PER_TURN === TOKENS_PER_TURN - 1) await nextTurn();
    const byteEnd = cut.byteEnds[index] ?? 0;
    const textEnd = cut.textEnds[index] ?? -1;
    const group = cut.groups[index] ?? -1;
    tokens.push({
      id,
      bytes: bytes.subarray(byteStart, byteEnd),
      text: textStart === -1 || textEnd === -1 ? undefined : text.slice(textStart, textEnd),
      group: group === -1 ? undefined : group,
    });
    if (group === groups.length) groups.push(text.slice(cut.groupSpans[2 * group], cut.groupSpans[2 * group + 1]));
    byteStart = byteEnd;
    textStart = textEnd;
  }
  return { tokens, groups, characters: cut.characters, bytes: bytes.length };
}
