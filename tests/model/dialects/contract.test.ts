import { beforeAll, describe, expect, test } from 'vitest';
import { behaviours } from './behaviours.js';
import { servedModel } from './dialect.js';
import { dialects } from './dialects.js';
import { type Gathered, gather } from './gather.js';
import { emulate, type Subject } from './subject.js';
import { createTinySubject } from './tiny-subject.js';

const subjects: readonly (readonly [string, () => Subject])[] = [
  ...dialects.map((dialect) => [dialect.name, () => emulate(dialect, servedModel)] as const),
  ['the embedded tiny model', createTinySubject],
];

describe.each(subjects)('%s', (_name, create) => {
  let subject: Subject;
  let gathered: Gathered;
  beforeAll(async () => {
    subject = create();
    gathered = await gather(subject);
  });

  test.each(behaviours.map((behaviour) => [behaviour.name, behaviour] as const))('%s', (_behaviour, { check }) => {
    expect(check(subject, gathered)).not.toBe('');
  });
});
