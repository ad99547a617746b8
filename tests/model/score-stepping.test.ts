import { describe, expect, test } from 'vitest';
import type { ScoredSoFar } from '../../src/domain/scored-text.js';
import { tell } from '../words/tell.js';
import { chatCompletion, completion, refuse, tokens } from './continuation-answers.js';
import type { StubAnswer, StubRequest } from './endpoint-stub.js';
import { startModel } from './start-model.js';

const start: typeof startModel = (answer, options) => startModel(answer, { defaultModel: 'm', ...options });
const begin = 1;
const pieces: readonly (readonly [number, Buffer])[] = [
  [10, Buffer.from('Hi')],
  [11, Buffer.from(' there')],
  [12, Buffer.from([0x20, 0xf0, 0x9f])],
  [13, Buffer.from([0x98, 0x80])],
  [14, Buffer.from('!')],
];
const text = 'Hi there 😀!';
const first = Buffer.concat(pieces.map(([, bytes]) => bytes));

interface LlamaOptions {
  readonly takesIds?: boolean;
  readonly startsFromNothing?: boolean;
}

/** llama.cpp: no echo, a tokenizer with pieces, and ids with each candidate. The text's tokens have 0.5; `!` is not listed. */
function llama({ takesIds = true, startsFromNothing = true }: LlamaOptions = {}) {
  return ({ path, body }: StubRequest): StubAnswer | undefined => {
    if (path === '/tokenize') return { json: { tokens: body.content === undefined ? [] : cut(body) } };
    if (path !== '/v1/completions') return undefined;
    if ('echo' in body) return refuse(500, 'Unsupported param: echo');
    if (Array.isArray(body.prompt) && !takesIds) return refuse(400, 'Expected a string as the prompt');
    if (body.prompt === '' && !startsFromNothing) return refuse(400, 'Either prompt or prompt_embeds must be provided');
    const at = placeOf(body.prompt);
    const [id = 0, bytes = Buffer.of()] = pieces[at] ?? [];
    const other = { id: 99, token: ' else', bytes: [...Buffer.from(' else')], logprob: Math.log(0.3) };
    const own = { id, token: bytes.toString(), bytes: [...bytes], logprob: Math.log(0.5) };
    // Another token with the same string, as parts of characters have.
    const twin = { ...own, id: 98, bytes: [0xff], logprob: Math.log(0.1) };
    const list = id === 14 || id === 0 ? [{ ...other, logprob: Math.log(0.6) }, twin] : [own, other, twin];
    return completion({ content: [{ ...other, top_logprobs: list }] }, ' else');
  };
}

/** What stands for a text that is not this one's beginning. */
const elsewhere = 50;

function cut(body: Record<string, unknown>) {
  const starts = pieces.map((_, at) => pieces.slice(0, at + 1));
  const own = starts.find((start) => textOf(start) === body.content) ?? [];
  const written = own.map(([id, bytes]) => ({
    id,
    piece: bytes.toString().includes('\uFFFD') ? [...bytes] : bytes.toString(),
  }));
  const rest = own.length === 0 && body.content !== '' ? [{ id: elsewhere, piece: String(body.content) }] : [];
  return [...(body.add_special === true ? [{ id: begin, piece: '<s>' }] : []), ...written, ...rest];
}

const textOf = (list: typeof pieces) => Buffer.concat(list.map(([, bytes]) => bytes)).toString();

function placeOf(prompt: unknown): number {
  if (Array.isArray(prompt) && prompt.includes(elsewhere)) return -1;
  if (Array.isArray(prompt)) return prompt.filter((id) => id !== begin).length;
  const length = Buffer.byteLength(String(prompt));
  const ends = pieces.map((_, at) => Buffer.concat(pieces.slice(0, at + 1).map(([, bytes]) => bytes)).length);
  return ends.findIndex((end) => end > length);
}

const isAfter = ({ body }: StubRequest, ...ids: number[]) =>
  JSON.stringify(body.prompt) === JSON.stringify([begin, ...ids]);

const scoringPrompts = (bodies: Record<string, unknown>[]) =>
  bodies
    .map(({ prompt }) => prompt)
    .filter((prompt) => !String(prompt).startsWith('The') && !(Array.isArray(prompt) && prompt.includes(elsewhere)));

