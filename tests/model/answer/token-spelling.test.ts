import { describe, expect, test } from 'vitest';
import type { LogprobPosition } from '../../../src/model/answer/parse-logprobs.js';
import { createSpellingReader, readSpelling } from '../../../src/model/answer/token-spelling.js';
import { createModelKnowledge } from '../../../src/model/asking/knowledge.js';
import { completion, refuse } from '../continuation-answers.js';
import { startModel } from '../start-model.js';

function token(text: string) {
  return { text, bytes: undefined, id: undefined, logprob: -1 };
}

function position(sampled: string, ...others: string[]): LogprobPosition {
  return {
    sampled: token(sampled),
    listed: [sampled, ...others].map(token),
    given: others.length + 1,
    keyedByText: false,
  };
}

function read(tokens: readonly string[], text: string, others: readonly string[] = []) {
  const knowledge = createModelKnowledge();
  const positions = readSpelling(
    tokens.map((each) => position(each, ...others)),
    text,
    knowledge,
  );
  return { spelling: knowledge.spelling, positions };
}

describe('how an endpoint writes its tokens, by the text of its answer', () => {
  test.each([
    ['byte-level', ['Ġhello', 'Ġworld'], ' hello world'],
    ['byte-level', ['Ġhello'], 'hello'],
    ['byte-level', ['æĺ¯'], '是'],
    ['byte-level', ['ðŁ', 'ĺ', 'Ģ'], '😀'],
    ['byte-level', ['Ġa', 'ðŁ'], ' a\uFFFD'],
    ['byte-level', ['Ġhello', '<｜end▁of▁sentence｜>'], ' hello'],
    ['byte-level', ['ĊĊ', 'Ġhi', 'Ġ###'], '\n\n hi'],
    ['sentencepiece', ['▁hello', '▁world'], 'hello world'],
    ['sentencepiece', ['a', '<0xE2>', '<0x96>', '<0x81>'], 'a▁'],
    ['decoded', [' Ġ', 'gantija'], ' Ġgantija'],
    ['decoded', ['Ġ', 'gantija'], 'Ġgantija'],
    ['decoded', ['▁'], '▁'],
    ['decoded', ['<0xE2>', ' is'], '<0xE2> is'],
    ['decoded', ['é'], 'é'],
    [undefined, ['hello'], 'hello'],
    [undefined, ['Ġhello'], ''],
    [undefined, ['a', 'Ġb'], 'a'],
    [undefined, ['Ġhello'], 'Something else'],
  ] as const)('%s: %j for %j', (spelling, tokens, text) => {
    expect(read(tokens, text).spelling).toBe(spelling);
  });

  test('a text of hundreds of thousands of characters that are not whole', () => {
    const text = `${'\uFFFD'.repeat(300_000)}x`;
    expect(read([text], text).spelling).toBe(undefined);
  });

  test('of many long tokens only the first ones are compared', () => {
    let reads = 0;
    const piece = 'a'.repeat(4096);
    const counted = {
      ...token(piece),
      get text() {
        reads += 1;
        return piece;
      },
    };
    const positions = Array.from({ length: 1000 }, () => ({ ...position('a'), sampled: counted }));
    readSpelling(positions, piece.repeat(1000), createModelKnowledge());
    // Each is looked at once, to see whether it is a word with its space.
    expect(reads).toBeLessThan(1100);
  });

  test('what comes after the compared start does not settle how it is written', () => {
    const tokens = [...Array.from({ length: 1000 }, () => 'a'), 'Ġb'];
    expect(read(tokens, `${'a'.repeat(1000)} b`).spelling).toBeUndefined();
  });

  test('a listed word with its space is no undecoded piece', () => {
    expect(read(['x'], 'x', ['Ġ', ' the']).spelling).toBe('decoded');
    expect(read(['x'], 'x', ['Ġ', '  ', 'the']).spelling).toBeUndefined();
  });

  test('tokens then carry what they stand for, and special ones stay', () => {
    const { positions } = read(['Ġhello'], ' hello', ['æĺ', '<|endoftext|>', '']);
    expect(positions[0]?.listed.map(({ text, bytes }) => [text, bytes && Buffer.from(bytes).toString('hex')])).toEqual([
      [' hello', '2068656c6c6f'],
      ['\uFFFD', 'e698'],
      ['<|endoftext|>', undefined],
      ['', undefined],
    ]);
  });
});

test('places that come in one by one are read as all of them together, once the spelling is known', async () => {
  const pieces = ['a', 'Ġcat', 'Ġsat'].map((each) => position(each, 'Ġ'));
  const texts = ['a', 'a cat', 'a cat sat'];
  const reader = createSpellingReader(createModelKnowledge());
  const seen = texts.map((text, at) =>
    reader.readNow(pieces.slice(0, at + 1), text).map(({ sampled, listed }) => sampled.text + listed.at(-1)?.text),
  );
  expect(seen).toEqual([['aĠ'], ['a ', ' cat '], ['a ', ' cat ', ' sat ']]);
  const known = createModelKnowledge();
  known.learnSpelling('byte-level');
  expect(await reader.readInTurns(pieces, 'a cat sat')).toEqual(readSpelling(pieces, 'a cat sat', known));
});

describe('where one answer leaves it open', () => {
  const chat = (...tokens: string[]) => ({
    content: tokens.map((each) => ({
      token: each,
      logprob: -1,
      top_logprobs: [
        { token: each, logprob: -1 },
        { token: 'Ġ', logprob: -2 },
      ],
    })),
  });

  test.each([
    ['byte-level', ['Ġcat', 'Ġsat'], ' cat sat', ' '],
    ['decoded', [' cat', ' sat'], ' cat sat', 'Ġ'],
    ['untold', ['cat'], 'cat', 'Ġ'],
  ])('a few greedy tokens more are asked for, once: %s', async (_name, tokens, text, expected) => {
    const { stub, model } = await startModel(
      ({ body, path }) => {
        if (path === '/v1/models') return undefined;
        return body.temperature === 0 ? completion(chat(...tokens), text) : completion(chat('ing'), 'ing');
      },
      { defaultModel: 'm' },
    );
    for (const prompt of ['x', 'y']) {
      const { candidates, request } = await model.nextToken({ prompt, candidates: 2 });
      expect(candidates.map((candidate) => candidate.text)).toEqual(['ing', expected]);
      expect(request.body.prompt).toBe(prompt);
    }
    expect(stub.posted('/v1/completions').map(({ temperature, max_tokens }) => [temperature, max_tokens])).toEqual([
      [1, 1],
      [0, 8],
      [1, 1],
    ]);
  });

  test('a failure at that takes nothing away, and is asked again', async () => {
    const { stub, model } = await startModel(
      ({ body, path }) => {
        if (path === '/v1/models') return undefined;
        return body.temperature === 0 ? refuse(503, 'busy') : completion(chat('ing'), 'ing');
      },
      { defaultModel: 'm' },
    );
    const { candidates } = await model.nextToken({ prompt: 'x', candidates: 2 });
    expect(candidates.map((candidate) => candidate.text)).toEqual(['ing', 'Ġ']);
    await model.nextToken({ prompt: 'x', candidates: 2 });
    expect(stub.posted('/v1/completions').filter(({ temperature }) => temperature === 0)).toHaveLength(4);
  });
});
