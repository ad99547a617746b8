import { expect, test } from 'vitest';
import { exportLesson } from '../../../commands/lesson/export.js';
import { gainOf } from '../../../commands/lesson/gain.js';
import { rightOption } from '../../../commands/lesson/judge.js';
import { knownUnits } from '../../../commands/lesson/units/read-units.js';
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
