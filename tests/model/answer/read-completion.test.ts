import { describe, expect, test } from 'vitest';
import { createCompletionCollector } from '../../../src/model/answer/collect-completion.js';
import { endedItself, readCompletion } from '../../../src/model/answer/read-completion.js';
import { createModelKnowledge } from '../../../src/model/asking/knowledge.js';
import { logprobs, piece } from '../reply-answers.js';

const read = (json: unknown, knowledge = createModelKnowledge()) => readCompletion(json, 'the stub', knowledge);

describe('a completion', () => {
  test('its tokens are read by their spelling, which is learned from it', async () => {
    const knowledge = createModelKnowledge();
    const undecoded = { tokens: ['Ġhello'], token_logprobs: [-1], top_logprobs: [{ Ġhello: -1, Ġworld: -2 }] };
    const { choice } = await read({ choices: [{ text: ' hello', logprobs: undecoded }] }, knowledge);
    expect(knowledge.spelling).toBe('byte-level');
    expect(choice.positions.map(({ listed }) => listed.map(({ text }) => text))).toEqual([[' hello', ' world']]);
  });

  test('the first choice is the one of index 0, and all of them are read', async () => {
    const { choice, choices, model } = await read({
      model: 'served',
      choices: [{ index: 1, message: { content: 'b' } }, null, { index: 0, text: 'a' }],
    });
    expect(choice.text).toBe('a');
    expect(choices.map(({ text }) => text)).toEqual(['b', 'a']);
    expect(model).toBe('served');
  });

  test.each([
    ['stop', undefined, true],
    ['length', undefined, false],
    ['max_tokens', undefined, false],
    [null, undefined, false],
    ['length', 0, true],
    ['length', 1, false],
  ])('an empty text with finish reason %j and %j tokens is the end: %j', async (reason, tokens, isEnd) => {
    const usage = tokens === undefined ? undefined : { prompt_tokens: 3, completion_tokens: tokens };
    const { choice } = await read({ choices: [{ text: '', finish_reason: reason }], usage });
    expect(choice.isEnd).toBe(isEnd);
  });

  test.each([
    [{ choices: [] }, /sent no answer.*content filter/],
    [{ choices: [{ index: 1, text: 'a' }] }, /without any text/],
    [{ usage: {} }, /without any text/],
    [{ data: [] }, /no completion/],
    [[], /no completion/],
  ])('%j is none', async (json, sentence) => {
    await expect(read(json)).rejects.toThrow(sentence);
  });

  test('a text ends by itself only with a reason that is no limit', () => {
    expect(['stop', 'eos', 'content_filter', 'length', 'max_tokens', undefined].map(endedItself)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});

describe('a completion in pieces', () => {
  test('text and tokens come in whatever pieces, with what the server says once', async () => {
    const collected = createCompletionCollector({ model: 'm', maxTokens: 10 });
    expect(await collected.add({ object: 'ping' })).toEqual([]);
    expect(await collected.add(piece({ content: 'Hel' }))).toEqual([]);
    expect(await collected.add(piece({ content: 'lo' }, { logprobs: logprobs('Hel', 'lo') }))).toHaveLength(2);
    await collected.add({ choices: [], usage: { prompt_tokens: 9, completion_tokens: 2 } });
    collected.checkAnswered('the stub');
    expect(collected).toMatchObject({ text: 'Hello', model: 'served', isFull: false, finishReason: undefined });
    expect(collected.positions.map(({ sampled }) => sampled.text)).toEqual(['Hel', 'lo']);
    expect(collected.usage).toEqual({ promptTokens: 9, completionTokens: 2 });
  });

  test('more tokens than were asked for end it, and so does more text than they can be', async () => {
    const tokens = createCompletionCollector({ model: 'm', maxTokens: 2 });
    await tokens.add(piece({ content: 'ab' }, { logprobs: logprobs('a', 'b') }));
    expect(await tokens.add(piece({ content: 'c' }, { logprobs: logprobs('c') }))).toEqual([]);
    expect(tokens).toMatchObject({ text: 'ab', isFull: true, finishReason: 'length' });
    const text = createCompletionCollector({ model: 'm', maxTokens: 1 });
    await text.add(piece({ content: 'x'.repeat(5000) }));
    expect(text).toMatchObject({ text: 'x'.repeat(4096), isFull: true });
  });

  test('where no piece of one comes, what came is told', async () => {
    const collected = createCompletionCollector({ model: 'm', maxTokens: 1 });
    expect(() => collected.checkAnswered('the stub')).toThrow(/before it began/);
    await collected.add({ data: [] });
    expect(() => collected.checkAnswered('the stub')).toThrow(/no completion/);
  });
});
