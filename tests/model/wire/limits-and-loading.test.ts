import { describe, expect, test } from 'vitest';
import { explainRefusal } from '../../../src/model/wire/explain-refusal.js';
import { parseRefusal } from '../../../src/model/wire/refusal.js';
import { listenToWaits } from '../../../src/waits.js';
import { eventStream, type StubAnswer } from '../endpoint-stub.js';
import { hello } from '../reply-answers.js';
import { startReplies } from '../start-model.js';

const NOW = 1_741_300_000_000;
const context = { where: 'the server', model: 'm', hasKey: true, secrets: ['sk-very-secret'] };

function read(status: number, body: unknown, headers: Record<string, string> = {}) {
  return parseRefusal(status, new Headers(headers), typeof body === 'string' ? body : JSON.stringify(body), NOW);
}

describe('when a limit ends', () => {
  const hours = 3600;
  test.each<[string, Record<string, string>, unknown, number | undefined]>([
    [
      'headers of the server behind a gateway, in milliseconds',
      {},
      {
        error: {
          message: 'Rate limit exceeded: free-models-per-day.',
          metadata: { headers: { 'X-RateLimit-Remaining': '0', 'X-RateLimit-Reset': String(NOW + 5 * hours * 1000) } },
        },
      },
      5 * hours,
    ],
    ['the same in seconds', { 'x-ratelimit-reset': String(NOW / 1000 + 90) }, '', 90],
    ['seconds from now', { 'x-ratelimit-reset': '42' }, '', 42],
    ['a duration', { 'x-ratelimit-reset-requests': '1h2m', 'x-ratelimit-remaining-requests': '0' }, '', 62 * 60],
    [
      'the limit that is used up, and not the other',
      {
        'x-ratelimit-reset-requests': '1s',
        'x-ratelimit-remaining-requests': '9',
        'x-ratelimit-reset-tokens': '6m0s',
        'x-ratelimit-remaining-tokens': '0',
      },
      '',
      360,
    ],
    ['RateLimit-Reset', { 'ratelimit-reset': '17' }, '', 17],
    ['a date', { 'x-ratelimit-reset': new Date(NOW + 60_000).toISOString() }, '', 60],
    ['retry-after-ms before all', { 'retry-after-ms': '1500', 'retry-after': '9', 'x-ratelimit-reset': '99' }, '', 1.5],
    ['retry-after before a reset', { 'retry-after': '9', 'x-ratelimit-reset': '99' }, '', 9],
    [
      'words of Azure',
      {},
      { error: { code: '429', message: 'Please retry after 86400 seconds. Please contact Azure.' } },
      86_400,
    ],
    [
      'Google’s details',
      {},
      [{ error: { code: 429, message: 'Quota', details: [{ '@type': 'x.RetryInfo', retryDelay: '34s' }] } }],
      34,
    ],
    ['a field of the body', {}, { error: { message: 'slow' }, retry_after: 12 }, 12],
    ['hours and minutes in words', {}, { error: { message: 'Please try again in 2h30m.' } }, 2.5 * hours],
    ['a year at most', { 'x-ratelimit-reset': '9'.repeat(30) }, '', 366 * 24 * hours],
    ['nothing', { 'x-ratelimit-limit': '9' }, '', undefined],
  ])('%s', (_name, headers, body, seconds) => {
    const { retryAfterSeconds } = read(429, body, headers);
    if (seconds === undefined) expect(retryAfterSeconds).toBeUndefined();
    else expect(retryAfterSeconds).toBeCloseTo(seconds, 3);
  });

  test('is said with the server’s reason, and the failure carries when it is', () => {
    const body = {
      error: {
        message: 'Rate limit exceeded: free-models-per-day.',
        code: 429,
        metadata: { headers: { 'X-RateLimit-Reset': String(NOW + 5 * hours * 1000) } },
      },
    };
    const before = Math.floor(Date.now() / 1000);
    const failure = explainRefusal(read(429, body), context);
    expect(failure.message).toBe(
      'The server is limiting requests. It said: “Rate limit exceeded: free-models-per-day.” Try again in 5 hours.',
    );
    expect(failure.endsAt).toBeGreaterThanOrEqual(before + 5 * hours);
    expect(explainRefusal(read(429, body, { 'retry-after': '9'.repeat(30) }), context).endsAt).toBeUndefined();
  });
});

