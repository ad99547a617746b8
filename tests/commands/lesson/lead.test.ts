import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LEADER_AWAY_MS, leads, led, takenOver } from '../../../commands/lesson/lead.js';
import { lessonOf, presser, withPeople } from './class.js';

beforeEach(() => vi.useFakeTimers({ toFake: ['Date'] }));
afterEach(() => vi.useRealTimers());

test('who began a lesson leads it, and so may who manages the place', () => {
  const lesson = lessonOf('tokens');
  expect(() => led(lesson, presser('Ann'))).not.toThrow();
  expect(() => led(lesson, presser('Ben', true))).not.toThrow();
  expect(() => led(lesson, presser('Ben'))).toThrow('Ann leads this lesson. You can answer');
  const { user } = presser('Ben');
  const server = { id: 'server', mayManage: true };
  expect(() => led(lesson, { user, channel: { id: 'class', mayManage: false }, server })).not.toThrow();
});

test('a lesson of one person alone is led by nobody else, whatever they manage', () => {
  const lesson = { ...lessonOf('tokens'), pace: 'alone' as const };
  expect(() => led(lesson, presser('Ben', true))).toThrow('Ann leads this lesson');
});

test('when the leader has been away, whoever takes part may lead on, and nobody else', () => {
  const lesson = withPeople(lessonOf('tokens'), 'Ben');
  expect(() => takenOver(lesson, presser('Ben'))).toThrow('If Ann does nothing for 5 minutes');
  vi.advanceTimersByTime(LEADER_AWAY_MS + 1);
  expect(() => takenOver(lesson, presser('Cleo'))).toThrow('If Ann does nothing');
  const after = takenOver(lesson, presser('Ben'));
  expect(leads(after, presser('Ben').user)).toBe(true);
  expect(() => led(after, presser('Ann'))).toThrow('Ben leads this lesson');
  expect(after.leader.name).toBe('Ben');
});

test('each press of the leader counts as being there', () => {
  const lesson = withPeople(lessonOf('tokens'), 'Ben');
  vi.advanceTimersByTime(LEADER_AWAY_MS - 1);
  const after = led(lesson, presser('Ann'));
  vi.advanceTimersByTime(2);
  expect(() => takenOver(after, presser('Ben'))).toThrow('If Ann does nothing');
  expect(leads(takenOver(after, presser('Dan', true)), presser('Dan').user)).toBe(true);
});
