import { describe, expect, test } from 'vitest';
import type { RolledToken } from '../../../src/domain/token.js';
import { completion, refuse, tokens } from '../continuation-answers.js';
import type { StubAnswer, StubRequest } from '../endpoint-stub.js';
import { startModel } from '../start-model.js';

const start: typeof startModel = (answer, options) => startModel(answer, { defaultModel: 'm', ...options });

const [paris] = tokens([' Paris', 0.7]);
const [lyon] = tokens([' Lyon', 0.2]);
const content = (token: object | undefined) => ({ content: [{ ...token, top_logprobs: [token] }] });

/** As many answers as were asked for: Paris and Lyon in turn. */
function several({ body }: StubRequest): StubAnswer {
  const choices = Array.from({ length: Number(body.n ?? 1) }, (_, index) => ({
    index,
    text: index % 2 === 0 ? ' Paris' : ' Lyon',
    logprobs: content(index % 2 === 0 ? paris : lyon),
    finish_reason: 'length',
  }));
  return { json: { object: 'text_completion', model: 'served', choices } };
}

const onPost = (answer: (request: StubRequest, count: number) => StubAnswer | undefined) => {
  return (request: StubRequest, count: number) =>
    request.path === '/v1/completions' ? answer(request, count) : undefined;
};

const texts = (rolled: readonly RolledToken[]) => rolled.map((token) => token?.text);
const request = { prompt: 'x', temperature: 0.5, topP: 0.9, mostRequests: 200 };

