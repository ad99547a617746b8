import { readFileSync } from 'node:fs';
import { type APIMessage, PermissionFlagsBits } from 'discord-api-types/v10';
import { expect, test, vi } from 'vitest';
import { metricWords } from '../../src/words/metrics.js';
import { openSlowEndpoint } from '../end-to-end/bot-process.js';
import { buttonsOf, choose, readText, saysSomething } from '../end-to-end/harness.js';
import { openEndpointStub } from '../model/endpoint-stub.js';
import { type Observed, startObserved } from './scrape.js';

const INTERACTIONS = 'tokenscope_interactions_total';

/** Interactions that ended, as `command kind outcome`. */
async function interactions({ samples }: Observed): Promise<Record<string, number>> {
  const named = Object.entries(await samples(INTERACTIONS)).map(([labels, count]) => {
    const [, command, kind, outcome] = /command="(.*)",kind="(.*)",outcome="(.*)"/.exec(labels) ?? [];
    return [`${command} ${kind} ${outcome}`, count] as const;
  });
  return Object.fromEntries(named);
}

/** A reply that is whole ends with this button; on a slow machine something stands there before. */
const isFinished = (message: APIMessage) => 'Explain' in buttonsOf(message);

const allEnd = ({ samples }: Observed) =>
  expect.poll(async () => (await samples('tokenscope_interactions_under_way'))['']).toBe(0);

test('each interaction is counted once, by command, kind and outcome', async () => {
  const observed = await startObserved();
  const { playground, samples } = observed;
  const person = playground.join('Ann');
  const general = playground.channels[0]?.id ?? '';
  expect(await interactions(observed)).toEqual({});

  const cut = await person.slash('tokenize', { text: 'one two' }).settled(isFinished);
  await person.press(cut.id, 'Show bytes').settled((now) => 'Show ids' in buttonsOf(now));
  await person.autocomplete('nextword', { prompt: 'x', model: 'TINY' }, 'model');
  const chart = await person.slash('nextword', { prompt: 'Once upon a' }).settled(isFinished);
  await choose(person, chart, 'Details').followup(0);
  await person.slash('tokenize', { text: '' }).settled(saysSomething);
  await person.slash('ask', { question: 'Why?', model: 'no such model' }).settled(saysSomething);
  // What people say among themselves is no interaction; what they say to the bot is.
  person.say(general, 'Good morning');
  const said = person.say(general, `<@${playground.bot.id}> Why is the sky blue?`);
  const answered = () => person.messages(general).some(({ message_reference: to }) => to?.message_id === said.id);
  await expect.poll(answered).toBe(true);
  await allEnd(observed);

  expect(await interactions(observed)).toEqual({
    'tokenize slash ok': 1,
    'tokenize button ok': 1,
    'nextword autocomplete ok': 1,
    'nextword slash ok': 1,
    'details choice ok': 1,
    'tokenize slash refused': 1,
    'ask slash failed': 1,
    'ask message ok': 1,
  });
  expect(await samples('tokenscope_completion_seconds_count')).toEqual({
    'command="tokenize"': 3,
    'command="nextword"': 2,
    'command="details"': 1,
    'command="ask"': 2,
  });
  // Nobody waits for the first response to a message.
  expect(await samples('tokenscope_acknowledgement_seconds_count')).toEqual({
    'kind="slash"': 4,
    'kind="button"': 1,
    'kind="autocomplete"': 1,
    'kind="choice"': 1,
  });
  const errors = await samples('tokenscope_errors_total');
  expect(Object.keys(errors)).toHaveLength(3);
  // It is there before there is one, so that the first one is a change.
  expect(errors).toMatchObject({ 'code="model-unknown"': 1, 'code="unforeseen"': 0 });
});

test('a form that opens and one that comes back are two interactions', async () => {
  const observed = await startObserved();
  const person = observed.playground.join('Ann');
  // Always the same answer: after an empty one, which can be drawn, there is nothing to ask on from.
  const answer = await person
    .slash('ask', { question: 'Why?', temperature: 0 })
    .settled((now) => 'Ask on…' in buttonsOf(now));
  const form = await person.press(answer.id, 'Ask on…').modal();
  await person.submit(form, { words: 'And then?' }).followup(0);
  await allEnd(observed);
  expect(await interactions(observed)).toEqual({ 'ask slash ok': 1, 'ask button ok': 1, 'ask form ok': 1 });
});

test('who is over a limit, who stops, and whose message goes are each told apart', async () => {
  const { stub, finish } = await openSlowEndpoint();
  const observed = await startObserved({
    model: { baseURL: stub.baseURL, apiKey: undefined, defaultModel: 'm' },
    limits: { limits: [{ who: 'person', of: 'commands', per: 'day', most: 3 }], personAtOnce: 4, allAtOnce: 100 },
  });
  const { playground, samples } = observed;
  const person = playground.join('Ann');
  const growing = await person
    .slash('ask', { question: 'Why?' })
    .settled((now) => readText(now).includes('It begins') && 'Stop' in buttonsOf(now));
  expect((await samples('tokenscope_interactions_under_way'))['']).toBe(1);
  expect((await samples('tokenscope_model_requests_under_way'))['']).toBeGreaterThan(0);
  person.press(growing.id, 'Stop');
  await allEnd(observed);
  const other = await person.slash('ask', { question: 'Why?' }).settled((now) => 'Stop' in buttonsOf(now));
  const { ManageMessages } = PermissionFlagsBits;
  playground.setPermissions(other.channel_id, person.id, { allow: ManageMessages });
  person.deleteMessage(other.id);
  await allEnd(observed);
  await person.slash('tokenize', { text: 'one' }).settled(saysSomething);
  await person
    .slash('tokenize', { text: 'two' })
    .settled((now) => readText(now).includes('Each person has 3 commands'));
  await allEnd(observed);
  expect(await interactions(observed)).toEqual({
    'ask slash stopped': 1,
    'none button ok': 1,
    'ask slash gone': 1,
    'tokenize slash ok': 1,
    'tokenize slash limited': 1,
  });
  // The bot itself asks as well, to find out what the endpoint can do.
  finish();
  await expect.poll(async () => (await samples('tokenscope_model_requests_under_way'))['']).toBe(0);
});