describe('a text scored step by step', () => {
  test('llama.cpp: by the ids of the tokenizer, so that nothing is cut twice', async () => {
    const { model, stub } = await start(llama());
    const progress: ScoredSoFar[] = [];
    const scored = await model.score({ text, onProgress: (done) => progress.push(done) });
    expect(scored).toMatchObject({ method: 'stepping', scale: 'raw', model: 'served', requests: 5, notices: [] });
    expect(Buffer.concat(scored.tokens.map(({ bytes }) => Buffer.from(bytes ?? [])))).toEqual(first);
    expect(scored.tokens.map(({ id, rank }) => [id, rank])).toEqual([
      [10, { low: 1, high: 1 }],
      [11, { low: 1, high: 1 }],
      [12, { low: 1, high: 1 }],
      [13, { low: 1, high: 1 }],
      [14, { low: 3, high: undefined }],
    ]);
    expect(scored.tokens[3]?.probability?.low).toBeCloseTo(0.5);
    expect(scored.tokens[4]?.probability).toEqual({ low: 0, high: expect.closeTo(0.3) });
    const prompts = scoringPrompts(stub.posted('/v1/completions'));
    expect(prompts[0]).toEqual([begin]);
    const starts = [10, 11, 12, 13].map((_, at, ids) => [begin, ...ids.slice(0, at + 1)]);
    expect(prompts.slice(1)).toEqual(expect.arrayContaining(starts));
    expect(stub.posted('/v1/completions').at(-1)).toMatchObject({
      max_tokens: 1,
      logprobs: 1000,
      temperature: 1,
      top_p: 1,
      min_p: 0,
    });
    expect(scored.request.body.prompt).toEqual([begin]);
    expect(progress.map((done) => done.tokens)).toEqual([1, 2, 3, 4, 5]);
    expect(progress.at(-1)).toMatchObject({ expected: 5, beginning: scored.tokens });
  });

  test('what stands before the wanted part is not asked for, and has no probability', async () => {
    const { model, stub } = await start(llama());
    const scored = await model.score({ text, from: 'Hi there'.length });
    expect(scored.requests).toBe(3);
    expect(scored.tokens.map(({ id, probability }) => [id, probability !== undefined])).toEqual([
      [10, false],
      [11, false],
      [12, true],
      [13, true],
      [14, true],
    ]);
    const prompts = scoringPrompts(stub.posted('/v1/completions')) as number[][];
    // Requests that are under way at once need not arrive in their order.
    expect(prompts.toSorted((one, other) => one.length - other.length)).toEqual(
      [12, 13, 14].map((_, at) => [begin, 10, 11, 12, 13].slice(0, at + 3)),
    );
    // A token that begins before it and ends in it is wanted, too.
    expect((await model.score({ text, from: 'Hi the'.length })).requests).toBe(4);
  });

  test('while one token is waited for, those behind it are counted but not told', async () => {
    const answer = llama();
    let release = (): void => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { model } = await start((request) => {
      const told = answer(request);
      if (!isAfter(request, 10, 11) || typeof told !== 'object') return told;
      return async (response) => {
        await released;
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(told.json));
      };
    });
    const progress: (readonly [number, string])[] = [];
    await model.score({
      text,
      onProgress: ({ tokens: count, beginning }) => {
        progress.push([count, beginning.map((token) => token.id).join(' ')]);
        if (count === 4) release();
      },
    });
    expect(progress.at(-2)).toEqual([4, '10 11']);
    expect(progress.at(-1)).toEqual([5, '10 11 12 13 14']);
  });

  test('no ids and no start from nothing: those places are left open, and it is said', async () => {
    const { model } = await start(llama({ takesIds: false, startsFromNothing: false }));
    const scored = await model.score({ text });
    expect(scored.tokens[0]).toMatchObject({ probability: undefined, rank: undefined });
    expect(scored.tokens[3]).toMatchObject({ probability: { low: 0, high: 1 }, rank: { low: 1, high: undefined } });
    expect(tell(scored.notices)).toEqual([
      'One token begins inside a character, and there this server cannot be asked.',
    ]);
    expect((await model.nextToken({ prompt: 'Hi', candidates: 3 })).route).toBe('completions');
  });

  test('a place whose text is cut otherwise when it stands alone has no figure, and it is said', async () => {
    const answer = llama({ takesIds: false });
    const { model, stub } = await start((request) =>
      request.path === '/tokenize' && request.body.content === 'Hi there'
        ? { json: { tokens: [{ id: 77, piece: 'Hi there' }] } }
        : answer(request),
    );
    const scored = await model.score({ text });
    expect(scored.tokens[2]).toMatchObject({ probability: { low: 0, high: 1 }, rank: { low: 1, high: undefined } });
    expect(scored.tokens[1]?.probability?.low).toBeCloseTo(0.5);
    expect(tell(scored.notices)).toEqual([
      'One token begins inside a character, and there this server cannot be asked.',
      'One token has no figure: the text before it is cut in another way when it stands alone, and this server does not take it as tokens.',
    ]);
    expect(stub.posted('/v1/completions').map(({ prompt }) => prompt)).not.toContain('Hi there');
  });

  test('ids that are taken and misread are not sent', async () => {
    const answer = llama();
    const { model, stub } = await start((request) =>
      // As of a server with another vocabulary than its tokenizer's.
      answer(
        Array.isArray(request.body.prompt) ? { ...request, body: { ...request.body, prompt: 'Hi there' } } : request,
      ),
    );
    const scored = await model.score({ text });
    expect(scored.tokens[1]?.probability?.low).toBeCloseTo(0.5);
    expect(scored.tokens[1]?.id).toBe(11);
    const sent = scoringPrompts(stub.posted('/v1/completions'));
    expect(sent.every((prompt) => typeof prompt === 'string')).toBe(true);
  });

  test('logprobs that are refused after nothing at all are not asked for on and on, and are given elsewhere', async () => {
    const answer = llama({ takesIds: false });
    let unlisted = 0;
    const { model, stub } = await start((request) => {
      const { path, body } = request;
      if (path !== '/v1/completions' || body.prompt !== '') return answer(request);
      if ('logprobs' in body) return refuse(400, 'logprobs are not supported for an empty prompt');
      unlisted += 1;
      // Whoever asks on and on would never be done.
      return unlisted > 10 ? refuse(401, 'asked without logprobs again') : completion(null);
    });
    const scored = await model.score({ text });
    expect(scored.tokens[0]?.probability).toBeUndefined();
    expect(scored.tokens[1]?.probability?.low).toBeCloseTo(0.5);
    expect(stub.posted('/v1/completions').filter(({ prompt }) => prompt === '')).toHaveLength(1);
    expect((await model.nextToken({ prompt: 'Hi', candidates: 3 })).route).toBe('completions');
  });

  test.each([
    ['answered without logprobs', completion(null), 4],
    ['answered without anything', { json: {} }, 4],
    ['an unknown path', refuse(501, 'Not implemented'), 1],
    ['a wrong kind of value for logprobs', refuse(400, 'logprobs are not supported for a list of tokens'), 1],
    ['a failure', refuse(500, 'Internal Server Error'), 4],
  ])('ids that are %s are not sent again, and change the route of nobody', async (_, answered, most) => {
    const answer = llama();
    const { model, stub } = await start((request) => (Array.isArray(request.body.prompt) ? answered : answer(request)));
    const scored = await model.score({ text });
    expect(scored.tokens[1]?.probability?.low).toBeCloseTo(0.5);
    const byIds = stub.posted('/v1/completions').filter(({ prompt }) => Array.isArray(prompt));
    expect(byIds.length).toBeLessThanOrEqual(most);
    expect((await model.nextToken({ prompt: 'Hi', candidates: 3 })).route).toBe('completions');
    expect(stub.posted('/v1/chat/completions')).toEqual([]);
  });

  test.each([
    ['a failure of the server’s own', refuse(529, 'Overloaded')],
    ['no leave to ask', refuse(403, 'You have no leave')],
    ['an answer that is none', { json: {} }],
  ])('%s after nothing at all is no first token without a figure', async (_, answered) => {
    const answer = llama({ takesIds: false });
    const { model } = await start((request) => (request.body.prompt === '' ? answered : answer(request)));
    await expect(model.score({ text })).rejects.toThrow();
  });

  test('nothing at all that is refused with words about the context leaves the first place open', async () => {
    const answer = llama({ takesIds: false });
    const { model } = await start((request) =>
      request.body.prompt === '' ? refuse(400, 'Give between 1 token and the context length') : answer(request),
    );
    const scored = await model.score({ text });
    expect(scored.tokens[0]?.probability).toBeUndefined();
    expect(scored.tokens[1]?.probability?.low).toBeCloseTo(0.5);
  });

  test('an echo that is refused with words about the context is only no echo', async () => {
    const answer = llama();
    const { model } = await start((request) =>
      'echo' in request.body ? refuse(400, 'max_tokens must be between 1 and the context length') : answer(request),
    );
    expect(await model.score({ text })).toMatchObject({ method: 'stepping', requests: 5 });
  });

  test('a single token that cannot be asked ends in a sentence', async () => {
    const { model } = await start(llama({ takesIds: false, startsFromNothing: false }));
    await expect(model.score({ text: 'Word' })).rejects.toThrow(/Write at least two words/);
  });

  test('two hundred tokens, four requests at once, and the rest is said to be left out', async () => {
    const long = 'ab'.repeat(230);
    let open = 0;
    let most = 0;
    const { model } = await start(({ path, body }) => {
      if (path === '/tokenize') {
        const content = String(body.content ?? '');
        return { json: { tokens: (content.match(/../g) ?? ['a']).map((piece) => ({ id: 7, piece })) } };
      }
      if (path !== '/v1/completions' || 'echo' in body) return undefined;
      open += 1;
      most = Math.max(most, open);
      return (response) => {
        const answer = {
          choices: [
            {
              text: 'ab',
              logprobs: { content: [{ ...tokens(['ab', 0.9])[0], top_logprobs: tokens(['ab', 0.9], ['b', 0.05]) }] },
            },
          ],
        };
        setImmediate(() => {
          open -= 1;
          response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
        });
      };
    });
    const scored = await model.score({ text: long });
    expect(scored.tokens).toHaveLength(200);
    expect(scored.tokens.every(({ probability }) => Math.abs((probability?.low ?? 0) - 0.9) < 1e-9)).toBe(true);
    expect(tell(scored.notices)).toEqual([
      'Only the first 200 tokens are looked at, because each one needs its own request. 60 characters are left out.',
    ]);
    expect(scored.requests).toBe(200);
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(4);
  });

  test.each([['between steps'], ['inside a step']])('cancelling %s ends it', async (when) => {
    const cancel = new AbortController();
    const answer = llama();
    const { model, stub } = await start((request) => {
      if (when === 'inside a step' && isAfter(request, 10)) {
        cancel.abort();
        return () => {};
      }
      return answer(request);
    });
    const onProgress = () => when === 'between steps' && cancel.abort();
    await expect(model.score({ text, signal: cancel.signal, onProgress })).rejects.toMatchObject({ kind: 'cancelled' });
    if (when === 'between steps') expect(scoringPrompts(stub.posted('/v1/completions'))).toEqual([[begin]]);
  });

  test('a refusal in the middle ends the others too, and is a sentence', async () => {
    const answer = llama();
    const { model } = await start((request) =>
      isAfter(request, 10, 11)
        ? refuse(400, 'the prompt is too long', { type: 'exceed_context_size_error', n_ctx: 4, n_prompt_tokens: 9 })
        : answer(request),
    );
    await expect(model.score({ text })).rejects.toMatchObject({
      kind: 'context-too-long',
      message: expect.stringMatching(/9 tokens, and its context window holds 4/),
    });
  });
});

