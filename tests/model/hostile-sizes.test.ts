import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ModelError } from '../../src/model/errors.js';
import type { openModel } from '../../src/model/open-model.js';
import { figuresOf } from '../builders/one-bin.js';
import { tell } from '../words/tell.js';
import { type HostileAnswer, type HostileServer, startHostileServer } from './start-hostile.js';
import { connect } from './start-model.js';

const MB = 1024 * 1024;
const maxTokens = 40;

let server: HostileServer;
beforeAll(async () => {
  server = await startHostileServer();
});
afterAll(() => server.close());

type Model = ReturnType<typeof openModel>;

/** Everything that reads an answer. */
const ways = {
  next: (model: Model) => model.nextToken({ prompt: 'x', candidates: 20 }),
  question: (model: Model) => model.nextToken({ prompt: 'x', candidates: 20, asQuestion: {} }),
  reply: (model: Model) => model.reply({ question: 'x', temperature: 1, maxTokens }),
  generate: (model: Model) => model.generate({ prompt: 'x', temperature: 1, maxTokens, candidates: 20 }),
  score: (model: Model) => model.score({ text: ' w'.repeat(30) }),
  rolls: (model: Model) => model.rolls({ prompt: 'x', temperature: 1, count: 20, mostRequests: 4 }),
  models: (model: Model) => model.models(),
  tokenize: (model: Model) => model.tokenize({ text: 'aaa', around: 'special' }),
};

function open(answer: HostileAnswer): Model {
  return connect({ baseURL: server.baseURL(answer), defaultModel: 'm' });
}

/** One token of a stream, on either route. */
const event = JSON.stringify({
  choices: [
    {
      index: 0,
      text: ' a',
      delta: { content: ' a' },
      logprobs: { content: [{ token: ' a', logprob: -0.5, top_logprobs: [{ token: ' a', logprob: -0.5 }] }] },
    },
  ],
});

describe('an answer of any size', () => {
  /** As many small ones as large ones. */
  const upTo = (most: number) =>
    fc.double({ min: 0, max: Math.log(most), noNaN: true }).map((log) => Math.round(Math.exp(log)));
  const fill = fc.constantFrom('a', ' ', '\\"', '"', '\uFFFD', '▁', 'Ġ', '1', '{', '[', '<', ',', '\n', '\r', '漢');
  const answer: fc.Arbitrary<HostileAnswer> = fc
    .oneof(
      fc.record({ kind: fc.constant('candidates'), places: upTo(60), count: upTo(3000), map: fc.boolean() }),
      fc.record({
        kind: fc.constant('candidates'),
        places: upTo(30_000),
        count: fc.integer({ min: 1, max: 3 }),
        map: fc.boolean(),
      }),
      fc.record({ kind: fc.constant('echo'), count: upTo(2000) }),
      fc.record({ kind: fc.constant('token'), length: upTo(MB), fill }),
      fc.record({ kind: fc.constant('choices'), count: upTo(20_000) }),
      fc.record({ kind: fc.constant('text'), length: upTo(MB), fill: fc.constantFrom('a', ' ', '\uFFFD', '漢', '\n') }),
      fc.record({
        kind: fc.constant('values'),
        count: upTo(100_000),
        value: fc.constantFrom('0', '[]', '{}', '""', 'NaN'),
      }),
      fc.record({ kind: fc.constant('keys'), count: upTo(50_000) }),
      fc.record({ kind: fc.constant('nesting'), depth: upTo(100_000), closed: fc.boolean() }),
      fc.record({
        kind: fc.constant('nesting'),
        depth: upTo(50_000),
        open: fc.constant('{"choices":['),
        close: fc.constant(']}'),
      }),
      fc.record({ kind: fc.constant('blank'), length: upTo(MB), after: fc.constantFrom('', '{', 'data: {}\n\n') }),
      fc.record({ kind: fc.constant('quotes'), length: upTo(MB) }),
      fc.record({ kind: fc.constant('models'), count: upTo(20_000), length: upTo(500) }),
      fc.record({ kind: fc.constant('tokens'), count: upTo(50_000), length: upTo(20) }),
      fc.record({
        kind: fc.constant('line'),
        length: upTo(MB),
        fill,
        field: fc.constantFrom('', 'data: ', ':', 'error: '),
      }),
      fc.record({ kind: fc.constant('events'), count: upTo(20_000), event: fc.constantFrom('{}', '', event, '[DONE') }),
      fc.record({
        kind: fc.constant('error'),
        length: upTo(MB),
        fill,
        status: fc.constantFrom(200, 400, 404, 429, 500),
      }),
    )
    .chain((one) =>
      fc
        .record({
          stream: fc.boolean(),
          encoding: fc.constantFrom(undefined, 'gzip' as const, 'br' as const),
          header: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: upTo(60_000) }),
        })
        .map((way) => ({ ...way, ...one })),
    );

  test('is read within bounds, or ends in a sentence', async () => {
    await fc.assert(
      fc.asyncProperty(answer, fc.constantFrom(...Object.values(ways)), async (told, ask) => {
        const model = open(told);
        const read = await ask(model).catch((error: unknown) => error);
        model.close();
        if (read instanceof Error) expect(read).toBeInstanceOf(ModelError);
        else expect(JSON.stringify(read).length).toBeLessThan(2 * MB);
      }),
      { numRuns: 25 },
    );
  });
});

