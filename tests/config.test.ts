import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
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
      DATABASE_URL: 'mysql://x',
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

test('an address without a host is none, although a parser would take its path for one', () => {
  for (const OPENAI_BASE_URL of ['http:///v1', 'http://', 'http:/v1']) {
    expect(() => parseConfig({ OPENAI_BASE_URL })).toThrow('OPENAI_BASE_URL must be an address that starts with http');
  }
  expect(() => parseConfig({ DATABASE_URL: 'file:' })).toThrow('DATABASE_URL must be a file, such as');
});

test('no two of the ports are the same', () => {
  expect(() => parseConfig({ OPERATIONS_PORT: '3000' })).toThrow(
    'OPERATIONS_PORT and PLAYGROUND_PORT are the same port, 3000: give each a port of its own',
  );
  expect(() => parseConfig({ OPERATIONS_PORT: '8080', INTERACTIONS_PORT: '8080' })).toThrow('are the same port, 8080');
  expect(parseConfig({ OPERATIONS_PORT: '3000', DISCORD_TOKEN: 'x' }).operationsPort).toBe(3000);
  expect(parseConfig({ OPERATIONS_PORT: '0', PLAYGROUND_PORT: '0' }).operationsPort).toBe(0);
});

test('runs are kept for 1 to 3650 days where the environment says so', () => {
  expect(parseConfig({ RETENTION_DAYS: ' 7 ' }).retentionDays).toBe(7);
  expect(parseConfig({ RETENTION_DAYS: '' })).not.toHaveProperty('retentionDays');
  for (const days of ['0', '3651', '-1', 'x', 'Infinity']) {
    expect(() => parseConfig({ RETENTION_DAYS: days })).toThrow('RETENTION_DAYS must be a number from 1 to 3650');
  }
  expect(() => parseConfig({ RETENTION_DAYS: '1.5' })).toThrow('RETENTION_DAYS must be a whole number');
});

test('a class is opened on request, and not beside Discord', () => {
  expect(parseConfig({ PLAYGROUND_CLASS: 'true' }).playgroundClass).toBe(true);
  expect(parseConfig({ PLAYGROUND_CLASS: 'false' })).not.toHaveProperty('playgroundClass');
  expect(() => parseConfig({ PLAYGROUND_CLASS: 'yes' })).toThrow('PLAYGROUND_CLASS must be true or false');
  expect(() => parseConfig({ PLAYGROUND_CLASS: 'true', DISCORD_TOKEN: 'secret' })).toThrow(
    /^PLAYGROUND_CLASS \(or --class\) opens a class without Discord.*take one of them away$/,
  );
});

test('a playground is published where that is said, and nowhere else', () => {
  expect(parseConfig({ PLAYGROUND_PUBLISHED: 'true' }).playgroundPublished).toBe(true);
  expect(parseConfig({})).not.toHaveProperty('playgroundPublished');
  expect(() => parseConfig({ PLAYGROUND_PUBLISHED: '0.0.0.0' })).toThrow('PLAYGROUND_PUBLISHED must be true or false');
});

test('a browser opens where one is at hand, unless OPEN_BROWSER says false', () => {
  const opens = (environment: Record<string, string>, hasOutput: boolean) =>
    parseConfig({ DISPLAY: ':0', ...environment }, { hasOutput, hasLog: !hasOutput }, 'linux').openBrowser;
  expect([opens({}, true), opens({}, false)]).toEqual([true, false]);
  expect([opens({ OPEN_BROWSER: 'true' }, true), opens({ OPEN_BROWSER: 'true' }, false)]).toEqual([true, false]);
  expect([opens({ OPEN_BROWSER: 'false' }, true), opens({ DISPLAY: '' }, true)]).toEqual([false, false]);
  expect(() => opens({ OPEN_BROWSER: 'no' }, true)).toThrow('OPEN_BROWSER must be true or false');
});

