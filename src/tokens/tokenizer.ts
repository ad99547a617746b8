import { setImmediate as nextTurn } from 'node:timers/promises';
import { Piscina } from 'piscina';
import { UserError } from '../errors.js';
import { workerFile } from '../worker-file.js';
import type { CutResult, CutTask } from './cut-worker.js';
import type { Arrangement, EncodingName, Token, Tokenizer } from './token.js';

/** Texts longer than this are refused: the tokenizer is quadratic on runs without a break, and takes seconds here. */
const MAX_CHARACTERS = 100_000;

/** Texts longer than this may take longer than a person likes to wait, so they queue on a thread of their own. */
const LONG_CHARACTERS = 8_000;

/** Tokens put together at a time, about a millisecond's work, before other events get their turn. */
const TOKENS_PER_TURN = 2_000;

export interface TokenizerOptions {
  /** Worker threads for texts of ordinary length; one more starts when a long text comes. */
  readonly threads?: number;
  /** The worker's JavaScript file, for tests of what happens when it dies. */
  readonly worker?: string;
  /** Is told when a thread dies between two texts. */
  readonly log?: { warn(details: { err: unknown }, message: string): void };
}

/**
 * Opens a tokenizer that works on worker threads, one of ordinary texts and one of long texts by default.
 *
 * A thread loads an encoding when it is first used and keeps it. Lone surrogates count as U+FFFD, as in UTF-8 they must.
 * Both methods reject with a `UserError` on a text of over 100,000 UTF-16 code units, with the signal's reason when it
 * is aborted, and with a plain `Error` when a worker dies, which is then replaced.
 */
export function openTokenizer(options: TokenizerOptions = {}): Tokenizer {
  const filename = options.worker ?? workerFile(import.meta.url, './cut-worker.js');
  const ordinary = new Piscina<CutTask, CutResult>({
    filename,
    name: 'cut',
    minThreads: 1,
    maxThreads: options.threads ?? 1,
    idleTimeout: Number.POSITIVE_INFINITY,
  });
  const long = new Piscina<CutTask, CutResult>({
    filename,
    name: 'cut',
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: 60_000,
  });
  // Such a thread is replaced; without a listener its error would end the process.
  for (const each of [ordinary, long]) {
    each.on('error', (error) => options.log?.warn({ err: error }, 'a thread that cuts texts died'));
  }
  let closed = false;

  async function run(
    text: string,
    how: { encoding: EncodingName } | { ids: Uint32Array; byteLengths: Uint32Array },
    signal: AbortSignal | undefined,
  ): Promise<Arrangement> {
    signal?.throwIfAborted();
    if (closed) throw new Error('The tokenizer is closed');
    if (text.length > MAX_CHARACTERS) {
      throw new UserError(
        `That text has ${text.length.toLocaleString('en')} characters, and I cut at most ` +
          `${MAX_CHARACTERS.toLocaleString('en')}. Try a part of it.`,
      );
    }
    const wellFormed = Buffer.from(text, 'utf8').toString('utf8');
    const pool = text.length > LONG_CHARACTERS ? long : ordinary;
    try {
      return await assemble(wellFormed, await pool.run({ text: wellFormed, ...how }, { signal }));
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    }
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
      // A destroyed pool would start a thread again for a further task, and nobody would stop that one.
      closed = true;
      await Promise.all([ordinary.destroy(), long.destroy()]);
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
