import { expect, test } from 'vitest';
import { ConfigError, parseConfig } from '../src/config.js';

test('an empty environment means the playground and the tiny model', () => {
  const config = parseConfig({ DISCORD_TOKEN: '', OPENAI_BASE_URL: '  ', UNRELATED: 'x' });
  expect(config).toEqual({
    discord: { token: undefined, apiURL: undefined },
    model: { baseURL: undefined, apiKey: undefined, defaultModel: undefined },
    playgroundPort: 3000,
    databaseURL: 'file:./data/tokenscope.db',
    logLevel: 'info',
    logFormat: 'json',
    openBrowser: false,
    stopTimeoutSeconds: 30,
  });
});

test('a key alone means the hosted service, an address alone a server without a key', () => {
  expect(parseConfig({ OPENAI_API_KEY: 'sk-1' }).model.baseURL).toBe('https://api.openai.com/v1');
  expect(parseConfig({ OPENAI_BASE_URL: 'http://localhost:8000/v1/' }).model).toEqual({
    baseURL: 'http://localhost:8000/v1',
    apiKey: undefined,
    defaultModel: undefined,
  });
});

test('every problem is told at once, by name, with what would be right, and never with a secret', () => {
  const parse = () =>
    parseConfig({
      DISCORD_TOKEN: 'a secret token',
      DISCORD_API_URL: 'https://discord.com/api/v10',
      OPENAI_BASE_URL: 'localhost:8000',
      PLAYGROUND_PORT: '70000',
      DATABASE_URL: 'postgres://x',
      LOG_LEVEL: 'loud',
      STOP_TIMEOUT_SECONDS: '-1',
    });
  expect(parse).toThrow(ConfigError);
  const problems = (() => {
    try {
      parse();
    } catch (error) {
      return error instanceof ConfigError ? error.problems : [];
    }
    return [];
  })();
  expect(problems.map((problem) => problem.split(' ')[0])).toEqual([
    'DISCORD_TOKEN',
    'DISCORD_API_URL',
    'OPENAI_BASE_URL',
    'PLAYGROUND_PORT',
    'DATABASE_URL',
    'LOG_LEVEL',
    'STOP_TIMEOUT_SECONDS',
  ]);
  expect(problems.join()).not.toContain('secret token');
});

test.each([
  [{}, false, 'json', 'info'],
  [{}, true, 'text', 'warn'],
  [{ LOG_LEVEL: 'info' }, true, 'text', 'info'],
  [{ LOG_FORMAT: 'json' }, true, 'json', 'info'],
  [{ LOG_FORMAT: 'text' }, false, 'text', 'warn'],
  [{ LOG_FORMAT: 'text', LOG_LEVEL: 'debug' }, false, 'text', 'debug'],
] as const)('the log of %j, at a terminal: %s, is %s from %s', (environment, hasLog, logFormat, logLevel) => {
  expect(parseConfig(environment, { hasLog, hasOutput: !hasLog })).toMatchObject({ logFormat, logLevel });
});

test('a class is opened on request, and not beside Discord', () => {
  expect(parseConfig({ PLAYGROUND_CLASS: 'true' }).playgroundClass).toBe(true);
  expect(parseConfig({ PLAYGROUND_CLASS: 'false' })).not.toHaveProperty('playgroundClass');
  expect(() => parseConfig({ PLAYGROUND_CLASS: 'yes' })).toThrow('PLAYGROUND_CLASS must be one of true, false');
  expect(() => parseConfig({ PLAYGROUND_CLASS: 'true', DISCORD_TOKEN: 'secret' })).toThrow(
    /^PLAYGROUND_CLASS \(or --class\) opens a class without Discord.*take one of them away$/,
  );
});

test('a browser opens where one is at hand, unless OPEN_BROWSER says false', () => {
  const opens = (environment: Record<string, string>, hasOutput: boolean) =>
    parseConfig({ DISPLAY: ':0', ...environment }, { hasOutput, hasLog: !hasOutput }, 'linux').openBrowser;
  expect([opens({}, true), opens({}, false)]).toEqual([true, false]);
  expect([opens({ OPEN_BROWSER: 'true' }, true), opens({ OPEN_BROWSER: 'true' }, false)]).toEqual([true, false]);
  expect([opens({ OPEN_BROWSER: 'false' }, true), opens({ DISPLAY: '' }, true)]).toEqual([false, false]);
  expect(() => opens({ OPEN_BROWSER: 'no' }, true)).toThrow('OPEN_BROWSER must be one of true, false');
});
