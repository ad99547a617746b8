import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { openTail } from '../../../src/domain/tail.js';
import type { Candidate } from '../../../src/domain/token.js';
import { UserError } from '../../../src/errors.js';
import { createFact } from '../../../src/facts.js';
import { createResultStore } from '../../../src/lesson/command/result.js';
import { createBranch } from '../../../src/lesson/fork/branches.js';
import { explainFork } from '../../../src/lesson/fork/explain.js';
import { forkInFull } from '../../../src/lesson/fork/lists.js';
import { originOfReply } from '../../../src/lesson/fork/origin.js';
import { type ForkResult, forkResult } from '../../../src/lesson/fork/result.js';
import { viewFork } from '../../../src/lesson/fork/view.js';
import type { ReplyRecord } from '../../../src/lesson/record/record.js';
import type { WrittenStep } from '../../../src/lesson/writing/written-text.js';
import { asker } from '../../builders/asker.js';
import { candidateOf } from '../../builders/distribution.js';
import { placeAt } from '../../builders/place.js';
import { openServices } from '../../builders/services.js';
import { commandNamed } from '../../commands/command-named.js';
import { press } from '../../commands/press.js';

const place = placeAt({ runId: 'run1', revision: 3 });

function step(drawn: Candidate, others: readonly Candidate[] = []): WrittenStep {
  const candidates = [drawn, ...others].toSorted((one, other) => other.logprob - one.logprob);
  const hiddenMass = 1 - candidates.reduce((sum, { logprob }) => sum + Math.exp(logprob), 0);
  return { token: drawn, listed: { candidates, tail: openTail(hiddenMass, hiddenMass, undefined) } };
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

const viewOf = (result: ForkResult, at = place) => viewFork(result, at).blocks;
const rowOf = (result: ForkResult, at = place) =>
  viewOf(result, at).flatMap((one) =>
    one.kind === 'row'
      ? one.buttons.map((button) => {
          const label = 'link' in button ? button.link : button.label;
          return 'disabled' in button && button.disabled ? `(${label})` : label;
        })
      : [],
  );
const entriesOf = (result: ForkResult) =>
  viewOf(result).flatMap((one) => (one.kind === 'go-on-links' ? one.entries : []));
const pictureOf = (result: ForkResult) =>
  viewOf(result).flatMap((one) => (one.kind === 'picture' ? one.picture : []))[0];
const inFullOf = (result: ForkResult) =>
  forkInFull(result, 'en').flatMap((one) => (one.kind === 'text' ? one.markdown : []));

/** More than one place, of which the middle one is looked at. */
const long: ForkResult = {
  ...text,
  branches: [
    createBranch(
      [],
      [
        step(candidateOf('Blue', 0.5), [candidateOf('Grey', 0.25)]),
        step(candidateOf(' sky', 0.4), [candidateOf(' sea', 0.45), candidateOf(' eye', 0.1)]),
        step(candidateOf('.', 0.9), [candidateOf(',', 0.05)]),
      ],
    ),
  ],
  place: 1,
};

describe('Why this word? on a text', () => {
  test('shows what else could have stood there, and no tree while there is one text', () => {
    expect(wordsOf(text)).toEqual([
      'The colour\\: `Blue` sky',
      'Token 1 is **“Blue”** with **50%**. But **“Grey”** had **25%**: it could have come too.',
      '-# m · temperature 0.7 · top-p 0.9',
    ]);
    expect(pictureOf(text)).toMatchObject({
      kind: 'probability-bars',
      title: 'What could stand at token 1?',
      bars: [
        { label: 'Blue', chosen: true },
        { label: 'Grey', chosen: false },
        { label: 'all other tokens', state: 'hidden' },
      ],
    });
    expect(rowOf(text)).toEqual(['Write “Grey” here', '(◀ Earlier place)', '(Later place ▶)', 'Explain']);
    expect(entriesOf(text)).toEqual([]);
    expect(inFullOf(text)).toEqual([
      '**Token 1**\n```\n    50%  Blue   ◀ stands here\n    25%  Grey\n    25%  all other tokens together\n```',
      '-# Probabilities are the model’s own, before temperature and cuts.',
    ]);
  });

  test('goes from place to place, and offers what could be written there', () => {
    expect(wordsOf(long)[1]).toBe('Token 2 is **“sky”** with **40%**. But **“sea”** was likelier: **45%**.');
    expect(rowOf(long)).toEqual(['Write “sea” here', '◀ Earlier place', 'Later place ▶', 'Explain']);
    expect(entriesOf(long)).toMatchObject([
      { action: 'token', value: '3', choice: '1', label: 'Write “eye” here', description: 'It had 10%' },
      { action: 'place', value: '3', choice: '0', label: 'Go to token 1: “Blue” 50%', description: 'or “Grey” 25%' },
      { action: 'place', value: '3', choice: '2', label: 'Go to token 3: “.” 90%', description: 'or “,” 5.0%' },
    ]);
    expect(wordsOf({ ...long, place: 2 })[1]).toBe(
      'Token 3 is **“.”** with **90%**. No other token came near: “,” had 5.0%.',
    );
    expect(rowOf({ ...long, place: 2 })).toContain('(Later place ▶)');
    expect(rowOf({ ...long, place: 0 })).toContain('(◀ Earlier place)');
  });

  test('says so where no place of a branch is known', () => {
    expect(wordsOf({ ...text, place: undefined })[1]).toMatch(/^No other token is known/);
    expect(rowOf({ ...text, place: undefined })).toEqual(['(◀ Earlier place)', '(Later place ▶)', 'Explain']);
  });

  test('has a tree of its branches, what the last press came to, and why a branch breaks off', () => {
    expect(wordsOf(grey)).toEqual([
      'The colour\\: `Grey` fog',
      'Token 1 is now **“Grey”** (25%), and no longer “Blue” (50%). The model went on from there.\n**This branch breaks off.** Stopped by Ann\\_.',
      '-# m · temperature 0.7 · top-p 0.9',
    ]);
    expect(pictureOf(grey)).toMatchObject({ kind: 'branch-tree', title: 'Where could the text have gone?' });
    expect(entriesOf(grey).at(-1)).toMatchObject({
      action: 'branch',
      choice: '0',
      label: 'Read the text as it was written',
    });
    expect(entriesOf({ ...grey, current: 0 }).at(-1)).toMatchObject({
      choice: '1',
      label: 'Read token 1: Grey 25% instead of Blue 50%',
    });
    expect(inFullOf(grey)[1]).toBe(
      '**Branches**\n```\n  1. as it was written\n▶ 2. token 1: Grey 25% instead of Blue 50%\n```',
    );
  });

  test('says that a press came too late, or why nothing came of it', () => {
    expect(wordsOf(grey, { ...place, isLate: true })[1]).toContain(
      'Somebody was faster, so this press changed nothing.',
    );
    expect(wordsOf({ ...grey, place: 0, last: { kind: 'known' } })[1]).toContain(
      '**“Grey”** was written there before. This is that branch.',
    );
    const why = createFact('said', { sentence: 'Nothing answers.' });
    expect(wordsOf({ ...text, last: { kind: 'failed', why } })[1]).toBe('Nothing answers.');
  });

  test('takes no further branch when the tree is full', () => {
    const full = { ...long, branches: Array.from({ length: 8 }, () => long.branches[0] ?? createBranch([], sky)) };
    expect(wordsOf(full)[1]).toContain('The tree is full: it has 8 branches.');
    expect(rowOf(full)[0]).toBe('(Write “sea” here)');
    expect(new Set(entriesOf(full).map(({ action }) => action))).toEqual(new Set(['place', 'branch']));
  });

  test('explains with the chances of the place', () => {
    expect(explainFork(text, place)).toMatchObject({
      example:
        'Token 1 is “Blue”. “Blue” had 50%, and “Grey” had 25%. 50% ÷ 25% = about 2.0, so “Blue” was about 2.0 times as likely.',
      next: expect.stringContaining('Look at the chances at this place'),
      tryIt: { link: 'nextword' },
    });
    expect(explainFork(long, place).example).toBe(
      'Token 2 is “sky”. “sea” had 45%, and “sky” had 40%. 45% ÷ 40% = about 1.1, so “sea” was about 1.1 times as likely.',
    );
    expect(explainFork({ ...text, place: undefined }, place).example).toContain('no place is known');
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
      request: { path: '/chat/completions', body: { temperature: 0.7 }, requestId: undefined, sentAt: 0, seconds: 1 },
    },
    endpoint: { label: 'here', tiny: false },
    model: 'm',
    total: 1,
  };
  const { steps, ...origin } = originOfReply(record);
  expect(origin).toEqual({
    asked: { kind: 'reply', question: 'Which colour?', system: 'Be brief.' },
    sampling: { temperature: 0.7, topP: 0.9, topK: undefined, minP: undefined, seed: 3 },
    isOwnTemperature: false,
    model: 'm',
    answeredBy: 'm',
    chosen: undefined,
    maxTokens: 512,
    scale: 'processed',
  });
  const result: ForkResult = { ...origin, branches: [createBranch([], steps)], current: 0, place: 0 };
  expect(wordsOf(result)[0]).toBe('`Blue`');
  expect(inFullOf(result).at(-1)).toBe(
    '-# Probabilities after temperature and top-p.\n-# The other commands look at the first token of an answer to the question.',
  );
  expect(explainFork(result, place).tryIt).toMatchObject({ link: 'temperature' });
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
  const runId = await store.create(services, text, asker);
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
