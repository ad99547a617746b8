import { readFileSync, writeFileSync } from 'node:fs';
import { openPlayground } from '../src/playground/open-playground.js';

/**
 * Writes the part of Discord's OpenAPI description that the tests need to `tests/fixtures/discord/openapi.json`: the
 * bodies and answers of the routes that the playground has, and every schema that these refer to. What is kept is not
 * changed. Takes the path of the whole description, `specs/openapi.json` of github.com/discord/discord-api-spec.
 */
const TARGET = 'tests/fixtures/discord/openapi.json';

interface Operation {
  readonly requestBody?: unknown;
  readonly responses: Readonly<Record<string, { readonly $ref?: string; readonly content?: unknown }>>;
}

interface Description {
  readonly openapi: string;
  readonly info: unknown;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation | undefined>>>>;
  readonly components: Readonly<Record<'schemas' | 'responses', Readonly<Record<string, unknown>>>>;
}

const [source] = process.argv.slice(2);
if (source === undefined) throw new Error('Give the path of the whole openapi.json.');
const whole: Description = JSON.parse(readFileSync(source, 'utf8'));

const playground = await openPlayground();
const served = playground.routes.map((route) => route.split(' '));
await playground.close();

/** Whether the playground has a path of the description; what is a value there may be `@me` or `@original` here. */
function isServed(method: string, template: string): boolean {
  const wanted = template.split('/');
  return served.some(([own, path = '']) => {
    const parts = path.split('/');
    return (
      own?.toLowerCase() === method &&
      parts.length === wanted.length &&
      parts.every((part, place) => (part.startsWith(':') ? /^[{@]/.test(wanted[place] ?? '') : part === wanted[place]))
    );
  });
}

/** An operation without what no check reads: names, headers, permissions, parameters. */
function slim({ requestBody, responses }: Operation): Operation {
  const answers = Object.entries(responses).map(([status, { $ref, content }]) => [
    status,
    $ref === undefined ? { content } : { $ref },
  ]);
  return { ...(requestBody === undefined ? {} : { requestBody }), responses: Object.fromEntries(answers) };
}

const paths: Record<string, Record<string, Operation>> = {};
for (const [template, operations] of Object.entries(whole.paths)) {
  const kept = Object.entries(operations).flatMap(([method, operation]) =>
    operation?.responses !== undefined && isServed(method, template) ? [[method, slim(operation)] as const] : [],
  );
  if (kept.length > 0) paths[template] = Object.fromEntries(kept);
}

const components: Record<'schemas' | 'responses', Record<string, unknown>> = { schemas: {}, responses: {} };

/** Keeps whatever a part of the description refers to, and what that refers to. */
function follow(node: unknown): void {
  if (typeof node !== 'object' || node === null) return;
  const reference = '$ref' in node && typeof node.$ref === 'string' ? node.$ref : '';
  const [, kind, name] = /^#\/components\/(schemas|responses)\/(.+)$/.exec(reference) ?? [];
  if ((kind === 'schemas' || kind === 'responses') && name !== undefined && !(name in components[kind])) {
    const found = whole.components[kind][name];
    components[kind][name] = found;
    follow(found);
  }
  for (const child of Object.values(node)) follow(child);
}
follow(paths);
for (const response of Object.values(components.responses)) {
  if (typeof response === 'object' && response !== null && 'headers' in response) delete response.headers;
}

/** JSON with a line for each path, schema and answer, so that a newer description reads as a short difference. */
function writeLines(record: Readonly<Record<string, unknown>>): string {
  const lines = Object.keys(record)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${JSON.stringify(record[key])}`);
  return `{\n${lines.join(',\n')}\n}`;
}

const { openapi, info } = whole;
const text = `{
"openapi":${JSON.stringify(openapi)},
"info":${JSON.stringify(info)},
"paths":${writeLines(paths)},
"components":{
"schemas":${writeLines(components.schemas)},
"responses":${writeLines(components.responses)}
}
}
`;
writeFileSync(TARGET, text);
console.log(
  `${TARGET}: ${Object.keys(paths).length} of ${Object.keys(whole.paths).length} paths, ` +
    `${Object.keys(components.schemas).length} of ${Object.keys(whole.components.schemas).length} schemas`,
);
