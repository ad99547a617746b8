import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { keepSteps, keepStepsBeside } from '../../commands/generate/keep-steps.js';
import { generateResult, type KeptText } from '../../commands/generate/result.js';
import { viewGenerate } from '../../commands/generate/view.js';
import type { Press } from '../../src/discord/command.js';
import type { Button, Reply } from '../../src/discord/reply.js';
import { massOf, openTail } from '../../src/domain/tail.js';
import { UNLISTED_LOGPROB } from '../../src/domain/token.js';
import { UserError } from '../../src/errors.js';
import { createFact } from '../../src/facts.js';
import { ownProbability, type WrittenStep } from '../../src/lesson/writing/written-text.js';
import { openModel } from '../../src/model/open-model.js';
import type { Services } from '../../src/services.js';
import { candidateOf } from '../builders/distribution.js';
import { placeAt } from '../builders/place.js';
import { type OpenServices, openServices } from '../builders/services.js';
import { openEndpointStub } from '../model/endpoint-stub.js';
import { commandNamed } from './command-named.js';
import { buttonsOf, press, wordsOf } from './press.js';

describe('in the hands of a room', () => {
  let open: OpenServices;
  let services: Services;
  let written: string[];

  beforeAll(async () => {
    open = await openServices();
    const { runs } = open;
    const create: typeof runs.create = (command, payload) => {
      written.push(command);
      return runs.create(command, payload);
    };
    const save: typeof runs.save = (...run) => {
      written.push('a change');
      return runs.save(...run);
    };
    services = { ...open, runs: { ...runs, create, save } };
  });
  afterAll(() => open.close());

  const run = (name: string, options: Record<string, string | number>, context = press('-')) => {
    written = [];
    const sent = Object.entries(options).map(([name, value]) => ({ name, value }));
    return commandNamed(name).prepare(sent)(context, services);
  };

  const pressed = (command: string, reply: Reply, label: string, more: Partial<Press> = {}): Promise<Reply> => {
    const entries = reply.blocks.flatMap((one) => (one.kind === 'go-on' ? one.entries : []));
    const button: (Button & { readonly choice?: string | undefined }) | undefined = [
      ...buttonsOf(reply),
      ...entries,
    ].find((one) => one.label === label);
    const action = commandNamed(button?.command ?? command).actions[button?.action ?? ''];
    if (button === undefined || action === undefined) throw new Error(`There is no ${label}`);
    return action.run({ ...press(button.runId), value: button.value, choice: button.choice, ...more }, services);
  };

  test('a message leaves one run, and going through the steps none', async () => {
    const reply = await run('generate', { prompt: 'Once upon a time', tokens: 3, seed: 2 });
    expect(written).toEqual(['generate']);
    const step = await pressed('generate', reply, 'Step by step');
    await pressed('generate', step, 'The last step');
    await pressed('generate', step, 'Animation');
    await pressed('generate', reply, 'Still picture');
    expect(written).toEqual(['generate']);
    const beside = await pressed('generate', reply, 'Greedy beside it');
    expect(written).toEqual(['generate', 'generate']);
    const watched = await pressed('generate', beside, 'Watch greedy write');
    expect(wordsOf(await pressed('generate', watched, 'Step by step'))).toMatch(/Step 1 of 3: .* was taken/);
    expect(written).toEqual(['generate', 'generate']);
    expect(wordsOf(await pressed('generate', beside, 'Details of the greedy text'))).toContain('`temperature=0`');
    expect(wordsOf(await pressed('generate', beside, 'Details of the drawn text'))).toContain('`temperature=1`');
    await pressed('generate', reply, 'Why this word?');
    expect(written).toEqual(['generate', 'generate', 'fork']);
  });

  test('other commands start from the text before the step that is shown, drawn in the same way', async () => {
    const settings = { temperature: 1.3, top_k: 8, top_p: 0.9, min_p: 0.01 };
    const reply = await run('generate', { prompt: 'Once upon a time', tokens: 3, seed: 2, ...settings });
    const step = await pressed('generate', await pressed('generate', reply, 'Step by step'), 'Next ▶');
    const [, first] = /\*\*“(.*?)”\*\* was drawn/.exec(wordsOf(await pressed('generate', step, '◀ Back'))) ?? [];
    expect(first).toBeDefined();
    const chart = wordsOf(await pressed('generate', step, 'Next word'));
    expect(chart.replaceAll('\\', '')).toMatch(
      new RegExp(`Once upon a time ?${first?.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}▮`),
    );
    expect(chart).toContain('temperature 1.3 · top-k 8 · top-p 0.9 · min-p 0.01');
    expect(wordsOf(await pressed('generate', reply, 'Next word'))).toContain('`Once upon a time▮`');
  });

  test('it starts from another command’s reply, and draws as was chosen there', async () => {
    const chart = await run('nextword', { prompt: 'Once upon a time', temperature: 0.3, top_k: 4, seed: 2 });
    const told = wordsOf(await pressed('nextword', chart, 'Generate'));
    expect(told).toMatch(/^Once upon a time ?\*\*/);
    expect(told).toMatch(/temperature 0\.3 · top-k 4 · seed 2$/);
    const greedy = await run('generate', { prompt: 'Once upon a time', tokens: 1, seed: 2, temperature: 0 });
    const again = await pressed('nextword', await pressed('generate', greedy, 'Next word'), 'Generate');
    expect(wordsOf(again)).toMatch(/temperature 0$/);
  });

  test.each(['0', '4', 'x', ''])(
    'a press that names no step gets a sentence, wherever it comes from: %j',
    async (value) => {
      const reply = await run('generate', { prompt: 'Once upon a time', tokens: 3, seed: 2 });
      await expect(pressed('generate', reply, 'Step by step', { value })).rejects.toThrow('this text has 3 steps');
      await expect(pressed('generate', reply, 'Next word', { value: `generate.${value}` })).rejects.toThrow(
        'this text has 3 steps',
      );
    },
  );

  test('who stops it keeps what is there, also greedy beside it', async () => {
    const stop = new AbortController();
    const progress = (soFar: Reply) => {
      if (wordsOf(soFar).includes('2 of 60 tokens…'))
        stop.abort(new UserError(createFact('said', { sentence: 'Stopped by Ann.' })));
    };
    const context = { ...press('-'), progress, signal: stop.signal };
    const reply = await run('generate', { prompt: 'Once upon a time', tokens: 60, seed: 2 }, context);
    expect(reply.tone).toBe('error');
    expect(wordsOf(reply)).toMatch(/\*\*The text breaks off after \d+ tokens\.\*\* Stopped by Ann\./);
    expect(wordsOf(await pressed('generate', reply, 'Details'))).not.toContain('**Route**');
    const beside = await pressed('generate', reply, 'Greedy beside it');
    expect(wordsOf(beside)).toContain('**It breaks off here.** Stopped by Ann.');
  });

  test('a text that has come is shown without its count, and with nothing to stop', async () => {
    const shown: Reply[] = [];
    const context = { ...press('-'), progress: (soFar: Reply) => void shown.push(soFar) };
    const reply = await run('generate', { prompt: 'The capital of France is', seed: 7, tokens: 20 }, context);
    const last = shown.at(-1);
    expect(last && wordsOf(reply).startsWith(`${wordsOf(last)}\n`)).toBe(true);
    expect(last?.isWhole).toBe(true);
    const before = shown.at(-2);
    expect(before && wordsOf(before)).toContain(' of 20 tokens…');
    expect(before?.isWhole).not.toBe(true);
  });

  test('where nothing came, the reason is told', async () => {
    const stub = await openEndpointStub(() => ({ status: 500, json: { error: { message: 'boom' } } }));
    const model = openModel({ baseURL: stub.baseURL });
    onTestFinished(async () => {
      model.close();
      await stub.close();
    });
    const begun = commandNamed('generate').prepare([{ name: 'prompt', value: 'Once' }])(press('-'), {
      ...services,
      model,
    });
    await expect(begun).rejects.toThrow(UserError);
  });
});

