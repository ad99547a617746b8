import { describe, expect, test } from 'vitest';
import type { StubAnswer, StubRequest } from '../endpoint-stub.js';
import { startModel } from '../start-model.js';

const question = { question: 'Why?', temperature: 1 };

function refuse(message: string, status = 400): StubAnswer {
  return { status, json: { error: { message, type: 'invalid_request_error' } } };
}

function says(text: string): StubAnswer {
  return { json: { choices: [{ index: 0, message: { content: text }, finish_reason: 'stop' }] } };
}

/** What is listed, and what each model answers at the chat route; at completions all are refused. */
const server =
  (list: unknown, answers: Readonly<Record<string, StubAnswer>>) =>
  ({ path, body }: StubRequest): StubAnswer | undefined => {
    if (path === '/v1/models') return { json: list };
    if (path === '/v1/chat/completions') return answers[String(body.model)];
    return path === '/v1/completions' ? refuse('This is not supported in the v1/completions endpoint', 404) : undefined;
  };

const listOf = (...ids: string[]) => ({ data: ids.map((id) => ({ id })) });

describe('the default model where nobody named one', () => {
  test.each([
    ['an embedding model', refuse('Model does not support chat completions')],
    [
      'a speech model',
      refuse('This is not a chat model and thus not supported in the v1/chat/completions endpoint', 404),
    ],
    ['one that may not be used', refuse('You do not have access to this model', 403)],
    ['a reranker that fails', { status: 500, text: '' }],
    ['one that is listed and not there', refuse('The model `first` does not exist', 404)],
    ['a model of images, whose answer is none', { json: { data: [{ url: 'x' }] } }],
    ['a guard model', says('\n\nsafe')],
    ['a guard model that scores', says('0.0004')],
  ])('is the next one behind %s', async (_, first) => {
    const { model, stub } = await startModel(
      server(listOf('first', 'second', 'third'), { first, second: says('Hi.') }),
    );
    expect((await model.reply(question)).model).toBe('second');
    expect(await model.defaultModel()).toBe('second');
    const asked = stub.requests.length;
    await model.defaultModel();
    expect(stub.requests).toHaveLength(asked);
    const [{ passedOver } = { passedOver: [] }] = await model.endpoints();
    expect(passedOver.map((one) => one.model)).toEqual(['first']);
    expect(await model.models()).toEqual(['first', 'second', 'third']);
  });

  test('is the first where it answers, which takes one request, and one alone takes none', async () => {
    const several = await startModel(server(listOf('a', 'b'), { a: says('Hi.') }));
    expect(await several.model.defaultModel()).toBe('a');
    expect(several.stub.requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
    const single = await startModel(server(listOf('a'), {}));
    expect(await single.model.defaultModel()).toBe('a');
    expect(single.stub.requests).toHaveLength(1);
  });

  test('is one that the server does not call something else, where it tells', async () => {
    const list = [
      { id: 'embed', type: 'embeddings' },
      { id: 'bge', type: 'rerank' },
      { id: 'ocr', capabilities: { completion_chat: false, completion_fim: false } },
      { id: 'flux', architecture: { output_modalities: ['image'] } },
      { id: 'qwen', type: 'llm' },
    ];
    const { model, stub } = await startModel(server(list, { qwen: says('Hi.') }));
    expect(await model.defaultModel()).toBe('qwen');
    expect(stub.posted('/v1/chat/completions').map((body) => body.model)).toEqual(['qwen']);
  });

  test('is the first for now where the server is busy or takes no key', async () => {
    let first: StubAnswer = { status: 401, text: '' };
    let time = 0;
    const { model } = await startModel((request) => server(listOf('a', 'b'), { a: first, b: says('Hi.') })(request), {
      now: () => time,
    });
    expect(await model.defaultModel()).toBe('a');
    first = refuse('This model does not support chat completions');
    time = 31_000;
    expect(await model.defaultModel()).toBe('b');
    first = says('Hi.');
    expect((await model.reply(question)).model).toBe('b');
  });

  test('is none where no model answers, which is said with what the first one said', async () => {
    const ids = Array.from({ length: 1000 }, (_, at) => `embed-${at}`);
    const answers = Object.fromEntries(ids.map((id) => [id, refuse('I only embed')]));
    const { model, stub } = await startModel(server(listOf(...ids), answers));
    await expect(model.reply(question)).rejects.toThrow(
      /^None of the first 8 models that \S+ lists writes texts\. Write the name of another one in OPENAI_MODEL\. Of embed-0: .*I only embed/,
    );
    expect(stub.requests.length).toBeLessThanOrEqual(17);
    expect(await model.models()).toHaveLength(1000);
  });
});

describe('odd lists', () => {
  test.each<[unknown, string[]]>([
    [{ models: [{ id: 'a' }, { id: 'b' }] }, ['a', 'b']],
    [[{ id: 'a' }], ['a']],
    [
      ['a', 'b', 'a'],
      ['a', 'b'],
    ],
    [{ models: [{ name: 'llama3:8b', model: 'llama3:8b' }] }, ['llama3:8b']],
    [{ object: 'list', data: null, models: [{ id: 'a' }] }, ['a']],
    [{ data: [{}, { id: 7 }, null, { id: 'org/my model' }, { id: '🦙' }] }, ['org/my model', '🦙']],
    [{ data: [{ id: 'a' }], has_more: true, last_id: 'a' }, ['a']],
  ])('%j', async (json, ids) => {
    const { model } = await startModel(({ path }) => (path === '/v1/models' ? { json } : says('Hi.')));
    expect(await model.models()).toEqual(ids);
  });

  test.each([401, 403, 404, 405, 500])('a list that is kept back with %i leaves the default model', async (status) => {
    const { model } = await startModel(({ path }) => (path === '/v1/models' ? { status, text: '' } : says('Hi.')), {
      defaultModel: 'mine',
    });
    expect(await model.models()).toEqual(['mine']);
    expect((await model.reply(question)).text).toBe('Hi.');
  });
});
