import { describe, expect, test } from 'vitest';
import { massOf } from '../../src/domain/tail.js';
import { UNLISTED_LOGPROB } from '../../src/domain/token.js';
import { buildDistribution, toSampledToken } from '../../src/model/answer/build-distribution.js';
import { parseLogprobs } from '../../src/model/answer/parse-logprobs.js';
import { parseToken } from '../../src/model/answer/parse-token.js';
import { checkListed } from '../../src/sampling/listed.js';
import { figuresOf } from '../builders/one-bin.js';
import { asked } from './asked.js';
import { readExchange } from './recorded.js';

function positionsOf(logprobs: unknown) {
  return [...parseLogprobs(logprobs)];
}

function entry(token: string, p: number, rest: Record<string, unknown> = {}) {
  return { token, logprob: Math.log(p), bytes: [...Buffer.from(token)], ...rest };
}

function chat(sampled: Record<string, unknown>, top: unknown[]) {
  return { content: [{ ...sampled, top_logprobs: top }] };
}

function distribution(logprobs: unknown, listed = 3) {
  const [position] = positionsOf(logprobs);
  if (position === undefined) throw new Error('no position');
  return figuresOf(buildDistribution(position, { ...asked, listed }));
}

describe('a token as servers write it', () => {
  test('bytes that are told are kept, and tell the text where there is none', () => {
    expect(parseToken('\uFFFD', [240, 159], 7)).toEqual({ text: '\uFFFD', bytes: Uint8Array.of(240, 159), id: 7 });
    expect(parseToken(undefined, [104, 105], undefined)?.text).toBe('hi');
    expect(parseToken('\\xf0\\x9f', [240, 159], undefined)?.text).toBe('\uFFFD');
    expect(parseToken('Ġhi', [32, 104, 105], undefined)?.text).toBe(' hi');
    expect(parseToken(undefined, null, undefined)).toBeUndefined();
  });

  test('bytes made from a string that was already decoded are not the token’s own', () => {
    expect(parseToken('\uFFFD', [0xef, 0xbf, 0xbd], undefined)?.bytes).toBeUndefined();
    expect(parseToken('', [], undefined)).toEqual({ text: '', bytes: undefined, id: undefined });
    expect(parseToken('a', [1.5, 300], undefined)?.bytes).toBeUndefined();
  });

  test('bytes and ids written into the string are read', () => {
    expect(parseToken('bytes:\\xf0\\x9f', undefined, undefined)?.bytes).toEqual(Uint8Array.of(0xf0, 0x9f));
    expect(parseToken('bytes: caf\\xc3', null, undefined)?.bytes).toEqual(Uint8Array.of(...Buffer.from(' caf'), 0xc3));
    expect(parseToken('token_id:123', undefined, undefined)?.id).toBe(123);
    expect(parseToken('token_id:7', [...Buffer.from('token_id:7')], undefined)?.bytes).toBeUndefined();
    expect(parseToken('bytes:', undefined, undefined)?.text).toBe('bytes:');
  });

  test('half a surrogate pair becomes U+FFFD', () => {
    expect(parseToken('\uD83D', undefined, undefined)?.text).toBe('\uFFFD');
  });
});

