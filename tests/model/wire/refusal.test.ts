import { describe, expect, test } from 'vitest';
import { ModelError } from '../../../src/model/errors.js';
import {
  allowedNumber,
  classifyRefusal,
  isNo,
  isNoOrFailure,
  isPathMissing,
  isTransient,
  namedParameters,
} from '../../../src/model/wire/classify-refusal.js';
import { explainRefusal, explainUnsupported } from '../../../src/model/wire/explain-refusal.js';
import { parseJson } from '../../../src/model/wire/json.js';
import { findRefusal, parseRefusal, RefusalError } from '../../../src/model/wire/refusal.js';
import { fitServerText } from '../../../src/model/wire/server-text.js';
import { readExchange } from '../recorded.js';

const none = new Headers();
const context = { where: 'localhost:8000', model: 'm', hasKey: true, secrets: ['sk-secret-key'] };

function refusal(status: number, body: unknown, headers: Record<string, string> = {}) {
  return parseRefusal(status, new Headers(headers), typeof body === 'string' ? body : JSON.stringify(body), 0);
}

function sentence(status: number, body: unknown, headers: Record<string, string> = {}, models: string[] = []) {
  return explainRefusal(refusal(status, body, headers), context, models).message;
}

describe('a refusal of any length', () => {
  test('is read at its start, and its sentence stays short', () => {
    const long = 'try again in 1 '.repeat(200_000);
    const read = refusal(400, { error: { message: long, code: long, type: long, param: long } });
    expect(read.message.length).toBeLessThanOrEqual(4000);
    for (const name of [read.code, read.type, ...read.params]) expect(name?.length ?? 0).toBeLessThanOrEqual(200);
    const inside = findRefusal({ error: { message: long, code: long } }, none, 0);
    expect(inside?.message.length).toBe(4000);
    expect(inside?.code?.length).toBe(200);
    expect(explainRefusal(refusal(400, long), context).message.length).toBeLessThan(400);
  });

  test.each(['\\"', '"', '{"a":', '[', 'NaN "', '-'])('%s over and over is no work', (part) => {
    expect(refusal(400, part.repeat(200_000)).message.length).toBeLessThanOrEqual(4000);
    // Looked at from every quote to the end, this would be a million million characters.
    expect(() => parseJson(`NaN ${part.repeat(500_000)}`)).toThrow(/JSON|nested/);
  });
});

describe('error shapes', () => {
  test.each([
    ['OpenAI', { error: { message: 'it broke', type: 't', param: 'top_p', code: 'c' } }],
    ['flat vLLM', { object: 'error', message: 'it broke', type: 'BadRequestError', param: null, code: 400 }],
    ['FastAPI', { detail: 'it broke' }],
    ['pydantic', { detail: [{ loc: ['body', 'top_p'], msg: 'it broke', type: 'x' }] }],
    ['Ollama', { error: 'it broke' }],
    ['plain text', 'it broke'],
    ['a JSON string', '"it broke"'],
  ])('%s', (_name, body) => {
    expect(refusal(400, body).message).toBe('it broke');
  });

  test('the parameter is found in `param` and in pydantic’s place', () => {
    expect(refusal(400, { error: { message: 'x', param: 'top_p' } }).params).toEqual(['top_p']);
    expect(refusal(422, { detail: [{ loc: ['body', 'top_p'], msg: 'x' }] }).params).toEqual(['top_p']);
  });

  test('web pages, empty bodies and odd values have no words', () => {
    for (const body of ['<html>502</html>', '', 'null', '[]', '{}', '{"error":{}}', '{"error":null,"message":7}']) {
      expect(refusal(502, body).message).toBe('');
    }
  });

  test('an error inside HTTP 200', () => {
    const headers = none;
    expect(findRefusal({ error: { message: 'm', code: 429 } }, headers, 0)?.status).toBe(429);
    expect(findRefusal({ error: { message: 'm', code: '401' } }, headers, 0)?.status).toBe(401);
    expect(findRefusal({ object: 'error', message: 'm' }, headers, 0)?.status).toBe(200);
    expect(findRefusal({ choices: [{ error: { message: 'm', code: 502 } }] }, headers, 0)?.message).toBe('m');
    expect(findRefusal({ error: null, choices: [] }, headers, 0)).toBeUndefined();
    expect(findRefusal('x', headers, 0)).toBeUndefined();
  });

  test('bare NaN outside strings becomes null, and -Infinity stays', () => {
    expect(parseJson('{"a": NaN, "b": [-Infinity, "NaN \\" Infinity"]}')).toEqual({
      a: null,
      b: [Number.NEGATIVE_INFINITY, 'NaN " Infinity'],
    });
    expect(() => parseJson('{"a": nope}')).toThrow(SyntaxError);
  });
});

