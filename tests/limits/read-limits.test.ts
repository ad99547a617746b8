import { expect, test } from 'vitest';
import { ConfigError, parseConfig } from '../../src/config.js';

test('limits are set by what they are called, beside those that hold anyway', () => {
  expect(parseConfig({}).limits).toBeUndefined();
  expect(parseConfig({ LIMIT_SERVER_TOKENS_PER_DAY: '200000', LIMIT_ALL_AT_ONCE: '50' }).limits).toEqual({
    limits: [
      { who: 'person', of: 'commands', per: 'minute', most: 40 },
      { who: 'server', of: 'tokens', per: 'day', most: 200_000 },
    ],
    personAtOnce: 4,
    allAtOnce: 50,
  });
  expect(parseConfig({ LIMIT_PERSON_COMMANDS_PER_MINUTE: 'none', LIMIT_PERSON_AT_ONCE: '2' }).limits).toEqual({
    limits: [],
    personAtOnce: 2,
    allAtOnce: 2000,
  });
});

test('every limit that is none is told, and what else a machine calls a limit is left alone', () => {
  expect(parseConfig({ LIMIT_NOFILE: '1024' })).not.toHaveProperty('limits');
  const problems = (() => {
    try {
      parseConfig({
        LIMIT_PERSON_TOKEN_PER_DAY: '5',
        LIMIT_ALL_TOKENS_PER_DAY: '1.5',
        LIMIT_PERSON_AT_ONCE: 'none',
        LIMIT_CHANNEL_COMMANDS_PER_DAY: '0',
        MODEL_REQUESTS_AT_ONCE: '0',
      });
    } catch (error) {
      return error instanceof ConfigError ? error.problems : [];
    }
    return [];
  })();
  expect(problems[0]).toBe(
    'LIMIT_PERSON_TOKEN_PER_DAY is no limit that there is: a limit is LIMIT_(PERSON|CHANNEL|SERVER|ALL)_(COMMANDS|TOKENS)_PER_(MINUTE|DAY), LIMIT_PERSON_AT_ONCE or LIMIT_ALL_AT_ONCE',
  );
  expect(problems.slice(1)).toEqual([
    'LIMIT_ALL_TOKENS_PER_DAY must be a whole number from 1, or none',
    'LIMIT_PERSON_AT_ONCE must be a whole number from 1',
    'LIMIT_CHANNEL_COMMANDS_PER_DAY must be a whole number from 1, or none',
    'MODEL_REQUESTS_AT_ONCE must be a number from 1 to 1000',
  ]);
});

test('requests at once are numbers from 1', () => {
  expect(parseConfig({ MODEL_REQUESTS_AT_ONCE: '3' }).modelRequestsAtOnce).toEqual({
    perEndpoint: 3,
    inAll: undefined,
  });
  expect(parseConfig({})).not.toHaveProperty('modelRequestsAtOnce');
});
