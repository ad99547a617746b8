import { expect, test } from 'vitest';
import { answerOf, answersAt, countPeople, MAX_PEOPLE, memberOf } from '../../../commands/lesson/people.js';
import { pseudonym } from '../../../commands/lesson/pseudonym.js';
import { lessonOf, presser, withAnswers, withPeople } from './class.js';

test('who answers has joined, and each person counts once', () => {
  const lesson = withAnswers(withPeople(lessonOf('tokens'), 'Ben', 'Ben'), {
    'tokens.before': { Ben: 'a', Cleo: 'b' },
  });
  const again = withAnswers(lesson, { 'tokens.before': { Ben: 'c' } });
  expect(countPeople(again)).toBe(2);
  expect(answersAt(again, 'tokens.before')).toEqual(['c', 'b']);
  expect(answerOf(again, 'tokens.before', presser('Cleo').user)).toBe('b');
  expect(answerOf(again, 'tokens.before', presser('Dan').user)).toBeUndefined();
});

test('nothing that is kept tells who somebody is, unless real names were agreed on', () => {
  const secret = withAnswers(lessonOf('tokens'), { 'tokens.1': { 'Ben Nevis': 7 } });
  expect(JSON.stringify(secret)).not.toMatch(/Nevis/);
  const open = withPeople({ ...lessonOf('tokens'), withNames: true }, 'Ben Nevis');
  expect(memberOf(open, presser('Ben Nevis').user)).toEqual({ number: 1, name: 'Ben Nevis' });
  expect(JSON.stringify(open)).not.toContain('id of Ben Nevis');
});

test('a full lesson takes nobody new, and still the answers of all who are in', () => {
  const names = Array.from({ length: MAX_PEOPLE }, (_, number) => `Person ${number}`);
  const full = withPeople(lessonOf('tokens'), ...names);
  expect(() => withPeople(full, 'One more')).toThrow('This lesson has 120 people, and there is no room for more');
  expect(answersAt(withAnswers(full, { 'tokens.1': { 'Person 7': 5 } }), 'tokens.1')).toEqual([5]);
  // All that a class says in the longest lesson stays small beside what a stored result may be.
  const answers = Object.fromEntries(
    Array.from({ length: 65 }, (_, at) => [`unit-${at}.before`, Object.fromEntries(names.map((name) => [name, 'a']))]),
  );
  expect(JSON.stringify(withAnswers(full, answers)).length).toBeLessThan(120_000);
});

test('made-up names are different for as many people as there can be', () => {
  const names = Array.from({ length: MAX_PEOPLE }, (_, at) => pseudonym(at + 1));
  expect(new Set(names).size).toBe(MAX_PEOPLE);
  expect(names.slice(0, 2)).toEqual(['Otter', 'Heron']);
});
