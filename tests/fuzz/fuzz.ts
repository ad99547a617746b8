import { type FuzzCase, fuzzCase } from './cases.js';
import type { FuzzRoom } from './open-fuzz.js';
import { runCase } from './run-case.js';

/** So many cases are under way at once. */
const AT_ONCE = 32;

/** Which cases. */
export interface FuzzPlan {
  readonly cases: number;
  readonly seed: number;
  /** The number of the first, from 0. */
  readonly first?: number;
  /** Told now and then how many are done. */
  readonly onProgress?: (done: number) => void;
  /** Told of each case that goes wrong, as soon as it does. */
  readonly onFailed?: (failed: FailedCase) => void;
}

/** A case that went wrong. */
export interface FailedCase {
  readonly seed: number;
  /** Undefined where it was one of those at the same time. */
  readonly index: number | undefined;
  readonly among: readonly [number, number];
  readonly faults: readonly string[];
  readonly case: FuzzCase | undefined;
}

/** Commands with what they take, so that there is something to press on. */
const OPENERS: readonly (readonly [string, Record<string, string | number | boolean>])[] = [
  ['lesson', { plan: '20' }],
  ['probability', {}],
  ['tokenize', { text: '**zqzq** the cat' }],
  ['bpe', { text: 'zqzq the cat sat' }],
  ['nextword', { prompt: '# zqzq' }],
  ['guess', {}],
  ['guess', { prompt: '||zqzq||' }],
  ['temperature', { prompt: '[zqzq](https://evil.example)' }],
  ['sampling', { prompt: '> zqzq' }],
  ['draw', { prompt: '**zqzq**' }],
  ['dice', { prompt: '-# zqzq', rolls: 10 }],
  ['generate', { prompt: '<@123456789012345678>', tokens: 5 }],
  ['beam', { prompt: '`zqzq`', width: 2, tokens: 3 }],
  ['surprise', { text: '*zqzq* said the cat' }],
  ['options', {}],
  ['ask', { question: '~~zqzq~~', max_tokens: 8 }],
  ['context', { text: '__zqzq__ the cat' }],
  ['compare', { prompt: '@everyone zqzq', tokens: 10 }],
  ['embed', { words: 'king, queen, zqzq' }],
  ['attention', { text: 'the cat zqzq' }],
  ['training', {}],
  ['tuning', {}],
  ['prefer', { prompt: '```zqzq' }],
  ['model', {}],
  ['settings', {}],
];

/** Opens a reply of every command, and one more from each by its buttons. */
export async function openCards(room: FuzzRoom): Promise<void> {
  for (const [at, [command, options]] of OPENERS.entries()) {
    const person = room.people[at % room.people.length];
    if (person !== undefined) await room.done(person.slash(command, options).id);
  }
}

/** Runs cases. @returns those that went wrong */
export async function fuzz(
  room: FuzzRoom,
  { cases, seed, first = 0, onProgress, onFailed }: FuzzPlan,
): Promise<FailedCase[]> {
  const failed = new Map<string, FailedCase>();
  const ids = new Map<string, number>();
  const underWay = new Set<number>();
  let next = first;
  let done = 0;
  const add = (index: number | undefined, fault: string): void => {
    const among = [Math.min(...underWay), Math.max(...underWay)] as const;
    const key = String(index ?? among);
    const before = failed.get(key)?.faults ?? [];
    if (before.includes(fault)) return;
    const about = index === undefined ? undefined : fuzzCase(seed, index);
    const one = { seed, index, among, faults: [...before, fault], case: about };
    failed.set(key, one);
    onFailed?.(one);
  };
  const work = async (): Promise<void> => {
    while (next < first + cases) {
      const index = next;
      next += 1;
      underWay.add(index);
      const faults = await runCase(room, fuzzCase(seed, index), index, (id) => ids.set(id, index));
      for (const fault of faults) add(index, fault);
      for (const { id, fault } of room.takeFaults()) add(id === undefined ? undefined : ids.get(id), fault);
      underWay.delete(index);
      done += 1;
      onProgress?.(done);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return [...failed.values()];
}

/** A failed case in lines that say how it is repeated. */
export function tellFailed({ seed, index, among, faults, case: one }: FailedCase): string {
  const [from, to] = index === undefined ? among : [index, index];
  const repeat = `npm run fuzz -- ${to - from + 1} ${seed} ${from}`;
  const what = one === undefined ? 'one of these' : JSON.stringify(one).slice(0, 600);
  return [`${repeat}`, `  ${what}`, ...faults.slice(0, 6).map((fault) => `  ! ${fault}`)].join('\n');
}
