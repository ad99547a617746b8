import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ScoredText, ScoredTextToken } from '../../src/domain/scored-text.js';
import { openKeptTinyModel } from '../builders/tiny-model.js';
import { testSeed } from '../setup/test-seed.js';
import { tell } from '../words/tell.js';
import { neutralParameters } from './neutral.js';
import { connect } from './start-model.js';

const text = 'The capital of France is Paris. Was it 🫠, or not? Café';

let tiny: Awaited<ReturnType<typeof openKeptTinyModel>>;
beforeAll(async () => {
  tiny = await openKeptTinyModel({ seed: testSeed });
});
afterAll(() => tiny.close());

/** The tiny model as a server that refuses what the function names, with the bodies that were posted to a path. */
function connectTo(refuses: (path: string, body: Record<string, unknown>) => boolean = () => false) {
  const sent: { path: string; body: Record<string, unknown> }[] = [];
  const model = connect({
    baseURL: tiny.baseURL,
    async fetch(url, init) {
      const { pathname } = new URL(String(url));
      const body = typeof init?.body === 'string' ? JSON.parse(init.body) : {};
      if (init?.method?.toLowerCase() === 'post') sent.push({ path: pathname, body });
      if (!refuses(pathname, body)) return fetch(url, init);
      return Response.json({ error: { message: 'This is not here.' } }, { status: 400 });
    },
  });
  return { model, sent };
}

const join = ({ tokens }: ScoredText) =>
  Buffer.concat(tokens.map((token) => token.bytes ?? Buffer.from(token.text))).toString();
const told = ({ probability }: ScoredTextToken) =>
  probability?.low === probability?.high ? probability?.low : undefined;

