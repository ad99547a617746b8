import { describe, expect, onTestFinished, test } from 'vitest';
import type { ModelOptions } from '../../src/model/model-options.js';
import { openModel } from '../../src/model/open-model.js';
import { endpointNames } from '../../src/model/several/endpoint-names.js';
import type { NamedEndpoint } from '../../src/model/several/named-endpoint.js';
import { joinEndpoints } from '../../src/model/several/several-endpoints.js';
import { openEndpointStub, type StubAnswer, type StubRequest } from './endpoint-stub.js';

const listOf = (...ids: string[]): StubAnswer => ({ json: { data: ids.map((id) => ({ id })) } });

const says = (text: string, model: unknown): StubAnswer => ({
  json: { model, choices: [{ index: 0, message: { content: text }, finish_reason: 'stop' }] },
});

const question = { question: 'Why?', temperature: 1 };

interface Given extends Partial<ModelOptions> {
  readonly name: string;
  readonly models?: StubAnswer | ((response: import('node:http').ServerResponse) => void);
}

/** Endpoints whose models say the name of their endpoint. */
async function open(...given: Given[]) {
  const stubs = await Promise.all(
    given.map(({ name, models = listOf('m') }) =>
      openEndpointStub(({ path, body }: StubRequest) =>
        path === '/v1/models' ? models : path === '/v1/chat/completions' ? says(name, body.model) : undefined,
      ),
    ),
  );
  let time = 0;
  const now = () => time;
  const [first, ...others] = given.map(({ name, models: _, ...options }, at): NamedEndpoint => {
    const model = openModel({ baseURL: stubs[at]?.baseURL ?? '', label: name, now, ...options });
    return { name, model, hasDefault: options.defaultModel !== undefined };
  });
  if (first === undefined) throw new Error('at least one is given');
  let leaveOut = () => {};
  const patience = () => waiting;
  const waiting = new Promise<void>((resolve) => {
    leaveOut = resolve;
  });
  const model = joinEndpoints([first, ...others], { patience });
  onTestFinished(async () => {
    model.close();
    await Promise.all(stubs.map((stub) => stub.close()));
  });
  const pass = (ms: number) => {
    time += ms;
  };
  return { model, stubs, pass, leaveOut };
}

const away = { baseURL: 'http://127.0.0.1:1/v1' };

describe('which endpoint is asked', () => {
  test('the one that a model’s name says, else the first that lists it', async () => {
    const { model } = await open(
      { name: 'home', models: listOf('m', 'own') },
      { name: 'lab', models: listOf('m', 'big') },
    );
    expect(await model.models()).toEqual(['m', 'own', 'm @ lab', 'big @ lab']);
    const textOf = async (name: string | undefined) => {
      const { text, model: answered, request } = await model.reply({ ...question, model: name });
      return [text, answered, request.endpoint, request.body.model];
    };
    expect(await textOf('m')).toEqual(['home', 'm', undefined, 'm']);
    expect(await textOf('m @ lab')).toEqual(['lab', 'm @ lab', 'lab', 'm']);
    expect(await textOf('big')).toEqual(['lab', 'big @ lab', 'lab', 'big']);
    expect(await textOf('big @ LAB')).toEqual(['lab', 'big @ lab', 'lab', 'big']);
    // The first one says what it makes of a name that nobody lists.
    expect(await textOf('unlisted')).toEqual(['home', 'unlisted', undefined, 'unlisted']);
    expect(await textOf(undefined)).toEqual(['home', 'm', undefined, 'm']);
    expect(await Promise.all(['m', 'big', 'big @ lab', 'x'].map((name) => model.fullName?.(name)))).toEqual([
      'm',
      'big @ lab',
      'big @ lab',
      'x',
    ]);
  });

  test('names with spaces, slashes, emoji and signs go to it as they are', async () => {
    const ids = ['org/big model', '🦙', 'a @ b', 'llama3:8b', 'v@1'];
    const { model, stubs } = await open({ name: 'home' }, { name: 'lab', models: listOf(...ids) });
    for (const id of ids) await model.reply({ ...question, model: `${id} @ lab` });
    expect(stubs[1]?.posted('/v1/chat/completions').map((body) => body.model)).toEqual(ids);
    expect((await model.models()).slice(1)).toEqual(ids.map((id) => `${id} @ lab`));
  });
});

