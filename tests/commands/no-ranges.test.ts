import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { altText } from '../../src/charts/alt.js';
import type { Reply } from '../../src/discord/reply.js';
import type { LanguageModel } from '../../src/domain/language-model.js';
import { openModel } from '../../src/model/open-model.js';
import type { Services } from '../../src/services.js';
import { type OpenServices, openServices } from '../builders/services.js';
import { openWholeVocabulary, SIZE } from '../builders/whole-vocabulary.js';
import type { EndpointStub } from '../model/endpoint-stub.js';
import { commandNamed } from './command-named.js';
import { press, wordsOf } from './press.js';

let open: OpenServices;
let stub: EndpointStub;
let model: ReturnType<typeof openModel>;
let services: Services;

/** Asks for the whole vocabulary. */
function everyToken(real: LanguageModel): LanguageModel {
  const changed: Partial<LanguageModel> = {
    nextToken: (request) => real.nextToken({ ...request, candidates: SIZE }),
    generate: (request) => real.generate({ ...request, candidates: SIZE }),
  };
  return new Proxy(real, { get: (target, name) => Reflect.get(name in changed ? changed : target, name) });
}

beforeAll(async () => {
  [open, stub] = await Promise.all([openServices(), openWholeVocabulary()]);
  model = openModel({ baseURL: stub.baseURL, label: 'all tokens' });
  services = { ...open, model: everyToken(model) };
});
afterAll(async () => {
  model.close();
  await Promise.all([open.close(), stub.close()]);
});

const run = (name: string, options: Readonly<Record<string, string | number>>): Promise<Reply> => {
  const given = Object.entries(options).map(([option, value]) => ({ name: option, value }));
  return commandNamed(name).prepare(given)(press('-'), services);
};

/** What a reply says, in its pictures and menus too. */
function wordsOfAll(reply: Reply): string {
  const pictures = reply.blocks.flatMap((block) =>
    block.kind === 'picture' ? altText(block.picture, { longest: 1e5 }) : [],
  );
  const entries = reply.blocks.flatMap((block) => (block.kind === 'go-on' ? block.entries : []));
  const own = entries.filter(({ command }) => command === undefined);
  return [wordsOf(reply), ...pictures, ...own.map(({ label, description }) => `${label} ${description}`)].join('\n');
}

/** The same, with what Details and Explain say of it. */
async function saidBy(name: string, reply: Reply): Promise<string> {
  const entries = reply.blocks.flatMap((block) => (block.kind === 'go-on' ? block.entries : []));
  const entry = entries.find(({ command, action }) => command === 'details' && action === 'from');
  if (entry === undefined) throw new Error(`/${name} leads to no Details`);
  const details = await act('details', 'from', entry);
  const explained = await act(name, 'explain', entry);
  return [reply, details, explained].map(wordsOfAll).join('\n');
}

function act(name: string, action: string, pressed: Partial<ReturnType<typeof press>>): Promise<Reply> {
  const found = commandNamed(name).actions[action];
  if (found === undefined) throw new Error(`/${name} has no action ${action}`);
  return found.run({ ...press(pressed.runId ?? ''), ...pressed }, services);
}

const runIdOf = ({ blocks }: Reply): string =>
  blocks.flatMap((block) => (block.kind === 'go-on' ? block.entries : []))[0]?.runId ?? '';

/** What sounds like a range and is none of a figure: luck, limits that were set, and how logarithms are found by doubling. */
const NO_FIGURES = [
  /in (at least )?95 of 100 tries [^;)\n]*/gi,
  /(?<=^ *\d+ +[\d.,]+ +)[\d,]+–[\d,]+(?= )/gm,
  /at least \S+ times as likely/g,
  /at most \d+ tokens$/gm,
  /lies between \d+ and \d+ bits/g,
];

/** How a figure is said that is not fully known. */
const RANGES = [
  /\d%?–(< )?\d/,
  /\bbetween (less than )?\d/,
  /\bat (most|least) (\*\*)?\d/i,
  /[≤≥]/,
  /^(Σ|pᵢ).* to /,
  /may be (cut|tied)/,
  /(not|nobody) (fully )?know/,
  /beyond/,
  /A range/,
  /does not list|lists only/,
];

function expectNoRanges(said: string): void {
  const left = NO_FIGURES.reduce((text, one) => text.replace(one, ''), said);
  const lines = left.split('\n').filter((line) => RANGES.some((range) => range.test(line)));
  expect(lines).toEqual([]);
}

const TEMPERATURES = [0, 0.3, 0.7, 1, 1.5, 2];
const CUTS: readonly Record<string, number>[] = [
  {},
  { top_p: 0.5 },
  { top_p: 0.95 },
  { top_k: 40 },
  { top_k: 900 },
  { min_p: 0.05 },
  { min_p: 0.001 },
];
const PROMPT = ' w200 w300';

describe('where an endpoint lists its whole vocabulary', () => {
  test.each(TEMPERATURES)(
    '/nextword and /sampling know every figure at temperature %d, whatever is cut',
    async (temperature) => {
      for (const cut of CUTS) {
        for (const name of ['nextword', 'sampling']) {
          expectNoRanges(await saidBy(name, await run(name, { prompt: PROMPT, temperature, ...cut })));
        }
      }
    },
  );
  test('/temperature knows them at five temperatures, and so does its formula', async () => {
    for (const temperatures of ['0, 0.3, 0.7, 1, 1.5', '0.2, 0.5, 0.9, 1.2, 2']) {
      expectNoRanges(await saidBy('temperature', await run('temperature', { prompt: PROMPT, temperatures })));
    }
  });

  test.each(TEMPERATURES)(
    '/dice, /generate and /ask know them at temperature %d, also of each step and token',
    async (temperature) => {
      expectNoRanges(await saidBy('dice', await run('dice', { prompt: PROMPT, temperature, rolls: 100, seed: 1 })));
      const written = await run('generate', { prompt: PROMPT, temperature, tokens: 10, seed: 1, top_p: 0.9 });
      expectNoRanges(await saidBy('generate', written));
      for (const value of ['1', '5', '9']) {
        expectNoRanges(wordsOfAll(await act('generate', 'first', { runId: runIdOf(written), value })));
      }
      const answered = await run('ask', { question: PROMPT, temperature, max_tokens: 8 });
      expectNoRanges(await saidBy('ask', answered));
      expectNoRanges(wordsOfAll(await act('ask', 'look', { runId: runIdOf(answered), choice: '2' })));
    },
  );

  test.each(['temperatures', 'styles'])('/compare knows how far apart %s are', async (what) => {
    const values: Record<string, string> = what === 'temperatures' ? { values: '0, 0.7, 1, 2' } : {};
    expectNoRanges(
      await saidBy('compare', await run('compare', { prompt: PROMPT, what, tokens: 10, seed: 1, ...values })),
    );
  });

  test('/surprise knows how likely each token was', async () => {
    const scored = await run('surprise', { text: 'a w1234 w999 w3100' });
    // Of a text only the likeliest twenty tokens are asked for at each place, so that ranks have no end.
    expectNoRanges((await saidBy('surprise', scored)).replace(/rank ≥ 21/g, ''));
    const seen = wordsOfAll(await act('surprise', 'look', { runId: runIdOf(scored), choice: '2' }));
    expectNoRanges(seen.replace(/At least 20 tokens were likelier/, ''));
  });
});
