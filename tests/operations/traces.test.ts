import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { parseConfig } from '../../src/config.js';
import { createLog } from '../../src/log.js';
import { openPlayground } from '../../src/playground/open-playground.js';
import { keptParts } from '../builders/kept-threads.js';
import { spawnBot } from '../end-to-end/bot-process.js';
import { buttonsOf, readText, saysSomething } from '../end-to-end/harness.js';
import { openEndpointStub } from '../model/endpoint-stub.js';
import { openCollector } from './collector.js';
import { startObserved } from './scrape.js';

const QUESTION = 'Why is the sky blue today';

async function openAnswering() {
  return openEndpointStub(({ path, body }) => {
    if (path === '/v1/models') return { json: { object: 'list', data: [{ id: 'real', object: 'model' }] } };
    if (path !== '/v1/chat/completions') return undefined;
    return {
      json: {
        ...{ id: 'x', object: 'chat.completion', created: 1, model: body.model },
        choices: [{ index: 0, message: { role: 'assistant', content: 'Because of this.' }, finish_reason: 'stop' }],
        usage: { prompt_tokens: 11, completion_tokens: 3, total_tokens: 14 },
      },
    };
  });
}

test('an interaction is a trace of its steps, without a word that people or models wrote', async () => {
  const collector = await openCollector();
  onTestFinished(collector.close);
  const stub = await openAnswering();
  const lines: string[] = [];
  const log = createLog('trace', { write: (line) => void lines.push(line) }, [], 'json', { shards: '0-1 of 4' });
  const { tokenscope, playground } = await startObserved(
    {
      model: { baseURL: stub.baseURL, apiKey: undefined, defaultModel: 'real', name: 'school' },
      traces: { url: `${collector.url}/v1/traces`, headers: { 'x-team': 'physics' }, propagated: true },
    },
    log,
  );
  const person = playground.join('Ann Smith');
  const reply = await person.slash('ask', { question: QUESTION }).settled((now) => 'Explain' in buttonsOf(now));
  expect(readText(reply)).toContain('Because of this.');
  await person.slash('tokenize', { text: '' }).settled(saysSomething);
  await tokenscope.close();

  const run = collector.spans.find(({ name }) => name === 'ask slash');
  expect(run).toMatchObject({
    attributes: {
      'tokenscope.kind': 'slash',
      'tokenscope.command': 'ask',
      'tokenscope.outcome': 'ok',
      'tokenscope.run': expect.stringMatching(/^\d{17,20}$/),
    },
    resource: { 'service.name': 'tokenscope', 'service.version': expect.any(String) },
  });
  const children = collector.spans.filter(({ parentSpanId }) => parentSpanId === run?.spanId);
  for (const name of ['acknowledge', 'line', 'chat real', 'store', 'send']) {
    expect(children.map((child) => child.name)).toContain(name);
  }
  expect(children.every(({ traceId }) => traceId === run?.traceId)).toBe(true);
  const request = children.find(({ name }) => name === 'chat real');
  expect(request?.attributes).toMatchObject({
    'gen_ai.operation.name': 'chat',
    'gen_ai.request.model': 'real',
    'gen_ai.usage.input_tokens': 11,
    'gen_ai.usage.output_tokens': 3,
    'tokenscope.endpoint': 'school',
  });
  // The endpoint is told which trace it works for.
  const told = stub.requests.find(({ body }) => JSON.stringify(body).includes(QUESTION))?.headers.traceparent;
  expect(told).toBe(`00-${run?.traceId}-${request?.spanId}-01`);
  const refused = collector.spans.find(({ name }) => name === 'tokenize slash');
  expect(refused?.attributes).toMatchObject({ 'tokenscope.outcome': 'refused', 'error.type': expect.any(String) });

  expect(collector.requests[0]).toMatchObject({ path: '/v1/traces', headers: { 'x-team': 'physics' } });
  const sent = collector.requests.map(({ text }) => text).join('\n');
  for (const word of [QUESTION, 'Because of this', 'Ann', person.id, playground.guildId, stub.host, 'physics']) {
    expect(sent).not.toContain(word);
  }
  // The log's lines of the interaction say the same ids.
  const marked = lines
    .map((line) => JSON.parse(line))
    .filter(({ run: id }) => id === run?.attributes['tokenscope.run']);
  for (const line of marked) expect(line).toMatchObject({ trace: run?.traceId, shards: '0-1 of 4' });
  await stub.close();
});

