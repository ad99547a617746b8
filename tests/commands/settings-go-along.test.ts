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

const runIdOf = ({ blocks }: Reply): string => {
  const buttons = blocks.flatMap((block) => (block.kind === 'buttons' ? block.buttons : []));
  return buttons.find((button) => button.runId !== '-')?.runId ?? '';
};

/** Opens a command from a reply, as its button does. */
const open = (name: string, reply: Reply, from: string): Promise<Reply> => {
  const action = commandNamed(name).actions.from;
  if (action === undefined) throw new Error(`/${name} is opened from other commands`);
  return action.run({ ...press(runIdOf(reply)), value: from }, services);
};

const PROMPT = 'The capital of France is';

test('dice roll as the reply draws that they are opened from', async () => {
  const chart = await run('nextword', { prompt: PROMPT, temperature: 0.6, top_k: 5 });
  expect(wordsOf(await open('dice', chart, 'nextword'))).toContain('temperature 0.6 · top-k 5 · no seed');
  const cut = await run('sampling', { prompt: PROMPT, min_p: 0.2 });
  expect(wordsOf(await open('dice', cut, 'sampling'))).toContain('temperature 1 · min-p 0.2 · no seed');
});

test('what was chosen on one reply is one side of a comparison', async () => {
  const rolled = await run('dice', { prompt: PROMPT, temperature: 1.2, seed: 9, rolls: 10 });
  const compared = wordsOf(await open('compare', rolled, 'dice'));
  expect(compared.match(/^Temperature [\d.]+:/gm)).toEqual(['Temperature 0:', 'Temperature 0.7:', 'Temperature 1.2:']);
  expect(compared).toContain('as a text · seed 9 · at most 16 tokens');
});

test('of several temperatures side by side none goes along', async () => {
  const compared = await run('compare', { prompt: 'Hi', values: '0 1.5', tokens: 10, seed: 4 });
  expect(wordsOf(await open('dice', compared, 'compare'))).toContain('temperature 1 · seed 4');
  const styles = await run('compare', { prompt: 'Hi', what: 'styles', temperature: 0.4, tokens: 10 });
  expect(wordsOf(await open('dice', styles, 'compare'))).toContain('temperature 0.4 · no seed');
});

test('what nobody chose does not go along', async () => {
  const styles = await run('compare', { prompt: 'Hi', what: 'styles', tokens: 10 });
  const seed = Number(/temperature 0\.7 · seed (\d+)/.exec(wordsOf(styles))?.[1]);
  expect(wordsOf(await open('dice', styles, 'compare'))).toContain('temperature 1 · no seed');
  const another = await commandNamed('compare').actions.reseed?.run(press(runIdOf(styles)), services);
  if (another === undefined) throw new Error('/compare has another seed');
  expect(wordsOf(another)).toContain(`temperature 0.7 · seed ${seed + 1}`);
  expect(wordsOf(await open('dice', another, 'compare'))).toContain('temperature 1 · no seed');
});

test('/temperature hands on what was chosen before it', async () => {
  const chart = await run('nextword', { prompt: PROMPT, temperature: 0.5, top_p: 0.8 });
  const tempered = await open('temperature', chart, 'nextword');
  expect(wordsOf(await open('dice', tempered, 'temperature'))).toContain('temperature 0.5 · top-p 0.8 · no seed');
  const bare = await run('temperature', { prompt: PROMPT });
  expect(wordsOf(await open('dice', bare, 'temperature'))).toContain('temperature 1 · no seed');
});

test('/compare cuts as was chosen, says so, and hands it on', async () => {
  const text = await run('surprise', { text: PROMPT });
  expect(wordsOf(await open('compare', text, 'surprise'))).toMatch(/as a text · seed \d+ · at most 16 tokens/);
  const rolled = await run('dice', { prompt: PROMPT, temperature: 1.2, top_p: 0.8, top_k: 1, seed: 9, rolls: 10 });
  const compared = await open('compare', rolled, 'dice');
  const read = wordsOf(compared);
  expect(read).toContain('top-k 1 · top-p 0.8 · seed 9 · at most 16 tokens');
  const details = wordsOf(await open('details', compared, 'compare'));
  expect(details).toContain('The first token’s probabilities are shown as they are before that.');
  // With one token to draw from, every temperature writes the same.
  expect(read).toContain('**All texts are the same.**');
  expect(wordsOf(await open('dice', compared, 'compare'))).toContain('temperature 1.2 · top-k 1 · top-p 0.8 · seed 9');
});

test('a seed goes along through replies that draw nothing, and so does every cut', async () => {
  const chart = await run('nextword', { prompt: PROMPT, temperature: 0.8, top_k: 9, min_p: 0.01, seed: 4 });
  const settings = 'temperature 0.8 · top-k 9 · min-p 0.01';
  expect(wordsOf(chart)).toContain(`${settings} · seed 4`);
  const cut = await open('sampling', chart, 'nextword');
  expect(wordsOf(cut)).toContain(settings);
  const tempered = await open('temperature', cut, 'sampling');
  expect(wordsOf(await open('nextword', tempered, 'temperature'))).toContain(`${settings} · seed 4`);
  // An example of a cut is none that somebody chose.
  const example = await open('sampling', await run('nextword', { prompt: PROMPT, seed: 4 }), 'nextword');
  expect(wordsOf(await open('nextword', example, 'sampling'))).toContain('temperature 1 · seed 4');
});

test('what was chosen goes through /surprise, which draws nothing', async () => {
  const rolled = await run('dice', { prompt: PROMPT, temperature: 1.2, top_k: 3, seed: 9, rolls: 10 });
  const scored = await open('surprise', rolled, 'dice');
  expect(wordsOf(await open('dice', scored, 'surprise'))).toContain('temperature 1.2 · top-k 3 · seed 9');
});
