import { describe, expect, test } from 'vitest';
import { openTail } from '../../../src/domain/tail.js';
import { branchTokens, createBranch, forceable, forkPlaces } from '../../../src/lesson/fork/branches.js';
import type { ForkResult } from '../../../src/lesson/fork/result.js';
import { forkTree } from '../../../src/lesson/fork/tree.js';
import type { WrittenStep } from '../../../src/lesson/writing/written-text.js';
import { candidateOf } from '../../builders/distribution.js';

const candidate = (text: string, probability: number) => candidateOf(text, probability, { bytes: Buffer.from(text) });

/** A step at which a token was drawn from some others; what they leave of 1 is hidden. */
function step(drawn: string, ...list: [string, number][]): WrittenStep {
  const candidates = list.map(([text, probability]) => candidate(text, probability));
  const hiddenMass = 1 - list.reduce((sum, [, probability]) => sum + probability, 0);
  const token = candidates.find(({ text }) => text === drawn) ?? candidate(drawn, hiddenMass);
  return { token, listed: { candidates, tail: openTail(hiddenMass, hiddenMass, undefined) } };
}

const forced = (text: string): WrittenStep => ({ token: candidate(text, 0.2), listed: undefined });

const first = [
  step(' a', [' a', 0.6], [' b', 0.3]),
  step(' c', [' c', 0.99]),
  step(' d', [' d', 0.5], [' e', 0.25], [' f', 0.2]),
];

function runOf(...branches: ForkResult['branches']): ForkResult {
  return {
    asked: { kind: 'text', prompt: 'Go:' },
    sampling: { temperature: 1 },
    maxTokens: 3,
    scale: 'raw',
    branches,
    current: branches.length - 1,
  };
}

const stem = createBranch([], first);
const run = runOf(stem);

describe('the places where a text can be forked', () => {
  test('the most uncertain first, and none where nothing else could stand', () => {
    expect(forkPlaces(run, 0).map(({ place, probability }) => [place, probability])).toEqual([
      [2, expect.closeTo(0.5, 12)],
      [0, expect.closeTo(0.6, 12)],
    ]);
  });

  test('what ends a text and a part of a character cannot be forced, nor what stands there', () => {
    const list: [string, number][] = [
      [' a', 0.4],
      ['<|endoftext|>', 0.3],
      ['\uFFFD', 0.2],
      [' b', 0.1],
    ];
    const [place] = forkPlaces(runOf(createBranch([], [step(' a', ...list)])), 0);
    expect(place && forceable(place).map(({ text }) => text)).toEqual([' b']);
  });

  test('a text is not cut inside a character', () => {
    const half = (bytes: number[]): WrittenStep => {
      const part = { text: '\uFFFD', bytes: Uint8Array.from(bytes), id: undefined, logprob: Math.log(0.5) };
      return { token: part, listed: { candidates: [part, candidate(' x', 0.4)], tail: openTail(0.1, 0.1, undefined) } };
    };
    const pizza = runOf(
      createBranch([], [half([0xf0, 0x9f]), half([0x8d, 0x95]), step(' a', [' a', 0.6], [' b', 0.3])]),
    );
    expect(
      forkPlaces(pizza, 0)
        .map(({ place }) => place)
        .sort(),
    ).toEqual([0, 2]);
  });
});

describe('the tree of a text’s branches', () => {
  const second = createBranch(branchTokens(run, 0).slice(0, 2), [forced(' e'), step(' g', [' g', 0.7], [' h', 0.2])], {
    from: { branch: 0, place: 2 },
  });
  const two = runOf(stem, second);

  test('a branch has its own tokens behind those of the text that it left', () => {
    expect(branchTokens(two, 1).map(({ text }) => text)).toEqual([' a', ' c', ' e', ' g']);
    expect(forkPlaces(two, 1).find(({ place }) => place === 2)).toMatchObject({
      owner: 0,
      token: { text: ' e' },
      probability: expect.closeTo(0.25, 12),
    });
  });

  test('what is common is one node, and each way has its probability', () => {
    expect(forkTree(two, 'en').nodes).toEqual([
      { id: 'root', parent: undefined, label: 'Go: a c', probability: undefined, current: true },
      { id: '0.2', parent: 'root', label: '·d', probability: expect.closeTo(0.5, 12), current: false },
      { id: '1.2', parent: 'root', label: '·e g', probability: expect.closeTo(0.25, 12), current: true },
    ]);
  });

  test('forks at the same place, of a branch, and at the first token', () => {
    const before = branchTokens(two, 1);
    const same = createBranch(before.slice(0, 2), [forced(' f')], { from: { branch: 0, place: 2 } });
    const further = createBranch(before.slice(0, 3), [forced(' h')], { from: { branch: 1, place: 3 } });
    const start = createBranch([], [forced(' b'), forced(' z')], { from: { branch: 0, place: 0 } });
    const { nodes } = forkTree({ ...runOf(stem, second, same, further, start), current: 3 }, 'en');
    expect(nodes.map(({ id, parent, label }) => [id, parent, label])).toEqual([
      ['root', undefined, 'Go:'],
      ['0.0', 'root', '·a c'],
      ['0.2', '0.0', '·d'],
      ['1.2', '0.0', '·e'],
      ['1.3', '1.2', '·g'],
      ['2.2', '0.0', '·f'],
      ['3.3', '1.2', '·h'],
      ['4.0', 'root', '·b z'],
    ]);
    expect(nodes.flatMap(({ id, current }) => (current ? [id] : []))).toEqual(['root', '0.0', '1.2', '3.3']);
    const probabilities = Object.fromEntries(nodes.map(({ id, probability }) => [id, probability]));
    expect(probabilities).toMatchObject({ '0.0': expect.closeTo(0.6, 12), '4.0': expect.closeTo(0.3, 12) });
    expect(probabilities).toMatchObject({ '1.3': expect.closeTo(0.7, 12), '3.3': expect.closeTo(0.2, 12) });
  });
});