describe('how long to wait', () => {
  test.each<[Record<string, string>, string, number | undefined]>([
    [{ 'retry-after': '20' }, '', 20],
    [{ 'retry-after': 'Thu, 01 Jan 1970 00:00:30 GMT' }, '', 30],
    [{ 'retry-after-ms': '1500', 'retry-after': '9' }, '', 1.5],
    [{}, 'Rate limit reached. Please try again in 6m0s.', 360],
    [{}, 'Please try again in 1.2s. Visit the site', 1.2],
    [{}, 'Please retry after 7 seconds', 7],
    [{}, 'Please try again in 850ms.', 0.85],
    [{}, 'Limit: 3 / min.', undefined],
    [{ 'retry-after': 'soon' }, '', undefined],
  ])('%j %s', (headers, message, seconds) => {
    const { retryAfterSeconds } = refusal(429, { error: { message } }, headers);
    if (seconds === undefined) expect(retryAfterSeconds).toBeUndefined();
    else expect(retryAfterSeconds).toBeCloseTo(seconds);
  });
});

describe('what a refusal means', () => {
  test.each([
    'The model `x` does not exist or you do not have access to it.',
    "model 'x' not found, try pulling it first",
    'x is not a valid model ID',
    'Invalid model name passed in model=x',
  ])('unknown model: %s', (message) => {
    expect(classifyRefusal(refusal(404, { error: { message } }))).toBe('model');
  });

  test.each([
    [
      404,
      'This is a chat model and not supported in the v1/completions endpoint. Did you mean to use v1/chat/completions?',
      'route',
    ],
    [400, 'The model does not support Completions API', 'route'],
    [404, 'Not Found', 'path'],
    [405, 'Method Not Allowed', 'path'],
    [404, '', 'path'],
  ])('missing route: %i %s', (status, message, kind) => {
    expect(classifyRefusal(refusal(status, { error: { message } }))).toBe(kind);
  });

  test.each([
    ['Requested sample logprobs of 25, which is greater than max allowed: 20 (parameter=logprobs, value=25)', 25, 20],
    ["Invalid value for 'logprobs': maximum value is 5, got 20.", 20, 5],
    ['Input should be less than or equal to 5', 20, 5],
    ['top_logprobs must be between 0 and 8', 20, 8],
    ['You are not allowed to request logprobs from o4-mini', 20, undefined],
    ['logprobs are not supported with gpt-5', 20, undefined],
  ])('%s', (message, sent, limit) => {
    expect(allowedNumber(refusal(400, { error: { message } }), sent)).toBe(limit);
  });

  test('parameters are named by `param`, else by whole words', () => {
    const names = ['top_p', 'top_k', 'max_tokens', 'logprobs'];
    expect(namedParameters(refusal(400, { error: { message: 'top_p and top_k', param: 'top_k' } }), names)).toEqual([
      'top_k',
    ]);
    expect(namedParameters(refusal(400, { error: { message: 'Unknown: top_p, top_k.' } }), names)).toEqual([
      'top_p',
      'top_k',
    ]);
    expect(namedParameters(refusal(400, { error: { message: "use 'top_logprobs' or v1/max_tokens" } }), names)).toEqual(
      [],
    );
  });

  test.each([
    [402, {}, 'quota', false],
    [429, { error: { message: 'x', code: 'insufficient_quota' } }, 'quota', false],
    [429, {}, 'rate-limit', false],
    [401, {}, 'key', false],
    [400, { error: { message: 'x', code: 'invalid_api_key' } }, 'key', false],
    [400, { error: { message: "This model's maximum context length is 8 tokens" } }, 'context', false],
    [404, { error: { message: 'The model `x` does not exist' } }, 'model', false],
    [404, '<html>', 'path', true],
    [501, 'Not Implemented', 'path', true],
    [501, '', 'failure', false],
    [501, 'Internal Server Error', 'failure', false],
    [400, 'The model does not support Completions API', 'route', true],
    [503, 'loading', 'loading', false],
    [503, 'down for maintenance', 'busy', false],
    [408, '', 'busy', false],
    [520, '', 'busy', false],
    [529, 'overloaded', 'busy', false],
    [530, '', 'failure', false],
    [400, '', 'request', true],
    [403, 'You are not allowed to request logprobs', 'request', true],
    [422, '', 'request', true],
    [500, { error: { message: 'Unsupported param: echo' } }, 'request', true],
    [200, { error: { message: 'echo is not supported' } }, 'request', true],
    [500, 'Internal Server Error', 'failure', false],
    [500, '', 'failure', false],
    [409, 'conflict', 'failure', false],
  ])('%i %j: %s', (status, body, kind, isRefused) => {
    const read = refusal(status, body);
    expect(classifyRefusal(read)).toBe(kind);
    expect(isNo(new RefusalError(read))).toBe(isRefused);
    expect(isNoOrFailure(new RefusalError(read))).toBe(isRefused || kind === 'failure');
  });

  test('a 501 without words means no path only where it is asked about one', () => {
    const isMissing = (status: number, body: unknown) => isPathMissing(new RefusalError(refusal(status, body)));
    expect([isMissing(404, ''), isMissing(501, ''), isMissing(501, 'Not Implemented')]).toEqual([true, true, true]);
    expect([isMissing(500, ''), isMissing(502, ''), isMissing(400, 'no')]).toEqual([false, false, false]);
    expect(isPathMissing(new ModelError('protocol', 'too-many-values'))).toBe(false);
  });

  test('an answer that is none is a no, and a failed connection is not', () => {
    expect(isNo(new ModelError('protocol', 'too-many-values'))).toBe(true);
    expect(isNo(new ModelError('unsupported', 'option-not-taken', { name: 'seed', value: '7' }))).toBe(true);
    expect(isNo(new ModelError('timeout', 'long-answer-too-slow'))).toBe(false);
    expect(isNo(new TypeError('A bug'))).toBe(false);
  });

  test('only what may pass is tried again', () => {
    expect(isTransient(refusal(503, ''))).toBe(true);
    expect(isTransient(refusal(429, { error: { message: 'slow down' } }))).toBe(true);
    expect(isTransient(refusal(429, { error: { message: 'x', code: 'insufficient_quota' } }))).toBe(false);
    expect(isTransient(refusal(500, { error: { message: 'Unsupported param: echo' } }))).toBe(false);
    expect(isTransient(refusal(400, ''))).toBe(false);
  });
});

