import { afterEach, describe, expect, test } from 'vitest';
import { type ModelOptions, openModel } from '../../src/model/open-model.js';
import { type EndpointStub, openEndpointStub, type StubAnswer, type StubRequest } from './endpoint-stub.js';
import { hasRecorded, readExchange } from './recorded.js';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const item of open.splice(0).reverse()) await item.close();
});

async function start(
  answer: (request: StubRequest, count: number) => StubAnswer | undefined,
  options: Partial<ModelOptions> = {},
) {
  const stub: EndpointStub = await openEndpointStub(answer);
  const model = openModel({ baseURL: stub.baseURL, defaultModel: 'm', ...options });
  open.push(stub, model);
  return { stub, model };
}

function tokens(...list: [string, number][]) {
  return list.map(([token, p]) => ({ token, logprob: Math.log(p), bytes: [...Buffer.from(token)] }));
}

const paris = tokens([' Paris', 0.7], [' Lyon', 0.1], [' the', 0.05]);
const chatLogprobs = { content: [{ ...paris[0], top_logprobs: paris }] };

function completion(logprobs: unknown, text = ' Paris', finish = 'length'): StubAnswer {
  return {
    json: {
      object: 'text_completion',
      model: 'served',
      choices: [{ index: 0, text, logprobs, finish_reason: finish }],
    },
  };
}

function chatCompletion(logprobs: unknown, content: string | null = ' Paris', finish = 'length'): StubAnswer {
  return {
    json: {
      model: 'served',
      choices: [{ index: 0, message: { role: 'assistant', content }, logprobs, finish_reason: finish }],
    },
  };
}

