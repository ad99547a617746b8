import { HTTPError, RateLimitError } from 'discord.js';
import { describe, expect, test } from 'vitest';
import { readFailure } from '../../../../src/discord/transport/discord-js/read-failure.js';
import { broken } from '../fake-pace.js';

describe('what a failure means', () => {
  const withCode = (code: string, more: object = {}) => Object.assign(new Error('x'), { code, ...more });
  test.each([
    ['a closed connection', broken(), 'passing'],
    ['a reset', withCode('ECONNRESET', { syscall: 'read' }), 'passing'],
    ['a broken pipe', withCode('EPIPE', { syscall: 'write' }), 'passing'],
    ['nobody there', withCode('ECONNREFUSED', { syscall: 'connect' }), 'passing'],
    ['no name server', withCode('EAI_AGAIN', { syscall: 'getaddrinfo' }), 'passing'],
    ['no connection in time', withCode('UND_ERR_CONNECT_TIMEOUT'), 'passing'],
    ['no headers in time', withCode('UND_ERR_HEADERS_TIMEOUT'), 'passing'],
    ['no answer in time', Object.assign(new Error('aborted'), { name: 'AbortError' }), 'passing'],
    ['a fetch that says only in its cause why', new TypeError('fetch failed', { cause: broken() }), 'passing'],
    ['an answer that is cut off', new SyntaxError('Unexpected end of JSON input'), 'passing'],
    ['an error of Discord’s own', new HTTPError(503, 'x', 'PATCH', 'x', {}), 'passing'],
    ['a rate limit beyond all bounds', new RateLimitError({ timeToReset: 1e9 } as never), 'unreachable'],
    ['a wrong argument', withCode('UND_ERR_INVALID_ARG'), undefined],
    ['a mistake', new TypeError('x is not a function'), undefined],
    ['no error at all', 'text', undefined],
  ] as const)('%s: %3$s', (_, error, meaning) => {
    expect(readFailure(error)).toBe(meaning);
  });
});