describe('a listed token that cannot be told from others', () => {
  type Entry = readonly [token: string, logprob: number, bytes?: readonly number[] | null];

  /** Without ids in its lists; both tokens of the text have the same list. */
  async function scoreBoth(cat: string, sampled: Entry, ...listed: Entry[]) {
    const written = ([token, logprob, bytes = [...Buffer.from(token)]]: Entry) => ({ token, logprob, bytes });
    const { model } = await start(({ path, body }) => {
      const whole = [
        { id: 1, piece: 'A' },
        { id: 2, piece: cat === ' cat' ? cat : [...Buffer.from(cat)].slice(0, 2) },
        ...(cat === ' cat' ? [] : [{ id: 3, piece: [...Buffer.from(cat)].slice(2) }]),
      ];
      if (path === '/tokenize') {
        return { json: { tokens: body.content === undefined ? [] : body.content === 'A' ? whole.slice(0, 1) : whole } };
      }
      if (path !== '/v1/completions' || 'echo' in body || Array.isArray(body.prompt)) {
        return path === '/v1/completions' ? refuse(400, 'Not so') : undefined;
      }
      return completion({ content: [{ ...written(sampled), top_logprobs: listed.map(written) }] }, sampled[0]);
    });
    const [, token] = (await model.score({ text: `A${cat}` })).tokens;
    return { probability: token?.probability, rank: token?.rank };
  }

  const others: readonly Entry[] = [
    [' dog', Math.log(0.15)],
    [' cow', Math.log(0.1)],
  ];

  test('a list that is rounded holds the sampled token once', async () => {
    const rounded = await scoreBoth(' cat', [' cat', Math.log(0.4)], [' cat', -0.9163], ...others);
    expect(rounded).toEqual({
      probability: { low: Math.exp(-0.9163), high: Math.exp(-0.9163) },
      rank: { low: 1, high: 1 },
    });
  });

  test('of two with one text it is either', async () => {
    const twins = [
      [' cat', Math.log(0.5)],
      [' cat', Math.log(0.12)],
    ] as const;
    const either = { probability: { low: expect.closeTo(0.12), high: expect.closeTo(0.5) }, rank: { low: 1, high: 3 } };
    const [dog, cow] = others as [Entry, Entry];
    expect(await scoreBoth(' cat', dog, twins[0], dog, twins[1], cow)).toEqual(either);
    expect(await scoreBoth(' cat', twins[1], twins[0], dog, twins[1], cow)).toEqual(either);
  });

  test('a sampled one with another value beside the list is one of two', async () => {
    expect(await scoreBoth(' cat', [' cat', Math.log(0.01)], [' cat', Math.log(0.5)], ...others)).toEqual({
      probability: { low: expect.closeTo(0.01), high: expect.closeTo(0.5) },
      rank: { low: 1, high: undefined },
    });
  });

  test('a part of a character may be one of those whose bytes are not told, or none', async () => {
    const part: Entry = ['\uFFFD', Math.log(0.5), null];
    expect(await scoreBoth('😀', others[0] as Entry, part, ...others)).toEqual({
      probability: { low: 0, high: expect.closeTo(0.5) },
      rank: { low: 1, high: undefined },
    });
  });

  test('one that is not listed has at most what the least of the list has', async () => {
    expect(await scoreBoth(' cat', others[0] as Entry, [' mouse', Math.log(0.5)], ...others)).toEqual({
      probability: { low: 0, high: expect.closeTo(0.25) },
      rank: { low: 4, high: undefined },
    });
  });
});