describe('many draws of the next token', () => {
  test('take one token each, at the caller’s settings and else neutrally, several to a request', async () => {
    const { stub, model } = await start(onPost(several));
    const seen: string[] = [];
    const rolled = await model.rolls({
      ...request,
      count: 40,
      onRolls: (fresh) => seen.push(...texts(fresh).flatMap((text) => text ?? [])),
    });
    const bodies = stub.posted('/v1/completions');
    expect(bodies.map(({ n }) => n ?? 1).sort()).toEqual([1, 16, 16, 7]);
    for (const body of bodies) {
      expect(body).toMatchObject({ temperature: 0.5, top_p: 0.9, top_k: -1, min_p: 0, max_tokens: 1, logprobs: 1 });
      expect(body).not.toHaveProperty('seed');
    }
    expect(rolled).toHaveLength(40);
    expect(texts(rolled).filter((text) => text === ' Lyon')).toHaveLength(8 + 8 + 3);
    expect(seen.toSorted()).toEqual(texts(rolled).toSorted());
  });

  test('with a seed take a request each, with a seed that counts up', async () => {
    const { stub, model } = await start(onPost(several));
    await model.rolls({ ...request, count: 6, seed: 2 ** 31 - 2 });
    const bodies = stub.posted('/v1/completions');
    expect(bodies.map(({ seed }) => Number(seed)).toSorted((a, b) => a - b)).toEqual([
      0,
      1,
      2,
      3,
      2 ** 31 - 2,
      2 ** 31 - 1,
    ]);
    expect(bodies.filter((body) => 'n' in body)).toEqual([]);
  });

  test.each<[string, (request: StubRequest) => StubAnswer]>([
    ['ignores n', () => completion(content(paris))],
    [
      'refuses n by name',
      ({ body }) => ('n' in body ? refuse(400, 'Unknown parameter: n') : several({ body } as StubRequest)),
    ],
    [
      'refuses so many answers in words of its own',
      ({ body }) =>
        Number(body.n) > 4
          ? refuse(400, 'n_cmpl cannot be greater than the number of slots')
          : completion(content(paris)),
    ],
  ])('come one by one from an endpoint that %s, within the number of requests', async (_, answer) => {
    const { stub, model } = await start(onPost(answer));
    const rolled = await model.rolls({ ...request, count: 30, mostRequests: 12 });
    expect(new Set(texts(rolled))).toEqual(new Set([' Paris']));
    expect(rolled).toHaveLength(12);
    expect(stub.posted('/v1/completions').filter((body) => !('n' in body)).length).toBeLessThanOrEqual(12);
    expect(await model.rolls({ ...request, count: 30 })).toHaveLength(30);
  });

  test.each([
    ['n cannot be greater than the number of slots (n: 16, slots: 4)', [undefined, 16, 4, 4, 4, 4, 4, 4, 4, 1]],
    ['too many answers', [undefined, 16, 4, 4, 4, 4, 4, 4, 4, 1]],
  ])('a limit on the answers is refused once and remembered: %s', async (message, asked) => {
    const { stub, model } = await start(
      onPost(({ body }) => (Number(body.n) > 4 ? refuse(400, message) : several({ body } as StubRequest))),
    );
    expect(await model.rolls({ ...request, count: 30 })).toHaveLength(30);
    const sent = () => stub.posted('/v1/completions').map(({ n }) => n);
    expect(sent().filter((n) => n === 16)).toHaveLength(1);
    expect(sent()).toHaveLength(asked.length);
    await model.rolls({ ...request, count: 30 });
    expect(sent().filter((n) => n === 16)).toHaveLength(1);
  });

  test.each([520, 529])('one %i that passes does not make them come one by one', async (status) => {
    let failures = 0;
    const { stub, model } = await start(
      onPost((request) => ('n' in request.body && failures++ === 0 ? { status, text: '' } : several(request))),
    );
    await model.rolls({ ...request, count: 17 });
    expect(stub.posted('/v1/completions').map(({ n }) => n)).toEqual([undefined, 16, 16]);
  });

  test.each([501, 507])('a wordless %i is told, and not taken for a no to several answers', async (status) => {
    const { stub, model } = await start(
      onPost((request) => ('n' in request.body ? { status, text: '' } : several(request))),
    );
    await expect(model.rolls({ ...request, count: 17 })).rejects.toMatchObject({ kind: 'server' });
    expect(stub.posted('/v1/completions').map(({ n }) => n)).toEqual([undefined, 16]);
    expect((await model.nextToken({ prompt: 'x', candidates: 1 })).route).toBe('completions');
  });

  test('an end of the text that the server does not list is a draw without a token', async () => {
    const { model } = await start(
      onPost((_, count) => (count === 1 ? completion(null, '', 'stop') : completion(content(paris)))),
    );
    expect(texts(await model.rolls({ ...request, count: 3, seed: 1 })).toSorted()).toEqual([
      ' Paris',
      ' Paris',
      undefined,
    ]);
  });

  test('a failure in between rejects, and what was drawn before has been told', async () => {
    const { stub, model } = await start(
      onPost((_, count) => (count === 3 ? refuse(401, 'Incorrect API key') : completion(content(paris)))),
    );
    const seen: RolledToken[] = [];
    const rolls = model.rolls({ ...request, count: 50, seed: 1, onRolls: (fresh) => seen.push(...fresh) });
    await expect(rolls).rejects.toMatchObject({ kind: 'authentication' });
    expect(texts(seen).filter((text) => text !== ' Paris')).toEqual([]);
    expect(seen.length).toBeGreaterThanOrEqual(1);
    expect(stub.posted('/v1/completions').length).toBeLessThan(12);
  });

  test('a cancel ends all requests', async () => {
    const stop = new AbortController();
    const { model } = await start(
      onPost((_, count) => (count === 0 ? completion(content(paris)) : () => stop.abort())),
    );
    const rolls = model.rolls({ ...request, count: 50, seed: 1, signal: stop.signal });
    await expect(rolls).rejects.toMatchObject({ kind: 'cancelled' });
  });

  test('of a question the first token of the reply is drawn', async () => {
    const { stub, model } = await start(({ path, body }) => {
      if (path !== '/v1/chat/completions') return undefined;
      const choices = Array.from({ length: Number(body.n ?? 1) }, (_, index) => ({
        index,
        message: { role: 'assistant', content: ' Paris' },
        logprobs: content(paris),
        finish_reason: 'length',
      }));
      return { json: { model: 'served', choices } };
    });
    const rolled = await model.rolls({ ...request, prompt: 'Where?', count: 5, asQuestion: { system: 'Be brief.' } });
    expect(texts(rolled)).toEqual(Array.from({ length: 5 }, () => ' Paris'));
    const bodies = stub.posted('/v1/chat/completions');
    expect(bodies.map(({ n }) => n)).toEqual([undefined, 4]);
    for (const body of bodies) {
      expect(body.messages).toEqual([
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Where?' },
      ]);
    }
  });
});
