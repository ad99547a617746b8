import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseAst } from 'vitest/node';

/** The architecture as rules: who may import whom. `src/README.md` says why. */

/** What a file refers to: another file of the repository (path from its root) or a package. */
interface Import {
  readonly target: string;
  readonly typesOnly: boolean;
}

interface Rule {
  /** The files that the rule is for; the first rule that fits a file is its rule. */
  readonly files: (path: string) => boolean;
  readonly allows: (imported: Import) => boolean;
}

const inside =
  (...folders: string[]) =>
  (path: string) =>
    folders.some((folder) => path.startsWith(`${folder}/`));

const isOwn = inside('src', 'commands', 'scripts');
/** How the bot is measured is told by plain calls: what counts and sends them is known in one place. */
const isMeasuring = (target: string) => target === 'prom-client' || target.startsWith('@opentelemetry/');

const isDiscordPackage = (target: string) => /^discord\.js(\/|$)/.test(target) || target.startsWith('@discordjs/');

/** May be imported by everybody: they stand for the repository, the language and the machine, not for the bot. */
const FOR_ALL = new Set(['src/ended-together.ts', 'src/keep-places.ts', 'src/origin-guard.ts', 'src/worker-file.ts']);

/** May be imported by everybody too: how texts become tokens is one thing for the bot and for the model in the box. */
const isForAll = (target: string) => FOR_ALL.has(target) || inside('src/byte-pair')(target);

const WHAT_COMMANDS_USE = new Set([
  'src/discord/command.ts',
  'src/discord/markdown.ts',
  'src/discord/options.ts',
  'src/discord/reply.ts',
  'src/errors.ts',
  'src/facts.ts',
]);

const WHAT_COMMANDS_NAME = new Set(['src/services.ts']);

/** How figures are written depends on the language: whoever writes one has words, and their `Language`. */
const OF_WORDS_ALONE = new Set(['src/words/figures.ts', 'src/words/duration.ts']);

/** The only places that know discord.js. */
const WAYS_TO_DISCORD = ['discord-js', 'gateway', 'http'].map((room) => `src/discord/transport/${room}`);

/** Parts that meet over the wire only. */
const APART = ['src/tiny-model', 'src/playground'];

/** Parts that `main` puts together: each keeps a contract, and knows none of the others. */
const PUT_TOGETHER = ['src/model', 'src/charts', 'src/tokens', 'src/storage'];

/** Nothing of the bot imports the page, which runs in a browser, or a script. */
const OUTSIDE = ['src/playground-page', 'scripts'];

/** Nor what `main` is made of. */
const ENDS = [...OUTSIDE, 'src/start'];

const WHAT_A_STORAGE_PROMISES = new Set(['src/storage/contract.ts', 'src/storage/storage-error.ts']);

const WHAT_STORES_USE = new Set([
  ...WHAT_A_STORAGE_PROMISES,
  'src/domain/run-origin.ts',
  'src/storage/held-runs.ts',
  'src/storage/local-events.ts',
  'src/errors.ts',
  'src/ends-within.ts',
  'src/patience.ts',
]);

