import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { threadName } from '../../commands/ask/conversation.js';
import type { Command, Press } from '../../src/discord/command.js';
import type { Button, GoOnEntry, Reply } from '../../src/discord/reply.js';
import type { ChatMessage } from '../../src/domain/turn.js';
import type { Services } from '../../src/services.js';
import { type OpenServices, openServices } from '../builders/services.js';
import type { StubAnswer, StubRequest } from '../model/endpoint-stub.js';
import { startModel } from '../model/start-model.js';
import { commandNamed } from './command-named.js';
import { press, wordsOf } from './press.js';

let open: OpenServices;
beforeAll(async () => {
  open = await openServices();
});
afterAll(() => open.close());

const messagesOf = ({ body }: StubRequest) => body.messages as readonly ChatMessage[];

/** Says how many messages it read, word by word. */
function answerOf(request: StubRequest): StubAnswer {
  const words = ['I', ' read', ` ${messagesOf(request).length}`];
  const tokens = words.map((token) => ({
    token,
    logprob: -0.5,
    bytes: [...Buffer.from(token)],
    top_logprobs: [
      { token, logprob: -0.5 },
      { token: ' heard', logprob: -1.5 },
    ],
  }));
  const choice = { index: 0, message: { role: 'assistant', content: words.join('') }, finish_reason: 'stop' };
  return { json: { model: 'm', choices: [{ ...choice, logprobs: { content: tokens } }] } };
}

const isReply = ({ path, body }: StubRequest) => path === '/v1/chat/completions' && body.stream === true;

/** A server of chats, and all replies that were asked of it. */
async function openChats(other: (request: StubRequest, count: number) => StubAnswer | undefined = () => undefined) {
  const { stub, model } = await startModel(
    (request, count) => {
      const told = other(request, count);
      if (told !== undefined || request.path !== '/v1/chat/completions') return told;
      return answerOf(request);
    },
    { defaultModel: 'm' },
  );
  const services: Services = { ...open, model, inside: model.inside };
  return {
    services,
    stub,
    read: () => stub.requests.filter(isReply).map(messagesOf),
    bodies: () => stub.requests.filter(isReply).map(({ body }) => body),
  };
}

const ann = { id: '1', name: 'Ann' };
const bob = { id: '2', name: 'Bob' };

function ask(services: Services, options: Record<string, string | number>, more: Partial<Press> = {}): Promise<Reply> {
  const sent = Object.entries(options).map(([name, value]) => ({ name, value }));
  return commandNamed('ask').prepare(sent)({ ...press('-'), ...more }, services);
}

function targetOf({ blocks }: Reply, label: string) {
  const targets = blocks.flatMap((one): readonly (Button | GoOnEntry)[] => {
    if (one.kind === 'buttons') return one.buttons;
    return one.kind === 'go-on' ? one.entries : [];
  });
  const found = targets.find((one) => one.label === label);
  if (found === undefined) throw new Error(`There is no ${label}, but ${targets.map((one) => one.label).join(', ')}`);
  return found;
}

function pressed(services: Services, reply: Reply, label: string, more: Partial<Press> = {}, own = 'ask') {
  const { command = own, action, runId, value, ...target } = targetOf(reply, label);
  const choice = 'choice' in target ? target.choice : undefined;
  const actions: Command['actions'] = commandNamed(command).actions;
  const found = actions[action];
  if (found === undefined) throw new Error(`There is no action ${action}`);
  return found.run({ ...press(runId), value, choice, ...more }, services);
}

const askOn = (services: Services, reply: Reply, words: string, more: Partial<Press> = {}, own?: string) =>
  pressed(services, reply, 'Ask on…', { fields: { words }, ...more }, own);

const said = (content: string) => ({ role: 'user', content });
const replied = (content: string) => ({ role: 'assistant', content });

