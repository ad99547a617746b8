import { expect, test } from 'vitest';
import { packText, storedText } from '../../commands/generate/stored-text.js';
import type { Candidate } from '../../src/domain/token.js';
import type { WrittenText } from '../../src/lesson/writing/written-text.js';

const candidate = (text: string, probability: number, id: number): Candidate => ({
  text,
  bytes: Buffer.from(text),
  id,
  logprob: Math.log(probability),
});

test('the longest text with the longest lists is stored in less than 200 KB', () => {
  const probability = 0.9 / 100;
  const candidates = Array.from({ length: 100 }, (_, id) => candidate(` candidate number ${id}`, probability, id));
  const steps = Array.from({ length: 60 }, () => ({
    token: candidates[0] ?? candidate(' a', 1, 0),
    listed: { candidates, hiddenMass: 0.1, cap: probability },
  }));
  const written: WrittenText = {
    prompt: '🙂'.repeat(3000),
    temperature: 1,
    maxTokens: 60,
    endpoint: { label: 'l', tiny: false },
    isOwn: true,
    steps,
    ended: false,
  };
  const packed = packText(written);
  expect(JSON.stringify(packed).length).toBeLessThan(200_000);
  expect(packed.steps).toHaveLength(60);
  expect(packed.steps[0]?.listed?.candidates.length).toBeGreaterThanOrEqual(10);
  expect(storedText.schema.parse(JSON.parse(JSON.stringify(packed)))).toEqual(JSON.parse(JSON.stringify(packed)));
});
