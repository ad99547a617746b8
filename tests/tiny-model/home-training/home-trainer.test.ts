import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import {
  createHomeTrainer,
  type HomeTrainer,
  type Waiting,
} from '../../../src/tiny-model/home-training/home-trainer.js';
import type { HomeNews } from '../../../src/tiny-model/home-training/learn-text.js';

const create = () =>
  createHomeTrainer({ kernels: 'none', worker: fileURLToPath(new URL('./dying-worker.mjs', import.meta.url)) });

/** A training that begins; `told` grows as it tells something. */
function begin(trainer: HomeTrainer, text: string) {
  const told: (HomeNews | Waiting)[] = [];
  const leaving = new AbortController();
  const done = trainer.train({ text, until: { steps: 1 }, seed: 1 }, (news) => told.push(news), leaving.signal);
  const outcome = done.then(
    () => 'done',
    (error: Error) => error.message,
  );
  return { told, outcome, leave: () => leaving.abort(new Error('left')) };
}

const first = { step: 1, seconds: 0, bits: 3 };

test('a thread that dies fails its own training, and the next one runs', async () => {
  const trainer = create();
  const runs = ['throws', 'exits', 'finishes'].map((text) => begin(trainer, text));
  expect(await Promise.all(runs.map(({ outcome }) => outcome))).toEqual([
    'a fault while learning',
    'The thread of a training ended with code 7.',
    'done',
  ]);
  expect(runs[2]?.told.slice(-2)).toEqual([first, { done: true, parameters: 1, characters: 1 }]);
});

test('one trains at a time: the others are told how many come first, and who leaves makes room', async () => {
  const trainer = create();
  const [one, two, three] = [begin(trainer, 'goes on'), begin(trainer, 'goes on'), begin(trainer, 'finishes')];
  expect([one.told, two.told, three.told]).toEqual([[], [{ waiting: 1 }], [{ waiting: 2 }]]);
  await expect.poll(() => one.told).toEqual([first]);
  two.leave();
  expect(await two.outcome).toBe('left');
  expect(three.told).toEqual([{ waiting: 2 }, { waiting: 1 }]);
  one.leave();
  expect(await one.outcome).toBe('left');
  expect(await three.outcome).toBe('done');
  expect(two.told).toEqual([{ waiting: 1 }]);
});

test('it says when as many wait as may', async () => {
  const trainer = create();
  const runs = Array.from({ length: 5 }, () => begin(trainer, 'goes on'));
  expect(trainer.isFull()).toBe(true);
  runs[4]?.leave();
  await runs[4]?.outcome;
  expect(trainer.isFull()).toBe(false);
  for (const { leave } of runs) leave();
  await Promise.all(runs.map(({ outcome }) => outcome));
});

test('who has left already starts no thread', async () => {
  const trainer = create();
  const aborted = AbortSignal.abort(new Error('left'));
  await expect(trainer.train({ text: 'finishes', until: { steps: 1 }, seed: 1 }, () => {}, aborted)).rejects.toThrow(
    'left',
  );
});
