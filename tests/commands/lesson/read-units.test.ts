import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { planOf } from '../../../commands/lesson/plans.js';
import { findLessonRun, lessonRunNames } from '../../../commands/lesson/runs/lesson-runs.js';
import { knownUnits, parseUnit, readUnits } from '../../../commands/lesson/units/read-units.js';
import type { Unit } from '../../../commands/lesson/units/unit.js';
import { temporaryFolder } from '../../builders/temporary-folder.js';

const FILE = 'assets/lessons/en/02-tokens.json';
const written = () => JSON.parse(readFileSync(FILE, 'utf8')) as Unit;
const changed = (change: (unit: Unit) => object) => JSON.stringify({ ...written(), ...change(written()) });
const withStep = (change: (step: Unit['steps'][number]) => object) =>
  changed(({ steps: [first, ...others] }) => ({ steps: first ? [{ ...first, ...change(first) }, ...others] : [] }));

describe('the units that the bot brings', () => {
  const { units, problems } = knownUnits();

  test('all files are read', () => {
    expect(problems).toEqual([]);
    expect(units.length).toBeGreaterThan(0);
  });

  test('the ready plans take about as long as they say', () => {
    const lengths = ([20, 45, 90] as const).map((length) => {
      const plan = planOf(length, units);
      expect(plan.length).toBeGreaterThan(0);
      return units.filter(({ id }) => plan.includes(id)).reduce((sum, { minutes }) => sum + minutes, 0);
    });
    expect(lengths.toSorted((one, other) => one - other)).toEqual(lengths);
  });

  test.each(units.map((unit) => [unit.id, unit] as const))('%s leaves no number without an option', (_, unit) => {
    for (const { predict } of unit.steps) {
      if (predict.kind !== 'poll') continue;
      const ranges = predict.options.flatMap(({ is }) => ('item' in is ? [] : [is]));
      if (ranges.length === 0) continue;
      expect(ranges).toHaveLength(predict.options.length);
      const sorted = ranges
        .map(({ from = -Infinity, below = Infinity }) => ({ from, below }))
        .toSorted((one, other) => one.from - other.from);
      expect(sorted[0]?.from).toBeLessThanOrEqual(0);
      expect(sorted.slice(1).map(({ from }) => from)).toEqual(sorted.slice(0, -1).map(({ below }) => below));
      const last = sorted.at(-1)?.below ?? 0;
      expect(last === Infinity || last > 100).toBe(true);
    }
  });

  test.each(units.map((unit) => [unit.id, unit] as const))('%s has buttons that can be told apart', (_, unit) => {
    for (const { options } of [unit.before, unit.after]) {
      expect(new Set(options.map(({ label }) => label)).size).toBe(options.length);
    }
    for (const { predict } of unit.steps) {
      const labels = predict.kind === 'poll' ? predict.options.map(({ label }) => label) : [];
      expect(new Set(labels).size).toBe(labels.length);
    }
  });
});

test('neither its place nor its length gives a right option away', () => {
  const questions = knownUnits().units.flatMap(({ before, after }) => [before, after]);
  const places = questions.map(({ options }) => options.findIndex(({ isRight }) => isRight));
  const isLongest = ({ options }: (typeof questions)[number], at: number) =>
    options.every(({ label }, place) => place === at || label.length < (options[at]?.label.length ?? 0));
  for (const place of [0, 1, 2, 3]) {
    expect(places.filter((at) => at === place).length).toBeLessThanOrEqual(questions.length / 2);
  }
  expect(places.every((at, index) => index % 2 === 0 || at !== places[index - 1])).toBe(true);
  expect(questions.filter((question, index) => isLongest(question, places[index] ?? 0)).length).toBeLessThanOrEqual(
    questions.length / 2,
  );
});

describe('a file that somebody writes', () => {
  test('comes into the lesson with its name, and one with a fault is left out with the place of the fault', () => {
    const folder = temporaryFolder();
    copyFileSync(FILE, join(folder, '01-tokens.json'));
    writeFileSync(
      join(folder, '02-mine.json'),
      changed(() => ({ id: 'mine', title: 'My unit' })),
    );
    writeFileSync(
      join(folder, '03-other.json'),
      changed(() => ({ id: 'mine' })),
    );
    writeFileSync(
      join(folder, '04-mine.json'),
      changed(() => ({ id: 'mine' })),
    );
    writeFileSync(join(folder, '05-broken.json'), '{ "id": ');
    writeFileSync(join(folder, 'readme.txt'), 'no unit');
    const { units, problems } = readUnits(folder);
    expect(units.map(({ title }) => title)).toEqual([written().title, 'My unit']);
    expect(problems).toHaveLength(3);
    expect(problems[0]).toMatch(/^03-other\.json: id: is “mine”/);
    expect(problems[1]).toMatch(/^04-mine\.json: id: another file has “mine” too/);
    expect(problems[2]).toMatch(/^05-broken\.json: /);
  });

  test.each([
    ['a field that nobody knows', changed(() => ({ colour: 'red' })), /colour/],
    [
      'two right options',
      changed(({ before }) => ({
        before: { ...before, options: before.options.map((one) => ({ ...one, isRight: true })) },
      })),
      /^before: has exactly one right option/,
    ],
    [
      'a command that no lesson runs',
      withStep(() => ({ run: { run: 'settings', options: {} } })),
      /^steps\.0\.run\.run: is none of/,
    ],
    [
      'a measure that is not there',
      withStep(() => ({ truth: { measure: 'weight' } })),
      /^steps\.0\.truth\.measure: is none of/,
    ],
    [
      'an option that the command does not take',
      withStep(() => ({ run: { run: 'tokenize', options: { words: 'x' } } })),
      /^steps\.0\.run\.options: /,
    ],
    ['no steps', changed(() => ({ steps: [] })), /^steps: /],
    [
      'own text where there is none',
      withStep(() => ({ run: { run: 'tokenize', options: { text: 'x' }, own: { option: 'prompt', label: 'Yours' } } })),
      /^steps\.0\.run\.own\.option/,
    ],
  ])('with %s says where', (_, json, where) => {
    expect(() => parseUnit(json)).toThrow(where);
  });
});

test('what a lesson can run is found by its name alone', () => {
  expect(findLessonRun('nextword')?.command).toBe('nextword');
  expect(findLessonRun('constructor')).toBeUndefined();
});

test.each(lessonRunNames())('docs/lessons.md says what %s measures', (name) => {
  const line = readFileSync('docs/lessons.md', 'utf8')
    .split('\n')
    .find((one) => one.startsWith(`| \`${name}\` |`));
  expect(line).toBeDefined();
  for (const measure of findLessonRun(name)?.measures ?? []) expect(line).toContain(`\`${measure}\``);
});
