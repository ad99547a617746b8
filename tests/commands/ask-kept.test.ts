import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Press } from '../../src/discord/command.js';
import type { Button, Reply } from '../../src/discord/reply.js';
import { UserError } from '../../src/errors.js';
import { openModel } from '../../src/model/open-model.js';
import type { Services } from '../../src/services.js';
import { type OpenServices, openServices } from '../builders/services.js';
import { openSlowEndpoint } from '../end-to-end/bot-process.js';
import { commandNamed } from './command-named.js';
import { press, wordsOf } from './press.js';

let open: OpenServices;
let services: Services;
let created: string[];
let saved: string[] = [];

beforeAll(async () => {
  open = await openServices();
  const { runs } = open;
  const create: typeof runs.create = (command, payload) => {
    created.push(command);
    return runs.create(command, payload);
  };
  const save: typeof runs.save = (id, command, ...rest) => {
    saved.push(command);
    return runs.save(id, command, ...rest);
  };
  services = { ...open, runs: { ...runs, create, save } };
});
afterAll(() => open.close());

const ask = (options: Record<string, string | number>, using = services) => {
  const sent = Object.entries(options).map(([name, value]) => ({ name, value }));
  return commandNamed('ask').prepare(sent)(press('-'), using);
};

const entriesOf = ({ blocks }: Reply) => blocks.flatMap((one) => (one.kind === 'go-on' ? one.entries : []));

const buttonsOf = ({ blocks }: Reply): readonly Button[] =>
  blocks.flatMap((one) => (one.kind === 'buttons' ? one.buttons : []));

/** Presses a button, or chooses an entry of the menu. */
function pressed(reply: Reply, label: string, more: Partial<Press> = {}, using = services): Promise<Reply> {
  const entries = entriesOf(reply);
  const button: (Button & { readonly choice?: string | undefined }) | undefined = [
    ...buttonsOf(reply),
    ...entries,
  ].find((one) => one.label === label);
  const action = commandNamed(button?.command ?? 'ask').actions[button?.action ?? ''];
  if (button === undefined || action === undefined) throw new Error(`There is no ${label}`);
  return action.run({ ...press(button.runId), value: button.value, choice: button.choice, ...more }, using);
}

test('a message of /ask leaves one run, whatever buttons it has', async () => {
  created = [];
  const reply = await ask({ question: 'What is a token?', temperature: 0, max_tokens: 8 });
  expect(created).toEqual(['ask']);
  await pressed(reply, 'How sure was it?');
  expect(created).toEqual(['ask']);
  const three = await pressed(reply, 'Side by side');
  expect(created).toEqual(['ask', 'ask']);
  expect(entriesOf(three).map(({ label }) => label)).toEqual(
    expect.arrayContaining(['Details at temperature 0', 'Details at temperature 0.7', 'Details at temperature 1.5']),
  );
  expect(entriesOf(three).map(({ label }) => label)).not.toContain('Details');
  const details = await pressed(three, 'Details at temperature 0.7');
  expect(wordsOf(details)).toContain('`temperature=0.7`');
  expect(created).toEqual(['ask', 'ask']);
  await pressed(reply, 'Why this word?');
  expect(created).toEqual(['ask', 'ask', 'fork']);
  const [runAgain] = buttonsOf(details);
  if (runAgain === undefined) throw new Error('the card has a button');
  const { runId, value } = runAgain;
  const again = await commandNamed('details').actions.again?.run({ ...press(runId), value }, services);
  expect(again && wordsOf(again)).toContain('> What is a token?');
  expect(created).toEqual(['ask', 'ask', 'fork', 'details']);
});