describe('the shapes of logprobs', () => {
  test('the chat shape keeps tokens of the same text apart and counts a repeated id once', () => {
    const top = [entry('a', 0.4, { id: 1 }), entry('a', 0.3, { id: 2 }), entry('a', 0.3, { id: 2 })];
    const { candidates, hiddenMass } = distribution(chat(entry('a', 0.4, { id: 1 }), top));
    expect(candidates.map(({ id }) => id)).toEqual([1, 2]);
    expect(hiddenMass).toBeCloseTo(0.3);
  });

  test('the completions shape: maps, with bytes and ids inside the strings', () => {
    const logprobs = {
      tokens: ['token_id:5'],
      token_logprobs: [Math.log(0.5)],
      top_logprobs: [{ 'token_id:5': Math.log(0.5), 'bytes:\\xe2': Math.log(0.2), x: Math.log(0.1) }],
      text_offset: [-1],
    };
    const { candidates, hiddenMass, cap } = distribution(logprobs);
    expect(candidates.map(({ id, bytes, text }) => id ?? bytes?.[0] ?? text)).toEqual([5, 0xe2, 'x']);
    expect(hiddenMass).toBeCloseTo(0.2);
    expect(cap).toBeCloseTo(0.1);
  });

  test('a list of objects inside the completions shape', () => {
    const logprobs = {
      tokens: ['a'],
      token_logprobs: [Math.log(0.5)],
      top_logprobs: [[entry('a', 0.5), entry('b', 0.2)]],
    };
    expect(distribution(logprobs).candidates.map(({ text }) => text)).toEqual(['a', 'b']);
  });

  test('nothing, empty content, null entries and other kinds of value give no positions', () => {
    for (const value of [
      undefined,
      null,
      5,
      'x',
      [],
      {},
      { content: [] },
      { content: [null, 3, {}] },
      { tokens: null },
    ]) {
      expect(positionsOf(value)).toEqual([]);
    }
  });

  test('entries without a value are skipped, those of probability zero are not listed', () => {
    const top = [
      entry('a', 0.5),
      { token: 'n', logprob: null },
      { token: 'N', logprob: Number.NaN },
      { token: 'z', logprob: -9999 },
      { token: 'y', logprob: -3.4028234663852886e38 },
      { token: 'i', logprob: Number.NEGATIVE_INFINITY },
    ];
    const [position] = positionsOf(chat(entry('a', 0.5), top));
    expect(position?.listed.map(({ text }) => text)).toEqual(['a']);
    expect(position?.given).toBe(4);
  });

  test('a sampled token without a value takes it from the list, else it is unlisted', () => {
    const missing = positionsOf(chat({ token: 'a', logprob: null }, [entry('a', 0.25)]))[0];
    expect(Math.exp(missing?.sampled.logprob ?? 0)).toBeCloseTo(0.25);
    expect(positionsOf(chat({ token: 'q', logprob: -9999 }, [entry('a', 0.25)]))[0]?.sampled.logprob).toBe(
      UNLISTED_LOGPROB,
    );
  });

  test('a sampled token without a value takes none where several of its text have one', () => {
    const sampled = { ...entry(' a', 1), logprob: null };
    const logprobOf = (...top: unknown[]) => positionsOf(chat(sampled, top))[0]?.sampled.logprob;
    expect(logprobOf(entry(' a', 0.5), entry(' a', 0.1))).toBe(UNLISTED_LOGPROB);
    expect(logprobOf(entry(' b', 0.5), entry(' a', 0.1), entry(' a', 0.1))).toBeCloseTo(Math.log(0.1), 12);
    const part = { token: '\uFFFD', bytes: [0xf0, 0x9f], logprob: Math.log(0.6) };
    expect(positionsOf(chat({ ...part, bytes: [0xe4, 0xbd], logprob: null }, [part]))[0]?.sampled.logprob).toBe(
      UNLISTED_LOGPROB,
    );
  });

  test('rounding above zero is zero; a probability above 100% takes away the numbers of its place alone', () => {
    expect(positionsOf(chat({ token: 'a', logprob: 1e-7 }, []))[0]?.sampled.logprob).toBe(0);
    const bad = { token: 'a', logprob: 0.5, top_logprobs: [entry('a', 0.5)] };
    const good = { ...entry('b', 0.5), top_logprobs: [entry('b', 0.5)] };
    const places = positionsOf({ content: [good, bad, good] });
    expect(places.map(({ fault }) => fault?.code)).toEqual([undefined, 'probability-above-one', undefined]);
    expect(places[1]).toMatchObject({ sampled: { text: 'a', logprob: UNLISTED_LOGPROB }, listed: [] });
    expect(places[2]?.sampled.logprob).toBeCloseTo(Math.log(0.5), 12);
    expect(() => distribution({ content: [bad] })).toThrow(/above 100%/);
  });

  test('alternatives of a reply’s token are sorted', () => {
    const [position] = positionsOf(chat(entry('c', 0.1), [entry('c', 0.1), entry('a', 0.5), entry('b', 0.3)]));
    expect(position && toSampledToken(position).alternatives.map(({ text }) => text)).toEqual(['a', 'b', 'c']);
  });
});

