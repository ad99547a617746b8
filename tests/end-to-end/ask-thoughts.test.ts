import { type APIMessage, MessageFlags } from 'discord-api-types/v10';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { buttonsOf, componentsOf, entriesOf, open, picturesOf, plainText, readText, useRoom } from './harness.js';
import { openReasoningStub, type ReasoningStub } from './reasoning-stub.js';

let stub: ReasoningStub;
beforeAll(async () => {
  stub = await openReasoningStub();
});
beforeEach(() => {
  stub.mode = 'answers';
});
afterAll(() => stub.close());
const room = useRoom(() => ({ baseURL: stub.baseURL }));

const isAnswered = (message: APIMessage) => 'Explain' in buttonsOf(message);
const ask = (question = 'What is the capital of France?', more: Record<string, string | number> = {}) =>
  room().person.slash('ask', { question, ...more });

describe('/ask of a model that thinks', () => {
  test('shows the answer and its figures alone, and folds the thoughts', async () => {
    const { person } = room();
    const message = await ask().settled(isAnswered);
    const text = plainText(message);
    expect(text).toContain('The capital is **Paris**.');
    expect(text).not.toContain('Seine');
    expect(text).toContain('The model thought first, for 270 tokens. The numbers here are about the answer alone.');
    expect(buttonsOf(message)).toEqual({
      'Another answer': 'enabled',
      'How sure was it?': 'enabled',
      Thoughts: 'enabled',
      'Ask on…': 'enabled',
      Explain: 'enabled',
    });
    expect(Object.keys(entriesOf(message))).toContain('Why this word?');
    // The request was learned to be without what such a model refuses.
    expect(text).toMatch(/thinker/);

    const sure = await person.press(message.id, 'How sure was it?').settled(isAnswered);
    expect(picturesOf(sure)[0]?.alt).toContain('Paris');
    expect(picturesOf(sure)[0]?.alt).not.toContain('Seine');

    const details = await open(person, message, 'Details');
    expect(plainText(details)).toMatch(/perplexity/);
    expect(plainText(details)).toContain('**Thoughts**, 270 tokens, which no number of the answer counts');
  });

  test('opens the thoughts for who presses, page by page, with a strip and a count of their own', async () => {
    const { person } = room();
    const message = await ask().settled(isAnswered);
    const thoughts = await person.press(message.id, 'Thoughts').settled((now) => picturesOf(now).length > 0);
    expect((thoughts.flags ?? 0) & MessageFlags.Ephemeral).toBe(MessageFlags.Ephemeral);
    expect(plainText(thoughts)).toContain('The model wrote **270 tokens** of thoughts **before its answer**.');
    expect(plainText(thoughts)).toContain('Seine');
    expect(componentsOf(thoughts).some(({ file }) => file?.url.includes('thoughts.txt'))).toBe(true);
    expect(picturesOf(thoughts)[0]?.alt).toContain('France');
    expect(picturesOf(thoughts)[0]?.alt).not.toContain('</think>');
    expect(buttonsOf(thoughts)).toEqual({ '◀': 'disabled', '▶': 'enabled' });
    const second = await person
      .press(thoughts.id, '▶')
      .settled((now) => picturesOf(now).some(({ url }) => url.includes('-2')));
    expect(buttonsOf(second)).toEqual({ '◀': 'enabled', '▶': 'enabled' });
  });

  test('says that it thinks, and grows by the answer alone; Stop keeps the thoughts', async () => {
    stub.mode = 'waits';
    const { person } = room();
    const asked = ask();
    const thinking = await asked.settled((now) => readText(now).includes('is thinking'));
    expect(plainText(thinking)).not.toContain('Seine');
    await asked.settled((now) => 'Stop' in buttonsOf(now));
    stub.goOn();
    const done = await asked.settled(isAnswered);
    expect(plainText(done)).toContain('Paris');
    for (const seen of asked.history) expect(readText(seen)).not.toContain('Seine');

    const stopped = ask();
    const waiting = await stopped.settled((now) => 'Stop' in buttonsOf(now));
    person.press(waiting.id, 'Stop');
    const kept = await stopped.settled((now) => 'Thoughts' in buttonsOf(now));
    expect(plainText(kept)).toContain('The answer breaks off here');
    const thoughts = await person.press(kept.id, 'Thoughts').settled();
    expect(plainText(thoughts)).toContain('The user asks');
  });

  test('that used all its tokens up offers a longer answer first', async () => {
    stub.mode = 'runs out';
    const { person } = room();
    const message = await ask().settled(isAnswered);
    expect(plainText(message)).toContain(
      'The model **used all 512 tokens to think**, so none were left for an answer. Press **A longer answer** to give it more.',
    );
    expect(Object.keys(buttonsOf(message))).toEqual(['A longer answer', 'Another answer', 'Thoughts', 'Explain']);
    stub.mode = 'answers';
    const longer = await person.press(message.id, 'A longer answer').settled(isAnswered);
    expect(plainText(longer)).toContain('Paris');
    expect(stub.posted('/v1/chat/completions').at(-1)).toMatchObject({ max_completion_tokens: 2048 });
  });

  test('that hides its thoughts, that refuses, that a filter stops', async () => {
    const { person } = room();
    stub.mode = 'hides';
    const hidden = await ask().settled(isAnswered);
    expect(plainText(hidden)).toContain('The model thought first, for 128 tokens. The server does not show them.');
    // There is nothing to be read behind a button.
    expect(buttonsOf(hidden)).not.toHaveProperty('Thoughts');

    stub.mode = 'refuses';
    const refused = await ask().settled(isAnswered);
    expect(plainText(refused)).toContain(
      'The model refused to answer. It said: “I’m sorry, I can’t help with *that*.”',
    );
    expect(plainText(refused)).not.toContain('how sure');

    stub.mode = 'is filtered';
    const filtered = await ask().settled(isAnswered);
    expect(plainText(filtered)).toContain('The server’s content filter held the answer back. Ask in other words');
    const beside = await open(person, filtered, 'Side by side', isAnswered).catch(() => undefined);
    if (beside !== undefined) expect(plainText(beside)).toContain('content filter held the answer back');
  });

  test('whose tokens cannot be told apart has no figures', async () => {
    stub.mode = 'mixes';
    const message = await ask().settled(isAnswered);
    expect(plainText(message)).toContain('Paris');
    expect(plainText(message)).toContain('could not be told from those of the thoughts');
    expect(buttonsOf(message)).not.toHaveProperty('How sure was it?');
  });
});
