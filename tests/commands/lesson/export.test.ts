import { expect, test } from 'vitest';
import { exportLesson } from '../../../commands/lesson/export.js';
import { gainOf } from '../../../commands/lesson/gain.js';
import { rightOption } from '../../../commands/lesson/judge.js';
import { knownUnits } from '../../../commands/lesson/units/read-units.js';
import { lessonWords } from '../../../commands/lesson/words.js';
import { pairedDifference } from '../../../src/sampling/paired-difference.js';
import { lessonOf, withAnswers } from './class.js';

const unit = knownUnits().units.find(({ id }) => id === 'tokens');
if (unit === undefined) throw new Error('there is a unit about tokens');
const [wasRight, isRight] = [rightOption(unit.before), rightOption(unit.after)];
const [wasWrong, isWrong] = [wasRight === 'a' ? 'b' : 'a', isRight === 'a' ? 'b' : 'a'];

test('a table has a row for each answer, with made-up names, and nothing in it runs as a formula', () => {
  const lesson = withAnswers(lessonOf('tokens'), {
    'tokens.before': { Ben: wasRight, Cleo: wasWrong },
    'tokens.1': { Ben: '=HYPERLINK("http://x")' },
  });
  const { rows, content } = exportLesson(lesson, 'en-US');
  expect(rows).toBe(3);
  const lines = content.replace('\uFEFF', '').trim().split('\n');
  expect(lines[0]).toBe('name,unit,question,asked,answer,right');
  expect(lines[1]).toMatch(/^Otter,What does a model read\?,before,.*,yes$/);
  expect(lines[2]).toMatch(/^Heron,What does a model read\?,before,.*,no$/);
  expect(lines[3]).toContain(`"'=HYPERLINK(""http://x"")"`);
  expect(content).not.toMatch(/Ben|Cleo/);
});

test('the gain counts those who answered before and after, and nobody else', () => {
  const lesson = withAnswers(lessonOf('tokens'), {
    'tokens.before': { Ben: wasRight, Cleo: wasWrong, Dan: wasWrong, Eve: wasWrong, Gone: wasRight },
    'tokens.after': { Ben: isRight, Cleo: isRight, Dan: isRight, Eve: isWrong, Late: isRight },
  });
  const gain = gainOf(lesson, [unit]);
  expect(gain).toMatchObject({ people: 4, before: 1 / 4, after: 3 / 4, difference: 1 / 2 });
  expect(gainOf(lessonOf('tokens'), [unit])).toBeUndefined();
});

test('several answers of one person count as no more people, and make the range as wide as if they went together', () => {
  const other = knownUnits().units.find(({ id }) => id === 'chance');
  if (other === undefined) throw new Error('there is a unit about chance');
  const names = ['Ben', 'Cleo', 'Dan', 'Eve', 'Finn', 'Gia', 'Hana', 'Ivo'];
  const all = (right: string, wrong: string, knowing: number) =>
    Object.fromEntries(names.map((name, at) => [name, at < knowing ? right : wrong]));
  const [otherWas, otherIs] = [rightOption(other.before), rightOption(other.after)];
  const lesson = withAnswers(lessonOf('chance', 'tokens'), {
    'tokens.before': all(wasRight, wasWrong, 2),
    'tokens.after': all(isRight, isWrong, 6),
    'chance.before': all(otherWas, otherWas === 'a' ? 'b' : 'a', 2),
    'chance.after': all(otherIs, otherIs === 'a' ? 'b' : 'a', 6),
  });
  const together = gainOf(lesson, [other, unit]);
  expect(together).toMatchObject({ persons: 8, people: 16, before: 1 / 4, after: 3 / 4, difference: 1 / 2 });
  // Of the same answers twice, Newcombe's interval of sixteen pairs is drawn out by the root of two.
  const { interval } = pairedDifference({ both: 4, onlyBefore: 0, onlyAfter: 8, neither: 4 });
  expect(together?.interval.low).toBeCloseTo(0.5 - Math.SQRT2 * (0.5 - interval.low), 12);
  expect(together?.interval.high).toBeCloseTo(0.5 + Math.SQRT2 * (interval.high - 0.5), 12);
  expect(gainOf(lesson, [unit])).toMatchObject({ persons: 8, people: 8 });
  const { gain } = lessonWords('en-US');
  expect(gain.sentence(together, true)).toContain('With 8 people to compare, that can easily be luck');
});
