import { describe, expect, test } from 'vitest';
import { tell } from '../words/tell.js';
import { chatCompletion, completion, refuse, tokens } from './continuation-answers.js';
import type { StubAnswer, StubRequest } from './endpoint-stub.js';
import { readExchange } from './recorded.js';
import { startModel } from './start-model.js';

const start: typeof startModel = (answer, options) => startModel(answer, { defaultModel: 'm', ...options });
const listOf = (...list: [string, number][]) => {
  const [first] = tokens(...list);
  return { content: [{ ...first, top_logprobs: tokens(...list) }] };
};
const next = completion(listOf([' on', 0.6], [' at', 0.2]), ' on');

/** The legacy shape of a text's tokens, each with its value and what is listed besides. */
function echo(parts: [string, number | null, Record<string, number>?][]) {
  return {
    tokens: parts.map(([token]) => token),
    token_logprobs: parts.map(([, value]) => value),
    top_logprobs: parts.map(([, , map]) => map ?? null),
    text_offset: parts.map(() => 0),
  };
}

const probe: [string, number | null, Record<string, number>?][] = 'The| cat| sat| on| the| mat'
  .split('|')
  .map((token, index) => [token, index === 0 ? null : -1, { [token]: -1 }]);
const isProbe = ({ body }: Pick<StubRequest, 'body'>) => body.prompt === 'The cat sat on the mat';