test('nothing of a trace goes to an endpoint unless that is wanted, and a collector that fails costs a line in the log', async () => {
  const collector = await openCollector(400);
  onTestFinished(collector.close);
  const stub = await openAnswering();
  const warnings: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => void warnings.push(line) });
  const { tokenscope, playground } = await startObserved(
    {
      operationsPort: undefined as unknown as number,
      model: { baseURL: stub.baseURL, apiKey: undefined, defaultModel: 'real' },
      traces: { url: `${collector.url}/v1/traces`, propagated: false },
    },
    log,
  );
  const person = playground.join('Ann');
  await person.slash('ask', { question: QUESTION }).settled((now) => 'Explain' in buttonsOf(now));
  await tokenscope.close();
  expect(stub.requests.some(({ headers }) => headers.traceparent !== undefined)).toBe(false);
  expect(collector.spans.length).toBeGreaterThan(0);
  expect(warnings.filter((line) => line.includes('traces cannot be sent'))).toHaveLength(1);
  await stub.close();
});

test('the standard variables are honoured by the process, and none of them starts anything unasked', async () => {
  const collector = await openCollector();
  onTestFinished(collector.close);
  const playground = await openPlayground({ firstResponseMs: keptParts.firstResponseMs });
  const bot = spawnBot({
    DISCORD_TOKEN: playground.botToken,
    DISCORD_API_URL: playground.apiURL,
    OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/`,
    OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20of-a-key,x-other=1',
    OTEL_SERVICE_NAME: 'our-school',
    OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
    OTEL_BSP_SCHEDULE_DELAY: '100',
  });
  await playground.waitForBot();
  await playground.join('Ann').slash('tokenize', { text: 'one two' }).settled(saysSomething);
  await expect.poll(() => collector.spans.map(({ name }) => name)).toContain('tokenize slash');
  expect(collector.spans[0]?.resource).toMatchObject({
    'service.name': 'our-school',
    'deployment.environment.name': 'test',
  });
  expect(collector.requests[0]?.headers).toMatchObject({ authorization: 'Bearer of-a-key', 'x-other': '1' });
  bot.process.kill('SIGKILL');
  await playground.close();
});

test('settings of traces are read, and what is wrong is told', () => {
  const at = 'http://localhost:4318';
  const traces = (environment: Record<string, string>) => parseConfig(environment).traces;
  expect(traces({})).toBeUndefined();
  expect(traces({ OTEL_SERVICE_NAME: 'x' })).toBeUndefined();
  expect(traces({ OTEL_EXPORTER_OTLP_ENDPOINT: `${at}/` })).toEqual({ url: `${at}/v1/traces`, propagated: false });
  expect(traces({ OTEL_EXPORTER_OTLP_ENDPOINT: at, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${at}/in` })?.url).toBe(
    `${at}/in`,
  );
  expect(traces({ OTEL_EXPORTER_OTLP_ENDPOINT: at, OTEL_SDK_DISABLED: 'TRUE' })).toBeUndefined();
  expect(traces({ OTEL_EXPORTER_OTLP_ENDPOINT: at, OTEL_TRACES_EXPORTER: 'none' })).toBeUndefined();
  expect(traces({ OTEL_EXPORTER_OTLP_ENDPOINT: at, OTEL_PROPAGATORS: 'baggage, tracecontext' })?.propagated).toBe(true);
  expect(
    traces({ OTEL_EXPORTER_OTLP_ENDPOINT: at, OTEL_EXPORTER_OTLP_HEADERS: 'a=1%202, b=x=y,, =z,c' })?.headers,
  ).toEqual({ a: '1 2', b: 'x=y' });
  expect(() => traces({ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4317' })).toThrow(
    /^OTEL_EXPORTER_OTLP_ENDPOINT must be the address of an OpenTelemetry collector/,
  );
  expect(() => traces({ OTEL_EXPORTER_OTLP_ENDPOINT: at, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' })).toThrow(
    /^OTEL_EXPORTER_OTLP_PROTOCOL must be http\/json or http\/protobuf/,
  );
});