const RULES: readonly Rule[] = [
  {
    files: (path) => path === 'src/main.ts' || inside('src/start')(path),
    allows: ({ target }) => !inside(...OUTSIDE)(target) && !isDiscordPackage(target),
  },
  { files: inside('scripts'), allows: ({ target }) => !inside('src/playground-page')(target) },
  {
    files: inside('src/playground-page'),
    allows: ({ target, typesOnly }) =>
      (!isOwn(target) && !isDiscordPackage(target)) ||
      inside('src/playground-page')(target) ||
      (typesOnly && inside('src/playground/page')(target)),
  },
  {
    // What several commands share knows none of them.
    files: inside('src/lesson'),
    allows: ({ target, typesOnly }) =>
      (!isOwn(target) && !isDiscordPackage(target)) ||
      WHAT_COMMANDS_USE.has(target) ||
      (WHAT_COMMANDS_NAME.has(target) && typesOnly) ||
      (target !== 'src/charts/open-charts.ts' &&
        inside(
          'src/lesson',
          'src/words',
          'src/domain',
          'src/sampling',
          'src/vectors',
          'src/tokens',
          'src/charts',
        )(target)),
  },
  {
    files: inside('commands'),
    allows: ({ target, typesOnly }) =>
      (!isOwn(target) && !isDiscordPackage(target)) ||
      WHAT_COMMANDS_USE.has(target) ||
      (WHAT_COMMANDS_NAME.has(target) && typesOnly) ||
      (target !== 'src/charts/open-charts.ts' &&
        inside(
          'commands',
          'src/lesson',
          'src/words',
          'src/domain',
          'src/sampling',
          'src/vectors',
          'src/tokens',
          'src/charts',
        )(target)),
  },
  {
    // Words know nothing of what they are told about but its data.
    files: inside('src/words'),
    allows: ({ target }) => inside('src/words', 'src/domain')(target),
  },
  {
    files: (path) => path === 'src/errors.ts' || path === 'src/facts.ts',
    allows: ({ target }) => !isOwn(target) || inside('src/words', 'src/domain')(target) || target === 'src/facts.ts',
  },
  { files: inside('src/domain'), allows: ({ target }) => inside('src/domain')(target) },
  { files: inside('src/byte-pair'), allows: ({ target }) => inside('src/byte-pair')(target) },
  { files: inside('src/vectors'), allows: ({ target }) => inside('src/vectors')(target) },
  { files: inside('src/sampling'), allows: ({ target }) => inside('src/domain', 'src/sampling')(target) },
  ...APART.map((folder) => ({
    files: inside(folder),
    allows: ({ target }: Import) => (!isOwn(target) && !isDiscordPackage(target)) || inside(folder)(target),
  })),
  {
    // What is sent and who sends it meet in the router's `Incoming` and `Target`: a way to Discord knows the router, not
    // the other way round.
    files: inside('src/discord/router', 'src/discord/present'),
    allows: ({ target }) =>
      !isDiscordPackage(target) &&
      !inside('commands', 'src/lesson', 'src/discord/transport', 'src/model', ...APART, ...ENDS)(target) &&
      target !== 'src/main.ts',
  },
  {
    files: (path) => inside(...WAYS_TO_DISCORD)(path) || path === 'src/discord/transport/connect.ts',
    allows: ({ target }) =>
      !inside('commands', 'src/lesson', 'src/model', ...APART, ...ENDS)(target) && target !== 'src/main.ts',
  },
  {
    files: inside('src/discord'),
    allows: ({ target }) =>
      !isDiscordPackage(target) &&
      !inside('commands', 'src/lesson', 'src/model', ...WAYS_TO_DISCORD, ...APART, ...ENDS)(target) &&
      target !== 'src/discord/transport/connect.ts' &&
      target !== 'src/main.ts',
  },
  {
    // As `main` does, it looks at all parts; of Discord at no client, because nothing logs in.
    files: inside('src/doctor'),
    allows: ({ target }) =>
      !inside('commands', 'src/lesson', 'src/playground', ...ENDS)(target) && !isDiscordPackage(target),
  },
  {
    // What every part may know of the others are types, for it is given them.
    files: (path) => path === 'src/services.ts',
    allows: ({ target, typesOnly }) => typesOnly && !inside('commands', 'src/discord', ...APART, ...ENDS)(target),
  },
  {
    // A promise that knew a database would be kept by that one alone.
    files: (path) => WHAT_A_STORAGE_PROMISES.has(path),
    allows: ({ target }) =>
      target === 'src/errors.ts' || WHAT_A_STORAGE_PROMISES.has(target) || inside('src/domain')(target),
  },
  {
    files: inside('src/storage/sql'),
    allows: ({ target }) =>
      (!isOwn(target) && !isDiscordPackage(target) && target !== 'libsql' && target !== 'pg') ||
      WHAT_STORES_USE.has(target) ||
      inside('src/storage/sql')(target),
  },
  ...PUT_TOGETHER.map((folder) => ({
    files: inside(folder),
    allows: ({ target }: Import) => isForOthers(target) && (!inside(...PUT_TOGETHER)(target) || inside(folder)(target)),
  })),
  { files: inside('src'), allows: ({ target }) => isForOthers(target) },
];

