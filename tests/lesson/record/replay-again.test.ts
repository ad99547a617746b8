import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Reply } from '../../../src/discord/reply.js';
import { createResultStore } from '../../../src/lesson/command/result.js';
import { detailsResult } from '../../../src/lesson/record/details.js';
import { generatedAnswer } from '../../../src/lesson/record/generate.js';
import { type Answered, keepRecord } from '../../../src/lesson/record/record.js';
import { asker } from '../../builders/asker.js';
import { type OpenServices, openServices } from '../../builders/services.js';
import { commandNamed } from '../../commands/command-named.js';
import { press, wordsOf } from '../../commands/press.js';

let services: OpenServices;

beforeAll(async () => {
  services = await openServices();
});
afterAll(() => services.close());

const stored = createResultStore('details', { version: 1, schema: detailsResult }, false);

/** Keeps an answer, opens its card, and repeats it. */
async function repeat(answered: Answered): Promise<{ card: Reply; file: Record<string, unknown>; again: Reply }> {
  const id = await stored.create(services, { record: keepRecord(answered, services.model.endpoint) }, asker);
  const { from, again: askAgain } = commandNamed('details').actions;
  const card = await from?.run({ ...press(id), value: 'details' }, services);
  const again = await askAgain?.run(press(id), services);
  if (card === undefined || again === undefined) throw new Error('Details has both');
  const [data] = card.blocks.flatMap((one) => (one.kind === 'file' ? one.data : []));
  return { card, file: JSON.parse(String(data)), again };
}

test('a generated text with a seed is the same again, with the distribution of each of its tokens', async () => {
  const asked = { prompt: 'Once upon a time', temperature: 1.4, seed: 5, maxTokens: 8, candidates: 20 };
  const answer = generatedAnswer(await services.model.generate(asked), asked.temperature);
  const { card, file, again } = await repeat({ kind: 'generate', asked, answer });
  expect(file).toMatchObject({ kind: 'generate', answer: { text: answer.text, tokens_in_all: answer.tokens.length } });
  const { tokens } = file.answer as { tokens: { alternatives: unknown[]; listed_mass: number; hidden_mass: number }[] };
  for (const { alternatives, listed_mass, hidden_mass } of tokens) {
    expect(alternatives).toHaveLength(20);
    expect(listed_mass + hidden_mass).toBeCloseTo(1, 9);
  }
  expect(wordsOf(card)).toContain('**Seed:** `5`');
  expect(wordsOf(again)).toContain(`**The same to the last digit:** ${answer.tokens.length} tokens`);
});

test('a scored text is the same again', async () => {
  const asked = { text: 'The capital of France is Paris.' };
  const answer = await services.model.score(asked);
  const { card, file, again } = await repeat({ kind: 'score', asked, answer });
  expect(file).toMatchObject({ kind: 'score', answer: { method: answer.method, tokens_in_all: answer.tokens.length } });
  const { tokens } = file.answer as { tokens: { text: string }[] };
  expect(tokens.map(({ text }) => text).join('')).toBe(asked.text);
  expect(wordsOf(card)).toContain(`**Came back:** ${answer.tokens.length} tokens of the text.`);
  expect(wordsOf(again)).toContain(`**The same to the last digit:** ${answer.tokens.length} tokens`);
  expect(wordsOf(again)).toContain(`> ${asked.text}`);
});

test('the first token of a reply is asked for again as such', async () => {
  const asked = { prompt: 'Why is the sky blue?', candidates: 20, asQuestion: { system: 'Be brief.' } };
  const answer = await services.model.nextToken(asked);
  const { card, again } = await repeat({ kind: 'next-token', asked, answer });
  expect(wordsOf(card)).toContain('the model answers a question, and this is the first token of its reply');
  expect(wordsOf(again)).toContain('**The same to the last digit:** 20 tokens');
});