test('requests to models are counted by how they end, with what was read and written, and never by a made-up name', async () => {
  let answered = 0;
  const stub = await openEndpointStub(({ path, body }) => {
    if (path === '/v1/models') return { json: { object: 'list', data: [{ id: 'real', object: 'model' }] } };
    if (path !== '/v1/chat/completions') return undefined;
    if (JSON.stringify(body).includes('break')) return { status: 500, json: { error: { message: '' } } };
    answered += 1;
    return {
      json: {
        ...{ id: 'x', object: 'chat.completion', created: 1, model: body.model },
        choices: [{ index: 0, message: { role: 'assistant', content: 'Because.' }, finish_reason: 'stop' }],
        usage: { prompt_tokens: 11, completion_tokens: 3, total_tokens: 14 },
      },
    };
  });
  const observed = await startObserved({
    model: { baseURL: stub.baseURL, apiKey: undefined, defaultModel: 'real', name: 'school' },
  });
  const { playground, samples, get } = observed;
  const person = playground.join('Ann');
  await person.slash('ask', { question: 'Why?' }).settled((now) => readText(now).includes('Because.'));
  // The bot itself asks as well, to find out what the endpoint can do: all that was answered is counted, and once.
  await vi.waitFor(
    async () => {
      expect(await samples('tokenscope_model_tokens_total')).toEqual({
        'endpoint="school",model="real",direction="read"': 11 * answered,
        'endpoint="school",model="real",direction="written"': 3 * answered,
      });
      const ended = await samples('tokenscope_model_requests_total');
      expect(ended['endpoint="school",model="real",outcome="ok"']).toBe(answered);
      expect((await samples('tokenscope_model_requests_under_way'))['']).toBe(0);
    },
    { timeout: 60_000 },
  );
  expect(answered).toBeGreaterThan(0);
  await person.slash('ask', { question: 'Why?', model: 'my-secret-name' }).settled(saysSomething);
  await person.slash('ask', { question: 'Please break' }).settled(saysSomething);
  await allEnd(observed);
  const outcomes = Object.keys(await samples('tokenscope_model_requests_total'));
  expect(outcomes).toContain('endpoint="school",model="unknown",outcome="ok"');
  expect(outcomes.some((labels) => /model="real",outcome="refusal-\w+"/.test(labels))).toBe(true);
  expect(await (await get('/metrics')).text()).not.toContain('my-secret-name');
  expect(await samples('tokenscope_model_circuit_open')).toEqual({ 'endpoint="school",address="1"': 0 });
  await stub.close();
});

test('every metric that has words is there, in Prometheus’ format, with few series', async () => {
  const observed = await startObserved();
  const { playground, get } = observed;
  const person = playground.join('Ann');
  await person.slash('nextword', { prompt: 'Once upon a' }).settled(isFinished);
  await allEnd(observed);
  const response = await get('/metrics');
  expect(response.headers.get('content-type')).toContain('text/plain; version=0.0.4');
  const text = await response.text();
  const types = [...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)].map(([, name = '', type = '']) => [name, type] as const);
  const own = types.map(([name]) => name).filter((name) => !/^tokenscope_(process|nodejs)_/.test(name));
  expect(own.sort()).toEqual(Object.keys(metricWords('en')).sort());
  for (const [name, type] of types) {
    expect(name.startsWith('tokenscope_')).toBe(true);
    if (type === 'histogram') expect(name).toMatch(/_seconds$/);
    if (type === 'counter') expect(name).toMatch(/_total$/);
  }
  for (const line of text.split('\n').filter((one) => one !== '' && !one.startsWith('#'))) {
    expect(line).toMatch(/^\w+(?:\{(?:\w+="[^"\n]*",?)+\})? (?:[\d.e+-]+|Nan|[+-]Inf)$/i);
    expect(line).not.toContain(person.id);
    expect(line).not.toContain('Once upon');
  }
  for (const needed of [
    'nodejs_eventloop_lag_p99_seconds',
    'process_resident_memory_bytes',
    'nodejs_heap_size_used_bytes',
    'nodejs_external_memory_bytes',
  ]) {
    expect(text).toContain(`# TYPE tokenscope_${needed} gauge`);
  }
  expect(text.split('\n').length).toBeLessThan(600);
  const rows = [...readFileSync('docs/operating.md', 'utf8').matchAll(/^\| `(tokenscope_\w+)` \| (\w+) \|([^|]*)\|/gm)];
  expect(rows.map(([, name]) => name).sort()).toEqual(Object.keys(metricWords('en')).sort());
  for (const [, name = '', type, labels = ''] of rows) {
    expect(text).toContain(`# TYPE ${name} ${type}\n`);
    const samples = text.matchAll(new RegExp(`^${name}(?:_bucket)?\\{(.*)\\} `, 'gm'));
    for (const [, given = ''] of samples) {
      const used = [...given.matchAll(/(\w+)="/g)].map(([, label]) => label).filter((label) => label !== 'le');
      expect(used, name).toEqual([...labels.matchAll(/`(\w+)`/g)].map(([, label]) => label));
    }
  }
});
