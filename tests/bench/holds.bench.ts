import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { bench, describe } from 'vitest';
import { commands } from '../../commands/index.js';
import { openCharts } from '../../src/charts/open-charts.js';
import { drawReply } from '../../src/discord/present/draw-reply.js';
import { type DrawnReply, withoutPictures } from '../../src/discord/present/drawn-reply.js';
import { presentProgress, presentReply } from '../../src/discord/present/present.js';
import type { Button, MenuBlock, Reply } from '../../src/discord/reply.js';
import { createLiveEdit } from '../../src/discord/router/live-edit.js';
import { openModel } from '../../src/model/open-model.js';
import type { Services } from '../../src/services.js';
import { openStorage } from '../../src/storage/open-storage.js';
import { openTokenizer } from '../../src/tokens/tokenizer.js';
import { press } from '../commands/press.js';
import { BOMBS } from './bombs.js';
import { longestHold, threadClock } from './thread-clock.js';

// How long each command holds the answering thread, whatever a server or a person sends: its longest turn against a bare
// JSON.parse of a megabyte in the same run. `npm run build` comes first.

interface Endpoint {
  readonly candidates: number;
  readonly tokens: number;
  readonly tokenText?: string;
  readonly names: readonly string[];
}

const small: Endpoint = { candidates: 100, tokens: 512, names: ['m', 'n'] };
const endpoints: Readonly<Record<string, Endpoint>> = {
  'as asked for': small,
  'many candidates, tokens and names': {
    candidates: 100_000,
    tokens: 20_000,
    names: Array.from({ length: 10_000 }, (_, at) => `model-${at}`),
  },
  'long tokens': { ...small, tokens: 2000, tokenText: 'x'.repeat(4000), names: ['m', 'x'.repeat(1_000_000)] },
  'tokens of marks': { ...small, tokens: 2000, tokenText: `a${'\u0301'.repeat(3999)}` },
  'tokens of what is not seen': { ...small, tokens: 2000, tokenText: '\u200B'.repeat(4000) },
};

const storage = await openStorage({ url: 'file::memory:' });
const charts = openCharts();
const tokenizer = openTokenizer();

async function openServices(endpoint: Endpoint): Promise<{ services: Services; close: () => Promise<void> }> {
  const worker = new Worker(new URL('./hostile-endpoint.mjs', import.meta.url), { workerData: endpoint });
  const [port] = await once(worker, 'message');
  const model = openModel({ baseURL: `http://127.0.0.1:${port}/v1` });
  const close = async () => {
    model.close();
    await worker.terminate();
  };
  const { runs, channels, settings, people } = storage;
  const connected = { model, inside: model.inside };
  const embedded = async () => connected;
  return { services: { ...connected, embedded, charts, tokenizer, runs, channels, settings, people }, close };
}

const byName = new Map(commands.map((command) => [command.name, command]));

interface Shown {
  readonly reply: DrawnReply;
  readonly command: string;
}

/** Runs something as the router does, with its replies presented and none of them sent. */
async function run(command: string, work: (context: ReturnType<typeof press>) => Promise<Reply>): Promise<Shown> {
  const live = createLiveEdit<Reply>({
    send: async (reply) => {
      presentProgress(withoutPictures(reply), command, 'en');
    },
    gapMs: 200,
    onError: () => undefined,
  });
  const context = { ...press('-'), progress: (soFar: Reply) => live.show(soFar) };
  const reply = await drawReply(await work(context), { charts, ...context });
  await live.settle();
  presentReply(reply, command, 'en');
  return { reply, command };
}

function start(name: string, options: Record<string, unknown>, services: Services): Promise<Shown> {
  const command = byName.get(name);
  if (command === undefined) throw new Error(`There is no command ${name}`);
  const given = Object.entries(options).map(([option, value]) => ({ name: option, value }));
  return run(name, (context) => command.prepare(given)(context, services));
}

