import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { get_encoding } from '@dqbd/tiktoken';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { UserError } from '../../src/errors.js';
import { ENCODINGS, encodingLabel } from '../../src/tokens/encodings.js';
import type { EncodingName, Tokenization, Tokenizer } from '../../src/tokens/token.js';
import { openTokenizer } from '../../src/tokens/tokenizer.js';
import { temporaryFolder } from '../builders/temporary-folder.js';

const workerPath = join(import.meta.dirname, '../../dist/src/tokens/cut-worker.js');

let tokenizer: Tokenizer;

beforeAll(() => {
  if (!existsSync(workerPath)) throw new Error('Run `npm run build` first: worker threads load JavaScript from dist/.');
  tokenizer = openTokenizer();
});
afterAll(() => tokenizer.close());

const ids = ({ tokens }: Tokenization) => tokens.map(({ id }) => id);
const idsOf = async (text: string, encoding: EncodingName) => ids(await tokenizer.tokenize(text, encoding));
const joined = ({ tokens }: Tokenization) => Buffer.concat(tokens.map(({ bytes }) => bytes));

describe('known ids', () => {
  test('the ids of “I love pizza!” in o200k_base are known', async () => {
    const tokenization = await tokenizer.tokenize('I love pizza!', 'o200k_base');
    expect(ids(tokenization)).toEqual([40, 3047, 27941, 0]);
    expect(tokenization.tokens.map(({ text }) => text)).toEqual(['I', ' love', ' pizza', '!']);
    expect(tokenization).toMatchObject({ encoding: 'o200k_base', characters: 13, bytes: 13 });
  });

  test('the ids of “hello world” are known in every encoding', async () => {
    expect(await idsOf('hello world', 'o200k_base')).toEqual([24912, 2375]);
    expect(await idsOf('hello world', 'cl100k_base')).toEqual([15339, 1917]);
    expect(await idsOf('hello world', 'p50k_base')).toEqual([31373, 995]);
    expect(await idsOf('hello world', 'r50k_base')).toEqual([31373, 995]);
  });

  test('p50k_base has tokens for runs of spaces, which r50k_base lacks', async () => {
    expect(await idsOf('   x', 'p50k_base')).toEqual([50257, 2124]);
    expect(await idsOf('   x', 'r50k_base')).toEqual([220, 220, 2124]);
  });

  test('special tokens are plain text', async () => {
    for (const { name } of ENCODINGS) {
      const tokenization = await tokenizer.tokenize('<|endoftext|><|endofprompt|>', name);
      expect(joined(tokenization).toString()).toBe('<|endoftext|><|endofprompt|>');
      expect(tokenization.tokens.length).toBeGreaterThan(8);
    }
  });

  test('an encoding’s size is that of its vocabulary: the highest id is the last', () => {
    for (const { name, vocabularySize } of ENCODINGS) {
      const tiktoken = get_encoding(name);
      const last = vocabularySize - 1;
      expect(tiktoken.decode_single_token_bytes(last).length).toBeGreaterThan(0);
      expect(() => tiktoken.decode_single_token_bytes(vocabularySize)).toThrow();
    }
    expect(encodingLabel('o200k_base')).toBe('o200k_base (GPT-4o, 4.1, 5)');
  });
});

