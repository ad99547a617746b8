import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Reply } from '../../src/discord/reply.js';
import { type OpenServices, openServices } from '../builders/services.js';
import { commandNamed } from './command-named.js';
import { press, wordsOf } from './press.js';

let services: OpenServices;

beforeAll(async () => {
  services = await openServices();
});
afterAll(() => services.close());

const run = (name: string, options: Readonly<Record<string, string | number>>): Promise<Reply> => {
  const given = Object.entries(options).map(([option, value]) => ({ name: option, value }));
  return commandNamed(name).prepare(given)(press('-'), services);
};

/** Opens a command from a reply, as its button does. */
const open = (name: string, { blocks }: Reply, from: string): Promise<Reply> => {
  const buttons = blocks.flatMap((block) => (block.kind === 'buttons' ? block.buttons : []));
  const runId = buttons.find((button) => button.runId !== '-')?.runId ?? '';
  const action = commandNamed(name).actions.from;
  if (action === undefined) throw new Error(`/${name} is opened from other commands`);
  return action.run({ ...press(runId), value: from }, services);
};

const PROMPT = 'The capital of France is';

test('dice roll as the reply draws that they are opened from', async () => {
  const chart = await run('nextword', { prompt: PROMPT, temperature: 0.6, top_k: 5 });
  expect(wordsOf(await open('dice', chart, 'nextword'))).toContain('temperature 0.6 · top-k 5 · no seed');
  const cut = await run('sampling', { prompt: PROMPT, min_p: 0.2 });
  const rolled = wordsOf(await open('dice', cut, 'sampling'));
  expect(rolled).toContain('temperature 1 · min-p 0.2');
  expect(rolled).toMatch(/listed tokens cannot come up at these settings/);
});

test('what was chosen on one reply is one side of a comparison', async () => {
  const rolled = await run('dice', { prompt: PROMPT, temperature: 1.2, seed: 9, rolls: 10 });
  const compared = wordsOf(await open('compare', rolled, 'dice'));
  expect(compared.match(/\*\*Temperature [\d.]+\*\* ·/g)).toEqual([
    '**Temperature 0** ·',
    '**Temperature 0.7** ·',
    '**Temperature 1.2** ·',
  ]);
  expect(compared).toContain('seed 9 · at most 40 tokens');
});

test('of several temperatures side by side none goes along', async () => {
  const compared = await run('compare', { prompt: 'Hi', values: '0 1.5', tokens: 10, seed: 4 });
  expect(wordsOf(await open('dice', compared, 'compare'))).toContain('temperature 1 · seed 4');
  const styles = await run('compare', { prompt: 'Hi', what: 'styles', temperature: 0.4, tokens: 10 });
  expect(wordsOf(await open('dice', styles, 'compare'))).toContain('temperature 0.4 · seed 1');
});