/** Presses the button with this action or that opens this command, or chooses the last of its menu. */
async function go({ reply, command }: Shown, action: string, services: Services): Promise<Shown> {
  const targets = reply.blocks.flatMap((block): readonly (Button | MenuBlock)[] =>
    block.kind === 'buttons' ? block.buttons : block.kind === 'menu' ? [block] : [],
  );
  const target = targets.find((one) => one.action === action || (one.action === 'from' && one.command === action));
  if (target === undefined) throw new Error(`There is no ${action} among ${targets.map((one) => one.action)}`);
  const name = target.command ?? command;
  const choice = 'choices' in target ? target.choices.at(-1)?.value : undefined;
  const found = byName.get(name)?.actions[target.action];
  if (found === undefined) throw new Error(`/${name} has no ${action}`);
  return run(name, (context) =>
    found.run({ ...context, runId: target.runId, value: target.value, choice, fields: {} }, services),
  );
}

type Visit = (
  measure: (label: string, work: () => Promise<Shown>) => Promise<Shown>,
  services: Services,
) => Promise<void>;

const prompt = 'x'.repeat(6000);
const visits: readonly Visit[] = [
  async (measure, services) => {
    const first = await measure('/nextword', () =>
      start('nextword', { prompt, temperature: 0.7, candidates: 20 }, services),
    );
    const second = await measure('add', () => go(first, 'add', services));
    await measure('roll', () => go(second, 'roll', services));
    await measure('details', () => go(second, 'details', services));
  },
  async (measure, services) => {
    const first = await measure('/temperature', () => start('temperature', { prompt, candidates: 10 }, services));
    await measure('animate', () => go(first, 'animate', services));
    const details = await measure('details', () => go(first, 'details', services));
    await measure('again', () => go(details, 'again', services));
  },
  async (measure, services) => {
    await measure('/sampling', () =>
      start('sampling', { prompt, temperature: 1.5, top_p: 0.9, min_p: 0.01 }, services),
    );
  },
  async (measure, services) => {
    const few = await measure('/dice', () => start('dice', { prompt, rolls: 40, temperature: 1 }, services));
    await measure('more', () => go(few, 'more', services));
    await measure('/dice 1000', () => start('dice', { prompt, rolls: 1000, seed: 1 }, services));
    await measure('/dice asked', () => start('dice', { prompt, rolls: 1000, ask_model: 'yes' }, services));
  },
  async (measure, services) => {
    const first = await measure('/generate', () => start('generate', { prompt, tokens: 60 }, services));
    const step = await measure('step', () => go(first, 'last', services));
    await measure('beside', () => go(step, 'beside', services));
    const fork = await measure('fork', () => go(first, 'fork', services)).catch(() => undefined);
    if (fork !== undefined) await measure('force', () => go(fork, 'token', services));
  },
  async (measure, services) => {
    const first = await measure('/ask', () => start('ask', { question: prompt, max_tokens: 8192 }, services));
    await measure('side by side', () => go(first, 'beside', services));
    await measure('probabilities', () => go(first, 'probabilities', services));
    await measure('fork', () => go(first, 'fork', services)).catch(() => undefined);
    const details = await measure('details', () => go(first, 'details', services));
    await measure('again', () => go(details, 'again', services));
  },
  async (measure, services) => {
    await measure('/compare temperatures', () =>
      start('compare', { prompt, values: '0.2, 0.7, 1.3, 1.9', tokens: 120 }, services),
    );
    await measure('/compare systems', () =>
      start('compare', { prompt, what: 'systems', values: 'a | b | c | d', tokens: 120 }, services),
    );
    await measure('/compare styles', () => start('compare', { prompt, what: 'styles', tokens: 120 }, services));
    const names = Array.from({ length: 1000 }, (_, at) => `model-${9999 - at}`).join(',');
    await start('compare', { prompt, what: 'models', values: names }, services).catch(() => undefined);
  },
  async (measure, services) => {
    const first = await measure('/surprise', () => start('surprise', { text: prompt }, services));
    await measure('list', () => go(first, 'list', services));
    await measure('details', () => go(first, 'details', services));
  },
  async (measure, services) => {
    const first = await measure('/tokenize model', () =>
      start('tokenize', { text: prompt, encoding: 'model', around: 'special' }, services),
    );
    await measure('bytes', () => go(first, 'bytes', services));
    await measure('compare', () => go(first, 'compare', services));
    await measure('list', () => go(first, 'list', services));
  },
  async (measure, services) => {
    await measure('/model', () => start('model', {}, services));
  },
];

