import { describe, expect, test } from 'vitest';
import { type SampledToken, UNLISTED_LOGPROB } from '../../../src/domain/token.js';
import { lookAtToken, type SeenText, tokenEntries, viewToken } from '../../../src/lesson/token/look-closely.js';
import { type SeenToken, seenSampled, seenScored } from '../../../src/lesson/token/seen-token.js';
import type { Services } from '../../../src/services.js';
import { candidateOf } from '../../builders/distribution.js';
import { press } from '../../commands/press.js';

const target = { action: 'token', runId: 'r', value: '2' };
const seen = (...labels: string[]): SeenToken[] => labels.map((label, at) => ({ label, id: 100 + at }));

const linesOf = (tokens: readonly SeenToken[], place: number): string[] =>
  viewToken({ tokens, smallPrint: 'tiny' }, place, 'en').blocks.flatMap((one) =>
    one.kind === 'text' ? one.markdown.split('\n') : [],
  );

describe('the entries of the menu', () => {
  test('are one for each of a few tokens', () => {
    expect(
      tokenEntries([...seen('I', '·love'), { label: '!', probability: { low: 0.1, high: 0.2 } }], target, 'en'),
    ).toEqual([
      { ...target, choice: '1', label: 'Look at token 1: I', description: 'Its id is 100' },
      { ...target, choice: '2', label: 'Look at token 2: ·love', description: 'Its id is 101' },
      { ...target, choice: '3', label: 'Look at token 3: !', description: 'Its chance was 10%–20%' },
    ]);
  });

  test('are one that asks which, where there are more than 15, or more than are given', () => {
    const sixteen = seen(...'abcdefghijklmnop');
    for (const entries of [tokenEntries(sixteen, target, 'en'), tokenEntries(seen('a'), target, 'en', 900)]) {
      expect(entries).toMatchObject([{ ...target, label: 'Look at one token…' }]);
      expect(entries[0]?.choice).toBeUndefined();
    }
    expect(tokenEntries(sixteen.slice(1), target, 'en')).toHaveLength(15);
  });

  test('are none where there is no token, and stay within what Discord takes', () => {
    expect(tokenEntries([], target, 'en')).toEqual([]);
    const [entry] = tokenEntries(seen('x'.repeat(300)), target, 'en');
    expect(entry?.label.length).toBeLessThanOrEqual(100);
  });
});

describe('the action behind them', () => {
  const text: SeenText = { tokens: seen('I', '·love', '·pizza'), smallPrint: 'tiny' };
  const action = lookAtToken<string>('token', () => text);
  if (action.kind !== 'answer') throw new Error('it answers');
  const answer = async (more: object) => {
    const view = await action.answer('', { ...press('r'), commandNeeds: [], ...more }, {} as Services);
    return view.blocks[0]?.kind === 'text' ? view.blocks[0].markdown : '';
  };

  test('opens a form only where no token was chosen', () => {
    const asked = { runId: 'r', value: '2', locale: 'en' };
    expect(action.form?.({ ...asked, choice: '1' })).toBeUndefined();
    expect(action.form?.({ ...asked, choice: undefined })).toMatchObject({ action: 'token', runId: 'r', value: '2' });
    expect(action.respond).toBe('private');
  });

  test('takes a choice, and what is written into the form', async () => {
    expect(await answer({ choice: '2' })).toContain('**Token 2 of 3:** `·love`');
    expect(await answer({ fields: { token: 'pizza' } })).toContain('**Token 3 of 3:** `·pizza`');
    await expect(answer({ choice: '4' })).rejects.toThrow();
    await expect(answer({ fields: {} })).rejects.toThrow();
  });
});

