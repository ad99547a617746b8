import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findStrays } from './find-strays.js';

/** Speak to nobody on Discord, or have words of their own. */
const APART = [
  'src/playground',
  'src/playground-page',
  'src/tiny-model',
  'src/storage/postgres',
  'src/storage/snapshot',
  'src/storage/sql',
  'src/storage/sqlite',
];

/** Texts that are no words for people, each with the reason. */
const EXCEPTIONS: readonly { readonly file: string; readonly texts: readonly string[]; readonly why: string }[] = [
  {
    file: 'src/model/asking/learn-from-refusal.ts',
    texts: ['takes ', 'refuses ', 'allows ', 'has no ', 'may no longer'],
    why: 'written in the log',
  },
  { file: 'src/model/probe/probe-added-space.ts', texts: ['The cat'], why: 'sent to a model' },
  { file: 'src/model/ways/ask-continuation.ts', texts: ['Write a text.', 'Continue the'], why: 'sent to a model' },
  {
    file: 'commands/tuning/examples.ts',
    texts: [
      'What do cows',
      'Cows eat',
      'How many days',
      'There are seven',
      'What is the opposite',
      'The opposite of',
      'Where do fish',
      'Fish live',
    ],
    why: 'sent to a model',
  },
  { file: 'commands/temperature/formula-lines.ts', texts: ['zᵢ', 'Σ exp(', 'pᵢ'], why: 'a formula' },
  {
    file: 'src/start/connect-models.ts',
    texts: ['embedded model', 'embedded tiny'],
    why: 'names in the log and in what is stored',
  },
  { file: 'src/discord/router/send-error.ts', texts: ['a message to Discord'], why: 'an error that is never shown' },
  { file: 'src/model/probe/probe-continuation.ts', texts: ['Which city is', 'The capital of'], why: 'sent to a model' },
  { file: 'src/model/probe/probe-draw-order.ts', texts: ['Once upon a', 'The capital of'], why: 'sent to a model' },
  { file: 'src/model/probe/probe-id-prompts.ts', texts: ['The cat sat'], why: 'sent to a model' },
  { file: 'src/model/probe/probe-request.ts', texts: ['Say something.'], why: 'sent to a model' },
  { file: 'src/model/score/find-scoring-method.ts', texts: ['The cat sat'], why: 'sent to a model' },
  { file: 'src/model/tokenizer/server-token-around.ts', texts: ['a b\né'], why: 'sent to a tokenizer' },
  { file: 'src/model/wire/refusal.ts', texts: ['The server refused'], why: 'an error that is never shown' },
  { file: 'src/model/wire/http-client.ts', texts: ['A request was not'], why: 'an error that is never shown' },
  {
    file: 'commands/attention/swap-words.ts',
    texts: ['a an the', 'from in into', 'her us them', 'can could'],
    why: 'words that are looked for in what people write',
  },
  { file: 'src/byte-pair/vocabulary.ts', texts: ['byte-pair vocabulary'], why: 'the first line of a file' },
  {
    file: 'src/lesson/text/token-label.ts',
    texts: ['⟨end of text⟩', '⟨no text⟩'],
    why: 'signs, like ⟨F0 9F⟩, by which tokens are counted',
  },
  { file: 'src/doctor/check-parts.ts', texts: ['Aä Жя'], why: 'letters to draw' },
  { file: 'src/doctor/check-models.ts', texts: ['Once upon a', 'Good morning.'], why: 'sent to a model' },
  { file: 'src/tokens/encodings.ts', texts: ['Codex, ', 'GPT-3, '], why: 'names of models' },
];

const root = join(import.meta.dirname, '../..');
const files = ['src', 'commands'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/')),
);

function straysOf(path: string): string[] {
  if (path.startsWith('src/words/') || path.endsWith('/words.ts') || path.includes('/words/')) return [];
  const { texts: allowed = [] } = EXCEPTIONS.find(({ file }) => file === path) ?? {};
  return findStrays(path, readFileSync(join(root, path), 'utf8'))
    .filter(({ text }) => !allowed.some((beginning) => text.startsWith(beginning)))
    .map(({ line, text }) => `${path}:${line} ${text}`);
}

test('no words for people stray from the modules of words', () => {
  const own = files.filter((path) => !APART.some((folder) => path.startsWith(`${folder}/`)));
  expect(own.length).toBeGreaterThan(200);
  expect(own.flatMap(straysOf)).toEqual([]);
});

test('every exception is needed', () => {
  for (const { file, texts } of EXCEPTIONS) {
    const found = findStrays(file, readFileSync(join(root, file), 'utf8'));
    for (const beginning of texts) {
      expect(
        found.filter(({ text }) => text.startsWith(beginning)),
        file,
      ).not.toEqual([]);
    }
  }
});

describe('the search for strays', () => {
  test.each([
    ["throw new UserError('No such token.');", 'No such token.'],
    [`const line = \`**Seed:** \${seed} of \${most}\`;`, '**Seed:** … of …'],
    [`const line = \`-# \${isLong ? 'and so on' : ''}\`;`, 'and so on'],
    ["const labels = { a: 'two words' };", 'two words'],
    ["const labels = { a: 'two words' } as const satisfies Labels;", 'two words'],
    ["class A { constructor(private b = 'two words') {} }", 'two words'],
    ["log.info(describe('two words'));" + "say('three more words');", 'three more words'],
    ["catalog.info('two words');", 'two words'],
    ["new UnforeseenError('two words');", 'two words'],
  ])('finds %s', (source, text) => {
    expect(findStrays('a.ts', source)).toEqual([{ line: 1, text }]);
  });

  test.each([
    "import { a } from './two words.js'; export * from 'two words';",
    "type A = 'two words' | 'three more words'; interface B { readonly c: 'two words' }",
    "throw new RangeError('A count is a number.');",
    "log?.[isBad ? 'warn' : 'info']({ a }, 'the endpoint failed'); options.log.debug('two words');",
    "database.prepare('SELECT id FROM runs WHERE id = ?');",
    `const key = 'one'; const id = \`\${a} \${b}\`; const unit = ' ms'; const sign = '**:** …';`,
    "const pattern = /two words/; const table = { 'two words': 1 };",
    '// two words',
  ])('leaves %s', (source) => {
    expect(findStrays('a.ts', source)).toEqual([]);
  });
});
