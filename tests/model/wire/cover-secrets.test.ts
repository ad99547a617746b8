import { expect, test } from 'vitest';
import { coverSecrets, spellingsInJson } from '../../../src/model/wire/cover-secrets.js';

const KEY = 'tulip/window 7731"zebra';
const json = JSON.stringify({ text: `your key is ${KEY}`, other: KEY });

test('a secret is covered in a text and in bytes, wherever these are cut, and what is left is JSON', () => {
  const spellings = spellingsInJson([KEY]);
  const covered = { text: 'your key is ************************', other: '************************' };
  expect(JSON.parse(coverSecrets(json, spellings))).toEqual(covered);
  const bytes = Buffer.from(json);
  for (let cut = 0; cut <= bytes.length; cut += 1) {
    const segments = [bytes.subarray(0, cut), bytes.subarray(cut)].map((part) => new Uint8Array(part));
    expect(JSON.parse(Buffer.concat(coverSecrets(segments, spellings)).toString())).toEqual(covered);
  }
});

test('a placeholder for a key is no secret, and an answer without one stays as it is', () => {
  expect(spellingsInJson(['none', ''])).toEqual([]);
  expect(coverSecrets(json, spellingsInJson(['another-key']))).toBe(json);
});
