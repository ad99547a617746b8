import { describe, expect, test } from 'vitest';
import { firstColumns } from '../../commands/compare/first.js';
import { findTextParting } from '../../commands/compare/parting.js';
import { compareWords } from '../../commands/compare/words.js';
import { createCategorizer, predictRolls } from '../../commands/dice/prediction.js';
import { partingOf, repeatIn } from '../../commands/generate/parting.js';
import { drawnPlace } from '../../commands/generate/step-rows.js';
import { generateWords } from '../../commands/generate/words.js';
import { addDrawn } from '../../commands/nextword/path.js';
import { surpriseFacts } from '../../commands/surprise/facts.js';
import { mostSurprisingLines } from '../../commands/surprise/list.js';
import { surpriseWords } from '../../commands/surprise/words.js';
import type { Distribution } from '../../src/domain/distribution.js';
import { othersThan } from '../../src/domain/find-token.js';
import { type Candidate, type SampledToken, UNLISTED_LOGPROB } from '../../src/domain/token.js';
import { createBranch, forkPlaces } from '../../src/lesson/fork/branches.js';
import { compareRecords } from '../../src/lesson/record/difference.js';
import { generatedAnswer } from '../../src/lesson/record/generate.js';
import { packRecord, type ReplayRecord, recordSchema, unpackRecord } from '../../src/lesson/record/record.js';
import { ownProbability } from '../../src/lesson/writing/written-text.js';
import { distributionOf } from '../builders/distribution.js';

/** A server tells bytes and no ids: its text of a part of a character says nothing. */
const entry = (hex: string, probability: number): Candidate => {
  const bytes = Buffer.from(hex, 'hex');
  const logprob = probability === 0 ? UNLISTED_LOGPROB : Math.log(probability);
  return { text: bytes.toString('utf8'), bytes, id: undefined, logprob };
};

const request = { path: '/completions', body: {}, requestId: undefined, sentAt: 0, seconds: 0 };
const listed = distributionOf([entry('f09f', 0.6), entry('2061', 0.2)]);
const drawn: SampledToken = { ...entry('e4bd', 0), alternatives: listed.candidates };

const atMostWhatIsHidden = { low: 0, high: expect.closeTo(0.2, 12) };

