import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parseConfig } from '../../src/config.js';
import { openEndpoints } from '../../src/model/several/open-endpoints.js';
import { openEndpointStub, type StubAnswer } from './endpoint-stub.js';
import { NOWHERE } from './start-model.js';

/** Whatever an endpoint is set by, its sentences name that, and the others’ do not. */
const ENDPOINTS = [
  { name: 'first', baseURL: 'OPENAI_BASE_URL', apiKey: 'OPENAI_API_KEY' },
  { name: 'second', baseURL: 'OPENAI_BASE_URL_2', apiKey: 'OPENAI_API_KEY_2' },
  { name: 'seventh', baseURL: 'OPENAI_BASE_URL_7', apiKey: 'OPENAI_API_KEY_7' },
  { name: 'lab', baseURL: 'baseURL of endpoint 1 in ENDPOINTS_FILE', apiKey: 'LAB_KEY' },
  {
    name: 'hall',
    baseURL: 'baseURL of endpoint 2 in ENDPOINTS_FILE',
    apiKey: 'apiKey of endpoint 2 in ENDPOINTS_FILE',
  },
];

/** @param answer undefined where nothing answers at any of them */
async function openAll(answer: StubAnswer | undefined) {
  const stub = await openEndpointStub(({ method }) => (method === 'POST' ? answer : { json: { data: [{ id: 'm' }] } }));
  const folder = mkdtempSync(join(tmpdir(), 'tokenscope-endpoints-'));
  const path = join(folder, 'endpoints.json');
  const at = (name: string) => `${answer === undefined ? NOWHERE : stub.baseURL}/${name}`;
  writeFileSync(
    path,
    JSON.stringify([
      { name: 'lab', baseURL: at('lab'), apiKeyVariable: 'LAB_KEY' },
      { name: 'hall', baseURL: at('hall'), apiKey: 'k-hall' },
    ]),
  );
  const {
    model,
    otherEndpoints = [],
    settingNames,
  } = parseConfig({
    OPENAI_BASE_URL: at('first'),
    OPENAI_NAME: 'first',
    OPENAI_API_KEY: 'k1',
    OPENAI_BASE_URL_2: at('second'),
    OPENAI_NAME_2: 'second',
    OPENAI_API_KEY_2: 'k2',
    OPENAI_BASE_URL_7: at('seventh'),
    OPENAI_NAME_7: 'seventh',
    OPENAI_API_KEY_7: 'k7',
    ENDPOINTS_FILE: path,
    LAB_KEY: 'k-lab',
  });
  const all = openEndpoints([{ ...model, baseURL: model.baseURL ?? '' }, ...otherEndpoints], {}, settingNames);
  onTestFinished(async () => {
    all.close();
    await stub.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return all;
}

const sentenceAt = async (all: Awaited<ReturnType<typeof openAll>>, name: string): Promise<string> => {
  const suffix = name === 'first' ? '' : ` @ ${name}`;
  const failure = await all.reply({ question: 'Why?', temperature: 1, model: `m${suffix}` }).catch((error) => error);
  return String(failure.message);
};

/** Every name of a setting in a sentence. */
const namesIn = (sentence: string) => sentence.match(/\w+ of endpoint \d in ENDPOINTS_FILE|(?:OPENAI|LAB)_\w+/g);

test('a refused key names the variable or the field that it is in', async () => {
  const all = await openAll({ status: 401, json: { error: { message: 'no' } } });
  for (const { name, apiKey } of ENDPOINTS) expect(namesIn(await sentenceAt(all, name))).toEqual([apiKey]);
});

test('an address that answers with a web page names the setting that it is in', async () => {
  const all = await openAll({ text: '<html>' });
  for (const { name, baseURL } of ENDPOINTS) expect(namesIn(await sentenceAt(all, name))).toEqual([baseURL]);
});

test('so does one that nothing answers at', async () => {
  const all = await openAll(undefined);
  for (let times = 0; times < 6; times += 1) {
    // At last of a server that is left alone, which says its last failure.
    for (const { name, baseURL } of ENDPOINTS) expect(namesIn(await sentenceAt(all, name))).toEqual([baseURL]);
  }
  for (const [at, { failing, failure }] of (await all.endpoints()).entries()) {
    for (const fact of [failing?.why, failure])
      expect(JSON.stringify(fact)).toContain(at === 0 ? 'nothing-answers' : ENDPOINTS[at]?.baseURL);
  }
});