describe('a text scored by the tiny model', () => {
  test('echo: every token as an independent request for the next one has it', async () => {
    const { model } = connectTo();
    const scored = await model.score({ text });
    expect(scored).toMatchObject({ method: 'echo', scale: 'raw', model: 'tokenscope-tiny', requests: 1, notices: [] });
    expect(join(scored)).toBe(text);
    expect(scored.tokens.some(({ text: part }) => part.includes('\uFFFD'))).toBe(true);
    let compared = 0;
    let before = Buffer.of();
    for (const token of scored.tokens) {
      const prompt = before.toString();
      before = Buffer.concat([before, token.bytes ?? Buffer.from(token.text)]);
      expect(told(token)).toBeGreaterThan(0);
      expect(token.id).toBeGreaterThan(0);
      if (prompt.includes('\uFFFD')) continue;
      const next = await model.nextToken({ prompt, candidates: 20 });
      expect(token.alternatives.slice(0, 3).map((one) => one.text)).toEqual(
        next.candidates.slice(0, 3).map((one) => one.text),
      );
      const place = next.candidates.findIndex((one) => one.text === token.text && !one.text.includes('\uFFFD'));
      if (place < 0) continue;
      expect(told(token)).toBeCloseTo(Math.exp(next.candidates[place]?.logprob ?? 0), 9);
      expect(token.rank).toEqual({ low: place + 1, high: place + 1 });
      compared += 1;
    }
    expect(compared).toBeGreaterThan(8);
  });

  test('the way is found out once; then each text takes one request', async () => {
    const { model, sent } = connectTo();
    await model.score({ text });
    const before = sent.length;
    await model.score({ text: 'One more.' });
    expect(sent.slice(before)).toEqual([
      {
        path: '/v1/completions',
        body: {
          model: 'tokenscope-tiny',
          prompt: 'One more.',
          echo: true,
          max_tokens: 0,
          logprobs: 1,
          prompt_logprobs: 20,
          ...neutralParameters,
        },
      },
    ]);
  });

  test('prompt_logprobs: the same values, in two requests', async () => {
    const echoed = await connectTo().model.score({ text });
    const { model, sent } = connectTo((_path, body) => 'echo' in body);
    const scored = await model.score({ text });
    expect(scored).toMatchObject({ method: 'prompt-logprobs', requests: 2, notices: [] });
    expect(join(scored)).toBe(text);
    expect(scored.tokens.map(({ id, rank }) => ({ id, rank }))).toEqual(
      echoed.tokens.map(({ id, rank }) => ({ id, rank })),
    );
    expect(scored.tokens.map(told)).toEqual(echoed.tokens.map(told));
    expect(scored.tokens[3]?.alternatives).toEqual(echoed.tokens[3]?.alternatives);
    expect(sent.slice(-2).map(({ body }) => [body.max_tokens, body.prompt_logprobs, body.echo, body.logprobs])).toEqual(
      [
        [1, 0, undefined, undefined],
        [1, 20, undefined, undefined],
      ],
    );
  });

  test('stepping: every bound holds what echo tells, parts of characters too', async () => {
    const echoed = await connectTo().model.score({ text });
    const { model, sent } = connectTo((_path, body) => 'echo' in body || 'prompt_logprobs' in body);
    const scored = await model.score({ text });
    expect(scored.method).toBe('stepping');
    expect(scored.requests).toBe(scored.tokens.length);
    expect(join(scored)).toBe(text);
    expect(scored.tokens).toHaveLength(echoed.tokens.length);
    for (const [index, token] of scored.tokens.entries()) {
      const truth = told(echoed.tokens[index] ?? token) ?? -1;
      expect(token.probability?.low).toBeLessThanOrEqual(truth + 1e-9);
      expect(token.probability?.high).toBeGreaterThanOrEqual(truth - 1e-9);
      expect(token.rank?.low).toBeLessThanOrEqual(echoed.tokens[index]?.rank?.low ?? 0);
    }
    expect(scored.tokens.filter((token) => told(token) !== undefined).length).toBeGreaterThan(8);
    expect(sent.some(({ body }) => Array.isArray(body.prompt) && body.prompt.length > 5)).toBe(true);
  });

  test('without a tokenizer the text is matched with what is listed', async () => {
    const refuses = (path: string, body: Record<string, unknown>) =>
      'echo' in body || 'prompt_logprobs' in body || path === '/tokenize';
    const scored = await connectTo(refuses).model.score({ text });
    expect(join(scored)).toBe(text);
    expect(tell(scored.notices).join()).toContain('matched');
    const paris = scored.tokens.find((token) => token.text === ' Paris');
    const next = await connectTo().model.nextToken({ prompt: 'The capital of France is', candidates: 20 });
    expect(told(paris as ScoredTextToken)).toBeCloseTo(Math.exp(next.candidates[0]?.logprob ?? 0), 9);
    // Every token of the vocabulary is listed, but no more than some are kept at each place.
    for (const token of scored.tokens) {
      // It begins with one of the tokens that are parts of characters.
      if (token.text.includes('🫠')) expect(token.probability?.high).toBeLessThan(0.01);
      else expect(told(token)).toBeGreaterThan(0);
      expect(token.rank?.high).toBeDefined();
      expect(token.alternatives).toHaveLength(20);
    }
  });

  test('a long text takes one request, and others are answered meanwhile', async () => {
    const { model, sent } = connectTo();
    await model.score({ text: 'Find the way.' });
    const before = sent.length;
    const long = 'The lazy dog, which nobody had seen before, slept. '.repeat(120).slice(0, 6000);
    const finished: string[] = [];
    const scoring = model.score({ text: long }).finally(() => finished.push('score'));
    await model.nextToken({ prompt: 'The', candidates: 5 }).finally(() => finished.push('next token'));
    const scored = await scoring;
    expect(finished).toEqual(['next token', 'score']);
    expect(sent.slice(before).filter(({ body }) => body.echo === true)).toHaveLength(1);
    expect(scored.tokens.length).toBeGreaterThan(1000);
    expect(join(scored)).toBe(long);
  });

  test('a text of one token', async () => {
    const { tokens } = await connectTo().model.score({ text: 'Hello' });
    expect(tokens).toMatchObject([{ text: 'Hello', rank: { low: expect.any(Number) } }]);
  });

  test.each([
    ['empty', '', 'refused', /Write at least one word/],
    ['too long', 'word '.repeat(5000), 'context-too-long', /context window holds 4,096/],
  ])('a text that is %s ends in a sentence', async (_name, bad, kind, message) => {
    const failure = connectTo().model.score({ text: bad });
    await expect(failure).rejects.toMatchObject({ kind, message: expect.stringMatching(message) });
  });
});
