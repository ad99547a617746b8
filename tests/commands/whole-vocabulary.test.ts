import { describe, expect, test } from 'vitest';
import { keepFirsts } from '../../commands/compare/keep-firsts.js';
import { diceInFull } from '../../commands/dice/in-full.js';
import { predictRolls } from '../../commands/dice/prediction.js';
import { samplingStages } from '../../commands/sampling/columns.js';
import type { SamplingResult } from '../../commands/sampling/result.js';
import { samplingSentence } from '../../commands/sampling/sentence.js';
import { stepLines } from '../../commands/sampling/steps.js';
import { formulaLines } from '../../commands/temperature/formula-lines.js';
import { vocabularySizeOf } from '../../src/domain/listed-tokens.js';
import type { NextTokenRecord } from '../../src/lesson/asking/next-token.js';
import { factLines } from '../../src/lesson/record/facts.js';
import { keepRecord } from '../../src/lesson/record/record.js';
import { truncate } from '../../src/sampling/truncation.js';
import { ZIPF_SIZE, zipf } from '../builders/zipf.js';

const endpoint = { label: 'here', tiny: false };
const answer = zipf(1.1);
const record = keepRecord(
  { kind: 'next-token', asked: { prompt: 'x', candidates: 100 }, answer },
  endpoint,
) as NextTokenRecord;

/** What the full list says: the true probabilities at a temperature, most likely first. */
function truth(temperature: number): number[] {
  const weights = answer.candidates.map(({ logprob }) => Math.exp(logprob / temperature));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

const shaped = (settings: Partial<SamplingResult>): SamplingResult => ({
  record,
  candidates: 6,
  isExample: false,
  temperature: 1,
  ...settings,
});

describe('where every token was told, of which a hundred are kept by name', () => {
  test('/sampling counts what top-p leaves among those without a name, and says where it stops', () => {
    const kept = truncate(truth(2), { topP: 0.9 }).filter(({ state }) => state === 'kept').length;
    const result = shaped({ temperature: 2, topP: 0.9 });
    const stages = samplingStages(result, 'en');
    const { low, high } = stages.shaped.outcome.left;
    expect(low).toBeLessThanOrEqual(kept);
    expect(high).toBeGreaterThanOrEqual(kept);
    expect(high - low).toBeLessThanOrEqual(2);
    const figure = new Intl.NumberFormat('en').format(low === high ? kept : Number(kept.toPrecision(3)));
    expect(samplingSentence(result, stages, 'en')).toMatch(
      new RegExp(
        `^\\*\\*(About )?${figure} tokens can still be drawn\\.\\*\\* The others had 10% together and are cut\\.$`,
      ),
    );
    const [, topP] = stepLines(result, stages, 'en');
    expect(topP).toMatch(new RegExp(`at (about )?\\*\\*token ${figure}\\*\\*, which has no row here`));
    expect(stages.shaped.bars.at(-1)?.note).toBe('partly cut');
  });

  test('/sampling knows what top-k keeps beyond the names', () => {
    const result = shaped({ topK: 1000 });
    const stages = samplingStages(result, 'en');
    expect(stages.shaped.outcome.left).toEqual({ low: 1000, high: 1000 });
    expect(stepLines(result, stages, 'en')).toContainEqual(
      expect.stringMatching(/\*\*Top-k 1000\*\* keeps the 1,000 likeliest tokens\.$/),
    );
    const lost = truth(1)
      .slice(1000)
      .reduce((sum, each) => sum + each, 0);
    expect(stages.shaped.outcome.lost.low).toBeCloseTo(lost, 4);
    expect(stages.shaped.outcome.lost.high).toBeCloseTo(lost, 4);
  });

  test('/dice rolls here at any temperature, and counts what cannot come up', () => {
    for (const temperature of [0.3, 1, 2]) {
      const { local, probabilities } = predictRolls({ distribution: record.answer, temperature });
      expect(local?.[0]).toBeCloseTo(truth(temperature)[0] ?? 0, 5);
      const rest = truth(temperature)
        .slice(100)
        .reduce((sum, each) => sum + each, 0);
      expect(probabilities.at(-1)?.low).toBeCloseTo(rest, 3);
    }
    const cut = { counts: [], unlisted: [], handedOut: 0, requests: 0, rollsEach: 10, asksModel: false };
    const fit = { verdict: 'too-few' as const, p: 1, method: 'simulation' as const, groups: [] };
    const said = diceInFull({ ...cut, fit, record, temperature: 1, topK: 1000 }, 'en');
    expect(JSON.stringify(said)).toContain('3,000 of all 4,000 tokens cannot come up with these settings.');
  });

  test('the formula has as many digits as are known', () => {
    const probabilities = record.answer.candidates.map(({ logprob }) => Math.exp(logprob));
    const lines = formulaLines({ probabilities, tail: record.answer.tail }, 2, 0, 'en');
    const sum = answer.candidates.reduce((total, { logprob }) => total + Math.exp(logprob / 2), 0);
    const written = /^Σ exp\(zⱼ\/T\) = ([\d.]+)$/m.exec(lines)?.[1];
    expect(Math.abs(Number(written) - sum)).toBeLessThan(sum * (written?.length === 4 ? 2e-3 : 2e-4));
    expect(lines).not.toContain(' to ');
  });

  test('Details says what came back, and what of it is kept', () => {
    expect(factLines(record, 'en')).toContainEqual(
      expect.stringMatching(
        /^\*\*Came back:\*\* all 4,000 tokens that the model has, each with its probability\. The 100 likeliest have \d+% together\. Only these are kept by name\.$/,
      ),
    );
  });

  test('/compare keeps the names of what is likely on another side', () => {
    // The same tokens in the opposite order.
    const candidates = answer.candidates
      .toReversed()
      .map((one, place) => ({ ...one, logprob: answer.candidates[place]?.logprob ?? 0 }));
    const other = { ...answer, candidates };
    const asked = { prompt: 'x', candidates: 100 };
    const kept = keepFirsts(
      [answer, other].map((one) => ({ kind: 'next-token', asked, answer: one }) as const),
      true,
      endpoint,
      100_000,
    );
    for (const [at, { answer: one }] of kept.entries()) {
      const likeliest = [answer, other][1 - at]?.candidates[0]?.id;
      expect(one.candidates.map(({ id }) => id)).toContain(likeliest);
      expect(vocabularySizeOf(one)).toBe(ZIPF_SIZE);
    }
  });
});
