import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../builders/temporary-folder.js';
import { environmentOf, listedCommand, ROOT, stageOf } from './dockerfile.js';
import { configOf, OF_THE_C_LIBRARY, unknownVariables } from './settings.js';

const text = readFileSync(join(ROOT, 'deploy/systemd/tokenscope.service'), 'utf8');

/** All values of a key, in their order. */
const valuesOf = (key: string) => [...text.matchAll(new RegExp(`^${key}=(.*)$`, 'gm'))].map(([, value = '']) => value);

const environment = Object.fromEntries(
  valuesOf('Environment')
    .flatMap((line) => line.split(' '))
    .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
);

describe('the unit of systemd', () => {
  test('sets what Tokenscope knows, with the token from a credential', () => {
    expect(unknownVariables(Object.keys(environment))).toEqual(['NODE_ENV', 'SQLITE_TMPDIR', ...OF_THE_C_LIBRARY]);
    const credentials = valuesOf('LoadCredential').map((one) => one.split(':')[0] ?? '');
    expect(environment.DISCORD_TOKEN_FILE).toBe(`%d/${credentials[0]}`);
    const { discord } = configOf(environment, { 'discord-token': 'a.b.c' }, '%d');
    expect(discord.token).toBe('a.b.c');
  });

  test('keeps to its memory as the image does', () => {
    expect(environment).toMatchObject(
      Object.fromEntries(OF_THE_C_LIBRARY.map((name) => [name, environmentOf(stageOf('last'))[name]])),
    );
  });

  test('starts node itself, as the image does, where it is allowed to write', () => {
    expect(valuesOf('ExecStart')).toEqual([`/usr/bin/node ${listedCommand(stageOf('last'), 'CMD').join(' ')}`]);
    expect(environment.DATABASE_URL).toMatch(new RegExp(`^file:/var/lib/${valuesOf('StateDirectory')}/`));
  });

  test('lets replies under way finish before it stops the bot', () => {
    expect(Number(valuesOf('TimeoutStopSec')[0])).toBeGreaterThanOrEqual(Number(environment.STOP_TIMEOUT_SECONDS) + 60);
  });

  test.skipIf(spawnSync('systemd-analyze', ['--version']).error !== undefined)('is one that systemd takes', () => {
    const file = join(temporaryFolder(), 'tokenscope.service');
    // Node may be elsewhere here.
    writeFileSync(file, text.replace('/usr/bin/node', process.execPath));
    const { stdout, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', file], { encoding: 'utf8' });
    const said = `${stdout}${stderr}`.split('\n').filter((line) => line.includes('tokenscope'));
    expect(said).toEqual([]);
  });
});
