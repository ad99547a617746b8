import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Reply } from '../../../src/discord/reply.js';
import type { Completion, GeneratedText } from '../../../src/domain/completion.js';
import type { LanguageModel } from '../../../src/domain/language-model.js';
import type { ScoredText, ScoredTextToken } from '../../../src/domain/scored-text.js';
import type { Candidate, SampledToken } from '../../../src/domain/token.js';
import { UserError } from '../../../src/errors.js';
import type { Services } from '../../../src/services.js';
import { candidateOf, distributionOf } from '../../builders/distribution.js';
import { type OpenServices, openServices } from '../../builders/services.js';
import { commandNamed } from '../../commands/command-named.js';
import { buttonsOf, press, wordsOf } from '../../commands/press.js';

/** The size below which commands keep what they store. */
const LARGEST = 200_000;

let open: OpenServices;

beforeAll(async () => {
  open = await openServices();
});
afterAll(() => open.close());

interface Kind {
  readonly name: string;
  readonly token: string;
  readonly tokens: number;
  readonly prompt: string;
}

const kinds: readonly Kind[] = [
  { name: 'plain', token: ' somewhat', tokens: 512, prompt: 'Why is the sky blue? '.repeat(285) },
  { name: 'CJK', token: '模型', tokens: 512, prompt: '天空为什么是蓝色的'.repeat(666) },
  { name: 'hostile', token: '字'.repeat(1000), tokens: 100, prompt: '\u0001'.repeat(6000) },
];

/** A model whose answers are as long as can be. */
function longModel({ token, tokens }: Kind, real: LanguageModel): LanguageModel {
  const candidate = (at: number): Candidate => {
    const text = `${token}${at}`;
    return candidateOf(text, 0.1, { id: 100_000 + at, bytes: Buffer.from(text) });
  };
  const candidates = Array.from({ length: 100 }, (_, at) => ({
    ...candidate(at),
    logprob: Math.log(0.009) - at * 1e-6,
  }));
  const drawn: SampledToken[] = Array.from({ length: tokens }, (_, at) => ({
    ...candidate(at),
    alternatives: Array.from({ length: 5 }, (_, other) => candidate(other)),
  }));
  const text = drawn.map((one) => one.text).join('');
  const requestOf = (asked: object) => ({
    path: '/chat/completions',
    body: { ...asked, logprobs: 5 },
    requestId: 'r',
    sentAt: 1,
    seconds: 1,
  });
  const messages = (system: string | undefined, content: string) => [
    { role: 'system', content: system },
    { role: 'user', content },
  ];
  const changed: Partial<LanguageModel> = {
    nextToken: async ({ prompt, asQuestion }) =>
      distributionOf(candidates, { request: requestOf({ messages: messages(asQuestion?.system, prompt) }) }),
    reply: async ({ question, system, temperature }): Promise<Completion> => ({
      text,
      tokens: drawn,
      scale: 'raw',
      finishReason: 'stop',
      usage: undefined,
      model: 'm',
      seconds: 1,
      notices: [],
      request: requestOf({ messages: messages(system, question), temperature }),
    }),
    generate: async ({ prompt, temperature }): Promise<GeneratedText> => {
      const steps = drawn.slice(0, 120).map((one) => ({ token: one }));
      const answer = { text, ended: false, model: 'm', requests: 1, request: requestOf({ prompt, temperature }) };
      return { ...answer, steps } as unknown as GeneratedText;
    },
    score: async ({ text: asked, onProgress }): Promise<ScoredText> => {
      const scored: ScoredTextToken[] = drawn.map(({ logprob, alternatives, ...one }) => ({
        ...one,
        probability: { low: 0.1, high: 0.1 },
        rank: { low: 1, high: 2 },
        alternatives,
      }));
      if (asked.startsWith('break')) {
        onProgress?.({ beginning: scored, tokens: scored.length, expected: 2 * scored.length });
        throw new UserError('stopped-by', { name: 'Ann' });
      }
      const answer = { tokens: scored, method: 'echo', scale: 'raw', model: 'm', requests: 1, notices: [] } as const;
      return { ...answer, request: requestOf({ prompt: asked }) };
    },
  };
  return new Proxy(real, { get: (target, name) => Reflect.get(name in changed ? changed : target, name) });
}

describe.each(kinds)('with $name tokens', (kind) => {
  let sizes: { command: string; bytes: number }[];
  let services: Services;

  beforeAll(() => {
    const create: Services['runs']['create'] = (command, payload) => {
      sizes.push({ command, bytes: Buffer.byteLength(JSON.stringify(payload)) });
      return open.runs.create(command, payload);
    };
    services = { ...open, model: longModel(kind, open.model), runs: { ...open.runs, create } };
  });

  const run = (name: string, options: Record<string, string | number>) => {
    sizes = [];
    const sent = Object.entries(options).map(([option, value]) => ({ name: option, value }));
    return commandNamed(name).prepare(sent)(press('-'), services);
  };
  const pressed = async (command: string, reply: Reply, label: RegExp): Promise<Reply> => {
    const entries = reply.blocks.flatMap((block) => (block.kind === 'go-on' ? block.entries : []));
    const button = [...buttonsOf(reply), ...entries].find((one) => label.test(one.label));
    const action = commandNamed(button?.command ?? command).actions[button?.action ?? ''];
    if (button === undefined || action === undefined) throw new Error(`There is no ${label}`);
    return action.run({ ...press(button.runId), value: button.value }, services);
  };
  const expectSmall = (...commands: string[]) => {
    expect(sizes.map(({ command }) => command)).toEqual(commands);
    for (const size of sizes)
      expect(size).toEqual({ ...size, bytes: expect.toSatisfy((one: number) => one < LARGEST) });
  };

  test('a reply, replies side by side, and the same once more are small', async () => {
    const reply = await run('ask', { question: kind.prompt, system: `s${kind.prompt.slice(1)}`, max_tokens: 8192 });
    expect(wordsOf(reply)).toContain(kind.token.slice(0, 100));
    const three = await pressed('ask', reply, /Side by side/);
    const card = await pressed('ask', three, /Details at temperature 0.7/);
    expectSmall('ask', 'ask');
    sizes = [];
    await pressed('details', card, /Run again/);
    expectSmall('details');
  });

  test('texts that are compared are small', async () => {
    await run('compare', { prompt: kind.prompt, values: '0, 0.5, 1, 1.5', tokens: 120 });
    await commandNamed('compare').prepare([
      { name: 'prompt', value: kind.prompt },
      { name: 'what', value: 'systems' },
      { name: 'values', value: ['a', 'b', 'c', 'd'].map((one) => one + kind.prompt.slice(0, 900)).join('|') },
    ])(press('-'), services);
    expectSmall('compare', 'compare');
  });

  test('a text that is scored is small, also one that breaks off', async () => {
    await run('surprise', { text: kind.prompt });
    expectSmall('surprise');
    await run('surprise', { text: `break${kind.prompt.slice(5)}` });
    expectSmall('surprise');
  });

  test.each(['nextword', 'temperature', 'sampling', 'dice'])('the distribution of /%s is small', async (name) => {
    await run(name, { prompt: kind.prompt });
    expectSmall(name);
  });
});
