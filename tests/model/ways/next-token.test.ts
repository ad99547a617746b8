import { describe, expect, test } from 'vitest';
import { vocabularySizeOf } from '../../../src/domain/listed-tokens.js';
import { massOf } from '../../../src/domain/tail.js';
import { chatCompletion, chatLogprobs, completion, refuse } from '../continuation-answers.js';
import { neutralParameters } from '../neutral.js';
import { startModel } from '../start-model.js';

const start: typeof startModel = (answer, options) => startModel(answer, { defaultModel: 'm', ...options });

describe('the next token on completions', () => {
  test('asks neutrally and reads the answer', async () => {
    const { stub, model } = await start(({ path }) =>
      path === '/v1/completions' ? completion(chatLogprobs) : undefined,
    );
    const distribution = await model.nextToken({ prompt: 'The capital of France is', candidates: 10 });
    expect(stub.posted('/v1/completions')).toEqual([
      {
        model: 'm',
        prompt: 'The capital of France is',
        max_tokens: 1,
        logprobs: 1000,
        ...neutralParameters,
      },
    ]);
    expect(distribution.candidates.map(({ text }) => text)).toEqual([' Paris', ' Lyon', ' the']);
    expect(massOf(distribution.tail)).toBeCloseTo(0.15);
    expect(distribution).toMatchObject({ model: 'served', route: 'completions' });
    expect(vocabularySizeOf(distribution)).toBeUndefined();
  });

  test('a strict server that knows no local parameters is asked without them from then on', async () => {
    const { stub, model } = await start(({ path, body }) => {
      if (path !== '/v1/completions') return undefined;
      return 'top_k' in body ? refuse(400, 'Unrecognized request argument supplied: top_k') : completion(chatLogprobs);
    });
    await model.nextToken({ prompt: 'x', candidates: 5 });
    await model.nextToken({ prompt: 'y', candidates: 5 });
    const bodies = stub.posted('/v1/completions');
    expect(bodies.map((body) => Object.keys(body).filter((key) => /top_k|min_p|repe/.test(key)).length)).toEqual([
      4, 0, 0,
    ]);
    expect(bodies[2]).toMatchObject({ temperature: 1, top_p: 1 });
  });

  test.each([
    [
      'Requested sample logprobs of 1000, which is greater than max allowed: 7 (parameter=logprobs, value=1000)',
      [1000, 7, 7],
    ],
    ['logprobs is too large', [1000, 100, 20, 5, 5]],
  ])('a limit on logprobs is learned: %s', async (message, asked) => {
    const limit = asked.at(-1) ?? 0;
    const { stub, model } = await start(({ path, body }) => {
      if (path !== '/v1/completions') return undefined;
      return Number(body.logprobs) > limit ? refuse(400, message, { param: 'logprobs' }) : completion(chatLogprobs);
    });
    await model.nextToken({ prompt: 'x', candidates: 10 });
    await model.nextToken({ prompt: 'x', candidates: 10 });
    expect(stub.posted('/v1/completions').map(({ logprobs }) => logprobs)).toEqual(asked);
  });

  test('a model that wants max_completion_tokens gets it', async () => {
    const message =
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.";
    const { stub, model } = await start(({ body, path }) => {
      if (path === '/v1/completions') return refuse(404, 'Not Found');
      return 'max_tokens' in body ? refuse(400, message, { param: 'max_tokens' }) : chatCompletion(chatLogprobs);
    });
    await model.nextToken({ prompt: 'x', candidates: 3 });
    expect(stub.posted('/v1/chat/completions').at(-1)).toMatchObject({ max_completion_tokens: 1 });
    expect(stub.posted('/v1/chat/completions').at(-1)).not.toHaveProperty('max_tokens');
  });

  test('the vocabulary size is taken from the list of models', async () => {
    const { model } = await start(({ path }) =>
      path === '/v1/models' ? { json: { data: [{ id: 'm', meta: { n_vocab: 512 } }] } } : completion(chatLogprobs),
    );
    expect(vocabularySizeOf(await model.nextToken({ prompt: 'x', candidates: 3 }))).toBe(512);
  });

  test('an empty prompt that is refused is a sentence', async () => {
    const { model } = await start(() => refuse(400, 'Either prompt or prompt_embeds must be provided'));
    await expect(model.nextToken({ prompt: '', candidates: 3 })).rejects.toThrow(/cannot start from nothing/);
  });

  test.each([403, 529])('an empty prompt that is refused with %i says nothing of what is asked', async (status) => {
    const { model } = await start(({ path }) => (path === '/v1/models' ? undefined : refuse(status, 'Not now')));
    const failed = model.nextToken({ prompt: '', candidates: 3 });
    await expect(failed).rejects.toThrow();
    await expect(failed).rejects.not.toThrow(/cannot start from nothing/);
  });

  test('a model that ends the text is asked again, then said', async () => {
    const empty = { content: [] };
    const { stub, model } = await start(({ path }, count) => {
      if (path !== '/v1/completions') return undefined;
      return count === 1 ? completion(chatLogprobs) : completion(empty, '', 'stop');
    });
    await expect(model.nextToken({ prompt: 'x', candidates: 3 })).resolves.toMatchObject({ route: 'completions' });
    await expect(model.nextToken({ prompt: 'x', candidates: 3 })).rejects.toThrow(/ends its text here/);
    expect(stub.posted('/v1/completions')).toHaveLength(5);
  });

  test('bare NaN in the JSON is survived', async () => {
    const text =
      '{"choices":[{"index":0,"text":"a","finish_reason":"length","logprobs":{"tokens":["a"],"token_logprobs":[-0.5],"top_logprobs":[{"a":-0.5,"b":NaN,"c":-Infinity}]}}]}';
    const { model } = await start(({ path }) => (path === '/v1/completions' ? { text } : undefined));
    const { candidates } = await model.nextToken({ prompt: 'x', candidates: 3 });
    expect(candidates.map((candidate) => candidate.text)).toEqual(['a']);
  });
});