/** What everything under `src` may import that has no rule of its own. */
function isForOthers(target: string): boolean {
  return (
    !isDiscordPackage(target) &&
    !inside('commands', 'src/lesson', 'src/discord', ...APART, ...ENDS)(target) &&
    target !== 'src/main.ts'
  );
}

/** Everything in one file that the architecture does not allow, in words. */
function problemsOf(path: string, source: string): string[] {
  const rule = RULES.find(({ files }) => files(path));
  if (rule === undefined) return [`${path} belongs to no part`];
  const problems: string[] = [];
  for (const node of nodesOf(syntaxOf(path, source))) {
    const specifier = specifierOf(node);
    if (specifier === 'unknown') problems.push(`${path} imports a name that is computed`);
    else if (specifier !== undefined) {
      const imported = { target: resolve(path, specifier.value), typesOnly: specifier.typesOnly };
      const isOfWords = OF_WORDS_ALONE.has(imported.target) && !inside('src/words')(path);
      const isUnmeasured = isMeasuring(imported.target) && !inside('src/operations')(path);
      if (isOfWords || isUnmeasured || (!rule.allows(imported) && !isForAll(imported.target))) {
        problems.push(`${path} must not import ${imported.target}${imported.typesOnly ? ' (types)' : ''}`);
      }
    }
    if (node.type === 'ExportDefaultDeclaration' || exportsDefault(node)) problems.push(`${path} has a default export`);
    if (readsEnvironment(node) && path !== 'src/config.ts' && !inside('scripts')(path))
      problems.push(`${path} reads the environment`);
  }
  return problems;
}

function syntaxOf(path: string, source: string) {
  return parseAst(source, { lang: path.endsWith('.tsx') ? 'tsx' : 'ts', astType: 'ts' });
}

interface SyntaxNode {
  readonly type: string;
  readonly [key: string]: unknown;
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}

function* nodesOf(value: unknown): Generator<SyntaxNode> {
  // Generators within generators would pass each node through all that it is within.
  const left = [value];
  while (left.length > 0) {
    const next = left.pop();
    if (isNode(next)) yield next;
    if (Array.isArray(next) || isNode(next)) left.push(...Object.values(next).reverse());
  }
}

function nameOf(value: unknown): unknown {
  return isNode(value) ? (value.name ?? value.value) : undefined;
}

function specifierOf(node: SyntaxNode): { value: string; typesOnly: boolean } | 'unknown' | undefined {
  const callee = node.type === 'CallExpression' ? nameOf(node.callee) : undefined;
  const source =
    node.type === 'TSExternalModuleReference'
      ? node.expression
      : callee === 'require' && Array.isArray(node.arguments)
        ? node.arguments[0]
        : node.source;
  if (!isNode(source)) return undefined;
  const name = source.type === 'TemplateLiteral' ? beginningOf(source) : source.value;
  if (typeof name !== 'string' || name === '') return 'unknown';
  const kinds = Array.isArray(node.specifiers)
    ? node.specifiers.map((specifier) => isNode(specifier) && (specifier.importKind ?? specifier.exportKind))
    : [];
  const typesOnly =
    node.importKind === 'type' ||
    node.exportKind === 'type' ||
    node.type === 'TSImportType' ||
    (kinds.length > 0 && kinds.every((kind) => kind === 'type'));
  return { value: name, typesOnly };
}

/** What a computed name begins with, which tells the package: `@fontsource/` of `@fontsource/${family}/index.css`. */
function beginningOf(template: SyntaxNode): string | undefined {
  const first: unknown = Array.isArray(template.quasis) ? template.quasis[0] : undefined;
  const beginning = isNode(first) ? (first.value as { cooked?: string }).cooked : undefined;
  return beginning?.startsWith('.') ? undefined : beginning;
}

