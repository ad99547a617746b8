import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import type { Candidate } from '../../../src/domain/token.js';
import { UserError } from '../../../src/errors.js';
import { createFact } from '../../../src/facts.js';
import { createResultStore } from '../../../src/lesson/command/result.js';
import { createBranch } from '../../../src/lesson/fork/branches.js';
import { originOfReply } from '../../../src/lesson/fork/origin.js';
import { type ForkResult, forkResult } from '../../../src/lesson/fork/result.js';
import { viewFork } from '../../../src/lesson/fork/view.js';
import type { ReplyRecord } from '../../../src/lesson/record/record.js';
import type { WrittenStep } from '../../../src/lesson/writing/written-text.js';
import { candidateOf } from '../../builders/distribution.js';
import { placeAt } from '../../builders/place.js';
import { openServices } from '../../builders/services.js';
import { commandNamed } from '../../commands/command-named.js';
import { press } from '../../commands/press.js';

const place = placeAt({ runId: 'run1', revision: 3 });

function step(drawn: Candidate, others: readonly Candidate[] = []): WrittenStep {
  const candidates = [drawn, ...others];
  const hiddenMass = 1 - candidates.reduce((sum, { logprob }) => sum + Math.exp(logprob), 0);
  return { token: drawn, listed: { candidates, hiddenMass, cap: hiddenMass } };
}

const sky = [step(candidateOf('Blue', 0.5), [candidateOf('Grey', 0.25)]), step(candidateOf(' sky', 0.9))];

const text: ForkResult = {
  asked: { kind: 'text', prompt: 'The colour: ' },
  sampling: { temperature: 0.7, topP: 0.9 },
  model: 'm',
  maxTokens: 20,
  scale: 'raw',
  branches: [createBranch([], sky)],
  current: 0,
  place: 0,
};

const grey: ForkResult = {
  ...text,
  branches: [
    ...text.branches,
    createBranch([], [{ token: candidateOf('Grey', 0.25), listed: undefined }, step(candidateOf(' fog', 0.6))], {
      from: { branch: 0, place: 0 },
      broken: createFact('said', { sentence: 'Stopped by Ann_.' }),
    }),
  ],
  current: 1,
  last: { kind: 'forced', token: candidateOf('Grey', 0.25) },
};

function wordsOf(result: ForkResult, at = place): string[] {
  return viewFork(result, at).blocks.flatMap((one) => (one.kind === 'text' ? one.markdown : []));
}

const menusOf = (result: ForkResult) => viewFork(result, place).blocks.filter((one) => one.kind === 'menu');
const kindsOf = (result: ForkResult) => viewFork(result, place).blocks.map(({ kind }) => kind);

describe('Why this word? on a text', () => {
  test('shows what else could have stood there, and no tree while there is one text', () => {
    expect(wordsOf(text)).toEqual([
      '**Why this word?**\n> The colour\\:',
      '```\nBlue sky\n```',
      '**At token 1 stands `Blue`**, to which the model gave **50%**. What else could have stood there? Force one of these, and the model goes on from it.\n-# Probabilities are the model’s own, before temperature and cuts.',
      '```\n    50%  Blue   ◀ stands here\n    25%  Grey\n    25%  all other tokens together\n```',
    ]);
    expect(kindsOf(text)).toEqual(['text', 'text', 'text', 'text', 'menu', 'menu', 'go-on-links']);
    expect(menusOf(text)).toMatchObject([
      {
        action: 'place',
        value: '3',
        choices: [{ label: 'Token 1: Blue 50%', value: '0', description: 'or Grey 25%', selected: true }],
      },
      {
        action: 'token',
        value: '3',
        placeholder: 'Force another token at 1…',
        choices: [{ label: 'Grey', value: '0' }],
      },
    ]);
  });

  test('asks to pick a token where none is looked at', () => {
    expect(wordsOf({ ...text, place: undefined })[2]).toMatch(/^Pick a token in the menu/);
    expect(menusOf({ ...text, place: undefined }).map(({ action }) => action)).toEqual(['place']);
  });

  test('has a tree of its branches, what the last press came to, and why a branch breaks off', () => {
    expect(wordsOf(grey).slice(1, 5)).toEqual([
      '```\nGrey fog\n```',
      '**The branch breaks off here.** Stopped by Ann\\_.',
      'Forced\\: Grey',
      '```\n  1. as it was written\n▶ 2. token 1: Grey 25% instead of Blue 50%\n```',
    ]);
    expect(kindsOf(grey)).toContain('picture');
    expect(menusOf(grey).at(-1)).toMatchObject({
      action: 'branch',
      choices: [
        { label: '1. as it was written', value: '0', selected: false },
        { label: '2. token 1: Grey 25% instead of Blue 50%', value: '1', selected: true },
      ],
    });
  });

  test('says that a press came too late, or why nothing came of it', () => {
    expect(wordsOf(grey, { ...place, isLate: true })[3]).toContain('A press came from an earlier view');
    expect(wordsOf({ ...grey, last: { kind: 'known' } })[3]).toContain('There is such a branch already');
    const why = createFact('said', { sentence: 'Nothing answers.' });
    expect(wordsOf({ ...text, last: { kind: 'failed', why } })[2]).toBe('Nothing answers.');
  });

  test('takes no further branch when the tree is full', () => {
    const full = { ...text, branches: Array.from({ length: 8 }, () => text.branches[0] ?? createBranch([], sky)) };
    expect(wordsOf(full)).toContainEqual(expect.stringContaining('The tree has 8 branches and is full.'));
    expect(menusOf(full).map(({ action }) => action)).toEqual(['place', 'branch']);
  });
});

