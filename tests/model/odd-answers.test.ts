import { describe, expect, test } from 'vitest';
import { chatCompletion, chatLogprobs, completion, refuse, tokens } from './continuation-answers.js';
import { eventStream, type StubAnswer, type StubRequest } from './endpoint-stub.js';
import { startModel } from './start-model.js';

const start: typeof startModel = (answer, options) => startModel(answer, { defaultModel: 'm', ...options });

/** As a newer llama.cpp answers when it drew a part of a character. */
const part = completion(null, '\uFFFD');
const whole = { content: [{ ...tokens([' Paris', 0.7])[0], id: 7, top_logprobs: withIds() }] };
const PROMPT = 'Here:';

function withIds() {
  return tokens([' Paris', 0.7], [' the', 0.1]).map((token, at) => ({ ...token, id: 7 + at }));
}

/** Parts are drawn after one prompt as long as `isPart` says so, and nowhere else. */
function partsAfter(isPart: (body: Record<string, unknown>) => boolean) {
  return ({ path, body }: StubRequest): StubAnswer | undefined => {
    if (path === '/v1/chat/completions') return chatCompletion(chatLogprobs);
    if (path !== '/v1/completions') return undefined;
    return body.prompt === PROMPT && isPart(body) ? part : completion(whole);
  };
}

describe('an answer without logprobs, because a part of a character was drawn', () => {
  test('is asked for again with another seed, and changes the route of nobody', async () => {
    const { model, stub } = await start(partsAfter(({ seed }) => seed === undefined || seed === 1));
    await model.nextToken({ prompt: 'x', candidates: 3 });
    const asked = stub.requests.length;
    const { route, request } = await model.nextToken({ prompt: PROMPT, candidates: 3 });
    expect(route).toBe('completions');
    expect(request.body).toMatchObject({ seed: 2, temperature: 1 });
    expect(stub.requests.slice(asked).map(({ body }) => body.seed)).toEqual([undefined, 1, 2]);
    expect((await model.nextToken({ prompt: 'x', candidates: 3 })).route).toBe('completions');
    expect(stub.posted('/v1/chat/completions')).toEqual([]);
  });

  test('also where it is the very first answer of an endpoint', async () => {
    const { model, stub } = await start(partsAfter(({ seed }) => seed === undefined));
    expect((await model.nextToken({ prompt: PROMPT, candidates: 3 })).route).toBe('completions');
    expect(stub.posted('/v1/chat/completions')).toEqual([]);
  });

  test('ends in a whole token being called for, where only that helps', async () => {
    const { model } = await start(partsAfter(({ logit_bias }) => logit_bias === undefined));
    await model.nextToken({ prompt: 'x', candidates: 3 });
    const { request, candidates } = await model.nextToken({ prompt: PROMPT, candidates: 3 });
    expect(request.body.logit_bias).toEqual({ 7: 100 });
    expect(candidates.map(({ text }) => text)).toEqual([' Paris', ' the']);
  });

  test('is a sentence where a call changes what is listed, and where nothing helps', async () => {
    const forced = {
      content: [{ ...tokens([' Paris', 1])[0], id: 7, top_logprobs: [{ ...withIds()[0], logprob: 0 }] }],
    };
    const { model } = await start((request) => {
      const answer = partsAfter(() => true)(request);
      return request.body.logit_bias === undefined ? answer : completion(forced);
    });
    await model.nextToken({ prompt: 'x', candidates: 3 });
    for (const _ of [1, 2]) {
      await expect(model.nextToken({ prompt: PROMPT, candidates: 3 })).rejects.toMatchObject({
        kind: 'no-logprobs',
        message: expect.stringContaining('goes on with a part of a character here'),
      });
    }
    expect((await model.nextToken({ prompt: 'x', candidates: 3 })).route).toBe('completions');
  });

  test('is a roll like any other, and is not rolled again', async () => {
    const { model, stub } = await start(partsAfter(({ seed }) => Number(seed) % 2 === 1));
    const rolled = await model.rolls({ prompt: PROMPT, temperature: 1, seed: 0, count: 6, mostRequests: 20 });
    expect(rolled.map((token) => token?.text).toSorted()).toEqual([
      ' Paris',
      ' Paris',
      ' Paris',
      ...Array(3).fill('\uFFFD'),
    ]);
    expect(stub.posted('/v1/completions').filter(({ prompt }) => prompt === PROMPT)).toHaveLength(6);
  });

  test('is a sentence where it should be gone on with', async () => {
    const { model } = await start(partsAfter(() => true));
    await model.nextToken({ prompt: 'x', candidates: 3 });
    await expect(model.draw({ prompt: PROMPT, temperature: 1 })).rejects.toThrow(/does not tell which.*Roll again/);
  });

  test('is one roll with its token, where the token is told and only the others are not', async () => {
    const told = { token: '\uFFFD', bytes: [0xf0], id: 9, logprob: Math.log(0.2), top_logprobs: [] };
    const { model, stub } = await start(({ path, body }) => {
      if (path !== '/v1/completions') return undefined;
      return body.prompt === PROMPT ? completion({ content: [told] }, '\uFFFD') : completion(whole);
    });
    const asked = () => stub.posted('/v1/completions').length;
    const rolled = await model.rolls({ prompt: PROMPT, temperature: 1, count: 2, mostRequests: 5 });
    const expected = { text: '\uFFFD', bytes: Uint8Array.of(0xf0), id: 9 };
    expect(rolled).toEqual([expect.objectContaining(expected), expect.objectContaining(expected)]);
    expect(asked()).toBe(2);
    expect(await model.draw({ prompt: PROMPT, temperature: 1 })).toEqual([expect.objectContaining(expected)]);
    expect(asked()).toBe(3);
  });

  test('in several answers of one request is not the end of them', async () => {
    const { model } = await start(({ path, body }) => {
      if (path !== '/v1/completions') return undefined;
      const choices = Array.from({ length: Number(body.n ?? 1) }, (_, index) =>
        index % 2 === 1
          ? { index, text: '\uFFFD', logprobs: null, finish_reason: 'length' }
          : { index, text: ' Paris', logprobs: whole, finish_reason: 'length' },
      );
      return { json: { model: 'm', choices } };
    });
    const rolled = await model.rolls({ prompt: PROMPT, temperature: 1, count: 5, mostRequests: 20 });
    expect(rolled.filter((token) => token?.text === '\uFFFD')).toHaveLength(2);
    expect(rolled.filter((token) => token?.id === 7)).toHaveLength(3);
  });
});