describe('sentences', () => {
  test('each kind says what to do', () => {
    expect(sentence(401, { error: { message: 'Incorrect API key provided: sk-secret-key' } })).toBe(
      'localhost:8000 refuses the API key. Check OPENAI_API_KEY.',
    );
    expect(explainRefusal(refusal(401, ''), { ...context, hasKey: false }).message).toBe(
      'localhost:8000 wants an API key. Set OPENAI_API_KEY.',
    );
    expect(sentence(429, '', { 'retry-after': '20' })).toBe(
      'localhost:8000 is limiting requests. Try again in 20 seconds.',
    );
    expect(sentence(429, { error: { message: 'try again in 6m0s' } })).toContain('in 6 minutes');
    expect(sentence(429, '')).toContain('in a minute');
    expect(sentence(429, '', { 'retry-after': '7200' })).toContain('in 2 hours.');
    for (const wait of ['100000000000000', '9'.repeat(400), 'Fri, 31 Dec 9999 23:59:59 GMT']) {
      expect(sentence(429, '', { 'retry-after': wait })).toBe(
        'localhost:8000 is limiting requests. Try again in a few days, or connect another endpoint.',
      );
      expect(refusal(429, '', { 'retry-after': wait }).retryAfterSeconds).toBe(366 * 24 * 3600);
    }
    expect(
      sentence(429, { error: { message: 'You exceeded your current quota', code: 'insufficient_quota' } }),
    ).toContain('no quota left');
    expect(
      sentence(404, { error: { message: 'The model `m` does not exist.' } }, {}, ['a', 'b', 'c', 'd', 'e', 'f', 'g']),
    ).toBe('localhost:8000 has no model “m”. It has: a, b, c, d, e and 2 more.');
    expect(sentence(503, '<html>')).toBe('localhost:8000 failed with status 503. Try again in a moment.');
    expect(sentence(400, { detail: 'No <b>way</b>\n\u0000 today' })).toBe(
      'localhost:8000 refused the request with status 400. It said: “No <b>way</b> today”',
    );
    expect(sentence(403, '')).toContain('does not allow this');
    expect(sentence(504, '')).toContain('took too long');
  });

  test('the numbers of an over-long prompt', () => {
    const message =
      "This model's maximum context length is 4097 tokens. However, your messages resulted in 4294 tokens.";
    expect(sentence(400, { error: { message, code: 'context_length_exceeded' } })).toContain(
      '4,294 tokens, and its context window holds 4,097',
    );
    expect(sentence(400, { error: { message: 'the context window of 2,048 tokens is full' } })).toContain(
      'holds 2,048 tokens',
    );
    expect(sentence(400, { error: { message: 'the request exceeds the available context size.' } })).toBe(
      'That is too long for this model’s context window. Shorten the text.',
    );
  });

  test('a refused option names what is accepted', () => {
    const say = (message: string) =>
      explainUnsupported('temperature', 0.3, refusal(400, { error: { message } }), context).message;
    expect(say("'temperature' does not support 0.3 with this model. Only the default (1) value is supported.")).toBe(
      'm does not take temperature 0.3. It takes only 1.',
    );
    expect(say('temperature must be between 0 and 1.5.')).toContain('It takes 0 to 1.5.');
    expect(say('Input should be less than or equal to 1')).toContain('at most 1.');
    expect(say('Too big: expected number to be <=2')).toContain('at most 2.');
    expect(say('Too small: expected number to be >=-1')).toContain('at least -1.');
    expect(say('no temperature')).toContain('Leave temperature out');
    expect(say(`temperature must be at most ${'9'.repeat(500)}`)).toContain('Leave temperature out');
  });

  test('a server’s words are short, on one line and without secrets', () => {
    const text = fitServerText(`a\u202e\u0007\n\tsk-secret-key ${'😀'.repeat(500)}`, ['sk-secret-key']);
    expect(text.startsWith('a ••• 😀')).toBe(true);
    expect([...text]).toHaveLength(200);
    expect(text.endsWith('…')).toBe(true);
  });

  test('a secret of any beginning is blotted out, also where the text was cut inside it', () => {
    const key = 'Gauge7-of-my-own-gateway-7c2f';
    expect(fitServerText(`no key ${key}, sorry, ${key}`, [key])).toBe('no key •••, sorry, •••');
    for (let length = 8; length < key.length; length += 1) {
      expect(fitServerText(`no key ${key.slice(0, length)}`, [key])).toBe('no key •••');
    }
    const blanks = ' '.repeat(4000);
    expect(fitServerText(`${blanks}${'x'.repeat(80)} ${key}`, [key])).toBe(`${'x'.repeat(80)} •••`);
    expect(fitServerText('a few words', ['word'])).toBe('a few •••s');
    expect(fitServerText('no abc', ['abc'])).toBe('no abc');
  });

  test('no pattern looks at a text again and again', () => {
    const parts = [
      'wait',
      'try again in 1',
      '1s ',
      'model',
      'max',
      'between 1',
      '<=',
      'at most .',
      ' is',
      '1.',
      '9',
      ',',
    ];
    for (const part of parts.flatMap((one) => [one, ...parts.map((other) => one + other)])) {
      const message = part.repeat(100_000);
      const read = refusal(429, { error: { message } }, {});
      classifyRefusal(read);
      isTransient(read);
      namedParameters(read, ['max_tokens', 'logprobs']);
      allowedNumber(read, 20);
      expect(explainRefusal(read, context).message.length).toBeLessThan(400);
      expect(explainUnsupported('top_p', 1, read, context).message.length).toBeLessThan(400);
    }
  });
});