describe('a text scored on chat without a tokenizer', () => {
  const answers =
    (continues: boolean) =>
    (request: StubRequest): StubAnswer | undefined => {
      const { path, body } = request;
      if (path === '/v1/completions') return completion(null);
      if (path !== '/v1/chat/completions') return undefined;
      if ('continue_final_message' in body && !continues)
        return refuse(400, 'Unknown parameter: continue_final_message');
      const messages = body.messages as { content: string }[];
      const so = messages.at(-1)?.content ?? '';
      const space = continues ? ' ' : '';
      const lists: Record<string, [string, number][]> = {
        'The capital of France is Par': [
          ['is', 0.9],
          ['y', 0.05],
        ],
        Once: [
          [`${space}up`, 0.2],
          [`${space}upon`, 0.6],
          [`${space}a`, 0.1],
        ],
        'Once upon': [
          [`${space}a`, 0.9],
          [`${space}the`, 0.05],
        ],
        'Once upon a': [
          [`${space}time`, 0.8],
          [`${space}day`, 0.1],
        ],
      };
      const list = tokens(
        ...(lists[so] ?? [
          ['x', 0.5],
          ['y', 0.25],
        ]),
      );
      return chatCompletion({ content: [{ ...list[0], top_logprobs: list }] }, list[0]?.token);
    };

  test.each([
    ['as the start of its own answer', true],
    ['by an instruction', false],
  ])('Ollama: %s, the longest listed token is taken', async (how, continues) => {
    const { model, stub } = await start(answers(continues));
    const progress: number[] = [];
    const scored = await model.score({
      text: 'Once upon a zebra, 😀',
      onProgress: (done) => progress.push(done.expected),
    });
    expect(scored.tokens.map(({ text: part }) => part)).toEqual(['Once', ' upon', ' a', ' zebra,', ' 😀']);
    expect(scored.tokens[0]?.probability).toBeUndefined();
    expect(scored.tokens[1]?.probability?.high).toBeCloseTo(0.6);
    expect(scored.tokens[2]?.rank).toEqual({ low: 1, high: 1 });
    expect(scored.tokens[3]?.rank).toEqual({ low: 3, high: undefined });
    expect(scored.tokens[3]?.probability?.low).toBe(0);
    expect(scored.tokens[3]?.probability?.high).toBeLessThanOrEqual(0.1 + 1e-9);
    expect(scored).toMatchObject({ method: 'stepping', requests: 4 });
    expect(tell(scored.notices).join()).toContain(how);
    expect(tell(scored.notices).join()).toContain('matched');
    // By the 4, 9, 11, 18 and 21 of 21 characters that are scored.
    expect(progress).toEqual([5, 5, 6, 5, 5]);
    expect(stub.posted('/v1/chat/completions').at(-1)).toMatchObject({
      logprobs: true,
      top_logprobs: 1000,
      max_tokens: 1,
    });
  });
});
