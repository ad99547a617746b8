import { describe, expect, test } from 'vitest';
import { startModel } from '../start-model.js';

const ANSWER = {
  object: 'corpus.followers',
  model: 'small',
  documents: 9,
  words: 100,
  occurrences: 6,
  ends: 1,
  different: 3,
  followers: [
    { text: ' tea', count: 3 },
    { text: ' hot', count: 1 },
  ],
  endings: [
    { text: 'a cup of', occurrences: 6 },
    { text: 'cup of', occurrences: 7 },
  ],
};

const start = (json: unknown, status = 200) => startModel(() => ({ status, json }), { defaultModel: 'm' });
const ask = async (json: unknown, status?: number) => {
  const { model, stub } = await start(json, status);
  return { answer: model.inside.followers({ text: 'a cup of', top: 2 }), stub };
};

describe('what follows words in a model’s texts', () => {
  test('is read as it was told', async () => {
    const { answer, stub } = await ask(ANSWER);
    const { request, ...read } = await answer;
    const { object, ...told } = ANSWER;
    expect(read).toEqual(told);
    expect(request).toMatchObject({ path: '/corpus/followers', body: { input: 'a cup of', top: 2 } });
    expect(stub.requests.at(-1)).toMatchObject({ method: 'POST', path: '/v1/corpus/followers' });
  });

  test('is unsupported where there is nothing at that path', async () => {
    const { answer } = await ask({ error: { message: 'Not Found' } }, 404);
    await expect(answer).rejects.toMatchObject({ kind: 'unsupported', fact: { code: 'cannot-look-inside' } });
  });

  test.each([
    ['no model', { model: '' }],
    ['no list', { followers: {} }],
    ['more followers than were asked for', { followers: [1, 1, 1].map((count) => ({ text: 'a', count })) }],
    ['counts that are no whole numbers', { followers: [{ text: ' tea', count: 2.5 }] }],
    ['more than there is', { occurrences: 3, endings: [{ text: 'a cup of', occurrences: 3 }] }],
    ['less than there is', { different: 2 }],
    ['an order that is none', { followers: [...ANSWER.followers].reverse() }],
    ['another number for the words', { endings: [{ text: 'a cup of', occurrences: 5 }] }],
    ['no endings', { endings: [] }],
  ])('is not read where it has %s', async (_, wrong) => {
    const { answer } = await ask({ ...ANSWER, ...wrong });
    await expect(answer).rejects.toMatchObject({ kind: 'protocol' });
  });
});