describe('hidden mass and cap', () => {
  test('a full sorted list: the rest, and the smallest listed probability', () => {
    const { hiddenMass, cap } = distribution(
      chat(entry('a', 0.5), [entry('a', 0.5), entry('b', 0.2), entry('c', 0.1)]),
    );
    expect(hiddenMass).toBeCloseTo(0.2);
    expect(cap).toBeCloseTo(0.1);
  });

  test('the cap is never above the hidden mass', () => {
    const { cap } = distribution(chat(entry('a', 0.5), [entry('a', 0.5), entry('b', 0.25), entry('c', 0.2)]));
    expect(cap).toBeCloseTo(0.05);
  });

  test('vLLM’s chat: the sampled token comes first and pushed out the last of the list', () => {
    const { candidates, hiddenMass, cap } = distribution(
      chat(entry('rare', 0.001), [entry('rare', 0.001), entry('a', 0.5), entry('b', 0.2)]),
    );
    expect(candidates.map(({ text }) => text)).toEqual(['a', 'b']);
    expect(hiddenMass).toBeCloseTo(0.3);
    expect(cap).toBeCloseTo(0.2);
  });

  test('a map of N + 1 entries: the sampled token at its end is not part of the top N', () => {
    const top = { a: Math.log(0.5), b: Math.log(0.2), c: Math.log(0.1), rare: Math.log(0.001) };
    const logprobs = { tokens: ['rare'], token_logprobs: [Math.log(0.001)], top_logprobs: [top] };
    const { candidates, cap } = distribution(logprobs);
    expect(candidates.map(({ text }) => text)).toEqual(['a', 'b', 'c']);
    expect(cap).toBeCloseTo(0.1);
  });

  test('the sampled token in its place at the end of the list belongs to it', () => {
    const { candidates, cap } = distribution(
      chat(entry('c', 0.1), [entry('a', 0.5), entry('b', 0.2), entry('c', 0.1)]),
    );
    expect(candidates).toHaveLength(3);
    expect(cap).toBeCloseTo(0.1);
  });

  test('llama.cpp does not add the sampled token: the list stays as it is', () => {
    const { candidates } = distribution(chat(entry('q', 0.01), [entry('a', 0.5), entry('b', 0.2), entry('c', 0.1)]));
    expect(candidates.map(({ text }) => text)).toEqual(['a', 'b', 'c']);
  });

  test('when entries went missing any token may be among them, so only the hidden mass is a cap', () => {
    const collided = {
      tokens: ['a'],
      token_logprobs: [Math.log(0.3)],
      top_logprobs: [{ a: Math.log(0.3), b: Math.log(0.1) }],
    };
    expect(distribution(collided).cap).toBeCloseTo(0.6);
    const withSampled = {
      ...collided,
      tokens: ['r'],
      token_logprobs: [-9],
      top_logprobs: [{ r: -9, a: Math.log(0.3), b: Math.log(0.1) }],
    };
    expect(distribution(withSampled, 3).cap).toBeCloseTo(0.6);
  });

  test('a full map that ends in the sampled token may be one entry short, so its smallest is no cap', () => {
    const top = { a: Math.log(0.3), b: Math.log(0.2), rare: Math.log(0.01) };
    const logprobs = { tokens: ['rare'], token_logprobs: [Math.log(0.01)], top_logprobs: [top] };
    expect(distribution(logprobs).cap).toBeCloseTo(0.49);
  });

  test('a list of the sampled token alone caps nothing, and is one only where no other can be likelier', () => {
    expect(distribution(chat(entry('a', 0.6), [entry('a', 0.6)]), 1).cap).toBeCloseTo(0.4);
    expect(() => distribution(chat(entry('a', 0.4), [entry('a', 0.4)]), 1)).toThrow(/not which tokens are likelier/);
  });

  test('a sum just over 1 is rounding, a larger one is refused, no list is said', () => {
    expect(distribution(chat(entry('a', 0.6), [entry('a', 0.6), entry('b', 0.4005)])).hiddenMass).toBe(0);
    expect(() => distribution(chat(entry('a', 0.6), [entry('a', 0.6), entry('b', 0.5)]))).toThrow(/sum to 110\.0%/);
    expect(() => distribution(chat(entry('a', 0.6), []))).toThrow(/without probabilities/);
  });
});

