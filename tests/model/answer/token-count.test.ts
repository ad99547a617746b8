import { expect, test } from 'vitest';
import { createTokenCount } from '../../../src/model/answer/token-count.js';

const total = (body: Record<string, unknown>, ...pieces: unknown[]): number => {
  const count = createTokenCount(body);
  for (const piece of pieces) count.note(piece);
  return count.total();
};

const chat = { messages: [{ role: 'user', content: 'x'.repeat(40) }] };
const delta = (content: string) => ({ choices: [{ delta: { content } }] });

test('what the endpoint reports counts, the last of it in a stream', () => {
  const usage = { prompt_tokens: 9, completion_tokens: 2 };
  expect(total(chat, delta('Hello'), { choices: [], usage: { ...usage, total_tokens: 99 } })).toBe(99);
  expect(total(chat, { choices: [], usage })).toBe(11);
  expect(total(chat, { ...delta('Hi'), usage: { prompt_tokens: 9 } }, { choices: [], usage })).toBe(11);
  expect(total({ input: 'x' }, { data: [], usage: { prompt_tokens: 3, total_tokens: 3 } })).toBe(3);
});

test('where nothing is reported, or nonsense, what was read and written is estimated, and thoughts are as well', () => {
  const thoughts = { choices: [{ delta: { reasoning_content: 'x'.repeat(8) } }] };
  expect(total(chat, delta('Hel'), delta('lo'), thoughts)).toBe(10 + 1 + 1 + 2);
  const answers = { choices: [{ text: 'x'.repeat(20) }, { text: 'x'.repeat(4) }], usage: { total_tokens: -5 } };
  expect(total({ prompt: [1, 2, 3] }, answers)).toBe(3 + 5 + 1);
  expect(total({ prompt: 'x'.repeat(40) }, { choices: 'none' }, null, 7)).toBe(10);
});

test('nothing that came costs nothing', () => {
  expect(total(chat)).toBe(0);
});