const folder = mkdtempSync(join(tmpdir(), 'tokenscope-config-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fileWith(content: unknown): string {
  const path = join(folder, 'endpoints.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
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

test('further endpoints come from numbered variables, in the order of their numbers, and then from the file', () => {
  const config = parseConfig({
    OPENAI_BASE_URL: 'http://localhost:1/v1',
    OPENAI_NAME: 'home',
    OPENAI_API_KEY_10: 'sk-10',
    OPENAI_BASE_URL_2: 'http://localhost:2/v1/',
    OPENAI_MODEL_2: 'two',
    OPENAI_NAME_2: 'attic',
    ENDPOINTS_FILE: fileWith([{ name: 'lab', baseURL: 'http://localhost:3/v1', apiKeyVariable: 'LAB_KEY' }]),
    LAB_KEY: 'sk-lab',
  });
  expect(config.model).toEqual({ name: 'home', baseURL: 'http://localhost:1/v1' });
  expect(config.otherEndpoints).toEqual([
    { name: 'attic', baseURL: 'http://localhost:2/v1', apiKey: undefined, defaultModel: 'two' },
    { name: undefined, baseURL: 'https://api.openai.com/v1', apiKey: 'sk-10', defaultModel: undefined },
    { name: 'lab', baseURL: 'http://localhost:3/v1', apiKey: 'sk-lab', defaultModel: undefined },
  ]);
});

test('an endpoint can have several addresses, each of which counts once', () => {
  const config = parseConfig({
    OPENAI_BASE_URL: ' http://gpu1:8000/v1/, http://gpu2:8000/v1,,http://GPU1:8000/v1 http://gpu2:8000 ',
    OPENAI_BASE_URL_2: 'https://b:4/v1,',
    ENDPOINTS_FILE: fileWith([
      { baseURL: ['http://a:1/v1', 'http://a:2/v1/'] },
      { baseURL: 'http://c/v1 http://d/v1' },
    ]),
  });
  expect(config.model).toEqual({ baseURL: 'http://gpu1:8000/v1', replicaURLs: ['http://gpu2:8000/v1'] });
  expect(config.otherEndpoints).toEqual([
    { baseURL: 'https://b:4/v1' },
    { baseURL: 'http://a:1/v1', replicaURLs: ['http://a:2/v1'] },
    { baseURL: 'http://c/v1', replicaURLs: ['http://d/v1'] },
  ]);
});

test('each of several addresses is checked, and none that is wrong is repeated', () => {
  const among = (place: number) =>
    `has several addresses, and number ${place} does not start with http:// or https://: write each like http://localhost:8000/v1`;
  const file = (baseURL: unknown) => problemsOf({ ENDPOINTS_FILE: fileWith([{ baseURL }]) })[0];
  expect(problemsOf({ OPENAI_BASE_URL: 'http://a/v1,ann:secret@b:8000/v1' })).toEqual([`OPENAI_BASE_URL ${among(2)}`]);
  expect(problemsOf({ OPENAI_BASE_URL: ' , ' })).toEqual([
    'OPENAI_BASE_URL must be an address that starts with http:// or https://, such as http://localhost:8000/v1',
  ]);
  expect(file(['http://a/v1', 'ftp://b/v1'])).toMatch(new RegExp(`: baseURL ${among(2)}$`));
  for (const none of [[], [3], [['http://a/v1']], {}, null, ''])
    expect(file(none)).toMatch(/baseURL must be an address/);
  const many = Array.from({ length: 33 }, (_, at) => `http://host${at}/v1`);
  expect(problemsOf({ OPENAI_BASE_URL: many.join() })).toEqual([
    'OPENAI_BASE_URL may have up to 32 addresses: put a router in front of more',
  ]);
  expect(parseConfig({ OPENAI_BASE_URL: many.slice(1).join() }).model.replicaURLs).toHaveLength(31);
});

test('without OPENAI_BASE_URL the first of the others is the default, and OPENAI_MODEL is its model', () => {
  const { model, otherEndpoints } = parseConfig({
    OPENAI_MODEL: 'qwen',
    ENDPOINTS_FILE: fileWith({ endpoints: [{ baseURL: 'http://localhost:3/v1', apiKey: 'sk-3' }] }),
  });
  expect(model).toEqual({ baseURL: 'http://localhost:3/v1', apiKey: 'sk-3', defaultModel: 'qwen' });
  expect(otherEndpoints).toBeUndefined();
});

test('all that is wrong with several endpoints is told at once, and never with a key', () => {
  const problems = problemsOf({
    OPENAI_BASE_URL: 'localhost:8000',
    OPENAI_MODEL_2: 'two',
    OPENAI_BASE_URL_3: 'ftp://x',
    OPENAI_API_KEY_3: 'a key',
    OPENAI_NAME_4: 'a, b',
    ENDPOINTS_FILE: fileWith([
      { baseURL: 'http://a/v1', apiKeyVariable: 'MISSING', name: 'Lab' },
      { name: 'lab', baseURL: 'http://b/v1' },
      { name: 'c' },
    ]),
    PLAYGROUND_PORT: 'x',
  });
  expect(problems).toEqual([
    'OPENAI_BASE_URL must be an address that starts with http:// or https://, such as http://localhost:8000/v1',
    'OPENAI_BASE_URL_2 is missing, and other variables end in _2',
    'OPENAI_BASE_URL_3 must be an address that starts with http:// or https://, such as http://localhost:8000/v1',
    'OPENAI_API_KEY_3 must not contain spaces: copy the key again',
    'OPENAI_NAME_4 must be a short name of up to 30 characters, without @ , ; and |, such as home',
    `ENDPOINTS_FILE ${join(folder, 'endpoints.json')}, endpoint 3: baseURL must be an address that starts with http:// or https://, such as http://localhost:8000/v1`,
    'PLAYGROUND_PORT must be a number from 0 to 65535',
  ]);
  expect(
    problemsOf({
      ENDPOINTS_FILE: fileWith([
        { baseURL: 'http://a/v1', apiKeyVariable: 'MISSING', name: 'Lab' },
        { name: 'lab', baseURL: 'http://b/v1' },
      ]),
    }),
  ).toEqual([
    `ENDPOINTS_FILE ${join(folder, 'endpoints.json')}, endpoint 1: apiKeyVariable names MISSING, which is not set`,
    'Two endpoints are called lab: give each a name of its own',
  ]);
});

test.each([
  ['{"endpoints": [{"apiKey": "sk-secret",}]}', /, which is no valid JSON: look for/],
  ['"sk-secret"', /must be a list of endpoints, such as/],
  ['[]', /must be a list of endpoints, such as/],
  ['["sk-secret"]', /, endpoint 1 must be an endpoint, such as/],
  ['[{"baseURL": "http://a/v1", "key": "sk-secret"}]', /, endpoint 1 has key, which is not known\. Known are name, /],
])('a file of endpoints that holds %s is told what is wrong', (content, problem) => {
  const problems = problemsOf({ ENDPOINTS_FILE: fileWith(content) });
  expect(problems).toEqual([expect.stringMatching(problem)]);
  expect(problems.join()).not.toContain('sk-secret');
});

test('a file of endpoints that is not there is named', () => {
  const path = join(folder, 'none.json');
  expect(problemsOf({ ENDPOINTS_FILE: path })).toEqual([
    `ENDPOINTS_FILE names the file ${path}, which is not there: check the path`,
  ]);
});

test('an endpoint has settings of its own for how it is asked', () => {
  const { model, otherEndpoints } = parseConfig({
    OPENAI_BASE_URL: 'http://one/v1',
    OPENAI_HEADERS: '{"api-key": "secret one", "x-team": "physics"}',
    OPENAI_STREAMING: 'false',
    OPENAI_USER_FIELD: 'safety_identifier',
    OPENAI_BASE_URL_2: 'http://two/v1',
    OPENAI_LOGPROBS_2: 'false',
    ENDPOINTS_FILE: fileWith([
      { baseURL: 'http://three/v1', headers: { a: 'b' }, streaming: false, userField: 'user' },
    ]),
  });
  expect(model).toMatchObject({
    headers: { 'api-key': 'secret one', 'x-team': 'physics' },
    streaming: false,
    userField: 'safety_identifier',
  });
  expect(otherEndpoints).toMatchObject([
    { logprobs: false },
    { headers: { a: 'b' }, streaming: false, userField: 'user' },
  ]);
});

test.each([
  ['not json', /^OPENAI_HEADERS must be headers as a JSON object of texts/],
  ['["a"]', /^OPENAI_HEADERS must be headers as a JSON object of texts/],
  ['{"a b": "secret"}', /^OPENAI_HEADERS must be headers as a JSON object of texts/],
  ['{"a": "secret\\nb: c"}', /^OPENAI_HEADERS must be headers as a JSON object of texts/],
  ['{"a": 1}', /^OPENAI_HEADERS must be headers as a JSON object of texts/],
  ['{"Host": "secret"}', /^OPENAI_HEADERS must not set host, connection/],
])('headers that are %s are refused, and what they say is not repeated', (headers, problem) => {
  const problems = problemsOf({ OPENAI_BASE_URL: 'http://one/v1', OPENAI_HEADERS: headers });
  expect(problems).toEqual([expect.stringMatching(problem)]);
  expect(problems.join()).not.toContain('secret');
});

test('proxies are read as other programs read them', () => {
  expect(parseConfig({}).proxies).toBeUndefined();
  expect(parseConfig({ NO_PROXY: 'a' }).proxies).toBeUndefined();
  expect(
    parseConfig({
      HTTP_PROXY: 'http://upper:1',
      http_proxy: 'lower:2',
      https_proxy: 'http://u:p@s:3',
      NO_PROXY: 'a, b  c',
    }).proxies,
  ).toEqual({ http: 'http://lower:2', https: 'http://u:p@s:3', except: ['a', 'b', 'c'] });
  expect(problemsOf({ HTTPS_PROXY: 'socks5://p:1' })).toEqual([
    'HTTPS_PROXY must be the address of an HTTP proxy, such as http://proxy.example:3128',
  ]);
});

test('a moderation endpoint has an address', () => {
  expect(parseConfig({}).moderation).toBeUndefined();
  expect(
    parseConfig({ MODERATION_BASE_URL: 'https://api.openai.com/v1/', MODERATION_API_KEY: 'k' }).moderation,
  ).toEqual({ baseURL: 'https://api.openai.com/v1', apiKey: 'k' });
  expect(problemsOf({ MODERATION_API_KEY: 'k' })).toEqual([expect.stringMatching(/^MODERATION_BASE_URL is missing/)]);
});

test('answers are checked where somebody says so, and only by an endpoint that there is', () => {
  const moderation = { baseURL: 'http://mod/v1', apiKey: undefined, model: undefined };
  expect(parseConfig({ MODERATION_BASE_URL: 'http://mod/v1' }).moderation).toEqual(moderation);
  expect(parseConfig({ MODERATION_BASE_URL: 'http://mod/v1', MODERATE_ANSWERS: 'true' }).moderation).toEqual({
    ...moderation,
    answers: true,
  });
  expect(problemsOf({ MODERATE_ANSWERS: 'true' })).toEqual([expect.stringMatching(/^MODERATION_BASE_URL is missing/)]);
  expect(problemsOf({ MODERATE_ANSWERS: 'perhaps' })).toEqual([expect.stringMatching(/^MODERATE_ANSWERS /)]);
});