describe('characters', () => {
  const groups = ({ tokens }: Tokenization) => tokens.map(({ group }) => group);

  test('tokens of one character have one number', async () => {
    const family = await tokenizer.tokenize('a 👨‍👩‍👧‍👦', 'o200k_base');
    expect(family.characters).toBe(3);
    expect(family.tokens[0]).toMatchObject({ text: 'a', group: undefined });
    expect(new Set(groups(family).slice(1))).toEqual(new Set([0]));
    expect(family.tokens.length).toBeGreaterThan(4);
  });

  test('a token that is part of a character has no text, and its bytes', async () => {
    const { tokens } = await tokenizer.tokenize('🫥', 'r50k_base');
    expect(tokens.length).toBeGreaterThan(1);
    expect(tokens.every(({ text, group }) => text === undefined && group === 0)).toBe(true);
  });

  test('a group has the characters that its tokens share, and not what one token holds whole', async () => {
    const pizza = await tokenizer.tokenize('I love 🍕 and 的!', 'r50k_base');
    expect(pizza.groups).toEqual(['🍕', '的']);
    const first = pizza.tokens.find(({ group }) => group === 0);
    expect([...(first?.bytes ?? [])].slice(0, 2)).toEqual([0x20, 0xf0]);
    expect((await tokenizer.tokenize('👨‍👩‍👧 x 龘龘', 'o200k_base')).groups).toEqual(['👨‍👩‍👧', '龘', '龘']);
  });

  test('two characters side by side have two numbers', async () => {
    const { tokens } = await tokenizer.tokenize('🫥🫥', 'r50k_base');
    expect(new Set(tokens.map(({ group }) => group))).toEqual(new Set([0, 1]));
    expect(tokens.filter(({ group }) => group === 0)).toHaveLength(tokens.length / 2);
  });

  test('a flag is one character', async () => {
    const tokenization = await tokenizer.tokenize('🇫🇷', 'o200k_base');
    expect(tokenization.characters).toBe(1);
    expect(new Set(groups(tokenization))).toEqual(new Set([0]));
  });

  test('a Devanagari letter and its mark belong together', async () => {
    const tokenization = await tokenizer.tokenize('कि', 'r50k_base');
    expect(tokenization.characters).toBe(1);
    expect(new Set(groups(tokenization))).toEqual(new Set([0]));
  });

  test('the parts of a Chinese character share its number', async () => {
    const tokenization = await tokenizer.tokenize('龘', 'o200k_base');
    expect(tokenization).toMatchObject({ characters: 1, bytes: 3 });
    expect(tokenization.tokens.length).toBeGreaterThan(1);
    expect(new Set(groups(tokenization))).toEqual(new Set([0]));
  });

  test('carriage return and line feed are one character, also over two tokens', async () => {
    const tokenization = await tokenizer.tokenize('a\r\nb', 'r50k_base');
    expect(tokenization.characters).toBe(3);
    expect(tokenization.tokens.map(({ text, group }) => [text, group])).toEqual([
      ['a', undefined],
      ['\r', 0],
      ['\n', 0],
      ['b', undefined],
    ]);
  });

  test('the bytes of the tokens are those of the text, in every encoding', async () => {
    for (const { name } of ENCODINGS) {
      await fc.assert(
        fc.asyncProperty(
          fc.oneof(
            fc.string({ unit: 'binary', maxLength: 60 }),
            fc.string({ unit: 'grapheme', maxLength: 60 }),
            fc.string({
              unit: fc.constantFrom(' ', '\n', '\r', '\t', 'a', '<|endoftext|>', '👩‍💻', '\ud800'),
              maxLength: 40,
            }),
          ),
          async (text) => {
            const tokenization = await tokenizer.tokenize(text, name);
            const expected = Buffer.from(text, 'utf8');
            expect(joined(tokenization).equals(expected)).toBe(true);
            expect(tokenization.bytes).toBe(expected.length);
            for (const token of tokenization.tokens) {
              if (token.text !== undefined) expect(Buffer.from(token.text).equals(token.bytes)).toBe(true);
              else expect(token.group).toBeDefined();
            }
          },
        ),
        { numRuns: 150 },
      );
    }
  });

  test('a lone surrogate becomes U+FFFD, as in UTF-8', async () => {
    const tokenization = await tokenizer.tokenize('a\ud83db', 'o200k_base');
    expect(joined(tokenization).toString()).toBe('a\ufffdb');
  });

  test('an empty text has no tokens', async () => {
    expect(await tokenizer.tokenize('', 'o200k_base')).toEqual({
      encoding: 'o200k_base',
      tokens: [],
      groups: [],
      characters: 0,
      bytes: 0,
    });
  });
});

describe('tokens of another tokenizer', () => {
  test('tokens of another tokenizer lie where those of an encoding of the same lengths do', async () => {
    for (const text of ['I love 🍕 and 的!', '🫥🫥', 'a\r\nb', 'कि 👩‍🚀', '']) {
      const { encoding, ...expected } = await tokenizer.tokenize(text, 'r50k_base');
      expect(encoding).toBe('r50k_base');
      expect(await tokenizer.arrange(expected.tokens.map(({ bytes }) => bytes))).toEqual({
        ...expected,
        tokens: expected.tokens.map(({ id: _, ...share }) => share),
      });
    }
  });

  test('shares that are no text together have no places', async () => {
    expect(await tokenizer.arrange([Buffer.from('a'), Uint8Array.of(0xf0, 0x9f)])).toBeUndefined();
  });
});