describe('the next token on chat', () => {
  test.each([
    [
      'a 404',
      refuse(404, 'This is a chat model and not supported in the v1/completions endpoint.', { param: 'model' }),
    ],
    ['a 405', { status: 405, text: '' }],
    ['vLLM’s 400', refuse(400, 'The model does not support Completions API')],
    ['no logprobs there', completion(null)],
  ])('is asked after %s on completions, and remembered', async (_name, answer) => {
    const { stub, model } = await start(({ path, body }) => {
      if (path !== '/v1/chat/completions') return path === '/v1/completions' ? answer : undefined;
      // An unfinished message is taken only together with the wish to continue it.
      return body.continue_final_message
        ? chatCompletion(chatLogprobs)
        : refuse(400, 'the last message must be a user’s');
    });
    const distribution = await model.nextToken({ prompt: 'Once upon', candidates: 5 });
    await model.nextToken({ prompt: 'Once upon', candidates: 5 });
    expect(distribution).toMatchObject({ route: 'chat', model: 'served' });
    // Answers without any are not believed until a probe has had them twice too; a refusal is.
    const asked = stub.posted('/v1/completions').map(({ prompt }) => prompt);
    expect(asked.filter((prompt) => prompt === 'Once upon')).toHaveLength(1);
    expect([1, 3]).toContain(asked.length);
    expect(stub.posted('/v1/chat/completions').at(-1)).toMatchObject({
      messages: [{ role: 'user' }, { role: 'assistant', content: 'Once upon' }],
      continue_final_message: true,
      add_generation_prompt: false,
      logprobs: true,
      top_logprobs: 1000,
      max_tokens: 1,
    });
  });

  test.each([
    ['refuses the wish for one', refuse(400, 'Unknown parameter: continue_final_message')],
    ['ignores the wish for one', chatCompletion(chatLogprobs)],
  ])('an endpoint that %s gets an instruction', async (_name, answer) => {
    const { stub, model } = await start(({ path, body }) => {
      if (path !== '/v1/chat/completions') return { status: 404, text: '' };
      return 'continue_final_message' in body ? answer : chatCompletion(chatLogprobs);
    });
    await model.nextToken({ prompt: 'Once upon', candidates: 5 });
    const last = stub.posted('/v1/chat/completions').at(-1);
    expect(last).toMatchObject({ messages: [{ role: 'system' }, { role: 'user', content: 'Once upon' }] });
    expect(last).not.toHaveProperty('add_generation_prompt');
  });

  test.each([
    ['refused', refuse(403, 'You are not allowed to request logprobs from this model')],
    ['left out', chatCompletion(null)],
  ])('logprobs that are %s on both routes end in a sentence, until they come', async (_name, lack) => {
    let answer = lack;
    const { model } = await start(({ path }) => (path === '/v1/models' ? undefined : answer));
    await expect(model.nextToken({ prompt: 'x', candidates: 5 })).rejects.toMatchObject({ kind: 'no-logprobs' });
    await expect(model.nextToken({ prompt: 'x', candidates: 5 })).rejects.toThrow(/m gives no probabilities at 127/);
    answer = completion(chatLogprobs);
    expect((await model.nextToken({ prompt: 'x', candidates: 5 })).route).toBe('completions');
  });

  test('what was learned is forgotten after half an hour', async () => {
    let time = 0;
    const { stub, model } = await start(
      ({ path }) =>
        path === '/v1/completions'
          ? { status: 404, text: '' }
          : path === '/v1/models'
            ? undefined
            : chatCompletion(chatLogprobs),
      { now: () => time },
    );
    await model.nextToken({ prompt: 'x', candidates: 5 });
    time = 31 * 60_000;
    await model.nextToken({ prompt: 'x', candidates: 5 });
    expect(stub.posted('/v1/completions')).toHaveLength(2);
  });

  test('an endpoint with neither route is a wrong address', async () => {
    const { model } = await start(() => ({ status: 404, text: '' }));
    await expect(model.nextToken({ prompt: 'x', candidates: 5 })).rejects.toThrow(/mostly ends in \/v1/);
  });
});