function megabyte(): number {
  const text = JSON.stringify(
    Array.from({ length: 20_000 }, (_, at) => ({ id: at, token: ` w${at}`, logprob: -at / 7 })),
  );
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 5; round += 1) {
    const start = threadClock();
    JSON.parse(text);
    least = Math.min(least, ((threadClock() - start) / text.length) * 1e6);
  }
  return least;
}

const bare = megabyte();
console.info(`JSON.parse of a megabyte: ${bare.toFixed(1)} ms`);
const worst = new Map<string, number>();

async function visitAll(name: string, services: Services, visit: Visit): Promise<void> {
  const measured: string[] = [];
  let command = '';
  await visit(async (label, work) => {
    command = label.startsWith('/') ? label : command;
    const full = label.startsWith('/') ? label : `${command} ${label}`;
    let shown: Shown | undefined;
    let failure = '';
    const { hold, total } = await longestHold(async () => {
      try {
        shown = await work();
      } catch (error) {
        failure = ` (${error instanceof Error ? error.message.slice(0, 90) : error})`;
      }
    });
    worst.set(full, Math.max(hold, worst.get(full) ?? 0));
    measured.push(`${full} ${hold.toFixed(0)} of ${total.toFixed(0)}${failure}`);
    if (shown === undefined) throw new Error('skip');
    return shown;
  }, services).catch((error: unknown) => {
    if (!(error instanceof Error && error.message === 'skip')) measured.push(String(error).slice(0, 200));
  });
  console.info(`${name}: ${measured.join(' · ')}`);
}

const only = process.env.ONLY ?? '';
for (const [name, endpoint] of Object.entries(endpoints)) {
  if (!name.includes(only)) continue;
  const { services, close } = await openServices(endpoint);
  // What is compiled on the first run is no hold of the work itself.
  if (name === 'as asked for') for (const visit of visits) await visitAll('(warming up)', services, visit);
  for (const visit of visits) await visitAll(name, services, visit);
  await close();
}
/** What is slow to cut, to show or to read in some place. */
const oddTexts = [
  'digits, then a letter',
  'spaces, then a letter',
  'brackets',
  'a letter with marks',
  'a chain of joiners',
  'zero width',
  'half characters',
  'replacement characters, then a letter',
];
if ('texts'.includes(only)) {
  const { services, close } = await openServices(small);
  for (const name of oddTexts) {
    const text = BOMBS[name]?.(6000) ?? '';
    await visitAll(`a text of ${name}`, services, async (measure) => {
      await measure('/nextword', () => start('nextword', { prompt: text }, services));
      await measure('/ask', () => start('ask', { question: text, system: text }, services));
      await measure('/tokenize', () => start('tokenize', { text }, services));
      await measure('/surprise', () => start('surprise', { text }, services));
      await measure('/compare', () =>
        start('compare', { prompt: text, what: 'systems', values: text.slice(0, 4000) }, services),
      );
    });
  }
  await close();
}
console.info(
  [...worst]
    .sort(([, one], [, other]) => other - one)
    .map(([name, hold]) => `${name}: ${hold.toFixed(1)} ms, ${(hold / bare).toFixed(1)} times`)
    .join('\n'),
);
await Promise.all([storage.close(), charts.close(), tokenizer.close()]);

describe('a reference', () => {
  bench('nothing', () => {});
});
