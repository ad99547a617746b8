import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { validate } from 'dockerfile-utils';
import { describe, expect, test } from 'vitest';
import { argumentsOf, copiesOf, environmentOf, listedCommand, ROOT, readDockerfile, stageOf } from './dockerfile.js';
import { OF_THE_C_LIBRARY } from './settings.js';

const { text, stages } = readDockerfile();
const last = stageOf('last');

describe('the Dockerfile', () => {
  test('is one that an engine understands', () => {
    expect(validate(text)).toEqual([]);
  });

  test('starts every stage from one image, whose version of Node the packages and the tests support', () => {
    expect(new Set(stages.map(({ from }) => from))).toEqual(new Set([`\${NODE_IMAGE}`]));
    const [, version] = /^ARG NODE_IMAGE=node:(\d+)-[a-z]+-slim$/m.exec(text) ?? [];
    expect(readFileSync(join(ROOT, '.ci/run'), 'utf8')).toMatch(new RegExp(`node-versions .*\\b${version}\\b`));
  });

  test('copies nothing that is not there, nor anything that .dockerignore keeps out', () => {
    const ignored = readFileSync(join(ROOT, '.dockerignore'), 'utf8').split('\n');
    const taken = new Set(ignored.filter((line) => line.startsWith('!')).map((line) => line.slice(1)));
    const copied = new Set(
      stages.flatMap((stage) =>
        copiesOf(stage)
          .filter((one) => one.stage === undefined)
          .flatMap(({ sources }) => sources),
      ),
    );
    expect(ignored).toContain('*');
    expect(copied).toEqual(taken);
    const tracked = execFileSync('git', ['ls-files'], { cwd: ROOT, encoding: 'utf8' }).split('\n');
    for (const path of copied) expect(tracked.some((one) => one === path || one.startsWith(`${path}/`))).toBe(true);
  });

  test('gives a build all that decides what is built', () => {
    const [, list = ''] =
      /const SOURCES = \[([^\]]*)\]/.exec(readFileSync(join(ROOT, 'scripts/build.mjs'), 'utf8')) ?? [];
    const sources = [...list.matchAll(/'([^']+)'/g)].flatMap(([, name = '']) =>
      /^node_modules/.test(name) ? [] : name,
    );
    const given = copiesOf(stageOf('build')).flatMap((one) => one.sources);
    expect(given.toSorted()).toEqual([...sources, '.npmrc'].toSorted());
  });

  test('ends in a user by number who is not root, without a shell between the signals and the bot', () => {
    expect(argumentsOf(last, 'USER')).toEqual([['1000:1000']]);
    expect(last.instructions.at(-2)?.getKeyword()).toBe('ENTRYPOINT');
    expect(listedCommand(last, 'ENTRYPOINT')).toEqual(['node']);
    const [main = '', ...rest] = listedCommand(last, 'CMD');
    expect(rest).toEqual([]);
    expect(existsSync(join(ROOT, main))).toBe(true);
  });

  test('has no secret and no setting that is nobody’s', () => {
    const known = ['NODE_ENV', ...OF_THE_C_LIBRARY, 'SQLITE_TMPDIR', 'OPERATIONS_PORT'];
    expect(Object.keys(environmentOf(last))).toEqual(known);
    expect(text).not.toMatch(/TOKEN|API_KEY|PASSWORD/);
  });

  test('exposes the ports that it listens on', () => {
    expect(argumentsOf(last, 'EXPOSE').flat()).toEqual(['3000', '8080', environmentOf(last).OPERATIONS_PORT]);
  });
});
