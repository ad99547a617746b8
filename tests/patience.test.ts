import { expect, test } from 'vitest';
import { createPatience } from '../src/patience.js';

/** Something that answers when it is told to. */
function openAsked() {
  let answer = (_: string) => {};
  let fail = (_: Error) => {};
  const asking = new Promise<string>((resolve, reject) => {
    answer = resolve;
    fail = reject;
  });
  return { asking, answer: (what: string) => answer(what), fail: (why: Error) => fail(why) };
}

/** Whether something is over within a few turns of the loop, in which no time has to pass. */
async function isAtOnce(waiting: Promise<unknown>): Promise<boolean> {
  let isOver = false;
  const over = () => {
    isOver = true;
  };
  void waiting.then(over, over);
  for (let turn = 0; turn < 20; turn += 1) await new Promise((done) => setImmediate(done));
  return isOver;
}

const otherwise = () => 'not waited for';

/** A clock that a test sets, and a patience with it that nothing here comes to the end of by itself. */
function openPatient() {
  const clock = { now: 0 };
  return { clock, patience: createPatience(100_000, () => clock.now) };
}

test('what answers in time is waited for, and rejects as it does', async () => {
  const { patience } = openPatient();
  expect(await patience.within(Promise.resolve('told'), otherwise)).toBe('told');
  await expect(patience.within(Promise.reject(new Error('broken')), otherwise)).rejects.toThrow('broken');
});

test('what is silent is not waited for longer than that, nor what comes of it', async () => {
  const patience = createPatience(1);
  const asked = openAsked();
  expect(await patience.within(asked.asking, otherwise)).toBe('not waited for');
  asked.fail(new Error('nobody hears it'));
  await new Promise((done) => setImmediate(done));
  const refuse = () => {
    throw new Error('silent');
  };
  await expect(patience.within(openAsked().asking, refuse)).rejects.toThrow('silent');
});

test('once something has been silent for so long, nobody waits for it until it answers', async () => {
  const { clock, patience } = openPatient();
  const first = openAsked();
  const waiting = patience.within(first.asking, otherwise);
  clock.now += 60_000;
  const later = patience.within(openAsked().asking, otherwise);
  expect([await isAtOnce(waiting), await isAtOnce(later)]).toEqual([false, false]);
  clock.now += 40_000;
  expect(await patience.within(openAsked().asking, otherwise)).toBe('not waited for');
  first.answer('told');
  expect(await waiting).toBe('told');
  // It was heard, whatever else has got no answer.
  const next = openAsked();
  const again = patience.within(next.asking, otherwise);
  expect(await isAtOnce(again)).toBe(false);
  next.answer('told again');
  expect(await again).toBe('told again');
});

test('whoever comes when somebody has waited in vain does not wait, whatever the clock says', async () => {
  // Time stands still, as between a timer and a clock that do not quite agree.
  const patience = createPatience(1, () => 0);
  const first = openAsked();
  expect(await patience.within(first.asking, otherwise)).toBe('not waited for');
  const later = patience.within(openAsked().asking, otherwise);
  expect(await isAtOnce(later)).toBe(true);
  first.answer('told');
  await first.asking;
  expect(await patience.within(Promise.resolve('told again'), otherwise)).toBe('told again');
});

test('what it refuses is no answer: it may come of the silence', async () => {
  const { clock, patience } = openPatient();
  const [first, second] = [openAsked(), openAsked()];
  const waiting = patience.within(first.asking, otherwise);
  void patience.within(second.asking, otherwise);
  clock.now += 100_000;
  first.fail(new Error('away'));
  await expect(waiting).rejects.toThrow('away');
  expect(await patience.within(openAsked().asking, otherwise)).toBe('not waited for');
});