function exportsDefault(node: SyntaxNode): boolean {
  return node.type === 'ExportSpecifier' && nameOf(node.exported) === 'default';
}

function readsEnvironment(node: SyntaxNode): boolean {
  if (node.type === 'MemberExpression') return nameOf(node.object) === 'process' && nameOf(node.property) === 'env';
  if (node.type === 'VariableDeclarator' && nameOf(node.init) === 'process' && isNode(node.id)) {
    return (
      Array.isArray(node.id.properties) && node.id.properties.some((item) => isNode(item) && nameOf(item.key) === 'env')
    );
  }
  if (node.type !== 'ImportDeclaration' || !/^(node:)?process$/.test(String(nameOf(node.source)))) return false;
  return (
    Array.isArray(node.specifiers) && node.specifiers.some((item) => isNode(item) && nameOf(item.imported) === 'env')
  );
}

/** A relative specifier ends in `.js` and means the `.ts` or `.tsx` file beside it; any other names a package. */
function resolve(path: string, specifier: string): string {
  if (!specifier.startsWith('.')) return specifier;
  const target = posix.join(posix.dirname(path), specifier).replace(/\.js$/, '.ts');
  return known.has(`${target}x`) ? `${target}x` : target;
}

const root = join(import.meta.dirname, '..');
const files = ['src', 'commands', 'scripts'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/')),
);

const known = new Set(files);

describe('the architecture', () => {
  test('no file imports what its part must not know', () => {
    expect(files.length).toBeGreaterThan(50);
    expect(files.flatMap((path) => problemsOf(path, readFileSync(join(root, path), 'utf8')))).toEqual([]);
  });

  test('every relative import names a file', () => {
    for (const path of files) {
      for (const node of nodesOf(syntaxOf(path, readFileSync(join(root, path), 'utf8')))) {
        const specifier = specifierOf(node);
        if (typeof specifier !== 'object' || !/^\..*(?<!\.css)$/.test(specifier.value)) continue;
        expect(known, `${path}: ${specifier.value}`).toContain(resolve(path, specifier.value));
      }
    }
  });
});

