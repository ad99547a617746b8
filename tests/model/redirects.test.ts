import { describe, expect, onTestFinished, test } from 'vitest';
import { openEndpointStub, type StubAnswer } from './endpoint-stub.js';
import { startModel } from './start-model.js';

const reply: StubAnswer = {
  json: { choices: [{ index: 0, message: { content: 'Because.' }, finish_reason: 'stop' }] },
};
const prompt = 'a secret plan';
const redirect = (status: number, location: string): StubAnswer => ({ status, headers: { location }, text: 'moved' });
const statuses = [301, 302, 303, 307, 308];

/** Another server, which would answer everything. */
async function startElsewhere() {
  const elsewhere = await openEndpointStub(() => reply);
  onTestFinished(() => elsewhere.close());
  return elsewhere;
}

describe('a redirect to another origin', () => {
  test.each(statuses)('%i is not followed: nothing reaches the other server', async (status) => {
    const elsewhere = await startElsewhere();
    const { model, stub } = await startModel(() => redirect(status, `${elsewhere.baseURL}/chat/completions`), {
      defaultModel: 'm',
      apiKey: 'Hunter2-hunter2',
    });
    const ask = model.reply({ question: prompt, temperature: 1 });
    await expect(ask).rejects.toMatchObject({
      kind: 'protocol',
      message: `${stub.host} sends requests on to another server, ${elsewhere.host}, and nothing was sent there. If you trust that server, put its address in OPENAI_BASE_URL.`,
    });
    await expect(model.models()).rejects.toThrow(/another server/);
    expect(elsewhere.requests).toEqual([]);
    expect(stub.posted('/v1/chat/completions')).toHaveLength(1);
  });

  test.each([
    ['another port', 'http://127.0.0.1:1/', /another server, 127\.0\.0\.1:1,/],
    ['a name for the same machine', 'http://localhost:80/v1', /another server, localhost,/],
    ['no scheme', '//example.org/v1', /another server, example\.org,/],
    ['credentials', 'https://me:pw@example.org/v1?key=pw', /another server, example\.org, and/],
    ['the key', 'https://Hunter2-hunter2.example.org/', /another server, •••\.example\.org,/],
    ['words of a time limit', 'https://timed-out.example.org/', /another server, timed-out\.example\.org,/],
    ['https', 'https://127.0.0.1/v1', /to 127\.0\.0\.1 over https.*Write https:\/\/ in OPENAI_BASE_URL/],
    ['no web address', 'javascript:alert(1)', /no web address/],
    ['nonsense', 'http://[', /no web address/],
  ])('to %s', async (_name, location, sentence) => {
    const { model } = await startModel(() => redirect(307, location), { defaultModel: 'm', apiKey: 'Hunter2-hunter2' });
    const error = await model.reply({ question: prompt, temperature: 1 }).catch((reason: unknown) => String(reason));
    expect(error).toMatch(sentence);
    expect(error).not.toMatch(/pw|hunter2/i);
  });
});

describe('a redirect within the origin', () => {
  test.each([307, 308])('%i is followed with all that was sent', async (status) => {
    const { model, stub } = await startModel(
      ({ path }) => (path === '/v2/chat' ? reply : redirect(status, '/v2/chat')),
      { defaultModel: 'm', apiKey: 'Hunter2-hunter2' },
    );
    expect(await model.reply({ question: prompt, temperature: 1 })).toMatchObject({ text: 'Because.' });
    const [first, second] = stub.requests;
    expect(second).toEqual({ ...first, path: '/v2/chat' });
    expect(second?.headers.authorization).toBe('Bearer Hunter2-hunter2');
  });

  test.each([301, 302, 303])('%i asks there without what was sent, as browsers do', async (status) => {
    const { model, stub } = await startModel(
      ({ path }) => (path === '/v2/chat' ? reply : redirect(status, '/v2/chat')),
      { defaultModel: 'm' },
    );
    expect(await model.reply({ question: prompt, temperature: 1 })).toMatchObject({ text: 'Because.' });
    expect(stub.requests[1]).toMatchObject({ method: 'GET', path: '/v2/chat', body: {} });
  });

  test('a list of models is followed by every one', async () => {
    for (const status of statuses) {
      const { model } = await startModel(
        ({ path }) => (path === '/list' ? { json: { data: [{ id: 'a' }] } } : redirect(status, '/list')),
        {},
      );
      expect(await model.models()).toEqual(['a']);
    }
  });

  test('is followed three times and no more', async () => {
    const follow = (most: number) =>
      startModel(
        ({ path }) => {
          const count = Number(/\d+$/.exec(path)?.[0] ?? 0);
          return count === most ? reply : redirect(307, `/step/${count + 1}`);
        },
        { defaultModel: 'm' },
      );
    const three = await follow(3);
    expect(await three.model.reply({ question: prompt, temperature: 1 })).toMatchObject({ text: 'Because.' });
    const four = await follow(4);
    await expect(four.model.reply({ question: prompt, temperature: 1 })).rejects.toThrow(/without end/);
    expect(four.stub.requests).toHaveLength(4);
  });

  test('one that leads out in the end is not followed out', async () => {
    const elsewhere = await startElsewhere();
    const { model } = await startModel(
      ({ path }) => (path === '/out' ? redirect(307, elsewhere.baseURL) : redirect(307, '/out')),
      { defaultModel: 'm' },
    );
    await expect(model.reply({ question: prompt, temperature: 1 })).rejects.toThrow(/another server/);
    expect(elsewhere.requests).toEqual([]);
  });

  test('one without an address is a refusal', async () => {
    const { model, stub } = await startModel(() => ({ status: 307, text: 'where?' }), { defaultModel: 'm' });
    await expect(model.reply({ question: prompt, temperature: 1 })).rejects.toThrow(
      `${stub.host} refused the request with status 307. It said: “where?”`,
    );
  });
});
