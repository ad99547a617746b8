import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { explainTokens } from '../../commands/tokenize/explain.js';
import { type TokenizeResult, tokenizeResult } from '../../commands/tokenize/result.js';
import { viewBytes, viewTokenize } from '../../commands/tokenize/view.js';
import { tokenize } from '../../commands/tokenize.js';
import type { ViewBlock } from '../../src/lesson/command/view.js';
import { placeAt } from '../builders/place.js';
import { type OpenServices, openServices } from '../builders/services.js';
import { press } from './press.js';

let services: OpenServices;
beforeAll(async () => {
  services = await openServices();
});
afterAll(() => services.close());

const cut = (text: string): Promise<TokenizeResult> =>
  tokenize.ask(
    { text, encoding: undefined, around: undefined, model: undefined },
    { ...press('-'), commandNeeds: [] },
    services,
  );
const explainOf = (result: TokenizeResult, value?: string) => explainTokens(result, placeAt({ value }));
const textsOf = (blocks: readonly ViewBlock[]) =>
  blocks.flatMap((one) => (one.kind === 'text' ? [one.markdown.replaceAll('\\', '')] : []));
const stripOf = (blocks: readonly ViewBlock[]) =>
  blocks.flatMap((one) => (one.kind === 'picture' && one.picture.kind === 'token-strip' ? [one.picture] : []))[0];

describe('the sentence says what there is to see', () => {
  test.each([
    ['cat', 'The whole text is **one token**: the model reads one number.'],
    ['I love pizza!', 'The model reads **4 tokens**. Here each word is one token, with the space before it.'],
    [
      'I love Pneumonoultra!',
      /^The model reads \*\*\d+ tokens\*\*\. “Pneumonoultra” is not one piece: it is cut into \d\.$/,
    ],
    ['I see 🐨', 'The model reads **5 tokens**. The single character “🐨” takes 3 of them.'],
    ['🐨', 'The single character “🐨” is **2 tokens**.'],
    ['ᚠᚢᚦᚨᚱᚲᚷᚹᚺᚾᛁᛃᛇᛈᛉᛊᛏᛒᛖᛗᛚᛜᛞᛟᚠᚢᚦᚨᚱ', /more than the 29 characters, because its list has few pieces of this writing/],
    ['12345678', /^The model reads \*\*3 tokens\*\*, each about 2\.7 characters long\.$/],
  ])('%s', async (text, sentence) => {
    const said = textsOf(viewTokenize(await cut(text), placeAt()).blocks)[1];
    if (typeof sentence === 'string') expect(said).toBe(sentence);
    else expect(said).toMatch(sentence);
  });
});

test.each([
  ['   ', '> `···`'],
  ['\u200b\n', '> `⟨U+200B⟩↵`'],
  ['a\nb', '> a b'],
])('a text in which little is to be seen, %o, is shown by its signs', async (text, asked) => {
  expect(textsOf(viewTokenize(await cut(text), placeAt()).blocks)[0]).toBe(asked);
});

test('a text as long as the option takes is one picture, whatever is in it', async () => {
  for (const text of [
    'x'.repeat(6000),
    '🧑‍🚀'.repeat(1000),
    'إن النماذج '.repeat(500),
    'if (a) {\n\treturn;\n}\n'.repeat(300),
  ]) {
    const result = await cut(text);
    const { blocks } = viewTokenize(result, placeAt());
    expect(blocks.map(({ kind }) => kind)).toEqual(['text', 'picture', 'text', 'row', 'go-on-links', 'text']);
    expect(stripOf(blocks)?.total).toBe(result.counts.own);
    expect(textsOf(blocks).join('\n').length).toBeLessThan(600);
    expect(JSON.stringify(z.encode(tokenizeResult, result)).length).toBeLessThan(100_000);
  }
});

test('the bytes of a part of a character stand in its box, and below it how many they are', async () => {
  const result = await cut('é 🐨');
  const strip = stripOf(viewBytes(result, placeAt({ page: 2 })).blocks);
  expect(strip?.title).toBe('Which bytes are in each token?');
  expect(strip?.tokens.map(({ label, caption }) => [label, caption])).toEqual([
    ['é', 'C3 A9'],
    ['⟨20 F0 9F⟩', '3 bytes'],
    ['⟨90⟩', '1 byte'],
    ['⟨A8⟩', '1 byte'],
  ]);
});

test('Explain is about the sight that it was pressed on', async () => {
  const result = await cut('I love naïve pizza');
  expect(explainOf(result).example).toContain('Your text has 18 characters and');
  expect(explainOf(result, 'bytes').example).toContain('Your text has 18 characters and 19 bytes.');
  const comparison = {
    counts: [
      { encoding: 'o200k_base' as const, count: 5 },
      { encoding: 'cl100k_base' as const, count: 6 },
      { encoding: 'p50k_base' as const, count: 6 },
      { encoding: 'r50k_base' as const, count: 7 },
    ],
  };
  const compared = { ...result, comparison };
  expect(explainOf(compared, 'compare').example).toContain('7 − 5 = 2.');
  expect(textsOf(viewTokenize(compared, placeAt()).blocks)[1]).toBe(
    '**o200k_base** needs the fewest: **5 tokens**. r50k_base needs 7, 2 more.',
  );
});

test('what a reply was asked with goes along', async () => {
  const stored = z.encode(tokenizeResult, {
    ...(await cut('a cat')),
    asked: { model: 'beta', sampling: { temperature: 0.7, seed: 3 }, question: { system: 'Be brief.' } },
  });
  expect(z.decode(tokenizeResult, JSON.parse(JSON.stringify(stored))).asked).toEqual({
    model: 'beta',
    sampling: { temperature: 0.7, seed: 3 },
    question: { system: 'Be brief.' },
  });
});
