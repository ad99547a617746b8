import { expect, test } from 'vitest';
import { parseConfig } from '../src/config.js';

const meantBy = (environment: Record<string, string>) =>
  (parseConfig(environment).misspelt ?? []).map(({ given, meant }) => [given, meant]);

test.each([
  ['DISCORD_TOKN', 'DISCORD_TOKEN'],
  ['discord_token', 'DISCORD_TOKEN'],
  ['OPENAI_BASEURL', 'OPENAI_BASE_URL'],
  ['OPENAI_BASEURL_2', 'OPENAI_BASE_URL_2'],
  ['OPENAI_API_KEYS_2_FILE', 'OPENAI_API_KEY_2_FILE'],
  ['ENDPOINT_FILE', 'ENDPOINTS_FILE'],
  ['LIMIT_PERSONS_COMMANDS_PER_MINUTE', 'LIMIT_PERSON_COMMANDS_PER_MINUTE'],
  ['DATABASE_URI', 'DATABASE_URL'],
  ['SHARD', 'SHARDS'],
  ['OPERATION_PORT', 'OPERATIONS_PORT'],
])('%s is told, and that %s may be meant', (given, meant) => {
  expect(meantBy({ [given]: '1' })).toEqual([[given, meant]]);
});

test('what only secrets may do is told of others', () => {
  expect(meantBy({ PLAYGROUND_PORT_FILE: '/run/port' })).toEqual([['PLAYGROUND_PORT_FILE', 'PLAYGROUND_PORT']]);
});

test('settings, what is empty, and what other programs read are passed over', () => {
  expect(
    meantBy({
      OPENAI_BASE_URL_2: 'http://localhost:8000/v1',
      OPENAI_MODEL_2: 'm',
      LIMIT_ALL_AT_ONCE: '5',
      https_proxy: 'http://proxy.example:3128',
      DATABASE_URI: '',
      PATH: '/bin',
      HOME: '/root',
      LANG: 'C',
      ALL_PROXY: 'x',
      FTP_PROXY: 'x',
      OPENAI_ORG_ID: 'x',
      LAB_KEY: 'x',
      VLLM_PORT: '8000',
    }),
  ).toEqual([]);
});

test('a name that is set rightly as well belongs to another program', () => {
  expect(meantBy({ DATABASE_URI: 'x', DATABASE_URL: 'file:./a.db' })).toEqual([]);
});
