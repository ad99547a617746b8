import { expect, test } from 'vitest';
import { scorePositions, type TextPosition } from '../../../src/model/score/score-place.js';
import { asked } from '../asked.js';

test('a long text is scored in turns, so that others are answered meanwhile', async () => {
  const listed = Array.from({ length: 20 }, (_, at) => {
    return { text: `t${at}`, bytes: undefined, id: at, logprob: Math.log(0.5 / 2 ** at) };
  });
  const [sampled = { text: '', bytes: undefined, id: undefined, logprob: 0 }] = listed;
  const place: TextPosition = { sampled, listed, given: 20, keyedByText: false };
  let turns = 0;
  let isDone = false;
  const count = () => {
    turns += 1;
    if (!isDone) setImmediate(count);
  };
  setImmediate(count);
  const tokens = await scorePositions(
    Array.from({ length: 60_000 }, () => place),
    { ...asked, listed: 20 },
  );
  isDone = true;
  expect(tokens).toHaveLength(60_000);
  expect(tokens.at(-1)?.rank).toEqual({ low: 1, high: 1 });
  expect(turns).toBeGreaterThan(2);
});
