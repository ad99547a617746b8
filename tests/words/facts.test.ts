import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { factParts } from '../../src/words/facts.js';

type Area = Readonly<Record<string, (locale: string) => object>>;

test('every code of every part has its words, and no two parts have the same', async () => {
  const codes: string[] = [];
  for (const kind of ['errors', 'notices']) {
    const folder = new URL(`../../src/words/${kind}/`, import.meta.url);
    for (const file of readdirSync(folder)) {
      const area = (await import(new URL(file, folder).href)) as Area;
      for (const words of Object.values(area)) codes.push(...Object.keys(words('en')));
    }
  }
  expect(codes.toSorted()).toEqual([...factParts.keys()].toSorted());
});
