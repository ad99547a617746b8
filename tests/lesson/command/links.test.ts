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
  const [runId = ''] = (await asking(press('-'), services)).blocks.flatMap((block) =>
    block.kind === 'menu' ? [block.runId] : [],
  );
  const reply = await command.actions.from?.run({ ...press(runId), value: 'ask' }, services);
  if (reply === undefined) throw new Error('the command takes a prompt over');
  expect(wordsOf(reply)).toContain('what is charted is the first token of the reply');
  expect(wordsOf(reply)).toContain('the model is asked the question, with a system prompt (/v1\\/chat\\/completions)');
  // These two go on with a text.
  const commands = entriesOf(reply).map(({ command: one }) => one);
  expect(commands).not.toContain('nextword');
  expect(commands).not.toContain('generate');

  const asked = await services.model.nextToken({ prompt, asQuestion: { system }, candidates: 100 });
  const percent = Math.round(Math.exp(asked.candidates[0]?.logprob ?? 0) * 100);
  expect(wordsOf(reply)).toMatch(new RegExp(`\\b${percent}%.*${asked.candidates[0]?.text.trim()}`));

  // The prompt goes on, with how it was read.
  const next = entriesOf(reply).find((one) => one.command === 'dice');
  const again = await command.actions.from?.run({ ...press(next?.runId ?? ''), value: next?.value }, services);
  expect(again && wordsOf(again).split('\n').slice(0, 3)).toEqual(wordsOf(reply).split('\n').slice(0, 3));
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
    expect(tempered).toContain('Why is the sky blue?');
    expect(tempered.includes('the first token of the reply')).toBe(name === 'ask');
  }
});
