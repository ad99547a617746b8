import { describe, expect, test } from 'vitest';
import { chatCompletion, chatLogprobs } from '../continuation-answers.js';
import type { StubAnswer, StubRequest } from '../endpoint-stub.js';
import { eventStream } from '../endpoint-stub.js';
import { hello } from '../reply-answers.js';
import { startModel } from '../start-model.js';
import { type ServerRefusal, serverRefusals } from './server-refusals.js';

type Body = Readonly<Record<string, unknown>>;

/** The first thing in a body that a server does not take. */
function refusedIn(body: Body, { refuses }: ServerRefusal): string | undefined {
  return refuses.find((rule) => {
    const [name = '', most] = rule.split('>');
    if (most !== undefined) return Number(body[name]) > Number(most);
    return rule.split('+').every((part) => body[part] !== undefined);
  });
}

/** A chat server that refuses what it does not take in its own words, and answers all else as well as it can. */
function serve(server: ServerRefusal) {
  return ({ path, body }: StubRequest): StubAnswer | undefined => {
    if (path !== '/v1/chat/completions') return undefined;
    const name = refusedIn(body, server);
    if (name !== undefined) {
      const told = server.body(name);
      return typeof told === 'string' ? { status: server.status, text: told } : { status: server.status, json: told };
    }
    if (body.stream === true) return eventStream(body.logprobs === true ? hello : withoutLogprobs);
    return chatCompletion(body.logprobs === true ? chatLogprobs : null, 'Hello');
  };
}

const withoutLogprobs = ['Hel', 'lo'].map((content, at) => ({
  choices: [{ index: 0, delta: { content }, finish_reason: at === 1 ? 'stop' : null }],
}));

describe.each(serverRefusals.map((server) => [server.server, server] as const))('%s', (_name, server) => {
  test('is learned from: a reply comes, no refused body is sent again, and the next takes one request', async () => {
    const { model, stub } = await startModel(serve(server), { defaultModel: 'm' });
    const ask = () => model.reply({ question: 'Why?', temperature: 0.7, isDefaultTemperature: true, maxTokens: 9000 });
    expect((await ask()).text).toBe('Hello');
    const bodies = stub.posted('/v1/chat/completions');
    const refused = bodies.filter((body) => refusedIn(body, server) !== undefined).map((body) => JSON.stringify(body));
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.length).toBeLessThanOrEqual(6);
    expect(new Set(refused).size).toBe(refused.length);
    const before = stub.requests.length;
    const second = await ask();
    expect(stub.requests.length - before).toBe(1);
    // What is not refused alone still comes.
    const hasLogprobs = !server.refuses.includes('logprobs');
    expect(second.tokens !== undefined).toBe(hasLogprobs);
    expect(second.request.body.stream).toBe(server.refuses.some((rule) => /stream$/.test(rule)) ? undefined : true);
  });

  test('is learned from where a distribution is asked for, also where none comes', async () => {
    const { model, stub } = await startModel(serve(server), { defaultModel: 'm' });
    const ask = () => model.nextToken({ prompt: 'The cat', candidates: 3 }).catch((error: unknown) => error);
    const isGiven = !server.refuses.includes('logprobs');
    const found = await ask();
    expect(found).toMatchObject(isGiven ? { route: 'chat' } : { kind: 'no-logprobs' });
    const bodies = stub.posted('/v1/chat/completions');
    const refused = bodies.filter((body) => refusedIn(body, server) !== undefined).map((body) => JSON.stringify(body));
    expect(new Set(refused).size).toBe(refused.length);
    expect(bodies.length).toBeLessThanOrEqual(12);
    await ask();
    const before = stub.requests.length;
    await ask();
    expect(stub.requests.length - before).toBeLessThanOrEqual(isGiven ? 1 : 4);
  });
});