describe('a drawn part of a character that is not listed is not the listed one that looks like it', () => {
  test('on the path of /nextword', () => {
    const endpoint = { label: 'here', tiny: false };
    const result = { prompt: 'x', temperature: 1, candidates: 10, path: [], endpoint, distribution: listed };
    expect(addDrawn(result, [drawn], true).path).toMatchObject([{ bytes: 'e4bd', ...atMostWhatIsHidden }]);
    const known = { ...drawn, logprob: Math.log(0.05) };
    expect(addDrawn(result, [known], true).path[0]?.high).toBeCloseTo(0.05, 12);
    const isListed = { ...drawn, ...entry('f09f', 0) };
    expect(addDrawn(result, [isListed], true).path[0]?.low).toBeCloseTo(0.6, 12);
  });

  test('among what /ask names beside it', () => {
    expect(othersThan(drawn.alternatives, drawn)).toEqual(listed.candidates);
    expect(othersThan(drawn.alternatives, { ...drawn, bytes: undefined })).toEqual(listed.candidates.slice(1));
  });

  test('in the counts of /dice', () => {
    const { categories } = predictRolls({ distribution: listed, temperature: 1 });
    const categoryOf = createCategorizer(categories);
    expect([drawn, entry('f09f', 0), entry('2061', 0)].map(categoryOf)).toEqual([categories.length, 0, 1]);
  });

  test('in the columns of /compare', () => {
    const column = (title: string, of: Distribution) => ({ title, distribution: of, temperature: 1, drawn });
    const other = distributionOf([entry('e4bd', 0.5), entry('2061', 0.3)]);
    const { rows, columns } = firstColumns([column('A', listed), column('B', other)], {
      sameVocabulary: true,
      rows: 8,
      locale: 'en',
    });
    expect(rows.map(({ label }) => label)).toEqual(['⟨F0 9F⟩', '⟨E4 BD⟩', '·a', 'all others']);
    const cells = columns.map((one) => one.cells.map((cell) => cell?.chosen));
    expect(cells).toEqual([
      [false, true, false, false],
      [false, true, false, false],
    ]);
    expect(columns[0]?.cells[1]?.probability).toEqual(atMostWhatIsHidden);
  });

  test('in where the texts of /compare part', () => {
    const named = (name: string, token: Candidate) => {
      const tokens = [{ ...token, alternatives: [] }];
      return { name, text: token.text, tokens, end: 'limit' as const };
    };
    const verdict = (one: Candidate, other: Candidate) =>
      compareWords('en').parting(findTextParting([named('A', one), named('B', other)], true));
    expect(verdict(entry('f09f', 1), entry('e4bd', 1))).toBe(
      '**Where they part.** They part at once: **A** says `⟨F0 9F⟩`, **B** says `⟨E4 BD⟩`.',
    );
    const untold = { ...entry('f09f', 1), bytes: undefined };
    expect(verdict(untold, untold)).toBe(
      '**Where they part.** The same words throughout, all 1 token (but for 1 part of characters that are not told apart).',
    );
  });

  test('in the list of /surprise', async () => {
    const scored = { ...drawn, probability: { low: 0, high: 0.2 }, rank: undefined };
    const facts = await surpriseFacts([scored]);
    const [line] = facts === undefined ? [] : mostSurprisingLines(facts, undefined, surpriseWords('en'));
    expect(line).toContain('⟨E4 BD⟩');
    expect(line).toContain('≤ 20%');
    expect(line).toContain('expected ⟨F0 9F⟩ 60%');
  });

  test('in the steps of /generate', () => {
    const { candidates, tail } = listed;
    const step = { token: drawn, listed: { candidates, tail } };
    expect(ownProbability(step)).toEqual(atMostWhatIsHidden);
    expect(drawnPlace(drawn, step.listed)).toBe('hidden');
    expect(drawnPlace({ ...entry('f09f', 0.6) }, step.listed)).toBe(0);
  });

  test('in where two texts of /generate part, and in what greedy repeats', () => {
    const text = (...tokens: Candidate[]) => tokens.map((token) => ({ token, listed: undefined }));
    const parting = (sampled: Candidate, greedy: Candidate) =>
      generateWords('en').parting(partingOf({ sampled: text(sampled), greedy: text(greedy) }, 'en'));
    expect(parting(entry('e4bd', 0), entry('f09f', 0))).toContain('**They part at once:** the draw gave **“⟨E4 BD⟩”**');
    const untold = { ...entry('e4bd', 0), bytes: undefined };
    expect(parting(untold, untold)).toBe(
      '**They look the same,** but for 1 part of characters that the server does not tell apart: these may differ.',
    );
    const run = [entry('f09f', 0), entry('61', 0), entry('62', 0)];
    expect(repeatIn(text(...run, ...run))).toMatchObject({ length: 3, places: [0, 3] });
    const others = [entry('e4bd', 0), ...run.slice(1)];
    expect(repeatIn(text(...run, ...others))).toBeUndefined();
    const unknown = [untold, ...run.slice(1)];
    expect(repeatIn(text(...unknown, ...unknown))).toBeUndefined();
  });

  test('at a place where a text is forked', () => {
    const { candidates, tail } = listed;
    const branch = createBranch([], [{ token: drawn, listed: { candidates, tail } }]);
    const [place] = forkPlaces({ branches: [branch] }, 0);
    expect(place?.probability).toBeUndefined();
    const taken = createBranch([], [{ token: entry('f09f', 0), listed: { candidates, tail } }]);
    expect(forkPlaces({ branches: [taken] }, 0)[0]?.probability).toBeCloseTo(0.6, 12);
  });

  test('in the answer that Details keeps of a generated text', () => {
    const answer = (token: SampledToken) =>
      generatedAnswer(
        {
          steps: [{ token, distribution: listed }],
          text: '',
          ended: false,
          model: 'm',
          request,
          requests: 2,
        },
        1,
      );
    expect(answer(drawn).tokens[0]?.logprob).toBe(UNLISTED_LOGPROB);
    expect(answer({ ...drawn, ...entry('f09f', 0.9) }).tokens[0]?.logprob).toBeCloseTo(Math.log(0.6), 12);
  });

  test('where Run again gives another', () => {
    const kept = (answer: Distribution): ReplayRecord => {
      const record = packRecord(
        { kind: 'next-token', asked: { prompt: 'x', candidates: 2 }, answer },
        { label: '', tiny: false },
      );
      return unpackRecord(recordSchema.parse(JSON.parse(JSON.stringify(record))));
    };
    const again = distributionOf([entry('e4bd', 0.6), entry('2061', 0.2)]);
    expect(compareRecords(kept(listed), kept(again))).toMatchObject({ tokenDiffers: 0, largest: undefined });
  });
});

test('a part that a server leaves without an id may be several tokens, so that Details keeps no probability of it', () => {
  const first = { ...entry('f0', 0.6), id: 1 };
  const both = { ...entry('f09f', 0.3), id: 2 };
  const token = { ...entry('f09f', 0.9), alternatives: [] };
  const steps = [{ token, distribution: distributionOf([first, both]) }];
  const answer = generatedAnswer({ steps, text: '', ended: false, model: 'm', request, requests: 2 }, 1);
  expect(answer.tokens[0]?.logprob).toBe(UNLISTED_LOGPROB);
});