describe('an endpoint that fails', () => {
  test('is left out of the list, and told of', async () => {
    const { model } = await open({ name: 'home' }, { name: 'attic', ...away }, { name: 'lab' });
    expect(await model.models()).toEqual(['m', 'm @ lab']);
    expect(
      (await model.endpoints()).map(({ endpoint, models, failure }) => [endpoint.label, models, failure?.code]),
    ).toEqual([
      ['home', ['m'], undefined],
      ['attic', [], 'model-unreachable'],
      ['lab', ['m @ lab'], undefined],
    ]);
    await expect(model.reply({ ...question, model: 'm @ attic' })).rejects.toThrow(/^Attic \(127.* cannot be reached/);
    expect((await model.reply({ ...question, model: 'm' })).text).toBe('home');
  });

  test('all that fail say why', async () => {
    const { model } = await open({ name: 'home', ...away }, { name: 'attic', ...away });
    await expect(model.models()).rejects.toThrow(/^Home .* cannot be reached/);
    await expect(model.reply(question)).rejects.toThrow(/^Home .* cannot be reached/);
  });

  test('as the first gives way to the next one, unless somebody chose its model', async () => {
    const free = await open({ name: 'home', ...away }, { name: 'lab' });
    expect(await free.model.defaultModel()).toBe('m @ lab');
    expect((await free.model.reply(question)).model).toBe('m @ lab');
    const chosen = await open({ name: 'home', ...away, defaultModel: 'mine' }, { name: 'lab' });
    expect(await chosen.model.defaultModel()).toBe('mine');
    await expect(chosen.model.reply(question)).rejects.toThrow(/^Home .* cannot be reached/);
  });

  test('keeps its models: another one does not answer for it while it is away', async () => {
    let isAway = false;
    const { model, pass } = await open(
      { name: 'home', fetch: (url, init) => fetch(isAway ? 'http://127.0.0.1:1/v1' : url, init) },
      { name: 'lab' },
    );
    await model.models();
    isAway = true;
    pass(60_000);
    await expect(model.reply({ ...question, model: 'm' })).rejects.toThrow(/^Home .* cannot be reached/);
  });

  test('does not hold the others up where it lists nothing for a while', async () => {
    const { model, leaveOut } = await open({ name: 'home' }, { name: 'slow', models: () => {} });
    const listed = model.models();
    expect(await model.fullName?.('m')).toBe('m');
    leaveOut();
    expect(await listed).toEqual(['m']);
    expect((await model.endpoints())[1]?.failure?.code).toBe('endpoint-waiting');
    expect((await model.reply({ ...question, model: 'm @ slow' })).text).toBe('slow');
  });
});

test('what was found out of models is told with their endpoint', async () => {
  const { model } = await open({ name: 'home' }, { name: 'lab' });
  const found = await model.capabilities('m @ lab');
  expect(found.model).toBe('m @ lab');
  const [home, lab] = await model.endpoints();
  expect(home?.known).toEqual([]);
  expect(lab?.known.map((one) => one.model)).toEqual(found.failures.length === 0 ? ['m @ lab'] : []);
});

test('endpoints without a name are called by their host, and told apart', () => {
  const named = (name: string | undefined, baseURL: string) => ({ name, baseURL });
  expect(
    endpointNames([
      named(undefined, 'http://localhost:8000/v1'),
      named('home', 'http://a/v1'),
      named(undefined, 'https://x.example/openai/deployments/one?api-version=1'),
      named(undefined, 'https://x.example/openai/deployments/two?api-version=1'),
      named(undefined, 'https://x.example/openai/deployments/two?api-version=2'),
      named(undefined, 'http://HOME/v1'),
    ]),
  ).toEqual([
    'localhost:8000',
    'home',
    'x.example',
    'x.example/openai/deployments/two',
    'x.example/openai/deployments/two 2',
    'home 2',
  ]);
});
