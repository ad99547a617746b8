import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { argumentsOf, environmentOf, imageUser, ROOT, stageOf } from './dockerfile.js';
import { configOf, OF_THE_C_LIBRARY, unknownVariables } from './settings.js';

const require = createRequire(import.meta.url);

interface Service {
  readonly image?: string;
  readonly profiles?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly (string | { readonly target: string })[];
  readonly secrets?: readonly string[];
  readonly networks?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string; readonly required?: boolean }>>;
  readonly healthcheck?: object;
  readonly security_opt?: readonly string[];
  readonly [field: string]: unknown;
}

interface ComposeFile {
  readonly services: Readonly<Record<string, Service>>;
  readonly [field: string]: unknown;
}

const text = readFileSync(join(ROOT, 'compose.yaml'), 'utf8');
const compose: ComposeFile = parse(text, { merge: true });
const services = Object.entries(compose.services);
const { tokenscope = {} } = compose.services;

/** The schema of the Compose specification, which dclint brings, without the address of its dialect, which is Ajv's own. */
function readSchema(): object {
  const folder = dirname(require.resolve('dclint/package.json'));
  const { $schema, ...schema } = JSON.parse(readFileSync(join(folder, 'schemas/compose.schema.json'), 'utf8'));
  return schema;
}

function faultsOf(file: object): unknown[] {
  const ajv = new Ajv({ strict: false, allErrors: true });
  formats.default(ajv);
  const validate = ajv.compile(readSchema());
  validate(file);
  return validate.errors ?? [];
}

/** What Compose takes where `.env` sets nothing. */
const filledIn = (value: string) => value.replace(/\$\{\w+:-([^}]*)\}/g, '$1');

describe('compose.yaml', () => {
  test('is what the Compose specification says, which is checked', () => {
    expect(faultsOf(compose)).toEqual([]);
    expect(faultsOf({ ...compose, services: { tokenscope: { ...tokenscope, readonly: true } } })).not.toEqual([]);
  });

  test('starts the bot alone where .env says nothing, and waits for what is on', () => {
    const always = services.filter(([, { profiles }]) => profiles === undefined).map(([name]) => name);
    expect(always).toEqual(['tokenscope']);
    for (const [name, condition] of Object.entries(tokenscope.depends_on ?? {})) {
      expect(compose.services[name]?.healthcheck).toBeDefined();
      expect(condition).toEqual({ condition: 'service_healthy', required: false });
    }
    const profiles = new Set(services.flatMap(([, one]) => one.profiles ?? []));
    const [, named = ''] = /COMPOSE_PROFILES=(\S+)/.exec(text) ?? [];
    expect(new Set(named.split(','))).toEqual(profiles);
  });

  test('gives the bot no rights, and settings that it takes', () => {
    expect(tokenscope).toMatchObject({
      user: argumentsOf(stageOf('last'), 'USER').flat()[0],
      read_only: true,
      cap_drop: ['ALL'],
      mem_limit: expect.any(String),
      pids_limit: expect.any(Number),
    });
    expect(imageUser().uid).not.toBe(0);
    const set = { ...environmentOf(stageOf('last')), ...tokenscope.environment };
    expect(unknownVariables(Object.keys(set))).toEqual(['NODE_ENV', ...OF_THE_C_LIBRARY, 'SQLITE_TMPDIR']);
    expect(configOf(set, {}, '/run/secrets')).toMatchObject({ playgroundPublished: true, operationsPort: 9464 });
  });

  test('takes the settings that its first lines name', () => {
    const lines = [...text.matchAll(/^# {3}([A-Z_]+)=(\S+)(?: +with \w+: (postgres:\/\/\S+))?/gm)];
    const set = Object.fromEntries(lines.map(([, name = '', value = '']) => [name, value]));
    const [, , , url = ''] = lines.find(([, name]) => name === 'DATABASE_URL_FILE') ?? [];
    const config = configOf(set, { 'database-url': url }, '/run/secrets');
    expect(unknownVariables(Object.keys(set))).toEqual(['COMPOSE_PROFILES']);
    expect(new URL(config.model.baseURL ?? '').hostname).toBe('vllm');
    const { hostname, username, pathname } = new URL(config.databaseURL);
    const { POSTGRES_USER: user, POSTGRES_DB: database } = compose.services.postgres?.environment ?? {};
    expect({ hostname, username, pathname }).toEqual({
      hostname: 'postgres',
      username: user,
      pathname: `/${database}`,
    });
  });

  test('lets replies under way finish before it stops the bot', () => {
    const [, minutes] = /^(\d+)m$/.exec(String(tokenscope.stop_grace_period)) ?? [];
    const stop = Number(tokenscope.environment?.STOP_TIMEOUT_SECONDS);
    expect(Number(minutes) * 60).toBeGreaterThanOrEqual(stop + 60);
  });

  test('is reached from this machine alone, and the database from the bot alone', () => {
    for (const [, { ports = [] }] of services) for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
    const [port = ''] = tokenscope.ports ?? [];
    const [, outer, inner] = filledIn(port).split(':');
    expect([outer, inner]).toEqual(['3000', '3000']);
    expect(compose.services.postgres?.networks).toEqual(['inside']);
    expect(compose.networks).toMatchObject({ inside: { internal: true } });
  });

  test.each(services)('%s gains no rights, keeps its logs small, comes back, and has a version', (name, service) => {
    expect(service).toMatchObject({
      restart: 'unless-stopped',
      security_opt: ['no-new-privileges:true'],
      logging: { options: { 'max-size': expect.any(String) } },
    });
    if (name !== 'tokenscope') expect(filledIn(service.image ?? '')).toMatch(/:v?\d+[.\d]*(-[a-z]+)?$/);
  });

  test('keeps nothing secret in itself', () => {
    expect(compose.secrets).toMatchObject({ 'postgres-password': { file: './secrets/postgres-password' } });
    expect(readFileSync(join(ROOT, '.gitignore'), 'utf8').split('\n')).toContain('secrets/');
    for (const [, { environment = {}, secrets = [] }] of services) {
      for (const secret of secrets) expect(compose.secrets).toHaveProperty([secret]);
      for (const [variable, value] of Object.entries(environment)) {
        if (/PASSWORD|TOKEN|KEY/.test(variable)) expect(value).toMatch(/^\/run\/secrets\//);
      }
    }
  });
});
