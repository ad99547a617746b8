import { describe, expect, test } from 'vitest';
import { createModelKnowledge } from '../../../src/model/asking/knowledge.js';

describe('what is known of a model', () => {
  test('a mark takes back what was learned of a route since, and leaves the rest', () => {
    const { chat } = createModelKnowledge();
    chat.learnMostLogprobs(20);
    const takeBack = chat.mark();
    chat.learnLogprobs('refused');
    chat.learnMostLogprobs(5);
    chat.learnMissing();
    chat.learnRefused(['seed']);
    takeBack();
    expect(chat).toMatchObject({ available: true, logprobs: 'untried', mostLogprobs: 20 });
    expect([...chat.refused]).toEqual(['seed']);
  });

  test('that a model continues its own message is doubted once, and only after it was found', async () => {
    const knowledge = createModelKnowledge();
    expect(knowledge.doubtContinuation()).toBe(false);
    await knowledge.continuationProbe.ask(async () => 'prefix');
    knowledge.learnContinuation('prefix');
    expect(knowledge.doubtContinuation()).toBe(true);
    expect(knowledge.continuationProbe.current).toBeUndefined();
    knowledge.learnContinuation('prefix');
    expect(knowledge.doubtContinuation()).toBe(false);
  });

  test('the first whole word with an id is remembered', () => {
    const knowledge = createModelKnowledge();
    const token = (text: string, id: number | undefined) => ({ text, id, bytes: undefined, logprob: -1 });
    knowledge.learnWholeToken([token('\uFFFD', 1), token(' is', undefined), token(',', 2)]);
    expect(knowledge.wholeToken).toBeUndefined();
    knowledge.learnWholeToken([token(' is', 3), token('was', 4)]);
    knowledge.learnWholeToken([token('the', 5)]);
    expect(knowledge.wholeToken).toBe(3);
  });
});