describe('more than can be read ends in a sentence', () => {
  test.each<[string, keyof typeof ways, HostileAnswer, RegExp]>([
    ['50 MB of JSON', 'next', { kind: 'text', length: 25 * MB }, /an answer that is too long/],
    ['a text of 2 MB', 'reply', { kind: 'text', length: 2 * MB }, /a text that is too long/],
    ['8 million values', 'next', { kind: 'values', count: 8e6 }, /more values than can be read/],
    ['200,000 names', 'next', { kind: 'keys', count: 200_000 }, /a list that is too long/],
    ['a million brackets', 'next', { kind: 'nesting', depth: MB }, /nested more deeply/],
    ['60,000 brackets in a short answer', 'next', { kind: 'nesting', depth: 60_000 }, /nested more deeply/],
    ['2 million escaped quotes', 'next', { kind: 'quotes', length: 2 * MB }, /did not answer in the OpenAI protocol/],
    [
      '30,000 such in an error',
      'reply',
      { kind: 'error', length: 60_000, fill: '\\"', after: '', status: 400 },
      /It said/,
    ],
    ['a token of 100 kB', 'next', { kind: 'token', length: 100_000 }, /a token that is longer than any token/],
    ['500 answers at once', 'reply', { kind: 'choices', count: 500 }, /more than 128 answers/],
    ['a stream line of 20 MB', 'reply', { kind: 'line', length: 20 * MB }, /longer than any answer/],
    ['4 million lines of one event', 'reply', { kind: 'line', length: 20 * MB, field: '', fill: 'data\n' }, /longer/],
    ['200,000 empty events', 'reply', { kind: 'events', count: 200_000 }, /a stream without end/],
    ['longer headers', 'reply', { kind: 'text', length: 1, header: 100_000 }, /longer headers than can be read/],
    ['what is not packed', 'reply', { kind: 'text', length: 9, headers: { 'content-encoding': 'gzip' } }, /unpacked/],
  ])('%s', async (_name, way, answer, sentence) => {
    const failure = await ways[way](open(answer)).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ModelError);
    expect(String(failure)).toMatch(sentence);
  });

  test.each<[string, keyof typeof ways, HostileAnswer]>([
    ['blanks', 'next', { kind: 'endless', piece: ' ', times: MB }],
    ['comments', 'reply', { kind: 'endless', piece: ': ping\n\n', times: MB / 8, stream: true }],
  ])('%s without end are not read without end', async (_name, way, answer) => {
    await expect(ways[way](open(answer))).rejects.toThrow(/an answer that is too long/);
    expect(await server.sent(answer)).toBeLessThan(64 * MB);
    const packed = { ...answer, encoding: 'gzip' } as const;
    await expect(ways[way](open(packed))).rejects.toThrow(/an answer that is too long/);
    // Some kilobytes of it are megabytes.
    expect(await server.sent(packed)).toBeLessThan(8 * MB);
  });
});

describe('what nobody asked for is left out', () => {
  test.each([false, true])('of 100,000 candidates the likeliest are kept, as a map: %s', async (map) => {
    const { candidates, hiddenMass, cap } = figuresOf(
      await ways.next(open({ kind: 'candidates', count: 100_000, map })),
    );
    expect(candidates.map(({ text }) => text)).toEqual(Array.from({ length: 1001 }, (_, at) => ` w${at}`));
    const sum = candidates.reduce((total, { logprob }) => total + Math.exp(logprob), 0);
    expect(hiddenMass).toBeCloseTo(1 - sum, 12);
    expect(cap).toBe(Math.exp(candidates[1000]?.logprob ?? 0));
  });

  test('tokens beyond those asked for, streamed and at once', async () => {
    const stream = { kind: 'endless', piece: `data: ${event}\n\n`, times: 100, stream: true };
    const reply = await ways.reply(open(stream));
    expect(reply).toMatchObject({ text: ' a'.repeat(maxTokens), finishReason: 'length', notices: [] });
    expect(reply.tokens).toHaveLength(maxTokens);
    expect(await server.sent(stream)).toBeLessThan(64 * MB);
    const generated = await ways.generate(open(stream));
    expect(generated).toMatchObject({ text: ' a'.repeat(maxTokens), ended: false });
    expect(generated.steps).toHaveLength(maxTokens);
    const whole = await ways.reply(open({ kind: 'candidates', places: 10_000, count: 1 }));
    expect(whole.tokens).toHaveLength(maxTokens);
  });

  test('text without end and without tokens', async () => {
    const piece = `data: {"choices":[{"index":0,"delta":{"content":"blah"}}]}\n\n`;
    const { text, finishReason } = await ways.reply(open({ kind: 'endless', piece, times: 100, stream: true }));
    expect({ length: text.length, finishReason }).toEqual({ length: 4096, finishReason: 'length' });
    const thought = piece.replace('content', 'reasoning_content');
    const silent = await ways.reply(open({ kind: 'endless', piece: thought, times: 100, stream: true }));
    expect(tell(silent.notices)).toEqual([
      'The model used all its tokens to think and wrote no answer. Raise max_tokens.',
    ]);
  });

  test('models beyond the first 2,000', async () => {
    expect(await ways.models(open({ kind: 'models', count: 100_000 }))).toHaveLength(2000);
  });
});

test('a long answer that was asked for is read whole', async () => {
  const text = ' w'.repeat(3000);
  const { tokens, method } = await open({ kind: 'echo', count: 20 }).score({ text });
  expect(method).toBe('echo');
  expect(tokens.map((token) => token.text).join('')).toBe(text);
  for (const { alternatives } of tokens.slice(1)) expect(alternatives).toHaveLength(20);
});