describe('working on threads', () => {
  /** A tokenizer that cuts texts of an “a” and more only from when `open` is called on. */
  function openGated() {
    const gate = join(temporaryFolder(), 'open');
    const worker = join(temporaryFolder(), 'worker.mjs');
    writeFileSync(
      worker,
      `import { existsSync } from 'node:fs';
       import { cut as realCut } from ${JSON.stringify(pathToFileURL(workerPath).href)};
       const cell = new Int32Array(new SharedArrayBuffer(4));
       export const cut = (task) => {
         for (let tries = 0; task.text.startsWith('aa') && !existsSync(${JSON.stringify(gate)}); tries += 1) {
           if (tries > 10_000) throw new Error('nobody has opened the gate');
           Atomics.wait(cell, 0, 0, 5);
         }
         return realCut(task);
       };`,
    );
    const gated = openTokenizer({ worker });
    onTestFinished(() => gated.close());
    return { gated, open: () => writeFileSync(gate, '') };
  }

  test('the event loop turns while a text is cut', async () => {
    const { gated, open } = openGated();
    // The text is not cut before a later turn.
    setImmediate(() => setTimeout(open));
    expect(ids(await gated.tokenize('aa', 'o200k_base'))).toEqual(await idsOf('aa', 'o200k_base'));
  });

  test('a short text does not wait for a long one', async () => {
    const { gated, open } = openGated();
    const long = gated.tokenize('a'.repeat(9_000), 'r50k_base');
    expect(ids(await gated.tokenize('short', 'r50k_base'))).toEqual(await idsOf('short', 'r50k_base'));
    open();
    expect((await long).characters).toBe(9_000);
  });

  test('many texts are cut at once, in several encodings', async () => {
    const texts = Array.from({ length: 20 }, (_, index) => `text number ${index} 👋`);
    const results = await Promise.all(
      texts.map((text, index) => tokenizer.tokenize(text, ENCODINGS[index % ENCODINGS.length]?.name ?? 'o200k_base')),
    );
    expect(results.map((result) => joined(result).toString())).toEqual(texts);
  });

  test('over 100,000 characters are refused in words, 100,000 are not', async () => {
    const refused = tokenizer.tokenize('x'.repeat(100_001), 'o200k_base');
    await expect(refused).rejects.toBeInstanceOf(UserError);
    await expect(refused).rejects.toThrow('100,001 characters');
    const words = 'word '.repeat(20_000);
    expect(await tokenizer.tokenize(words, 'o200k_base')).toMatchObject({ characters: 100_000 });
  });

  test('an aborted text rejects with the reason, and the next one works', async () => {
    const controller = new AbortController();
    const running = tokenizer.tokenize('a'.repeat(100_000), 'r50k_base', controller.signal);
    setImmediate(() => controller.abort(new Error('the person left')));
    await expect(running).rejects.toThrow('the person left');
    await expect(tokenizer.tokenize('x', 'o200k_base', AbortSignal.abort(new Error('too late')))).rejects.toThrow(
      'too late',
    );
    expect((await tokenizer.tokenize('a'.repeat(9_000), 'r50k_base')).characters).toBe(9_000);
  });

  test('an error on the thread is reported, and the next text works', async () => {
    await expect(tokenizer.tokenize('x', 'no_such_base' as EncodingName)).rejects.toThrow('Invalid encoding');
    expect(await idsOf('hello world', 'o200k_base')).toEqual([24912, 2375]);
  });

  test('a thread that dies is replaced', async () => {
    const worker = join(temporaryFolder(), 'worker.mjs');
    writeFileSync(
      worker,
      `import { cut as realCut } from ${JSON.stringify(pathToFileURL(workerPath).href)};
       export const cut = (task) => (task.text === 'die' ? process.exit(1) : realCut(task));`,
    );
    const mortal = openTokenizer({ worker });
    try {
      await expect(mortal.tokenize('die', 'r50k_base')).rejects.toThrow('stopped in the middle of this one');
      expect(ids(await mortal.tokenize('hello world', 'r50k_base'))).toEqual([31373, 995]);
    } finally {
      await mortal.close();
    }
  });

  test('a closed tokenizer says so', async () => {
    const closed = openTokenizer();
    await closed.close();
    await expect(closed.tokenize('x', 'r50k_base')).rejects.toThrow('closed');
  });
});
