import { Writable } from 'node:stream';
import { DiscordAPIError, RateLimitError } from 'discord.js';
import type { Logger } from 'pino';
import { describe, expect, test, vi } from 'vitest';
import { parseConfig } from '../src/config.js';
import { createLog, secretsOf } from '../src/log.js';

test('an error of a Discord request is logged without what was written and without the interaction’s token', () => {
  let lines = '';
  const sink = new Writable({
    write(chunk, _encoding, done) {
      lines += chunk;
      done();
    },
  });
  const error = new DiscordAPIError(
    { code: 50035, message: 'Invalid Form Body' },
    50035,
    400,
    'PATCH',
    'https://discord.com/api/v10/webhooks/1/aSecretToken/messages/@original',
    { files: undefined, body: { content: 'what somebody wrote' } },
  );
  createLog('info', sink).warn({ err: error }, 'an edit failed');
  expect(JSON.parse(lines).err).toMatchObject({ code: 50035, status: 400, method: 'PATCH' });
  expect(lines).not.toContain('aSecretToken');
  expect(lines).not.toContain('what somebody wrote');

  lines = '';
  const limited = new RateLimitError({
    global: false,
    hash: 'h',
    limit: 5,
    majorParameter: '1/aSecretToken',
    method: 'PATCH',
    retryAfter: 1_000_000,
    route: '/webhooks/:id/:token',
    scope: 'user',
    sublimitTimeout: 0,
    timeToReset: 1_000_000,
    url: 'https://discord.com/api/v10/webhooks/1/aSecretToken/messages/@original',
  });
  createLog('info', sink).warn({ err: limited }, 'an edit failed');
  expect(JSON.parse(lines).err).toMatchObject({ method: 'PATCH' });
  expect(lines).not.toContain('aSecretToken');

  lines = '';
  createLog('info', sink).error({ err: new TypeError('x is not a function') }, 'a command failed');
  expect(JSON.parse(lines).err.stack).toContain('log.test.ts');
});

test('a secret of the configuration is in no line, whatever it came in with', () => {
  const written: string[] = [];
  const key = 'sk-with-"quotes"-and-\\backslash';
  const secrets = secretsOf(
    parseConfig({
      DISCORD_TOKEN: 'discord-token-1',
      OPENAI_API_KEY: key,
      OPENAI_BASE_URL: 'http://ann:p%40ss-word-1@localhost:8000/v1,http://bob:pass-word-2@localhost:8001/v1',
    }),
  );
  const log = createLog('info', { write: (line) => void written.push(line) }, secrets);
  log.error({ err: new Error(`401 for ${key}`), said: ['Bot discord-token-1'] }, `http://ann:p%40ss-word-1@localhost`);
  log.info({ second: 'http://bob:pass-word-2@localhost' });
  log.info({ authorization: `Basic ${Buffer.from('ann:p@ss-word-1').toString('base64')}`, password: 'p@ss-word-1' });
  const lines = written.join('');
  for (const secret of [
    'discord-token-1',
    'quotes',
    'ss-word-1',
    'pass-word-2',
    Buffer.from('ann:p@ss-word-1').toString('base64'),
  ]) {
    expect(lines).not.toContain(secret);
  }
  expect(JSON.parse(written[0] ?? '')).toMatchObject({ err: { message: '401 for •••' }, said: ['Bot •••'] });
});

test('an error’s text is bounded, and what else it holds is left out', () => {
  let lines = '';
  const write = (line: string) => {
    lines += line;
  };
  const log = createLog('info', { write });
  const error = Object.assign(new Error('x'.repeat(100_000)), { body: { said: 'what somebody wrote' }, code: 'E' });
  log.error({ err: error }, 'a command failed');
  expect(lines.length).toBeLessThan(10_000);
  expect(lines).not.toContain('what somebody wrote');
  expect(JSON.parse(lines).err).toMatchObject({ type: 'Error', code: 'E' });
});

test('a long error is cut without looking for its user-perceived characters, which holds the thread up', () => {
  const segment = vi.spyOn(Intl.Segmenter.prototype, 'segment');
  try {
    const lines: string[] = [];
    createLog('info', { write: (line) => void lines.push(line) }).error({ err: new Error('😀'.repeat(10_000)) }, 'x');
    expect(segment).not.toHaveBeenCalled();
    expect(JSON.parse(lines[0] ?? '').err.message).toBe(`${'😀'.repeat(2000)}…`);
  } finally {
    segment.mockRestore();
  }
});

describe('as text', () => {
  /** What a log as text writes, without the time. */
  function written(write: (log: Logger) => void, secrets: readonly string[] = []): string {
    const lines: string[] = [];
    write(createLog('info', { write: (line) => void lines.push(line) }, secrets, 'text'));
    return lines.map((line) => line.replace(/^\d\d:\d\d:\d\d /, '')).join('');
  }

  test('an event is a short line with its reason and what else is plain', () => {
    const fault = { type: 'TypeError', at: ['at x'] };
    expect(
      written((log) => {
        log.info({ commands: 12, sent: true }, 'commands registered');
        log.warn(
          { err: new Error('it is gone'), why: 'It cannot be reached.' },
          'the model could not be asked what it can do',
        );
        log.warn({ err: new Error('it is gone'), command: 'ask' }, 'an edit failed');
        log.error({ fault, kind: 'exception' }, 'an error that nobody caught');
        log.fatal('nothing goes on');
      }),
    ).toBe(
      [
        'commands registered (commands: 12, sent: true)',
        'Warning: the model could not be asked what it can do: It cannot be reached.',
        'Warning: an edit failed: it is gone (command: ask)',
        'Error: an error that nobody caught: TypeError (kind: exception)',
        'Error: nothing goes on\n',
      ].join('\n'),
    );
  });

  test('what a server wrote stays on its line, moves no cursor, and is bounded', () => {
    const odd = 'a\nb\r\u001b[2Jc\u009bd\u2028e\u202ef\u0000g';
    expect(written((log) => log.warn({ err: new Error(odd), odd }, odd))).toBe(
      `Warning: ${'a b [2Jc d e f g'}: a b [2Jc d e f g (odd: a b [2Jc d e f g)\n`,
    );
    expect(written((log) => log.warn({ err: new Error('x'.repeat(1e6)) }, 'y')).length).toBeLessThan(400);
  });

  test('no secret and nothing that people wrote is in it', () => {
    const key = 'sk-with-"quotes"-and-\\backslash';
    const error = Object.assign(new Error(`401 for ${key}`), { body: 'what somebody wrote', requestBody: {} });
    expect(written((log) => log.error({ err: error, key }, `no ${key}`), [key])).toBe(
      'Error: no •••: 401 for ••• (key: •••)\n',
    );
  });
});
