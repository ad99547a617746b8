import { beforeAll, describe, expect, test } from 'vitest';
import type { Distribution } from '../../../src/domain/distribution.js';
import type { SampledToken } from '../../../src/domain/token.js';
import { behaviours } from './behaviours.js';
import { servedModel } from './dialect.js';
import { type Gathered, gather } from './gather.js';
import { llamaCppWithLimit } from './llama-cpp.js';
import { emulate } from './subject.js';
import { nextTokenTruth, rank } from './truth.js';
import { idsOf, vocabulary } from './truth-vocabulary.js';
import { decoded } from './write-answer.js';

const subject = emulate(llamaCppWithLimit, servedModel);
let gathered: Gathered;
beforeAll(async () => {
  gathered = await gather(subject);
});

/** The behaviours that a change to what was gathered breaks. */
function broken(change: (gathered: Gathered) => Gathered): string[] {
  const changed = change(structuredClone(gathered));
  return behaviours.flatMap(({ name, check }) => {
    try {
      check(subject, changed);
      return [];
    } catch {
      return [name];
    }
  });
}

function inDistributions(change: (distribution: Distribution) => Partial<Distribution>) {
  return broken((all) => ({
    ...all,
    distributions: all.distributions.map((distribution) => ({ ...distribution, ...change(distribution) })),
  }));
}

function inReplies(change: (tokens: readonly SampledToken[]) => readonly SampledToken[]) {
  return broken((all) => ({
    ...all,
    replies: all.replies.map(({ shown, completion }) => ({
      shown,
      completion: { ...completion, tokens: change(completion.tokens ?? []) },
    })),
  }));
}

describe('the contract notices', () => {
  test('nothing where nothing is wrong', () => {
    expect(broken((all) => ({ ...all, failures: gathered.failures }))).toEqual([]);
  });

  test('a wrong value, order, or a token that is told twice', () => {
    const shifted = inDistributions(({ candidates }) => ({
      candidates: candidates.map((each) => ({ ...each, logprob: each.logprob - 1e-3 })),
    }));
    expect(shifted).toContain('candidates');
    expect(inDistributions(({ candidates }) => ({ candidates: candidates.toReversed() }))).toContain('candidates');
    const twice = inDistributions(({ candidates }) => ({ candidates: candidates.flatMap((each) => [each, each]) }));
    expect(twice).toContain('candidates');
  });

  test.each([
    ['hidden mass', ({ tail }: Distribution) => ({ tail: tail.map((bin) => ({ ...bin, mass: bin.mass + 1e-5 })) })],
    ['cap', ({ tail }: Distribution) => ({ tail: tail.map((bin) => ({ ...bin, greatest: bin.greatest * 0.9 })) })],
    ['vocabulary', ({ tail }: Distribution) => ({ tail: tail.map((bin) => ({ ...bin, count: 7 })) })],
    ['scale', () => ({ scale: 'unknown' as const })],
    ['request shown', ({ request }: Distribution) => ({ request: { ...request, body: { ...request.body, seed: 1 } } })],
    [
      'neutral request',
      ({ request }: Distribution) => ({ request: { ...request, body: { ...request.body, top_p: undefined } } }),
    ],
    [
      'bytes',
      ({ candidates }: Distribution) => ({
        candidates: candidates.map((each) => ({ ...each, bytes: Uint8Array.of(0xef, 0xbf, 0xbd) })),
      }),
    ],
    ['ids', ({ candidates }: Distribution) => ({ candidates: candidates.map((each) => ({ ...each, id: undefined })) })],
  ])('a wrong %s', (name, change) => {
    expect(inDistributions(change)).toContain(name);
  });

  test('tokens of a reply that moved by one place, or have the next one’s value', () => {
    expect(inReplies((tokens) => tokens.slice(1))).toContain('reply');
    const moved = inReplies((tokens) =>
      tokens.map((token, place) => ({ ...token, logprob: tokens[place + 1]?.logprob ?? token.logprob })),
    );
    expect(moved).toContain('reply');
  });
});

describe('the truth', () => {
  test.each(['', 'The cat saw it', 'Now an emoji:', 'This is the end:'])(
    'is a distribution with zeros and ties after “%s”',
    (context) => {
      const probabilities = nextTokenTruth(Buffer.from(context));
      expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
      expect(probabilities).toHaveLength(vocabulary.length);
      expect(probabilities.filter((p) => p === 0).length).toBeGreaterThan(2);
      expect(probabilities[idsOf(' cat')[0] ?? 0]).toBe(probabilities[idsOf(' dog')[0] ?? 1]);
      expect(idsOf(' the')).toHaveLength(2);
    },
  );

  test('asks for everything that a dialect can get wrong', () => {
    const seen = { beside: 0, twins: 0, special: 0, parts: 0 };
    for (const { request } of gathered.distributions) {
      const listed = rank(nextTokenTruth(Buffer.from(String(request.body.prompt)))).slice(0, 20);
      const { tokens } = subject.drawn(request.body, []);
      if (!listed.includes(tokens[0]?.id ?? -1)) seen.beside += 1;
      if (idsOf(' the').every((id) => listed.includes(id))) seen.twins += 1;
      if (listed.includes(0)) seen.special += 1;
      if (listed.some((id) => decoded(id).includes('\uFFFD'))) {
        seen.parts += 1;
      }
    }
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(2);
    const texts = gathered.replies.map(({ completion }) => completion.text).join('');
    expect(texts).toContain('😀');
    expect(texts).toContain('你');
    expect(gathered.replies.some(({ completion }) => completion.tokens?.at(-1)?.text === ' ##')).toBe(true);
  });
});
