import { expect, test } from 'vitest';
import { parseConfig } from '../src/config.js';

const shardsOf = (SHARDS: string) => parseConfig({ SHARDS }).discord.shards;

test('shards are all of them, some of them, or as many as Discord says', () => {
  expect(shardsOf('')).toBeUndefined();
  expect(shardsOf('auto')).toBe('auto');
  expect(shardsOf('3')).toEqual({ ids: [0, 1, 2], count: 3 });
  expect(shardsOf('0-3 of 16')).toEqual({ ids: [0, 1, 2, 3], count: 16 });
  expect(shardsOf(' 4 - 5  of 6 ')).toEqual({ ids: [4, 5], count: 6 });
  expect(shardsOf('2 of 16')).toEqual({ ids: [2], count: 16 });
});

test.each(['0', '-1', 'all', '16-17 of 16', '3-1 of 4', '1.5', '4 of 4', '0-3/16', '99999'])(
  'shards are not “%s”, and it is said what they may be',
  (SHARDS) => {
    expect(() => parseConfig({ SHARDS })).toThrow(/^SHARDS must be auto, the number of all shards/);
  },
);

test('interactions come over HTTP where a port is set, beside the gateway only where shards are', () => {
  const publicKey = 'AB'.repeat(32);
  expect(parseConfig({ DISCORD_PUBLIC_KEY: publicKey }).discord.interactions).toBeUndefined();
  expect(parseConfig({ INTERACTIONS_PORT: '8080', DISCORD_PUBLIC_KEY: publicKey }).discord.interactions).toEqual({
    port: 8080,
    publicKey,
    besideGateway: false,
  });
  expect(parseConfig({ INTERACTIONS_PORT: '0', SHARDS: 'auto' }).discord.interactions).toEqual({
    port: 0,
    publicKey: undefined,
    besideGateway: true,
  });
  expect(() => parseConfig({ DISCORD_PUBLIC_KEY: 'abc' })).toThrow(/^DISCORD_PUBLIC_KEY must be 64 hexadecimal digits/);
});

test('a database is a file or a PostgreSQL server', () => {
  for (const url of ['file:x.db', 'postgres://bot:secret@localhost/tokenscope', 'postgresql://localhost/tokenscope']) {
    expect(parseConfig({ DATABASE_URL: url }).databaseURL).toBe(url);
  }
  expect(() => parseConfig({ DATABASE_URL: 'mysql://localhost/x' })).toThrow(/^DATABASE_URL must be a file/);
});

test('health and metrics have a port of their own', () => {
  expect(parseConfig({}).operationsPort).toBeUndefined();
  expect(parseConfig({ OPERATIONS_PORT: '9090' }).operationsPort).toBe(9090);
});
