import { mergeBytes } from '../byte-pair/merge.js';
import { NO_TOKEN, type Ranks } from '../byte-pair/ranks.js';
import { O200K_SPLIT, piecesOf } from '../byte-pair/split.js';
import { cutByMerges, trainMerges } from '../byte-pair/train.js';
import { loadRanks, SPLITS } from './load-ranks.js';
import type { LearnedText, MergedText } from './merged-text.js';
import type { EncodingName } from './token.js';

/** A text as it is sent to the worker thread: to be merged by an encoding, or to learn merges from. Well-formed UTF-16. */
export type MergeTask =
  | { readonly text: string; readonly encoding: EncodingName }
  | { readonly text: string; readonly most: number };

const BYTES = 256;

/** Merges a text, or learns from it; runs on a worker thread. */
export function merge(task: MergeTask): MergedText | LearnedText {
  return 'encoding' in task ? mergeText(task.text, task.encoding) : learnMerges(task.text, task.most);
}

/** The merges of one piece that are still to come, in order. */
interface Queued {
  readonly merges: readonly { readonly at: number; readonly token: number }[];
  next: number;
}

function mergeText(text: string, encoding: EncodingName): MergedText {
  const ranks = loadRanks(encoding);
  const pairs = new Map<string, MergedText['pairs'][number]>();
  const noting: Ranks = {
    ...ranks,
    merged(left, right) {
      const token = ranks.merged(left, right);
      if (token !== NO_TOKEN) pairs.set(`${left} ${right}`, [left, right, token]);
      return token;
    },
  };
  const pieces: number[] = [];
  const ids: number[] = [];
  const queues: Queued[] = [];
  let from = 0;
  for (const piece of piecesOf(text, SPLITS[encoding])) {
    const bytes = Buffer.from(piece);
    const merges: { at: number; token: number }[] = [];
    const begin = from;
    ids.push(...mergeBytes(bytes, noting, ({ at, token }) => merges.push({ at: begin + at, token })));
    queues.push({ merges, next: 0 });
    pieces.push(bytes.length);
    from += bytes.length;
  }
  const starts = Array.from(Buffer.from(text), (byte) => ranks.ofByte(byte));
  return { pieces, starts, order: inOneOrder(queues), pairs: [...pairs.values()], ids };
}

/** The merges of all pieces as one row: each time the lowest rank that some piece goes on with, the leftmost of equals. */
function inOneOrder(queues: readonly Queued[]): number[] {
  const order: number[] = [];
  for (;;) {
    let best: Queued | undefined;
    const rankOf = (queue: Queued | undefined) => queue?.merges[queue.next]?.token ?? Number.POSITIVE_INFINITY;
    for (const queue of queues) if (rankOf(queue) < rankOf(best)) best = queue;
    const merged = best?.merges[best.next];
    if (best === undefined || merged === undefined) return order;
    best.next += 1;
    order.push(merged.at);
  }
}

function learnMerges(text: string, most: number): LearnedText {
  const all = piecesOf(text, O200K_SPLIT);
  const counts = new Map<string, number>();
  for (const piece of all) counts.set(piece, (counts.get(piece) ?? 0) + 1);
  const learned = trainMerges(counts, { size: BYTES + most });
  const bytesOf = (id: number) => (id < BYTES ? Uint8Array.of(id) : (learned[id - BYTES]?.bytes ?? new Uint8Array()));
  const cuts = new Map(
    Array.from(counts.keys(), (piece) => [
      piece,
      cutByMerges(Buffer.from(piece), learned).map((id) => bytesOf(id).length),
    ]),
  );
  return {
    // Plain arrays of bytes: a slice of a shared buffer would be sent with all that is around it.
    merges: learned.map(({ left, right, count, tokens }) => ({
      left: Uint8Array.from(bytesOf(left)),
      right: Uint8Array.from(bytesOf(right)),
      count,
      tokens,
    })),
    bytes: Buffer.byteLength(text),
    cut: all.flatMap((piece) => cuts.get(piece) ?? []),
  };
}