describe('recorded errors', () => {
  const recorded = (name: string, status: number) => {
    const exchange = readExchange(name);
    return refusal(exchange.status ?? status, exchange.response);
  };

  test('each is read as what it is', () => {
    const say = (name: string, status: number) => explainRefusal(recorded(name, status), context).message;
    expect(say('doc_llamacpp_new_context_error', 400)).toContain('13,392 tokens, and its context window holds 8,192');
    expect(say('doc_vllm_error_flat_old', 400)).toContain('2,723 tokens, and its context window holds 2,048');
    expect(say('doc_openai_error_context', 400)).toContain('4,294 tokens, and its context window holds 4,097');
    expect(say('doc_openai_error_401', 401)).toContain('refuses the API key');
    expect(say('err_401_no_key', 401)).toContain('refuses the API key');
    expect(classifyRefusal(recorded('err_context_noshift_chat', 400))).toBe('context');
    expect(classifyRefusal(recorded('err_unknown_path', 404))).toBe('path');
    expect(isTransient(recorded('completion_echo', 500))).toBe(false);
    expect(isTransient(recorded('chat_n2', 500))).toBe(false);
    expect(isTransient(recorded('err_bad_json', 500))).toBe(false);
    expect(allowedNumber(recorded('doc_vllm_error_maxlogprobs', 400), 25)).toBe(20);
    expect(explainUnsupported('temperature', 0, recorded('doc_openai_error_temperature', 400), context).message).toBe(
      'm does not take temperature 0. It takes only 1.',
    );
  });
});