describe('a route', () => {
  test('that gives no logprobs any more is left after a probe had none twice, by all who ask at once', async () => {
    let gives = true;
    const { model, stub } = await start(({ path }) => {
      if (path === '/v1/chat/completions') return chatCompletion(chatLogprobs);
      if (path !== '/v1/completions') return undefined;
      return completion(gives ? whole : null);
    });
    expect((await model.nextToken({ prompt: 'x', candidates: 3 })).route).toBe('completions');
    gives = false;
    const before = stub.posted('/v1/completions').length;
    const found = await Promise.all(['a', 'b', 'c'].map((prompt) => model.nextToken({ prompt, candidates: 3 })));
    expect(found.map(({ route }) => route)).toEqual(['chat', 'chat', 'chat']);
    expect(stub.posted('/v1/completions').slice(before)).toHaveLength(3 + 2);
  });

  test('that is doubted while nothing comes lets go of whoever stops waiting', async () => {
    const stopping = new AbortController();
    const { model } = await start(({ path, body }) => {
      if (path !== '/v1/completions') return undefined;
      if (body.prompt === PROMPT) return completion(null);
      stopping.abort();
      return () => {};
    });
    const asked = model.nextToken({ prompt: PROMPT, candidates: 3, signal: stopping.signal });
    await expect(asked).rejects.toMatchObject({ kind: 'cancelled' });
  });

  test('whose streams alone come without is gone on with token by token', async () => {
    const { model } = await start(({ path, body }) => {
      if (path !== '/v1/completions') return undefined;
      return completion(body.stream === true ? null : whole);
    });
    const { steps, requests } = await model.generate({ prompt: 'x', temperature: 1, maxTokens: 2, candidates: 3 });
    expect(requests).toBe(4);
    expect(steps.map(({ token }) => token.text)).toEqual([' Paris', ' Paris']);
    expect((await model.nextToken({ prompt: 'x', candidates: 3 })).route).toBe('completions');
  });
});

test('a route whose pieces come without logprobs is asked for whole answers from then on', async () => {
  const pieces = eventStream([' Par', 'is'].map((text) => ({ choices: [{ text, index: 0, logprobs: null }] })));
  const { model, stub } = await start(({ path, body }) => {
    if (path !== '/v1/completions') return undefined;
    return body.stream === true ? pieces : completion(whole);
  });
  const generate = () => model.generate({ prompt: 'x', temperature: 1, maxTokens: 2, candidates: 3 });
  const { steps, requests } = await generate();
  expect(requests).toBe(1);
  expect(steps.map(({ token }) => token.text)).toEqual([' Paris']);
  // The stream, a probe, and the whole answer; then the whole answer alone.
  await generate();
  expect(stub.posted('/v1/completions').map(({ stream }) => stream)).toEqual([true, undefined, undefined, undefined]);
  expect((await model.nextToken({ prompt: 'x', candidates: 3 })).route).toBe('completions');
});

describe('how a chat model is asked to go on', () => {
  const list = (...of: [string, number][]) => ({ content: [{ ...tokens(...of)[0], top_logprobs: tokens(...of) }] });

  test('is not changed by one odd refusal', async () => {
    let isOdd = false;
    const { model, stub } = await start(({ path, body }) => {
      if (path !== '/v1/chat/completions') return { status: 404, text: '' };
      if (isOdd && JSON.stringify(body).includes('Odd one')) {
        isOdd = false;
        return refuse(400, 'the slot is busy with something else');
      }
      return chatCompletion(
        'continue_final_message' in body ? list(['is', 0.9], ['y', 0.1]) : list(['I', 0.9], ['It', 0.1]),
      );
    });
    await model.nextToken({ prompt: 'x', candidates: 3 });
    isOdd = true;
    await model.nextToken({ prompt: 'Odd one', candidates: 3 });
    await model.nextToken({ prompt: 'y', candidates: 3 });
    for (const body of stub.posted('/v1/chat/completions').slice(-2)) {
      expect(body).toMatchObject({ continue_final_message: true });
    }
  });

  test('a refusal that comes again is told, and not sent on and on', async () => {
    const { model, stub } = await start(({ path, body }) => {
      if (path !== '/v1/chat/completions') return { status: 404, text: '' };
      if (JSON.stringify(body).includes('Odd one')) return refuse(400, 'the slot is busy with something else');
      return chatCompletion(
        'continue_final_message' in body ? list(['is', 0.9], ['y', 0.1]) : list(['I', 0.9], ['It', 0.1]),
      );
    });
    await model.nextToken({ prompt: 'x', candidates: 3 });
    await expect(model.nextToken({ prompt: 'Odd one', candidates: 3 })).rejects.toThrow(/slot is busy/);
    const odd = stub.posted('/v1/chat/completions').filter((body) => JSON.stringify(body).includes('Odd one'));
    expect(odd).toHaveLength(2);
    expect((await model.nextToken({ prompt: 'y', candidates: 3 })).request.body).toMatchObject({
      continue_final_message: true,
    });
  });
});