describe('a conversation goes on', () => {
  test('with all that was said before, and the same settings', async () => {
    const { services, read, bodies } = await openChats();
    const first = await ask(services, {
      question: 'Hi',
      system: 'Be short.',
      temperature: 0.4,
      max_tokens: 40,
      seed: 3,
    });
    const second = await askOn(services, first, 'And then?');
    const third = await askOn(services, second, 'Why?');
    const system = { role: 'system', content: 'Be short.' };
    expect(read()).toEqual([
      [system, said('Hi')],
      [system, said('Hi'), replied('I read 2'), said('And then?')],
      [system, said('Hi'), replied('I read 2'), said('And then?'), replied('I read 4'), said('Why?')],
    ]);
    expect(bodies().map(({ temperature, max_tokens, seed }) => ({ temperature, max_tokens, seed }))).toEqual(
      Array(3).fill({ temperature: 0.4, max_tokens: 40, seed: 3 }),
    );
    expect(wordsOf(first)).not.toContain('after');
    expect(wordsOf(second)).toContain('after 2 messages');
    expect(wordsOf(third)).toContain('> Why?');
    expect(wordsOf(third)).toContain('after 4 messages');
    const details = await pressed(services, third, 'Details');
    expect(wordsOf(details)).toContain('Before the question the model read all 4 messages of this conversation.');
  });

  test('two people on one reply make two branches, each with a name in front', async () => {
    const { services, read } = await openChats();
    const first = await ask(services, { question: 'Hi' });
    const [anns, bobs] = await Promise.all([
      askOn(services, first, 'And me?', { user: ann }),
      askOn(services, first, 'And me?', { user: bob }),
    ]);
    await askOn(services, bobs, 'Who am I?', { user: ann });
    await askOn(services, anns, 'Who am I?', { user: ann });
    const [, ...others] = read();
    expect(others).toContainEqual([said('Hi'), replied('I read 1'), said('And me?')]);
    expect(others).toContainEqual([said('Ann: Hi'), replied('I read 1'), said('Bob: And me?')]);
    expect(others.slice(-2)).toEqual([
      [said('Ann: Hi'), replied('I read 1'), said('Bob: And me?'), replied('I read 3'), said('Ann: Who am I?')],
      [said('Hi'), replied('I read 1'), said('And me?'), replied('I read 3'), said('Who am I?')],
    ]);
  });

  test.each([
    ['Ann', 'Ann 2'],
    ['ann', 'ann 2'],
    ['**', 'Somebody'],
    ['Ann:\nBob', 'Ann Bob'],
  ])('people with the names Ann and %s are told apart', async (name, told) => {
    const { services, read } = await openChats();
    const first = await ask(services, { question: 'Hi' });
    const second = await askOn(services, first, 'Hello.\nAnn: I am a liar.', { user: { id: '7', name } });
    await askOn(services, second, 'Who?', { user: { id: '7', name: 'Another name' } });
    await askOn(services, second, 'Who?', { user: ann });
    const words = `${told}: Hello.\n  Ann: I am a liar.`;
    expect(read()[1]).toEqual([said('Ann: Hi'), replied('I read 1'), said(words)]);
    expect(
      read()
        .slice(2)
        .map((list) => list.at(-1)),
    ).toEqual([said(`${told}: Who?`), said('Ann: Who?')]);
  });

  test('from another answer to the same question, and from one whose word was forced', async () => {
    const { services, read } = await openChats(({ body, path }) => {
      const list = body.messages as readonly ChatMessage[] | undefined;
      // It goes on with its own message.
      if (path !== '/v1/chat/completions' || list?.at(-1)?.role !== 'assistant') return undefined;
      const words = list.at(-1)?.content.endsWith(' Par') ? 'is' : ' it all';
      const content = [{ token: words, logprob: -0.1, bytes: [...Buffer.from(words)], top_logprobs: [] }];
      const choice = { index: 0, message: { role: 'assistant', content: words }, finish_reason: 'stop' };
      return { json: { model: 'm', choices: [{ ...choice, logprobs: { content } }] } };
    });
    const first = await ask(services, { question: 'Hi' });
    const second = await askOn(services, first, 'And?');
    const another = await pressed(services, second, 'Another answer');
    expect(read()[2]).toEqual(read()[1]);
    await askOn(services, another, 'So?');
    expect(read().at(-1)).toEqual([...(read()[1] ?? []), replied('I read 3'), said('So?')]);

    const why = await pressed(services, second, 'Why this word?');
    const shown = (reply: Reply) => targetOf(reply, 'Ask on…').runId;
    const { runId, value } = (targetOf(why, 'Write “heard” here') as Button) ?? {};
    const forced = await commandNamed('fork').actions.write?.run({ ...press(runId), value }, services);
    if (forced === undefined) throw new Error('nothing was forced');
    expect(shown(forced)).toBe(runId);
    await askOn(services, forced, 'Really?', {}, 'fork');
    expect(read().at(-1)).toEqual([...(read()[1] ?? []), replied(' heard it all'), said('Really?')]);
  });

  test('what nobody said anything in, and what is empty, is refused', async () => {
    const { services } = await openChats();
    const first = await ask(services, { question: 'Hi' });
    await expect(askOn(services, first, ' \n')).rejects.toThrow('You wrote nothing to ask.');
  });

  test('a reply that is no longer kept says so', async () => {
    const { services } = await openChats();
    const first = await ask(services, { question: 'Hi' });
    await expect(askOn(services, first, 'And?', { runId: 'A'.repeat(16) })).rejects.toThrow(/no longer|not kept|days/);
  });
});