describe('a text scored by echo', () => {
  test('as vLLM writes it: the first has no value, those beyond the top stand beside it', async () => {
    const recorded = readExchange('doc_vllm_echo_excerpt').response.logprobs as unknown as {
      tokens: string[];
      token_logprobs: (number | null)[];
      top_logprobs_first4: (Record<string, number> | null)[];
    };
    const answer = { ...echo([]), tokens: recorded.tokens.slice(0, 4) };
    const logprobs = {
      ...answer,
      token_logprobs: recorded.token_logprobs.slice(0, 4),
      top_logprobs: recorded.top_logprobs_first4,
    };
    const { model, stub } = await start((request) => {
      if (request.path !== '/v1/completions') return undefined;
      const { body } = request;
      if (Number(body.logprobs) > 5)
        return refuse(400, 'Requested logprobs of 20, which is greater than max allowed: 5');
      if (body.echo !== true) return next;
      if (isProbe(request))
        return completion(echo([...probe, [' .', -1]].slice(0, 6 + Number(body.max_tokens)) as never));
      return completion(logprobs, 'The step of boiling');
    });
    const scored = await model.score({ text: 'The step of boiling' });
    expect(stub.posted('/v1/completions').at(-1)).toMatchObject({ echo: true, max_tokens: 0, logprobs: 5 });
    expect(stub.posted('/v1/completions').at(-1)).not.toHaveProperty('prompt_logprobs');
    const [the, step, of, boiling] = scored.tokens;
    expect(the).toMatchObject({ text: 'The', probability: undefined, rank: undefined, alternatives: [] });
    expect(step?.probability?.low).toBeCloseTo(Math.exp(-8.818763732910156), 12);
    expect(step).toMatchObject({ text: ' step', rank: { low: 6, high: undefined } });
    expect(step?.alternatives.map(({ text }) => text)).toEqual([' is', ' ', ' are', ' type', ':']);
    expect(of).toMatchObject({ rank: { low: 1, high: 1 } });
    expect(of?.probability?.high).toBeCloseTo(Math.exp(-1.552642822265625), 12);
    expect(boiling).toMatchObject({ rank: { low: 6, high: undefined } });
  });

  test('a token for the beginning is no part of the text; ranks and ids come beside the echo', async () => {
    const { model, stub } = await start((request) => {
      const { body, path } = request;
      if (path !== '/v1/completions') return undefined;
      if (body.echo !== true) return next;
      const beside = (list: Record<string, unknown>[]) => ('prompt_logprobs' in body ? [null, ...list] : null);
      const json = (logprobs: unknown, prompt_logprobs: unknown): StubAnswer => ({
        json: { model: 'served', choices: [{ index: 0, text: body.prompt, logprobs, prompt_logprobs }] },
      });
      if (isProbe(request)) {
        const drawn: typeof probe = body.max_tokens === 1 ? [[' .', -1]] : [];
        const places = probe.map(([token], id) => ({ [id]: { logprob: -1, rank: 2, decoded_token: token } }));
        return json(
          echo([['<s>', null], ...probe.map(([token]): [string, number] => [token, -1]), ...drawn]),
          beside(places),
        );
      }
      return json(
        echo([
          ['<s>', null],
          ['One', -4, { One: -4, A: -1 }],
          [' more', -2.5, { ' more': -2.5, ' day': -0.5 }],
        ]),
        beside([
          { 9: { logprob: -4, rank: 173, decoded_token: 'One' }, 4: { logprob: -1, rank: 1, decoded_token: 'A' } },
          {
            2: { logprob: -2.5, rank: 3, decoded_token: ' more' },
            7: { logprob: -0.5, rank: 1, decoded_token: ' day' },
            3: { logprob: -1.5, rank: 2, decoded_token: ' day' },
          },
        ]),
      );
    });
    const scored = await model.score({ text: 'One more' });
    expect(stub.posted('/v1/completions').at(-1)).toMatchObject({ max_tokens: 0, prompt_logprobs: 20, logprobs: 1 });
    expect(scored).toMatchObject({
      method: 'echo',
      model: 'served',
      notices: [],
      tokens: [
        { text: 'One', id: 9, rank: { low: 173, high: 173 } },
        { text: ' more', id: 2, rank: { low: 3, high: 3 } },
      ],
    });
    expect(scored.tokens[1]?.alternatives.map(({ id }) => id)).toEqual([7, 3, 2]);
  });

  test('SGLang: max_tokens 0 is refused, so one token is generated and dropped; duplicates in maps widen a rank', async () => {
    const { model, stub } = await start((request) => {
      const { body, path } = request;
      if (path !== '/v1/completions') return undefined;
      if (body.echo !== true) return next;
      if (body.max_tokens === 0)
        return {
          status: 400,
          json: { object: 'error', message: 'max_new_tokens must be at least 1, got 0.', code: 400 },
        };
      if ('prompt_logprobs' in body) return completion(echo([...probe, [' .', -1]]), 'The cat sat on the mat .');
      if (isProbe(request)) return completion(echo([...probe, [' .', -1]]), 'The cat sat on the mat .');
      return completion(
        echo([
          ['So', null],
          [' it', -3, { ' we': -1, ' he': -2, ' she': -2.5 }],
          [' was', -2, { ' is': -1, ' was': -2 }],
          ['!', -0.1, { '!': -0.1, '.': -3, '?': -4 }],
        ]),
        'So it was!',
      );
    });
    const scored = await model.score({ text: 'So it was' });
    const { body } = { body: stub.posted('/v1/completions').at(-1) };
    expect(body).toMatchObject({ prompt: 'So it was', echo: true, max_tokens: 1, logprobs: 20 });
    expect(body).not.toHaveProperty('prompt_logprobs');
    expect(scored.tokens.map(({ text, rank }) => [text, rank])).toEqual([
      ['So', undefined],
      [' it', { low: 4, high: undefined }],
      [' was', { low: 2, high: 3 }],
    ]);
  });

  test('the chat shape; equal ones share their places, and at the end of a list more may follow', async () => {
    const place = (token: string, p: number, list: [string, number][]) => ({
      ...tokens([token, p])[0],
      top_logprobs: tokens(...list),
    });
    const { model } = await start((request) => {
      const { body, path } = request;
      if (path !== '/v1/completions') return undefined;
      if (body.echo !== true) return next;
      const words = isProbe(request)
        ? probe.map(([word]) => place(word, 0.4, [[word, 0.4]]))
        : [
            place('A', 0.2, [
              ['The', 0.3],
              ['A', 0.2],
              ['I', 0.2],
              ['It', 0.1],
            ]),
            place(' b', 0.1, [
              [' a', 0.5],
              [' b', 0.1],
              [' c', 0.1],
            ]),
            place(' z', 0.01, [
              [' a', 0.5],
              [' b', 0.1],
            ]),
          ];
      const drawn = body.max_tokens === 1 ? [place(' .', 0.5, [[' .', 0.5]])] : [];
      return completion({ content: [...words, ...drawn] }, String(body.prompt));
    });
    const { tokens: scored } = await model.score({ text: 'A b z' });
    expect(scored.map(({ rank }) => rank)).toEqual([
      { low: 2, high: 3 },
      { low: 2, high: undefined },
      { low: 3, high: undefined },
    ]);
    expect(scored[2]?.probability).toEqual({ low: expect.closeTo(0.01), high: expect.closeTo(0.01) });
  });

  test('tokens that do not join to the text are shown, and it is said', async () => {
    const { model } = await start((request) => {
      const { body, path } = request;
      if (path !== '/v1/completions') return undefined;
      if (body.echo !== true) return next;
      if (isProbe(request))
        return completion(echo([...probe, [' .', -1]].slice(0, 6 + Number(body.max_tokens)) as never));
      return completion(
        echo([
          ['Oh', null],
          ['', -2, { ' no': -1 }],
          ['\uFFFD', -3, { ' no': -1 }],
        ]),
        'Oh 😀',
      );
    });
    const scored = await model.score({ text: 'Oh 😀' });
    expect(scored.tokens.map(({ text }) => text)).toEqual(['Oh', '', '\uFFFD']);
    expect(tell(scored.notices).join()).toMatch(/not exactly the text/);
  });
});

