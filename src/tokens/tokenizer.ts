import { setImmediate as nextTurn } from 'node:timers/promises';
import { UserError } from '../errors.js';
import { createFact } from '../facts.js';
import { workerFile } from '../worker-file.js';
import { openWorkerPool, type PoolState, type WorkerPoolLog } from '../worker-pool.js';
import type { CutResult, CutTask } from './cut-worker.js';
import { openMerger } from './open-merger.js';
import type { Pieces } from './pieces.js';
import type { Arrangement, CutToken, Tokenizer, TokenShare } from './token.js';
import { toldOfDeath } from './told-of-death.js';

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
 * What cuts rejects with a `UserError` on a text of over 100,000 UTF-16 code units, when too many wait, or when one
 * takes over a minute, or when a thread dies, which is then replaced; and with the signal's reason when it is aborted.
 */
export function openTokenizer(options: TokenizerOptions = {}): Tokenizer & { readonly pools: readonly PoolState[] } {
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
  const merger = openMerger(options.log);

  async function run(task: CutTask, signal: AbortSignal | undefined): Promise<CutResult> {
    const { text } = task;
    signal?.throwIfAborted();
    if (text.length > MAX_CHARACTERS) {
      throw new UserError('text-too-long-to-cut', { characters: text.length, most: MAX_CHARACTERS });
    }
    const pool = text.length > LONG_CHARACTERS ? long : ordinary;
    return toldOfDeath(pool.run(task, { signal }), options.log);
  }

  return {
    pools: [ordinary, long, merger.pool],
    async tokenize(text, encoding, signal) {
      const wellFormed = Buffer.from(text, 'utf8').toString('utf8');
      const { ids, ...pieces } = await run({ text: wellFormed, encoding }, signal);
      const arranged = await assemble(wellFormed, pieces, (share, at): CutToken => ({ id: ids[at] ?? 0, ...share }));
      return { encoding, ...arranged };
    },
    async arrange(shares, signal) {
      const joined = Buffer.concat(shares);
      const text = joined.toString('utf8');
      if (!joined.equals(Buffer.from(text, 'utf8'))) return undefined;
      const byteLengths = Uint32Array.from(shares, ({ length }) => length);
      return assemble(text, await run({ text, byteLengths }, signal), (share) => share);
    },
    mergeText: merger.mergeText,
    learnMerges: merger.learnMerges,
    async close() {
      await Promise.all([ordinary.close(), long.close(), merger.close()]);
    },
  };
}

/** @param toToken makes a token of its share and its place */
async function assemble<T extends TokenShare>(
  text: string,
  pieces: Pieces,
  toToken: (share: TokenShare, at: number) => T,
): Promise<Arrangement<T>> {
  const bytes = new TextEncoder().encode(text);
  const tokens: T[] = [];
  const groups: string[] = [];
  let byteStart = 0;
  let textStart = 0;
  for (const [at, byteEnd] of pieces.byteEnds.entries()) {
    if (at % TOKENS_PER_TURN === TOKENS_PER_TURN - 1) await nextTurn();
    const textEnd = pieces.textEnds[at] ?? -1;
    const group = pieces.groups[at] ?? -1;
    const share = {
      bytes: bytes.subarray(byteStart, byteEnd),
      text: textStart === -1 || textEnd === -1 ? undefined : text.slice(textStart, textEnd),
      group: group === -1 ? undefined : group,
    };
    tokens.push(toToken(share, at));
    const [from, to] = [pieces.groupSpans[2 * group], pieces.groupSpans[2 * group + 1]];
    if (group === groups.length) groups.push(text.slice(from, to));
    byteStart = byteEnd;
    textStart = textEnd;
  }
  return { tokens, groups, characters: pieces.characters, bytes: bytes.length };
}
