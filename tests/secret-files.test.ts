import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ConfigError, parseConfig } from '../src/config.js';

const folder = mkdtempSync(join(tmpdir(), 'tokenscope-secret-files-'));
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    parseConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

test('every secret may stand in a file, with or without a line break at its end', () => {
  const config = parseConfig({
    DISCORD_TOKEN_FILE: fileOf('token', 'a-token\n'),
    DISCORD_PUBLIC_KEY_FILE: fileOf('public-key', `${'ab'.repeat(32)}\r\n`),
    INTERACTIONS_PORT: '0',
    DATABASE_URL_FILE: fileOf('database', 'postgres://bot:secret@localhost/tokenscope'),
    OPENAI_BASE_URL: 'http://localhost:8000/v1',
    OPENAI_API_KEY_FILE: fileOf('key', '\uFEFFkey-one\n'),
    OPENAI_HEADERS_FILE: fileOf('headers', '{\n\t"x-team": "physics"\n}\n'),
    OPENAI_BASE_URL_2: 'http://localhost:8001/v1',
    OPENAI_API_KEY_2_FILE: fileOf('key-2', 'key-two\n'),
    OPENAI_BASE_URL_3: 'http://localhost:8002/v1',
    OPENAI_API_KEY_FILE_3: fileOf('key-3', 'key-three'),
    MODERATION_BASE_URL: 'http://localhost:8003/v1',
    MODERATION_API_KEY_FILE: fileOf('moderation', 'key-four'),
    HTTPS_PROXY_FILE: fileOf('proxy', 'http://me:secret@proxy.example:3128'),
  });
  expect(config.discord).toMatchObject({ token: 'a-token', interactions: { publicKey: 'ab'.repeat(32) } });
  expect(config.databaseURL).toBe('postgres://bot:secret@localhost/tokenscope');
  expect(config.model).toMatchObject({ apiKey: 'key-one', headers: { 'x-team': 'physics' } });
  expect(config.otherEndpoints?.map(({ apiKey }) => apiKey)).toEqual(['key-two', 'key-three']);
  expect(config.moderation?.apiKey).toBe('key-four');
  expect(config.proxies?.https).toBe('http://me:secret@proxy.example:3128');
});

test('the variable that a file of endpoints names may be a file, too', () => {
  const list = [{ name: 'home', baseURL: 'http://localhost:8000/v1', apiKeyVariable: 'HOME_KEY' }];
  const ENDPOINTS_FILE = fileOf('endpoints.json', JSON.stringify(list));
  expect(parseConfig({ ENDPOINTS_FILE, HOME_KEY_FILE: fileOf('home', 'key-five\n') }).model.apiKey).toBe('key-five');
  expect(problemsOf({ ENDPOINTS_FILE, HOME_KEY_FILE: join(folder, 'none') })).toEqual([
    expect.stringMatching(/apiKeyVariable HOME_KEY_FILE names the file .+none, which is not there: check the path$/),
  ]);
  expect(problemsOf({ ENDPOINTS_FILE })).toEqual([expect.stringContaining('names HOME_KEY, which is not set')]);
});

test.each([
  ['is not there', () => join(folder, 'nowhere'), 'which is not there'],
  ['is a folder', () => folder, 'which is no file but a folder'],
  ['is a device', () => '/dev/null', 'which is no file but a folder, a pipe or a device'],
  ['is empty', () => fileOf('empty', ''), 'which is empty'],
  ['has a line break alone', () => fileOf('blank', ' \n'), 'which is empty'],
  ['is large', () => fileOf('large', 'xyzzy'.repeat(20_000)), 'which is longer than 64 KB'],
  ['has several lines', () => fileOf('lines', 'xyzzy\nxyzzy\n'), 'the secret alone, as text on one line'],
  ['is no text', () => fileOf('bytes', Buffer.from([0x78, 0x79, 0xff, 0xfe])), 'the secret alone, as text'],
])('a file that %s is told by its name, without what is in it', (_, make, told) => {
  const path = make();
  const problems = problemsOf({ DISCORD_TOKEN_FILE: path });
  expect(problems).toEqual([expect.stringContaining(`DISCORD_TOKEN_FILE names`)]);
  expect(problems[0]).toContain(path);
  expect(problems[0]).toContain(told);
  expect(problems[0]).not.toContain('xyzzy');
});

test.skipIf(process.platform === 'win32')('a pipe that nobody writes into does not hold the start up', () => {
  const path = join(folder, 'pipe');
  execFileSync('mkfifo', [path]);
  expect(problemsOf({ DISCORD_TOKEN_FILE: path })).toEqual([expect.stringContaining('which is no file but')]);
});

test('a secret that is set twice is a problem, however it is set', () => {
  const path = fileOf('twice', 'xyzzy');
  expect(problemsOf({ DISCORD_TOKEN: 'a', DISCORD_TOKEN_FILE: path })).toEqual([
    'DISCORD_TOKEN_FILE stands beside DISCORD_TOKEN: take one of them away',
  ]);
  expect(
    problemsOf({
      OPENAI_BASE_URL_2: 'http://localhost:1/v1',
      OPENAI_API_KEY_2_FILE: path,
      OPENAI_API_KEY_FILE_2: path,
    }),
  ).toEqual(['OPENAI_API_KEY_FILE_2 stands beside OPENAI_API_KEY_2_FILE: take one of them away']);
});

test('what is in a file is checked as what is in a variable, and named by neither', () => {
  const path = fileOf('spaces', 'xyzzy and more');
  expect(problemsOf({ DISCORD_TOKEN_FILE: path })).toEqual([
    'DISCORD_TOKEN must not contain spaces: copy it again from the Discord developer portal, page Bot',
  ]);
});

test('an empty variable and one that names no secret are no files', () => {
  mkdirSync(join(folder, 'other'), { recursive: true });
  const environment = { DISCORD_TOKEN_FILE: '', PLAYGROUND_PORT_FILE: folder, OPENAI_MODEL_2_FILE: folder };
  expect(parseConfig(environment).playgroundPort).toBe(3000);
});