describe('a token', () => {
  test('of which only its number and its bytes are known', () => {
    const tokens = [
      ...seen('I'),
      { label: '·love', id: 3047, bytes: Buffer.from(' love') },
      ...seen('·you', '!', '!', '!'),
    ];
    expect(linesOf(tokens, 1)).toEqual([
      '**Token 2 of 6:** `·love`',
      '-# `I` **▸** `·love` **◂** `·you` `!` `!`',
      'The dot `·` is a space. The space before a word belongs to the word’s token.',
      '**Id:** `3047`. That is its number in the list of all tokens (the vocabulary). The model reads only this number.',
      '**Bytes:** `20 6C 6F 76 65`, 5 bytes in the computer’s memory.',
      '-# tiny',
    ]);
  });

  test('that is a part of a character, stands around the text, or of which nothing is told', () => {
    const part = { label: '⟨F0 9F⟩', id: 9, bytes: Buffer.from([0xf0, 0x9f]), partOf: '🐨' };
    expect(linesOf([part], 0)).toContain(
      'It is only a part of `🐨`, so it cannot be shown as text. The tokens beside it hold the rest.',
    );
    expect(linesOf([{ label: '◌े', partOf: 'मुझे' }], 0)).toContain(
      'It is only a part of `मुझे`. The tokens beside it hold the rest.',
    );
    expect(linesOf([{ label: '<|im_start|>', id: 1, around: true }], 0).join()).not.toContain('Bytes');
    expect(linesOf([{ label: 'a' }], 0)).toEqual(
      expect.arrayContaining(['**Id:** the server does not tell it.', '**Bytes:** the server does not tell them.']),
    );
  });

  test('that a model wrote, with what else it could have written', () => {
    const alternatives = [candidateOf(' cat', 0.5), candidateOf(' dog', 0.25), candidateOf(' cow', 0.125)];
    const token: SampledToken = { ...candidateOf(' dog', 0.25), alternatives };
    const lines = linesOf([seenSampled(token)], 0);
    expect(lines).toContain('**Chance:** the model gave it **25%**.');
    expect(lines).toContain('**Surprise:** 2.00 bits. It is about as unlikely as 2 coins that all show heads.');
    expect(lines.slice(lines.indexOf('```'))).toEqual([
      '```',
      '50%  ·cat',
      '25%  ·dog   ◀ stands here',
      '13%  ·cow',
      '13%  all other tokens',
      '```',
      '-# tiny',
    ]);
  });

  test('that is not among those that a server lists has a bound', () => {
    const alternatives = [candidateOf(' cat', 0.9), candidateOf(' dog', 0.06)];
    const token: SampledToken = { ...candidateOf(' cow', 0.5), logprob: UNLISTED_LOGPROB, alternatives };
    const lines = linesOf([seenSampled(token)], 0);
    expect(lines).toContain('**Chance:** the model gave it at most **4.0%**. The server does not tell more.');
    expect(lines).toContain(
      '**Surprise:** at least 4.64 bits. It is at least as unlikely as 5 coins that all show heads.',
    );
    expect(linesOf([seenSampled({ ...token, alternatives: [] })], 0).join()).toContain('not told');
  });

  test('of a text that somebody wrote, with its rank', () => {
    const scored = { ...candidateOf(' dog', 0.25), probability: { low: 0.25, high: 0.25 }, alternatives: [] };
    const linesAt = (rank: { low: number; high: number | undefined } | undefined) =>
      linesOf([seenScored({ ...scored, rank })], 0).find((line) => line.startsWith('**Chance'));
    expect(linesAt({ low: 1, high: 1 })).toBe('**Chance:** the model gave it **25%**. No other token was likelier.');
    expect(linesAt({ low: 2, high: 2 })).toContain('One token was likelier.');
    expect(linesAt({ low: 3, high: 3 })).toContain('2 tokens were likelier.');
    expect(linesAt({ low: 101, high: 199_999 })).toContain('Between 100 and 199,998 tokens were likelier.');
    expect(linesAt({ low: 101, high: undefined })).toContain('At least 100 tokens were likelier.');
    expect(linesAt(undefined)).toBe('**Chance:** the model gave it **25%**.');
    expect(linesOf([seenScored({ ...scored, probability: undefined, rank: undefined })], 0).join()).toContain(
      'not told',
    );
  });

  test('whose chance is a range', () => {
    const lines = linesOf([{ label: 'a', probability: { low: 0.25, high: 0.5 } }], 0);
    expect(lines).toContain(
      '**Chance:** the model gave it between **25%** and **50%**. The server does not tell more.',
    );
    expect(lines).toContain('**Surprise:** 1.00 bits to 2.00 bits. It is at least as unlikely as heads with one coin.');
  });
});
