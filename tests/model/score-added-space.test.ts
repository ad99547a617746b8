import { expect, test } from 'vitest';
import { startModel } from './start-model.js';

interface Tokenizer {
  /** Puts a space of its own before every text. */
  readonly addsSpace: boolean;
  readonly counts?: boolean;
}

/** A server without a tokenizer to ask: at the beginning ` Once` is likely and `Once` is not, and then ` upon` is. */
function start({ addsSpace, counts = true }: Tokenizer, first: readonly [string, number][]) {
  const entry = ([token, p]: readonly [string, number]) => ({ token, logprob: Math.log(p) });
  return startModel(
    ({ path, body }) => {
      if (path !== '/v1/completions') return undefined;
      if (body.echo === true || 'prompt_logprobs' in body) {
        return { status: 400, json: { error: { message: 'echo and prompt_logprobs are not supported' } } };
      }
      const prompt = String(body.prompt);
      const list = (prompt === '' ? first : ([[' upon', 0.9]] as const)).map(entry);
      // One for each word, and one for each space that does not belong to a word.
      const words = prompt.split(' ').filter((word) => word !== '').length;
      const extra = addsSpace && prompt.startsWith(' ') ? 1 : 0;
      const usage = { prompt_tokens: words + extra, completion_tokens: 1 };
      return {
        json: {
          choices: [
            {
              text: list[0]?.token,
              logprobs: { content: [{ ...list[0], top_logprobs: list }] },
              finish_reason: 'length',
            },
          ],
          ...(counts && { usage }),
        },
      };
    },
    { defaultModel: 'm' },
  );
}

const both: readonly [string, number][] = [
  [' Once', 0.78],
  ['Once', 0.001],
];

async function firstOf(tokenizer: Tokenizer, first = both) {
  const { model } = await start(tokenizer, first);
  const { tokens } = await model.score({ text: 'Once upon' });
  expect(tokens.map(({ text }) => text)).toEqual(['Once', ' upon']);
  expect(tokens[1]?.probability?.high).toBeCloseTo(0.9, 6);
  return tokens[0];
}

test('the first word is the token with a space where the tokenizer puts one before every text', async () => {
  const token = await firstOf({ addsSpace: true });
  expect(token?.probability?.low).toBeCloseTo(0.78, 6);
  expect(token?.rank).toEqual({ low: 1, high: 1 });
});

test('and the one without where it does not', async () => {
  expect((await firstOf({ addsSpace: false }))?.probability?.low).toBeCloseTo(0.001, 6);
});

test('without a count there is no figure for it where only the one with a space is listed', async () => {
  const token = await firstOf({ addsSpace: true, counts: false }, [[' Once', 0.78]]);
  expect(token?.probability).toBeUndefined();
});