describe('what a server says is quoted, whatever it is wrapped in', () => {
  test.each<[string, number, unknown, string]>([
    [
      'an array',
      400,
      [{ error: { code: 400, message: 'it broke', status: 'INVALID_ARGUMENT' } }],
      'It said: “it broke”',
    ],
    ['two errors', 400, { errors: [{ message: 'it broke' }, { message: 'it fell' }] }, 'It said: “it broke; it fell”'],
    ['texts', 400, { errors: ['it broke'] }, 'It said: “it broke”'],
    ['detail with a message', 400, { detail: { message: 'it broke' } }, 'It said: “it broke”'],
    [
      'a string of JSON',
      400,
      JSON.stringify(JSON.stringify({ error: { message: 'it broke' } })),
      'It said: “it broke”',
    ],
    [
      'JSON behind words',
      400,
      { error: { message: 'XException - {"error": {"message": "it broke"}} Model=m' } },
      'It said: “it broke”',
    ],
    [
      'words beside what was asked',
      400,
      { error: { message: 'it broke at {"role": "user", "content": "hi"}' } },
      'it broke at {',
    ],
    [
      'the provider',
      400,
      {
        error: {
          message: 'Provider returned error',
          metadata: { raw: '{"error":{"message":"it broke"}}', provider_name: 'Acme' },
        },
      },
      'Acme said: “it broke”',
    ],
    [
      'the provider’s words',
      400,
      { error: { message: 'Provider returned error', metadata: { raw: 'it broke', provider_name: 'Acme' } } },
      'Acme said: “it broke”',
    ],
    [
      'a web page of the provider',
      400,
      { error: { message: 'Provider returned error', metadata: { raw: '<html>', provider_name: 'Acme' } } },
      'Acme said: “Provider returned error”',
    ],
    ['problem details', 400, { type: 'about:blank', title: 'Bad', detail: 'it broke' }, 'It said: “it broke”'],
    ['a title alone', 400, { title: 'it broke', status: 400 }, 'It said: “it broke”'],
    ['Amazon', 400, { __type: 'ValidationException', message: 'it broke' }, 'It said: “it broke”'],
    ['xAI', 400, { code: 'Client specified an invalid argument', error: 'it broke' }, 'It said: “it broke”'],
    ['plain text', 400, 'it broke', 'It said: “it broke”'],
    ['a web page', 400, '<html>it broke', 'Check that OPENAI_BASE_URL'],
    ['a code alone', 500, { error: { code: 'overloaded' } }, 'It said: “overloaded”'],
    ['a secret', 400, [{ error: { message: 'no sk-very-secret here' } }], 'It said: “no ••• here”'],
    [
      'a filter',
      400,
      {
        error: {
          message: 'The response was filtered due to the prompt triggering Azure OpenAI’s content management policy.',
          param: 'prompt',
          code: 'content_filter',
          innererror: { code: 'ResponsibleAIPolicyViolation' },
        },
      },
      'The content filter of the server held the question back.',
    ],
    [
      'a filter behind a gateway',
      400,
      {
        error: {
          message: 'filtered',
          code: '400',
          provider_specific_fields: { innererror: { code: 'ResponsibleAIPolicyViolation' } },
        },
      },
      'The content filter of the server',
    ],
    [
      'moderation',
      403,
      { error: { code: 403, message: 'm requires moderation. Your input was flagged for "violence"' } },
      'The content filter of the server',
    ],
    [
      'Google’s refused key',
      400,
      [
        {
          error: { code: 400, message: 'API key not valid. Please pass a valid API key.', status: 'INVALID_ARGUMENT' },
        },
      ],
      'refuses the API key',
    ],
    [
      'a model that loads',
      503,
      { error: { code: 503, message: 'Loading model', type: 'unavailable_error' } },
      'is still loading its model. It said: “Loading model”',
    ],
  ])('%s', (_name, status, body, sentence) => {
    expect(explainRefusal(read(status, body), context).message).toContain(sentence);
  });

  test('an error of any depth and breadth is no work', () => {
    let nested: unknown = 'it broke';
    for (let depth = 0; depth < 90; depth += 1) nested = { error: nested };
    expect(read(400, nested).message).toBe('');
    expect(
      read(400, { errors: Array.from({ length: 60_000 }, () => ({ message: 'x' })) }).message.length,
    ).toBeLessThanOrEqual(4000);
    expect(read(400, { error: { message: '{"error":'.repeat(5000) } }).message.length).toBeLessThanOrEqual(4000);
  });
});

describe('a server that loads its model', () => {
  const loading = {
    status: 503,
    json: { error: { code: 503, message: 'Loading model', type: 'unavailable_error' } },
  } satisfies StubAnswer;

  test('is asked until it has, and who listens is told of the wait', async () => {
    const told: string[] = [];
    const { ask, bodies } = await startReplies((_request, count) => (count < 2 ? loading : eventStream(hello)));
    const reply = await listenToWaits(
      {
        answer: () => () => {},
        sign() {
          told.push('begins');
          return () => told.push('ends');
        },
        line: () => () => told.push('left the line'),
        turn: () => told.push('turn'),
      },
      () => ask({ temperature: 1 }),
    );
    expect(reply.text).toBe('Hello');
    expect(bodies()).toHaveLength(3);
    expect(told).toEqual(['turn', 'begins', 'ends']);
  });

  test('no longer than for the first byte, and then says so', async () => {
    // The answer comes at once: on a machine that is held up, it would be given up before it is there.
    const fetch = async () => Response.json(loading.json, { status: loading.status });
    const { ask } = await startReplies(() => loading, { requestTimeoutMs: 50, fetch });
    await expect(ask()).rejects.toThrow(
      'is still loading its model. It said: “Loading model” Try again in a few minutes.',
    );
  });

  test('and the wait ends with who stops it', async () => {
    const stopping = new AbortController();
    const { ask } = await startReplies(() => {
      stopping.abort();
      return loading;
    });
    await expect(ask({ signal: stopping.signal })).rejects.toMatchObject({ kind: 'cancelled' });
  });
});

test('a server’s advice is told where it has neither route', async () => {
  const advice = 'This server does not support completions. Start it without `--embeddings`';
  const { model, ask } = await startReplies(() => ({
    status: 501,
    json: { error: { code: 501, message: advice, type: 'not_supported_error' } },
  }));
  await expect(model.nextToken({ prompt: 'x', candidates: 3 })).rejects.toThrow(
    `takes neither texts nor questions. It said: “${advice}”`,
  );
  await expect(ask()).rejects.toThrow(`m takes no questions at`);
  await expect(ask()).rejects.toThrow(advice);
});
