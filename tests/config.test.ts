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