describe('what is kept of a text', () => {
  const longList = (label: string) =>
    Array.from({ length: 100 }, (_, id) =>
      candidateOf(`${label} ${id}`, 0.009, { id, bytes: Buffer.from(`${label} ${id}`) }),
    );
  const stepsWith = (label: string): WrittenStep[] => {
    const candidates = longList(label);
    const [token = candidateOf(' a', 1)] = candidates;
    return Array.from({ length: 60 }, () => ({ token, listed: { candidates, tail: openTail(0.1, 0.009, undefined) } }));
  };
  const textOf = (steps: WrittenStep[]): KeptText => ({
    prompt: '🙂'.repeat(3000),
    temperature: 1,
    maxTokens: 60,
    endpoint: { label: 'l', tiny: false },
    isOwn: true,
    steps,
    ended: false,
  });
  const stored = (text: KeptText, beside?: KeptText) =>
    JSON.stringify(z.encode(generateResult, { text, beside })).length;

  test('is less than 200 KB with the longest lists, and of those at least ten candidates', () => {
    const steps = keepSteps(stepsWith(' candidate number'));
    expect(steps).toHaveLength(60);
    expect(steps[0]?.listed?.candidates.length).toBeGreaterThanOrEqual(10);
    expect(stored(textOf(steps))).toBeLessThan(200_000);
    const mass = (steps[0]?.listed?.candidates ?? []).reduce((sum, { logprob }) => sum + Math.exp(logprob), 0);
    expect(mass + massOf(steps[0]?.listed?.tail ?? [])).toBeCloseTo(1, 9);
  });

  test('is all of it where it is short', () => {
    const steps = stepsWith(' a').slice(0, 20);
    expect(keepSteps(steps)).toEqual(steps);
  });

  test('has one candidate at least, however long tokens are', () => {
    const steps = keepSteps(stepsWith('x'.repeat(2000)));
    expect(steps.every(({ listed }) => listed?.candidates.length === 1)).toBe(true);
    expect(() => viewGenerate({ text: textOf(steps) }, placeAt({ runId: 'r' }))).not.toThrow();
  });

  test('is little of a text that only stands beside another, and tells the same of it', () => {
    const known = stepsWith(' candidate');
    const hidden = { ...known[0], token: candidateOf(' other', 1, { logprob: UNLISTED_LOGPROB }) };
    const steps = known.with(5, hidden);
    const lean = keepStepsBeside(steps, 7);
    expect(lean.flatMap(({ listed }, at) => (listed === undefined ? [] : [at]))).toEqual([5, 7]);
    expect(lean.map(ownProbability)).toEqual(steps.map(ownProbability));
    expect(stored(textOf(keepSteps(steps)), textOf(lean))).toBeLessThan(200_000 + 20_000);
  });
});
