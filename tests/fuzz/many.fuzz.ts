import { expect, test } from 'vitest';
import { fuzz, openCards, tellFailed } from './fuzz.js';
import { openFuzzRoom } from './open-fuzz.js';

const { FUZZ_CASES = '20000', FUZZ_SEED = '1', FUZZ_FIRST = '0' } = process.env;

/** After so many cases it is told how many are done. */
const TELL_EACH = 500;

test(`${FUZZ_CASES} attacks of seed ${FUZZ_SEED}, from number ${FUZZ_FIRST} on`, async () => {
  const seed = Number(FUZZ_SEED);
  const cases = Number(FUZZ_CASES);
  const room = await openFuzzRoom({ seed, people: 400, drawsOneOf: 2 });
  await openCards(room);
  for (const { fault } of room.takeFaults()) console.info(`before the first case: ${fault}`);
  const started = performance.now();
  const failed = await fuzz(room, {
    cases,
    seed,
    first: Number(FUZZ_FIRST),
    onProgress(done) {
      if (done % TELL_EACH !== 0 && done !== cases) return;
      const seconds = (performance.now() - started) / 1000;
      console.info(`${done} of ${cases} cases, ${(done / seconds).toFixed(1)} a second`);
    },
    onFailed: (one) => console.info(tellFailed(one)),
  });
  await room.close();
  expect(failed.map(tellFailed)).toEqual([]);
});