describe('the check of the architecture', () => {
  test.each([
    ['src/main.ts', "import { ask } from '../commands/ask.js'; import { pino } from 'pino';"],
    ['commands/ask.ts', "import { defineCommand } from '../src/discord/command.js'; import { z } from 'zod';"],
    ['commands/ask.ts', "import type { Services } from '../src/services.js'; import { quote } from './quote.js';"],
    ['commands/ask.ts', "import { type Services } from '../src/services.js';"],
    ['src/sampling/sampling-chain.ts', "import { temper } from './bounds.js';"],
    ['src/sampling/parting.ts', "import { isSameToken } from '../domain/same-token.js';"],
    ['src/model/score-place.ts', "import { isSameCandidate } from '../domain/same-token.js';"],
    [
      'src/discord/transport/gateway/client.ts',
      "import { Client } from 'discord.js'; import { UserError } from '../../../errors.js';",
    ],
    [
      'src/discord/transport/gateway/responder.ts',
      "import type { Responder } from '../../router/incoming.js'; import { realPace } from '../pace.js';",
    ],
    ['src/discord/present/present.ts', "import { ComponentType } from 'discord-api-types/v10';"],
    ['src/playground/rest/api.ts', "import { Hono } from 'hono'; import { world } from '../state/world.js';"],
    ['src/tiny-model/open-tiny-model.ts', "import { workerFile } from '../worker-file.js';"],
    ['src/words/errors/model.ts', "import { defineWords } from '../define-words.js';"],
    ['src/config.ts', 'export const port = process.env.PORT;'],
    [
      'src/storage/sql/purge.ts',
      "import type { Kysely } from 'kysely'; import { StorageError } from '../storage-error.js';",
    ],
    ['scripts/pictures.ts', "import { startTokenscope } from '../src/main.js';"],
    [
      'src/playground-page/app.tsx',
      "import type { Frame } from '../playground/page/server-frames.js'; const a = <b />;",
    ],
    [
      'src/charts/card.ts',
      "// import x from 'discord.js'\nconst text = \"import 'discord.js'; process.env; export default 1\";",
    ],
  ])('%s may: %s', (path, source) => {
    expect(problemsOf(path, source)).toEqual([]);
  });

  test.each([
    ['commands/ask.ts', "import { Client } from 'discord.js';", 'discord.js'],
    ['commands/ask.ts', "import type { Client } from 'discord.js';", 'discord.js (types)'],
    ['commands/ask.ts', "import { services } from '../src/services.js';", 'src/services.ts'],
    ['commands/ask.ts', "import { type A, b } from '../src/services.js';", 'src/services.ts'],
    ['commands/ask.ts', "import { openModel } from '../src/model/open-model.js';", 'src/model/open-model.ts'],
    [
      'commands/ask.ts',
      "import { createRouter } from '../src/discord/router/router.js';",
      'src/discord/router/router.ts',
    ],
    ['commands/ask.ts', "import { openCharts } from '../src/charts/open-charts.js';", 'src/charts/open-charts.ts'],
    ['commands/ask.ts', "import { config } from '../src/config.js';", 'src/config.ts'],
    ['src/storage/contract.ts', "import type { Kysely } from 'kysely';", 'kysely (types)'],
    ['src/storage/sql/purge.ts', "import Database from 'libsql';", 'libsql'],
    ['src/storage/sql/purge.ts', "import pg from 'pg';", 'pg'],
    [
      'src/storage/sql/purge.ts',
      "import { isBusy } from '../sqlite/result-codes.js';",
      'src/storage/sqlite/result-codes.ts',
    ],
    ['src/main.ts', "import { Client } from 'discord.js';", 'discord.js'],
    ['src/discord/router/router.ts', "import type { Interaction } from 'discord.js';", 'discord.js (types)'],
    ['src/discord/present/present.ts', "import { MessageFlags } from 'discord.js';", 'discord.js'],
    ['src/discord/transport/sending.ts', "import { DiscordAPIError } from 'discord.js';", 'discord.js'],
    [
      'src/discord/router/router.ts',
      "import { handOn } from '../transport/gateway/hand-on.js';",
      'src/discord/transport/gateway/hand-on.ts',
    ],
    [
      'src/discord/router/run-task.ts',
      "import { sendUntil } from '../transport/sending.js';",
      'src/discord/transport/sending.ts',
    ],
    [
      'src/discord/transport/sending.ts',
      "import { readFailure } from './gateway/read-failure.js';",
      'src/discord/transport/gateway/read-failure.ts',
    ],
    ['src/discord/router/router.ts', "import { commands } from '../../../commands/index.js';", 'commands/index.ts'],
    ['src/discord/router/router.ts', "export * from '../../../commands/index.js';", 'commands/index.ts'],
    ['src/discord/router/router.ts', "await import('../../../commands/index.js');", 'commands/index.ts'],
    [
      'src/discord/router/router.ts',
      "import '../../playground/open-playground.js';",
      'src/playground/open-playground.ts',
    ],
    ['src/model/open-model.ts', "import { Client } from 'discord.js';", 'discord.js'],
    ['src/model/open-model.ts', "import { REST } from '@discordjs/rest';", '@discordjs/rest'],
    ['src/model/open-model.ts', "import { openTinyModel } from '../tiny-model/server.js';", 'src/tiny-model/server.ts'],
    ['src/model/asking/gate.ts', "import { Counter } from 'prom-client';", 'prom-client'],
    ['src/main.ts', "import { trace } from '@opentelemetry/api';", '@opentelemetry/api'],
    [
      'src/operations/health.ts',
      "import type { Incoming } from '../discord/router/incoming.js';",
      'src/discord/router/incoming.ts (types)',
    ],
    ['src/charts/card.ts', "export { Reply } from '../discord/reply.js';", 'src/discord/reply.ts'],
    ['src/domain/same-token.ts', "import { temper } from '../sampling/bounds.js';", 'src/sampling/bounds.ts'],
    ['src/domain/same-token.ts', "import { randomInt } from 'node:crypto';", 'node:crypto'],
    ['src/words/errors/model.ts', "import { UserError } from '../../errors.js';", 'src/errors.ts'],
    ['src/words/nextword.ts', "import { z } from 'zod';", 'zod'],
    ['commands/ask.ts', "import { createFigures } from '../src/words/figures.js';", 'src/words/figures.ts'],
    ['src/model/open-model.ts', "import type { Charts } from '../charts/picture.js';", 'src/charts/picture.ts (types)'],
    ['src/charts/alt.ts', "import { openTokenizer } from '../tokens/tokenizer.js';", 'src/tokens/tokenizer.ts'],
    ['src/discord/router/router.ts', "import { ModelError } from '../../model/errors.js';", 'src/model/errors.ts'],
    ['src/facts.ts', "import type { ModelErrorKind } from './model/errors.js';", 'src/model/errors.ts (types)'],
    ['src/sampling/draw.ts', "import { randomInt } from 'node:crypto';", 'node:crypto'],
    ['src/sampling/draw.ts', "import type { Token } from '../tokens/token.js';", 'src/tokens/token.ts (types)'],
    ['src/tiny-model/vocabulary.ts', "import { loadEncoder } from '../tokens/encoder.js';", 'src/tokens/encoder.ts'],
    ['src/tiny-model/vocabulary.ts', "import { UserError } from '../errors.js';", 'src/errors.ts'],
    [
      'src/tiny-model/vocabulary.ts',
      "import { world } from '../playground/state/world.js';",
      'src/playground/state/world.ts',
    ],
    [
      'src/playground/rest/api.ts',
      "import type { Reply } from '../../discord/reply.js';",
      'src/discord/reply.ts (types)',
    ],
    ['src/playground/rest/api.ts', "import { REST } from 'discord.js';", 'discord.js'],
    ['src/playground/rest/api.ts', "import '../../playground-page/main.js';", 'src/playground-page/main.tsx'],
    ['src/playground-page/app.tsx', "import { a } from '../playground/page/room.js';", 'src/playground/page/room.ts'],
    [
      'src/playground-page/app.tsx',
      "import type { Reply } from '../discord/reply.js';",
      'src/discord/reply.ts (types)',
    ],
    ['src/main.ts', "import '../scripts/pictures.js';", 'scripts/pictures.ts'],
    ['src/services.ts', "import { openCharts } from './charts/open-charts.js';", 'src/charts/open-charts.ts'],
    ['src/model/open-model.ts', "const { Client } = require('discord.js');", 'discord.js'],
    ['src/model/open-model.ts', "import discord = require('discord.js');", 'discord.js'],
    ['src/model/open-model.ts', "type C = import('discord.js').Client;", 'discord.js (types)'],
  ])('%s must not: %s', (path, source, target) => {
    expect(problemsOf(path, source)).toEqual([`${path} must not import ${target}`]);
  });

  test.each([
    ['export default 1;', 'has a default export'],
    ['const a = 1; export { a as default };', 'has a default export'],
    ["export { default } from './b.js';", 'has a default export'],
    ['const port = process.env.PORT;', 'reads the environment'],
    ["const port = process['env'].PORT;", 'reads the environment'],
    ['const { env } = process;', 'reads the environment'],
    ["import { env } from 'node:process';", 'reads the environment'],
    ['await import(name);', 'imports a name that is computed'],
    [`await import(\`./\${name}.js\`);`, 'imports a name that is computed'],
    [`require(\`\${name}\`);`, 'imports a name that is computed'],
    [`require(\`discord.js/\${name}\`);`, 'must not import discord.js/'],
  ])('no file may: %s', (source, problem) => {
    expect(problemsOf('src/model/a.ts', source)).toEqual([`src/model/a.ts ${problem}`]);
  });
});
