import { readFileSync } from 'node:fs';
import type { AnySchema, ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

/** The part of Discord's own OpenAPI description that the tests need; `tests/fixtures/README.md` says where it is from. */
export interface Description {
  readonly components: { readonly schemas: Record<string, unknown> };
  readonly paths: Readonly<
    Record<
      string,
      Readonly<Record<string, { readonly responses: Readonly<Record<string, { readonly $ref?: string }>> }>>
    >
  >;
}

/** Reads the description; each caller has a copy of its own, which it may change. */
export function readDescription(): Description {
  return JSON.parse(readFileSync(new URL('../fixtures/discord/openapi.json', import.meta.url), 'utf8'));
}

/** Compiles the schema at a place of the description, such as `/components/schemas/MessageResponse`; each place once. */
export function openSchemas(description: Description): (pointer: string) => ValidateFunction {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  for (const name of ['int32', 'int53', 'int64']) ajv.addFormat(name, { type: 'number', validate: Number.isInteger });
  ajv.addFormat('snowflake', /^(0|[1-9]\d{0,19})$/);
  ajv.addFormat('nonce', true);
  ajv.addSchema(description as unknown as AnySchema, 'discord');
  const compiled = new Map<string, ValidateFunction>();
  return (pointer) => {
    const known = compiled.get(pointer) ?? ajv.compile({ $ref: `discord#${pointer}` });
    compiled.set(pointer, known);
    return known;
  };
}

/** Where an operation of the description stands in it, for example `pointTo('/users/@me', 'get')`. */
export function pointTo(template: string, method: string): string {
  const escaped = template
    .replaceAll('~', '~0')
    .replaceAll('/', '~1')
    .replaceAll('{', '%7B')
    .replaceAll('}', '%7D')
    .replaceAll('@', '%40');
  return `/paths/${escaped}/${method}`;
}
