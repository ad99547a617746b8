import { expect, test } from 'vitest';
import { tell } from '../../words/tell.js';
import type { StubAnswer } from '../endpoint-stub.js';
import { startModel } from '../start-model.js';
import { place } from '../thoughts-answers.js';

/** A chat server, of which every answer is the beginning of thoughts. */
function open(message: Record<string, unknown>, ...tokens: string[]) {
  const choice = {
    index: 0,
    message,
    logprobs: { content: tokens.map((token) => place(token, 0.9)) },
    finish_reason: 'length',
  };
  const answer: StubAnswer = { json: { model: 'm', choices: [choice] } };
  return startModel(({ path }) => (path === '/v1/chat/completions' ? answer : undefined), { defaultModel: 'm' });
}

const says =
  'The model thinks before it answers: these are the chances of the first token of its thoughts, not of its answer.';

test.each([
  ['kept apart', { content: '', reasoning_content: 'Okay' }, 'Okay'],
  ['with a mark', { content: '<think>' }, '<think>'],
  ['with a channel', { content: null }, '<|channel|>'],
] as const)('the first token of a reply is one of the thoughts, %s', async (_name, message, token) => {
  const { model } = await open(message, token);
  const found = await model.nextToken({ prompt: 'Why?', candidates: 5, asQuestion: {} });
  expect(found.candidates[0]?.text).toBe(token);
  expect(tell(found.notices ?? [])).toContain(says);
});

test('one that is not has no such notice', async () => {
  const { model } = await open({ content: 'Paris' }, 'Paris');
  const found = await model.nextToken({ prompt: 'Why?', candidates: 5, asQuestion: {} });
  expect(tell(found.notices ?? [])).not.toContain(says);
});

test('a text is not gone on with by thoughts', async () => {
  const { model } = await open({ content: '', reasoning_content: 'Okay' }, 'Okay');
  const settings = { temperature: 1 };
  const reason = /m thinks before it writes/;
  await expect(model.draw({ prompt: 'The', ...settings })).rejects.toThrow(reason);
  await expect(model.endings({ prompt: 'Why?', asQuestion: {}, count: 2, maxTokens: 4, ...settings })).rejects.toThrow(
    reason,
  );
});

test('a filter, and a model that refuses, are no end of a text', async () => {
  const answerWith = async (choice: Record<string, unknown>) => {
    const answer: StubAnswer = { json: { model: 'm', choices: [{ index: 0, ...choice }] } };
    const { model } = await startModel(({ path }) => (path === '/v1/chat/completions' ? answer : undefined), {
      defaultModel: 'm',
    });
    return model.endings({ prompt: 'Why?', asQuestion: {}, count: 1, maxTokens: 4, temperature: 1 });
  };
  await expect(answerWith({ message: { content: '' }, finish_reason: 'content_filter' })).rejects.toThrow(
    /content filter/,
  );
  await expect(answerWith({ message: { refusal: 'No.' }, finish_reason: 'stop' })).rejects.toThrow(
    /refused to answer.*“No.”/,
  );
});