test('Why this word? on a reply says of which probabilities it tells, and what its links look at', () => {
  const record: ReplyRecord = {
    kind: 'reply',
    asked: { question: 'Which colour?', system: 'Be brief.', temperature: 0.7, topP: 0.9, seed: 3 },
    answer: {
      text: 'Blue',
      tokens: [{ ...candidateOf('Blue', 0.5), alternatives: [candidateOf('Blue', 0.5), candidateOf('Grey', 0.3)] }],
      scale: 'processed',
      finishReason: 'stop',
      usage: undefined,
      model: 'm',
      seconds: 1,
      notices: [],
      request: { path: '/chat/completions', body: {}, requestId: undefined, sentAt: 0, seconds: 1 },
    },
    endpoint: { label: 'here', tiny: false },
    model: 'm',
    total: 1,
  };
  const { steps, ...origin } = originOfReply(record);
  expect(origin).toEqual({
    asked: { kind: 'reply', question: 'Which colour?', system: 'Be brief.' },
    sampling: { temperature: 0.7, topP: 0.9, topK: undefined, minP: undefined, seed: 3 },
    model: 'm',
    maxTokens: 512,
    scale: 'processed',
  });
  const words = wordsOf({ ...origin, branches: [createBranch([], steps)], current: 0, place: 0 });
  expect(words[0]).toBe('**Why this word?**\n> Which colour?');
  expect(words[2]).toContain('-# Probabilities after temperature and top-p.');
  expect(words.at(-1)).toBe('-# These look at the first token of a reply to the question:');
});

test('forks are shown the same when they come back from storage', () => {
  for (const result of [text, grey]) {
    const back = forkResult.parse(JSON.parse(JSON.stringify(z.encode(forkResult, result))));
    expect(JSON.stringify(viewFork(back, place))).toBe(JSON.stringify(viewFork(result, place)));
  }
});

test('a place that the menu does not have gets a sentence', async () => {
  const services = await openServices();
  onTestFinished(() => services.close());
  const store = createResultStore('fork', { version: 1, schema: forkResult }, false);
  const runId = await store.create(services, text);
  const look = commandNamed('fork').actions.place;
  for (const choice of ['abc', '', '99']) {
    await expect(look?.run({ ...press(runId), value: '1', choice }, services)).rejects.toThrow(
      new UserError('fork-no-such-place'),
    );
  }
});

test('the places of a branch are looked for once, however often a view asks', () => {
  const [root, other] = grey.branches;
  let reads = 0;
  const branches = [root, other].flatMap((branch) => {
    if (branch === undefined) return [];
    const { places } = branch;
    const noted = { ...branch };
    Object.defineProperty(noted, 'places', {
      get() {
        reads += 1;
        return places;
      },
    });
    return [noted];
  });
  viewFork({ ...grey, branches }, place);
  // Its own places, and those of the branch that it left.
  expect(reads).toBeLessThanOrEqual(3);
});
