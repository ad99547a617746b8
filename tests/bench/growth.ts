import { threadClock } from './thread-clock.js';

const SIZES = [100, 400, 1600, 6400, 25_600, 102_400];
const MAX_MS = 200;

/** Milliseconds of one call, the least of some rounds. */
function timeOf(run: () => void): number {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0, spent = 0; round < 5 && spent < MAX_MS; round += 1) {
    const start = threadClock();
    run();
    const time = threadClock() - start;
    least = Math.min(least, time);
    spent += time;
  }
  return least;
}

/** How the time of some work grows with the size of what it is given. */
interface Growth {
  /** Of the size that the time grows with, between the last two sizes: 1 is in proportion, 2 with the square. */
  readonly power: number;
  readonly size: number;
  readonly milliseconds: number;
}

/** Gives some work more and more, up to a hundred thousand or a fifth of a second. */
export function grow<T>(setUp: (size: number) => T, run: (input: T) => unknown): Growth {
  let growth: Growth = { power: 0, size: 0, milliseconds: 0 };
  for (const size of SIZES) {
    const input = setUp(size);
    const milliseconds = timeOf(() => void run(input));
    const power = Math.log(milliseconds / growth.milliseconds) / Math.log(size / growth.size);
    // Of what takes less than this the clock tells too little.
    growth = { power: growth.milliseconds < 1 ? 0 : power, size, milliseconds };
    if (milliseconds > MAX_MS) break;
  }
  return growth;
}

/** Writes in a line how some work grows. */
export function print(name: string, { power, size, milliseconds }: Growth): void {
  console.info(`power ${power.toFixed(1)}: ${name}, ${milliseconds.toFixed(1)} ms for ${size.toLocaleString('en')}`);
}