describe('an endpoint without echo', () => {
  test('prompt_logprobs alone: the first token is what the others leave, and lists are told apart by id', async () => {
    const own = [
      null,
      { 5: { logprob: -2, rank: 40, decoded_token: ' dog' } },
      { 6: { logprob: -1, rank: 1, decoded_token: '!' } },
    ];
    const all = [null, { ...own[1], 1: { logprob: -0.5, rank: 1, decoded_token: ' dog' } }, own[2]];
    const probed = [null, { 7: { logprob: -1, rank: 1, decoded_token: ' cat sat on the mat' } }];
    const { model, stub } = await start(({ body, path }) => {
      if (path !== '/v1/completions') return undefined;
      if ('echo' in body) return refuse(400, 'echo is not supported');
      if (!('prompt_logprobs' in body)) return next;
      const lists = isProbe({ body }) ? probed : body.prompt_logprobs === 0 ? own : all;
      return { json: { choices: [{ index: 0, text: 'x', logprobs: null, prompt_logprobs: lists }] } };
    });
    const scored = await model.score({ text: 'Big dog!' });
    expect(scored).toMatchObject({
      method: 'prompt-logprobs',
      requests: 2,
      notices: [],
      tokens: [
        { text: 'Big', probability: undefined },
        { text: ' dog', id: 5, rank: { low: 40, high: 40 } },
        { text: '!', rank: { low: 1, high: 1 } },
      ],
    });
    expect(scored.tokens[1]?.alternatives.map(({ id }) => id)).toEqual([1]);
    expect(stub.posted('/v1/completions').slice(-2)).toMatchObject([{ prompt_logprobs: 0 }, { prompt_logprobs: 20 }]);
  });

  test.each([
    [
      'others than the text’s own',
      { 5: { logprob: -2, decoded_token: ' cat' }, 6: { logprob: -1, decoded_token: ' dog' } },
    ],
    ['those of another text', { 5: { logprob: -2, decoded_token: ' Hello' } }],
  ])('prompt_logprobs that list %s are no way to score', async (_name, place) => {
    const { model } = await start(({ body, path }) => {
      if (path !== '/v1/completions') return undefined;
      if ('echo' in body) return refuse(400, 'echo is not supported');
      if (!('prompt_logprobs' in body)) return next;
      return { json: { choices: [{ index: 0, text: 'x', logprobs: null, prompt_logprobs: [null, place] }] } };
    });
    expect((await model.score({ text: 'mat on' })).method).toBe('stepping');
  });

  test('lists that are not of the same tokens are not put beside them', async () => {
    const own = [null, { 5: { logprob: -2, decoded_token: ' cat sat on the mat' } }];
    const { model } = await start(({ body, path }) => {
      if (path !== '/v1/completions') return undefined;
      if ('echo' in body) return refuse(400, 'echo is not supported');
      if (!('prompt_logprobs' in body)) return next;
      const lists = body.prompt_logprobs === 0 ? own : [null, null, ...own];
      return { json: { choices: [{ index: 0, text: 'x', logprobs: null, prompt_logprobs: lists }] } };
    });
    const { method, tokens: scored } = await model.score({ text: 'The cat sat on the mat' });
    expect(method).toBe('prompt-logprobs');
    expect(scored[1]).toMatchObject({
      probability: { low: Math.exp(-2) },
      rank: { low: 1, high: undefined },
      alternatives: [],
    });
  });

  test.each([
    ['in silence', next],
    [
      'for logprobs with it',
      refuse(400, "Setting 'echo' and 'logprobs' at the same time is not supported by this model."),
    ],
  ])('echo that is refused %s takes nothing from the next token', async (_name, answer) => {
    const { model } = await start(({ body, path }) => {
      if (path !== '/v1/completions') return undefined;
      return 'echo' in body ? answer : next;
    });
    expect((await model.score({ text: 'mat on' })).method).toBe('stepping');
    expect((await model.nextToken({ prompt: 'x', candidates: 5 })).route).toBe('completions');
  });

  test.each([
    ['gives no probabilities', completion(null), chatCompletion(null)],
    [
      'refuses them',
      refuse(403, 'You are not allowed to request logprobs'),
      refuse(403, 'You are not allowed to request logprobs'),
    ],
  ])('one that %s cannot score, and says what to do', async (_name, onText, onChat) => {
    const { model } = await start(({ path }) =>
      path === '/v1/completions' ? onText : path === '/v1/chat/completions' ? onChat : undefined,
    );
    await expect(model.score({ text: 'The cat' })).rejects.toMatchObject({
      kind: 'unsupported',
      message: expect.stringMatching(/connect an endpoint that gives logprobs/),
    });
  });

  test('a rate limit while the way is found out is passed on, and the way is asked again', async () => {
    let limited = true;
    const { model } = await start((request) => {
      const { body, path } = request;
      if (path !== '/v1/completions') return undefined;
      if (body.echo !== true) return next;
      if (limited) return { status: 429, headers: { 'retry-after': '60' }, json: { error: { message: 'Slow down' } } };
      return completion(echo(probe), 'The cat sat on the mat');
    });
    await expect(model.score({ text: 'x' })).rejects.toMatchObject({ kind: 'rate-limited' });
    limited = false;
    expect((await model.score({ text: 'The cat sat on the mat' })).method).toBe('echo');
  });
});