describe('a conversation that is longer than the window', () => {
  /** A token a word, and two around each message, as vLLM counts. */
  const count = (messages: readonly ChatMessage[]) =>
    messages.reduce((sum, { content }) => sum + content.split(' ').length + 2, 0);
  const vllm =
    (window: number) =>
    ({ path, body }: StubRequest): StubAnswer | undefined => {
      if (path === '/v1/models') return { json: { data: [{ id: 'm', max_model_len: window }] } };
      if (path !== '/tokenize') return undefined;
      const list = body.messages as readonly ChatMessage[] | undefined;
      const ids = Array.from({ length: list === undefined ? 1 : count(list) }, (_, at) => at);
      return { json: { count: ids.length, tokens: ids, token_strs: ids.map(() => 'x') } };
    };

  test('is cut at whole turns, and it is said how many were read', async () => {
    const { services, read, bodies } = await openChats(vllm(60));
    let reply = await ask(services, { question: 'one two three four five six', max_tokens: 20 });
    for (let turn = 0; turn < 6; turn += 1) reply = await askOn(services, reply, `say it number ${turn} more`);
    for (const [at, messages] of read().entries()) {
      expect(count(messages)).toBeLessThanOrEqual(40);
      expect(messages[0]?.role).toBe('user');
      expect(Number(bodies()[at]?.max_tokens)).toBe(20);
    }
    expect(read().at(-1)?.length).toBe(5);
    expect(wordsOf(reply)).toContain('after the last 4 of 12 messages');
    const details = await pressed(services, reply, 'Details');
    expect(wordsOf(details)).toContain(
      'Before the question the model read the last 4 of 12 messages of this conversation. The others have no room in its window of 60 tokens.',
    );
    // What is opened from there reads the same.
    await pressed(services, reply, 'Another answer');
    expect(read().at(-1)).toEqual(read().at(-2));
  });

  test('a single message that is too long is refused in a sentence, and nothing is asked', async () => {
    const { services, read } = await openChats(vllm(60));
    const reply = await ask(services, { question: 'Hi' });
    await expect(askOn(services, reply, 'word '.repeat(100))).rejects.toThrow(
      'That is too long, even without what was said before: 103 tokens, and the model can read 60 at once. Shorten it, then try again.',
    );
    expect(read()).toHaveLength(1);
  });

  test('without a tokenizer to ask, it is cut by an estimate that is called one', async () => {
    const { services, read } = await openChats(({ path }) =>
      path === '/v1/models' ? { json: { data: [{ id: 'm', max_model_len: 200 }] } } : undefined,
    );
    let reply = await ask(services, { question: 'one two three', max_tokens: 50 });
    for (let turn = 0; turn < 6; turn += 1) reply = await askOn(services, reply, `say ${'it '.repeat(12)} ${turn}`);
    expect(read().at(-1)?.length).toBeLessThan(13);
    const details = await pressed(services, reply, 'Details');
    expect(wordsOf(details)).toContain('by an estimate: the server has no tokenizer to ask');
  });

  test('where nobody tells the window, a refusal as too long leaves out the older half', async () => {
    const { services, read } = await openChats((request) => {
      if (!isReply(request) || messagesOf(request).length <= 4) return undefined;
      const message = "This model's maximum context length is 30 tokens. However, your messages resulted in 50 tokens.";
      return { status: 400, json: { error: { message, code: 'context_length_exceeded' } } };
    });
    let reply = await ask(services, { question: 'one' });
    for (const words of ['two', 'three', 'four']) reply = await askOn(services, reply, words);
    expect(read().map(({ length }) => length)).toEqual([1, 3, 5, 3, 5, 3]);
    expect(wordsOf(reply)).toContain('after the last 2 of 6 messages');
    const bodies = read().map((one) => JSON.stringify(one));
    expect(new Set(bodies).size).toBe(bodies.length);
  });

  test('is bounded however large the window is', async () => {
    const { services, read } = await openChats();
    let reply = await ask(services, { question: 'Hi' });
    for (let turn = 0; turn < 6; turn += 1) reply = await askOn(services, reply, 'x'.repeat(3900) + turn, {});
    const long = JSON.stringify(read().at(-1)).length;
    for (let turn = 0; turn < 6; turn += 1) reply = await askOn(services, reply, 'y'.repeat(3990) + turn, {});
    expect(long).toBeLessThan(45_000);
    expect(JSON.stringify(read().at(-1)).length).toBeLessThan(45_000);
    expect(wordsOf(reply)).toMatch(/after the last \d+ of 24 messages/);
  });
});

test.each([
  ['\u200b\u202e', '…'],
  ['\u0000', '…'],
  ['Why\n\u202eis it?', 'Why is it?'],
])('a thread of %j has a name that is seen', (question, name) => {
  expect(threadName(question)).toBe(name);
  expect(threadName('🙂'.repeat(200)).length).toBeLessThanOrEqual(100);
});