test('samples are counted in a row of their own, also those that are asked for at once', async () => {
  created = [];
  saved = [];
  const reply = await ask({ question: 'What is a token?', temperature: 0, max_tokens: 4 });
  const resample = (temperature: string, of = reply) => {
    const label = `Answer at temperature ${temperature}`;
    return pressed(
      of,
      buttonsOf(of)
        .concat(entriesOf(of))
        .some((one) => one.label === label)
        ? label
        : 'Another answer',
    );
  };
  // In the small print: the answer itself may say anything.
  const sampleOf = (one: Reply) => /^-# .* · answer (\d+)$/m.exec(wordsOf(one))?.[1];
  const second = await resample('1');
  expect(sampleOf(second)).toBe('2');
  expect(created).toEqual(['ask', 'ask-samples', 'ask']);
  expect(saved).toEqual(['ask', 'ask-samples']);
  const more = await Promise.all([resample('1'), resample('0.3'), resample('1', second)]);
  expect(more.map(sampleOf).toSorted()).toEqual(['3', '4', '5']);
  // Only the count was changed, however long the first reply is.
  expect(new Set(saved.slice(2))).toEqual(new Set(['ask-samples']));
  const other = await ask({ question: 'What is a bit?', temperature: 0, max_tokens: 4 });
  const both = await Promise.all([resample('1', other), resample('0.7', other)]);
  expect(both.map(sampleOf).toSorted()).toEqual(['2', '3']);
});

test('a button whose run is gone says what to run again, by its name where it is typed', async () => {
  const gone = (name: string, action: string) => commandNamed(name).actions[action]?.run(press('gone'), services);
  await expect(gone('ask', 'probabilities')).rejects.toThrow('Run /ask again.');
  await expect(gone('fork', 'place')).rejects.toThrow('Run the command again.');
});

test('replies side by side that are stopped keep what is written', async () => {
  created = [];
  const reply = await ask({ question: 'What is a token?', temperature: 0, max_tokens: 8 });
  const { stub } = await openSlowEndpoint();
  const slow = { ...services, model: openModel({ baseURL: stub.baseURL }) };
  onTestFinished(() => slow.model.close());
  const stop = new AbortController();
  const progress = (soFar: Reply) => {
    const begun = wordsOf(soFar).match(/It begins/g) ?? [];
    if (begun.length === 3) stop.abort(new UserError('stopped-by', { name: 'Ann' }));
  };
  const stopped = await pressed(reply, 'Side by side', { progress, signal: stop.signal }, slow);
  expect(wordsOf(stopped).match(/It begins\n\*\*It breaks off here\.\*\* Stopped by Ann\\?\./g)).toHaveLength(3);
  expect(buttonsOf(stopped).map(({ label }) => label)).toEqual(['Ask all again', 'Explain']);
  expect(entriesOf(stopped).map(({ label }) => label)).not.toContain('Details');
});

test('replies side by side that are stopped before anything came end with the reason', async () => {
  const reply = await ask({ question: 'What is a token?', temperature: 0, max_tokens: 8 });
  const signal = AbortSignal.abort(new UserError('stopped-by', { name: 'Ann' }));
  await expect(pressed(reply, 'Side by side', { signal })).rejects.toThrow('Stopped by Ann.');
});

test('a longer answer begins as the one that was cut', async () => {
  const reply = await ask({ question: 'What is a token?', temperature: 0.7, seed: 3, max_tokens: 4 });
  const cut = reply.blocks[1];
  const longer = (await pressed(reply, 'A longer answer')).blocks[1];
  if (cut?.kind !== 'text' || longer?.kind !== 'text') throw new Error('both have a text');
  expect(longer.markdown.startsWith(cut.markdown)).toBe(true);
  expect(longer.markdown.length).toBeGreaterThan(cut.markdown.length);
});

test('what was chosen goes along, and the temperature that nobody chose does not', async () => {
  const asked = await ask({ question: 'What is a token?', seed: 9, max_tokens: 4 });
  expect(wordsOf(asked)).toContain('temperature 0.7 · seed 9');
  expect(wordsOf(await pressed(asked, 'Dice', { value: 'ask' }))).toContain('temperature 1 · seed 9');
  const hot = await pressed(asked, 'Answer at temperature 1.3');
  expect(wordsOf(await pressed(hot, 'Dice', { value: 'ask' }))).toContain('temperature 1.3 · seed 9');
  expect(wordsOf(await pressed(hot, 'Surprise'))).toContain('> ');
});