describe('recorded answers', () => {
  test('llama.cpp’s completions answer in the chat shape', () => {
    const positions = positionsOf(readExchange('completion_logprobs5').response.choices?.[0]?.logprobs);
    expect(positions).toHaveLength(3);
    const first = positions[0];
    expect(first && buildDistribution(first, { ...asked, listed: 5 }).candidates[0]).toEqual({
      id: 432,
      text: ',',
      bytes: Uint8Array.of(44),
      logprob: -0.031752943992614746,
    });
  });

  test('llama.cpp’s characters of several tokens are taken apart again', () => {
    const last = { id: 9, token: '\uFFFD', bytes: [0xa0], logprob: Math.log(0.9) };
    const other = { id: 8, token: '\uFFFD', bytes: [0x9f], logprob: Math.log(0.05) };
    const joined = { id: 9, token: '你', bytes: [...Buffer.from('你')], logprob: last.logprob };
    const [first, second, ...rest] = positionsOf(chat(joined, [last, other]));
    expect(rest).toEqual([]);
    expect(first).toMatchObject({ listed: [], given: 0 });
    expect(first?.sampled).toEqual({
      text: '\uFFFD',
      bytes: Uint8Array.of(0xe4, 0xbd),
      id: undefined,
      logprob: UNLISTED_LOGPROB,
    });
    expect(second?.sampled).toMatchObject({ id: 9, bytes: Uint8Array.of(0xa0), logprob: last.logprob });
    expect(second?.listed).toHaveLength(2);
    // One that is a token by itself stays one.
    expect(positionsOf(chat(joined, [{ ...joined }, other]))).toHaveLength(1);
  });

  test('a tail whose ends are rounded above the last listed token stays in its order', () => {
    const [position] = positionsOf(chat(entry('a', 0.7), [entry('a', 0.7), entry('b', 0.15)]));
    if (position === undefined) throw new Error('no position');
    const tail = [
      { count: 1, mass: 0.1500000001, greatest: 0.15001, least: 0.15001 },
      { count: 4, mass: 0, greatest: 0, least: 0 },
    ];
    const { candidates, tail: built } = buildDistribution({ ...position, tail }, { ...asked, listed: 2 }) ?? {
      tail: [],
    };
    const probabilities = candidates?.map(({ logprob }) => Math.exp(logprob)) ?? [];
    expect(built[0]).toMatchObject({ greatest: probabilities[1], least: probabilities[1] });
    expect(() => checkListed({ probabilities, tail: built })).not.toThrow();
  });

  test('llama.cpp’s sampled token outside the top 5 is not in the list', () => {
    const [position] = positionsOf(readExchange('chat_logprobs5').response.choices?.[0]?.logprobs);
    expect(position?.sampled.text).toBe('L');
    expect(position?.listed.map(({ text }) => text)).toEqual(['"', 'H', 'T', 'O', 'A']);
  });

  test('vLLM’s map keeps its four tokens and the undecoded piece as it is', () => {
    const [position] = positionsOf(readExchange('doc_vllm_completion_map').response.choices?.[0]?.logprobs);
    const built = position && buildDistribution(position, { ...asked, listed: 4 });
    expect(built?.candidates.map(({ text }) => text)).toEqual(['false', 'true', 'null', '▁false']);
    expect(built && massOf(built.tail)).toBeCloseTo(
      1 - Math.exp(-0.23307) - Math.exp(-1.57682) - Math.exp(-8.38932) - Math.exp(-8.47526),
      4,
    );
  });

  test('an echo’s first token has no value, the sampled one is dropped from a list it was added to', () => {
    const logprobs = readExchange('doc_vllm_echo_excerpt').response.logprobs;
    const positions = positionsOf({ ...logprobs, top_logprobs: logprobs?.top_logprobs_first4 });
    expect(positions[0]?.sampled.logprob).toBe(UNLISTED_LOGPROB);
    const second = positions[1];
    expect(second && buildDistribution(second, { ...asked, listed: 5 }).candidates.map(({ text }) => text)).toEqual([
      ' is',
      ' ',
      ' are',
      ' type',
      ':',
    ]);
  });

  test('probabilities after sampling are no logprobs', () => {
    const [position] = positionsOf(readExchange('completion_post_sampling_t05').response.choices?.[0]?.logprobs);
    expect(position?.listed).toEqual([]);
  });

  test('a stop string leaves the tokens of the text', () => {
    const choice = readExchange('stop_word').response.choices?.[0];
    const text = positionsOf(choice?.logprobs).map(({ sampled }) => sampled.text);
    expect(text).toHaveLength(5);
    expect(choice?.text.startsWith(text.join(''))).toBe(true);
  });
});