function refuse(status: number, message: string, rest: Record<string, unknown> = {}): StubAnswer {
  return { status, json: { error: { message, ...rest } } };
}

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
        logprobs: 20,
        temperature: 1,
        top_p: 1,
        presence_penalty: 0,
        frequency_penalty: 0,
        top_k: -1,
        min_p: 0,
        repetition_penalty: 1,
        repeat_penalty: 1,
      },
    ]);
    expect(distribution.candidates.map(({ text }) => text)).toEqual([' Paris', ' Lyon', ' the']);
    expect(distribution.hiddenMass).toBeCloseTo(0.15);
    expect(distribution).toMatchObject({ model: 'served', route: 'completions', vocabularySize: undefined });
  });

  test('more candidates than usual are asked for', async () => {
    const { stub, model } = await start(() => completion(chatLogprobs));
    await model.nextToken({ prompt: 'x', candidates: 100 });
    expect(stub.posted('/v1/completions')[0]?.logprobs).toBe(100);
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
      'Requested sample logprobs of 20, which is greater than max allowed: 7 (parameter=logprobs, value=20)',
      [20, 7, 7],
    ],
    ['logprobs is too large', [20, 5, 5]],
  ])('a limit on logprobs is learned: %s', async (message, asked) => {
    const limit = asked[1] ?? 0;
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
    expect((await model.nextToken({ prompt: 'x', candidates: 3 })).vocabularySize).toBe(512);
  });

  test('an empty prompt that is refused is a sentence', async () => {
    const { model } = await start(() => refuse(400, 'Either prompt or prompt_embeds must be provided'));
    await expect(model.nextToken({ prompt: '', candidates: 3 })).rejects.toThrow(/cannot start from nothing/);
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
    const { stub, model } = await start(({ path }) =>
      path === '/v1/completions' ? answer : path === '/v1/chat/completions' ? chatCompletion(chatLogprobs) : undefined,
    );
    const distribution = await model.nextToken({ prompt: 'Once upon', candidates: 5 });
    await model.nextToken({ prompt: 'Once upon', candidates: 5 });
    expect(distribution).toMatchObject({ route: 'chat', model: 'served' });
    expect(stub.posted('/v1/completions')).toHaveLength(1);
    expect(stub.posted('/v1/chat/completions')[0]).toMatchObject({
      messages: [{ role: 'user' }, { role: 'assistant', content: 'Once upon' }],
      continue_final_message: true,
      add_generation_prompt: false,
      logprobs: true,
      top_logprobs: 20,
      max_tokens: 1,
    });
  });

  test('an endpoint that continues no prefix gets an instruction', async () => {
    const { stub, model } = await start(({ path, body }) => {
      if (path !== '/v1/chat/completions') return { status: 404, text: '' };
      return 'continue_final_message' in body
        ? refuse(400, 'Unknown parameter: continue_final_message')
        : chatCompletion(chatLogprobs);
    });
    await model.nextToken({ prompt: 'Once upon', candidates: 5 });
    const last = stub.posted('/v1/chat/completions').at(-1);
    expect(last).toMatchObject({ messages: [{ role: 'system' }, { role: 'user', content: 'Once upon' }] });
    expect(last).not.toHaveProperty('add_generation_prompt');
  });

  test.each([
    ['refused', refuse(403, 'You are not allowed to request logprobs from this model')],
    ['left out', chatCompletion(null)],
  ])('logprobs that are %s on both routes end in a sentence', async (_name, answer) => {
    const { stub, model } = await start(({ path }) => (path === '/v1/models' ? undefined : answer));
    await expect(model.nextToken({ prompt: 'x', candidates: 5 })).rejects.toMatchObject({ kind: 'no-logprobs' });
    const before = stub.requests.length;
    await expect(model.nextToken({ prompt: 'x', candidates: 5 })).rejects.toThrow(/m gives no probabilities at 127/);
    expect(stub.requests.slice(before).filter(({ method }) => method === 'POST')).toEqual([]);
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

describe('a drawn token', () => {
  const parts = ['f0', '9f', '98', '80'].map((byte) => ({
    token: '\uFFFD',
    logprob: -1,
    bytes: [Number.parseInt(byte, 16)],
    top_logprobs: [],
  }));
  const space = { token: ' ok', logprob: -0.1, bytes: [...Buffer.from(' ok')], top_logprobs: tokens([' ok', 0.9]) };
  const listed = (list: Record<string, unknown>[]) => ({
    content: list.map((item) => ({ ...item, top_logprobs: tokens(['x', 0.3]) })),
  });

  test('sends the caller’s options and the rest neutrally, and keeps the first token', async () => {
    const { stub, model } = await start(() => completion(listed([space, space]), ' ok ok'));
    const drawn = await model.draw({ prompt: 'x', temperature: 0.5, topP: 0.9, topK: 40, seed: 7 });
    expect(stub.posted('/v1/completions')[0]).toMatchObject({
      temperature: 0.5,
      top_p: 0.9,
      top_k: 40,
      seed: 7,
      min_p: 0,
      max_tokens: 8,
    });
    expect(drawn.map(({ text }) => text)).toEqual([' ok']);
    expect(drawn[0]?.alternatives.map(({ text }) => text)).toEqual(['x']);
  });

  test('keeps all tokens of the first character', async () => {
    const { model } = await start(() => completion(listed([...parts, space]), '😀 ok'));
    const drawn = await model.draw({ prompt: 'x', temperature: 1 });
    expect(Buffer.concat(drawn.map(({ bytes }) => bytes ?? Buffer.of())).toString()).toBe('😀');
    expect(drawn).toHaveLength(4);
  });

  test.each([
    ['U+FFFD', ['\uFFFD', '\uFFFD', ' ok']],
    ['nothing', ['', '😀', ' ok']],
  ])('a server that writes %s for parts: the text comes from the whole', async (_name, texts) => {
    const list = texts.map((token) => ({ token, logprob: -1, bytes: [...Buffer.from(token)] }));
    const { model } = await start(() => completion(listed(list), '😀 ok'));
    const drawn = await model.draw({ prompt: 'x', temperature: 1 });
    expect(drawn.map(({ text }) => text)).toEqual(['', '😀']);
  });

  test('bytes that are no UTF-8 at all end at once', async () => {
    const list = [{ token: '\uFFFD', logprob: -1, bytes: [0xff] }, space];
    const { model } = await start(() => completion(listed(list), '\uFFFD ok'));
    expect(await model.draw({ prompt: 'x', temperature: 1 })).toHaveLength(1);
  });

  test('none when the model ends the text', async () => {
    const { model } = await start(() => completion(listed([{ token: '</s>', logprob: -0.1 }]), '', 'stop'));
    expect(await model.draw({ prompt: 'x', temperature: 1 })).toEqual([]);
  });

  test('an option the server refuses is named, not dropped', async () => {
    const { stub, model } = await start(({ path, body }) =>
      path === '/v1/completions' && body.top_k === 40
        ? refuse(400, 'Unrecognized request argument supplied: top_k')
        : undefined,
    );
    await expect(model.draw({ prompt: 'x', temperature: 1, topK: 40 })).rejects.toMatchObject({
      kind: 'unsupported',
      message: 'm does not take top_k 40. Leave top_k out, or choose another model.',
    });
    expect(stub.posted('/v1/completions')).toHaveLength(1);
  });
});

describe('before or after temperature', () => {
  const at = (temperature: number, scale: number) => {
    const list = [-0.5, -1.5, -3].map((logprob, index) => ({
      token: `t${index}`,
      id: index,
      logprob: logprob * (scale / temperature),
    }));
    const z = list.reduce((sum, { logprob }) => sum + Math.exp(logprob), 0);
    const top = list.map((item) => ({ ...item, logprob: item.logprob - Math.log(Math.max(1, z)) }));
    return completion({ content: [{ ...top[0], top_logprobs: top }] });
  };

  test.each([
    ['raw', (t: unknown) => at(Number(t), Number(t))],
    ['processed', (t: unknown) => at(Number(t), 1)],
    ['unknown', (t: unknown) => at(Number(t), Number(t) === 1 ? 1 : 0.7)],
    ['unknown', () => completion({ content: [{ token: 'a', logprob: -1, top_logprobs: tokens(['a', 0.3]) }] })],
  ])('%s', async (expected, answer) => {
    const { stub, model } = await start(({ path, body }) =>
      path === '/v1/completions' ? answer(body.temperature) : undefined,
    );
    expect(await model.scale('m')).toBe(expected);
    expect(await model.scale()).toBe(expected);
    expect(stub.posted('/v1/completions').map(({ temperature }) => temperature)).toEqual([1, 0.5]);
  });

  test('a model without logprobs or with a fixed temperature tells nothing', async () => {
    const { model } = await start(({ path }) => (path === '/v1/models' ? undefined : completion(null)));
    expect(await model.scale()).toBe('unknown');
    const fixed = await start(({ path, body }) =>
      path === '/v1/completions' && body.temperature !== 1
        ? refuse(400, 'temperature: only 1')
        : completion(chatLogprobs),
    );
    expect(await fixed.model.scale()).toBe('unknown');
  });
});

describe.skipIf(!hasRecorded)('recorded llama.cpp', () => {
  test('its completions answer becomes a distribution', async () => {
    const { response, headers } = readExchange('completion_logprobs5');
    const { model } = await start(
      ({ path }) => {
        if (path === '/v1/models') return { json: readExchange('models').response };
        return { text: JSON.stringify(response), headers: { 'content-type': headers?.['content-type'] ?? '' } };
      },
      { defaultModel: undefined },
    );
    const distribution = await model.nextToken({ prompt: 'Once upon a time', candidates: 5 });
    expect(distribution).toMatchObject({ model: 'stories260K', route: 'completions', vocabularySize: 512 });
    expect(distribution.candidates.map(({ text }) => text)).toEqual([',', ' there', ' in', ' on', 'ut']);
    // Five came of the twenty that were asked for, so the list may have holes.
    expect(distribution.cap).toBe(distribution.hiddenMass);
  });

  test('its logprobs are before temperature', async () => {
    const { model } = await start(({ path, body }) => {
      if (path !== '/v1/completions') return undefined;
      return {
        json: readExchange(body.temperature === 1 ? 'completion_logprobs5_t2' : 'completion_logprobs5_t05').response,
      };
    });
    expect(await model.scale()).toBe('raw');
  });

  test('the draw at temperature 0', async () => {
    const { model } = await start(() => ({ json: readExchange('bytes_utf8_completion').response }));
    const [token] = await model.draw({ prompt: 'She said “', temperature: 0 });
    expect(token).toMatchObject({ text: 'H', id: 440 });
    expect(token?.alternatives).toHaveLength(5);
  });

  test('vLLM’s map', async () => {
    const { model } = await start(() => ({ json: readExchange('doc_vllm_completion_map').response }));
    const { candidates, model: name } = await model.nextToken({ prompt: 'x', candidates: 4 });
    expect(candidates[0]?.text).toBe('false');
    expect(name).toBe('path_to_s3_model');
  });

  test('its refusal of too many logprobs and OpenAI’s of any', async () => {
    const limit = readExchange('doc_vllm_error_maxlogprobs').response;
    const vllm = await start(({ body, path }) => {
      if (path !== '/v1/completions') return undefined;
      return Number(body.logprobs) > 20 ? { status: 400, json: limit } : completion(chatLogprobs);
    });
    await vllm.model.nextToken({ prompt: 'x', candidates: 25 });
    expect(vllm.stub.posted('/v1/completions').map(({ logprobs }) => logprobs)).toEqual([25, 20]);
    const openai = await start(({ path }) =>
      path === '/v1/completions'
        ? { status: 404, text: '' }
        : { status: 403, json: readExchange('doc_openai_error_403_logprobs').response },
    );
    await expect(openai.model.nextToken({ prompt: 'x', candidates: 5 })).rejects.toMatchObject({ kind: 'no-logprobs' });
  });
});
