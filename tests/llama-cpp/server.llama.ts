import { type ChildProcess, spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { freePort } from '../builders/free-port.js';
import { type ModelKind, type OpenedModel, openSmall } from './open-small.js';
import { type LlamaServer, openLlamaServer } from './server/open-server.js';
import { TEXTS } from './texts.js';

/** A llama-server that somebody has built of the same release; the server here is compared with it where there is one. */
const { LLAMA_SERVER } = process.env;

describe.runIf(LLAMA_SERVER !== undefined).each<ModelKind>(['pieces', 'bytes'])(
  'beside a real llama-server, %s',
  (kind) => {
    let opened: OpenedModel;
    let own: LlamaServer;
    let real: { readonly address: string; readonly process: ChildProcess };
    beforeAll(async () => {
      opened = openSmall(kind);
      own = await openLlamaServer(opened.llama, { model: opened.model.name });
      real = await startReal(LLAMA_SERVER ?? '', opened.path, opened.model.name);
    });
    afterAll(async () => {
      real?.process.kill();
      await own?.close();
      opened?.close();
    });

    async function ask(path: string, body?: object): Promise<string[]> {
      const answers = [own.baseURL.replace(/\/v1$/, ''), real.address].map(async (address) => {
        const init = {
          method: 'POST',
          body: JSON.stringify(body),
          headers: { 'Content-Type': 'application/json', Connection: 'close' },
        };
        const response = await fetch(address + path, body === undefined ? {} : init);
        const text = await response.text();
        const isStream = response.headers.get('content-type')?.includes('event-stream') === true;
        const json: unknown = isStream
          ? text
              .split('\n\n')
              .filter((event) => event !== '')
              .map((event) => event.replace('data: ', ''))
              .map(parsed)
          : JSON.parse(text);
        return { status: response.status, json };
      });
      const [first, second] = await Promise.all(answers);
      return differences(first, second);
    }

    test.each(TEXTS)('%j is cut, told and continued alike', async (text) => {
      const neutral = { top_k: 0, top_p: 1, min_p: 0, seed: 7 };
      const continued = {
        messages: [
          { role: 'user', content: 'Go on.' },
          { role: 'assistant', content: text },
        ],
        continue_final_message: true,
        add_generation_prompt: false,
        logprobs: true,
        top_logprobs: 4,
        temperature: 0,
      };
      const requests: [string, object][] = [
        ['/tokenize', { content: text, with_pieces: true }],
        ['/tokenize', { content: text, with_pieces: true, add_special: true, parse_special: false }],
        ['/apply-template', { messages: [{ role: 'user', content: text }] }],
        ['/detokenize', { tokens: opened.llama.tokenize(text, { special: true, parse: true }) }],
        ['/v1/completions', { prompt: text, max_tokens: 1, logprobs: 20, temperature: 0 }],
        ['/v1/completions', { prompt: text, max_tokens: 12, logprobs: 5, temperature: 1.5, ...neutral }],
        ['/v1/completions', { prompt: text, max_tokens: 12, logprobs: 5, temperature: 1.5, ...neutral, stream: true }],
        [
          '/v1/completions',
          { prompt: text, max_tokens: 4, logprobs: 9, temperature: 1.5, seed: 7, post_sampling_probs: true },
        ],
        [
          '/v1/completions',
          {
            prompt: text,
            max_tokens: 2,
            logprobs: 9,
            temperature: 0.5,
            seed: 7,
            samplers: ['temperature', 'top_p'],
            post_sampling_probs: true,
          },
        ],
        [
          '/v1/completions',
          {
            prompt: opened.llama.tokenize(text, { special: false, parse: false }),
            max_tokens: 1,
            logprobs: 3,
            temperature: 0,
          },
        ],
        [
          '/v1/chat/completions',
          { messages: [{ role: 'user', content: text }], max_tokens: 9, logprobs: true, top_logprobs: 4, ...neutral },
        ],
        [
          '/v1/chat/completions',
          {
            messages: [{ role: 'user', content: text }],
            max_tokens: 9,
            logprobs: true,
            top_logprobs: 4,
            ...neutral,
            stream: true,
          },
        ],
        ['/v1/chat/completions', { ...continued, max_tokens: 1 }],
        ['/v1/chat/completions', { ...continued, max_tokens: 3, stream: true }],
      ];
      for (const [path, body] of requests) {
        expect(await ask(path, body), `${path} ${JSON.stringify(body)}`).toEqual([]);
      }
    });

    test('what is refused is refused alike', async () => {
      const requests: [string, object][] = [
        ['/v1/completions', { prompt: 'a', echo: true, max_tokens: 1, temperature: 0, logprobs: 2 }],
        ['/v1/completions', { prompt: 'a', n: 16, max_tokens: 1 }],
        ['/v1/completions', { prompt: 'a '.repeat(400), max_tokens: 1 }],
        ['/v1/completions', {}],
        ['/v1/chat/completions', { messages: [{ role: 'user', content: 'a' }], top_logprobs: 3 }],
        ['/nowhere', {}],
      ];
      for (const [path, body] of requests) {
        expect(await ask(path, body), `${path} ${JSON.stringify(body)}`).toEqual([]);
      }
    });

    test('the model is told alike', async () => {
      // What else the real one tells is not read.
      const told = await ask('/v1/models');
      expect(told.filter((each) => !/^\.json\.(models|data\.0\.(aliases|tags|meta\.ftype))/.test(each))).toEqual([]);
    });
  },
);

function parsed(text: string): unknown {
  return text === '[DONE]' ? text : JSON.parse(text);
}

/** What is another each time. */
const PASSED = ['created', 'timings', 'system_fingerprint', 'prompt_tokens_details'];

/** Where two values differ; figures are alike where they are as close as two orders of adding floats. */
function differences(ours: unknown, theirs: unknown, path = ''): string[] {
  if (typeof ours === 'number' && typeof theirs === 'number') {
    const isClose = Math.abs(ours - theirs) <= 2e-3 * (1 + Math.min(5, Math.abs(theirs)));
    return isClose ? [] : [`${path}: ${ours} for ${theirs}`];
  }
  if (!isObject(ours) || !isObject(theirs)) {
    return ours === theirs ? [] : [`${path}: ${JSON.stringify(ours)} for ${JSON.stringify(theirs)}`];
  }
  const keys = new Set([...Object.keys(ours), ...Object.keys(theirs)]);
  return [...keys].flatMap((key) => {
    const isOther = PASSED.includes(key) || (key === 'id' && typeof theirs[key] === 'string');
    return isOther ? [] : differences(ours[key], theirs[key], `${path}.${key}`);
  });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

async function startReal(program: string, model: string, alias: string) {
  const port = freePort();
  const settings = [
    '-c',
    '1024',
    '-np',
    '4',
    '-ctk',
    'f32',
    '-ctv',
    'f32',
    '-fa',
    'off',
    '-t',
    '1',
    '--no-ui',
    '--no-kv-unified',
  ];
  const process = spawn(program, ['-m', model, '-a', alias, '--port', String(port), ...settings], { stdio: 'ignore' });
  const address = `http://127.0.0.1:${port}`;
  const isReady = async () => expect((await fetch(`${address}/health`)).ok).toBe(true);
  await vi.waitFor(isReady, { timeout: 60_000, interval: 100 });
  return { address, process };
}
