import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Reply } from '../../../src/discord/reply.js';
import { type OpenServices, openServices } from '../../builders/services.js';
import { commandNamed } from '../../commands/command-named.js';
import { press, wordsOf } from '../../commands/press.js';

let services: OpenServices;

beforeAll(async () => {
  services = await openServices();
});
afterAll(() => services.close());

const replyRun = (reply: Reply) => entriesOf(reply).find(({ runId }) => runId !== '-')?.runId ?? '';

/** What the menu of a reply leads to. */
const entriesOf = ({ blocks }: Reply) => blocks.flatMap((one) => (one.kind === 'go-on' ? one.entries : []));

test.each(['temperature', 'sampling'])('/%s looks at the reply to a question as it looks at a text', async (name) => {
  const command = commandNamed(name);
  const prompt = 'What is the capital of France?';
  const system = 'Answer in one word.';
  const asking = commandNamed('ask').prepare([
    { name: 'question', value: prompt },
    { name: 'system', value: system },
  ]);
  const [runId = ''] = entriesOf(await asking(press('-'), services)).map((entry) => entry.runId);
  const reply = await command.actions.from?.run({ ...press(runId), value: 'ask' }, services);
  if (reply === undefined) throw new Error('the command takes a prompt over');
  expect(wordsOf(reply)).toContain(`> ${prompt}`);
  // These two go on with a text.
  const commands = entriesOf(reply).map(({ command: one }) => one);
  expect(commands).not.toContain('nextword');
  expect(commands).not.toContain('generate');

  const asked = await services.model.nextToken({ prompt, asQuestion: { system }, candidates: 100 });
  const percent = Math.round(Math.exp(asked.candidates[0]?.logprob ?? 0) * 100);
  const card = await commandNamed('details').actions.from?.run({ ...press(replyRun(reply)), value: name }, services);
  expect(card && wordsOf(card)).toMatch(new RegExp(`\\b${percent}%.*${asked.candidates[0]?.text.trim()}`));
  expect(card && wordsOf(card)).toContain('chat/completions');

  // The prompt goes on, with how it was read.
  const next = entriesOf(reply).find((one) => one.command === 'dice');
  const again = await command.actions.from?.run({ ...press(next?.runId ?? ''), value: next?.value }, services);
  expect(again && wordsOf(again).split('\n')[0]).toBe(`> ${prompt}`);
});

test('details are about what was asked', async () => {
  const open = async (name: string, from: string, { blocks }: Reply) => {
    const runId = blocks
      .flatMap((one) => (one.kind === 'buttons' ? one.buttons.map((button) => button.runId) : []))
      .find((one) => one !== '-');
    const reply = await commandNamed(name).actions.from?.run({ ...press(runId ?? ''), value: from }, services);
    if (reply === undefined) throw new Error(`${name} is opened from others`);
    return reply;
  };
  const run = (name: string, option: string) =>
    commandNamed(name).prepare([{ name: option, value: 'Why is the sky blue?' }])(press('-'), services);
  for (const [name, option] of [
    ['nextword', 'prompt'],
    ['surprise', 'text'],
    ['ask', 'question'],
  ] as const) {
    const card = await open('details', name, await run(name, option));
    const [button] = card.blocks.flatMap((one) => (one.kind === 'buttons' ? one.buttons : []));
    const again = await commandNamed('details').actions.again?.run(
      { ...press(button?.runId ?? ''), value: button?.value },
      services,
    );
    if (again === undefined) throw new Error('Details has Run again');
    const tempered = wordsOf(await open('temperature', 'details', again));
    // A question is quoted, and a text goes on.
    expect(tempered.split('\n')[0]).toBe(name === 'ask' ? '> Why is the sky blue?' : '`Why is the sky blue?▮`');
  }
});
