import { expect, test } from 'vitest';
import { createLimits } from '../../../src/discord/router/limits.js';

test('a person has so many runs at once and so many a minute, and each refusal says what to do', () => {
  let now = 0;
  const limits = createLimits({ atOnce: 2, perMinute: 3, now: () => now });
  const leaveFirst = limits.enter('ann');
  limits.enter('ann');
  expect(() => limits.enter('ann')).toThrow('You have 2 replies that are not finished yet. Wait for one of them');
  expect(() => limits.enter('bob')).not.toThrow();
  leaveFirst();
  leaveFirst();
  now = 10_000;
  limits.enter('ann')();
  expect(() => limits.enter('ann')).toThrow('Try again in 50 s.');
  now = 60_001;
  expect(() => limits.enter('ann')).not.toThrow();
});

test('three hundred thousand people start within a minute', () => {
  const limits = createLimits({ atOnce: 2, perMinute: 3, now: () => 0 });
  for (let person = 0; person < 300_000; person++) limits.enter(String(person))();
  expect(() => limits.enter('299999')).not.toThrow();
});
