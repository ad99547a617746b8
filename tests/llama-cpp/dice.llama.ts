import type { APIMessage } from 'discord-api-types/v10';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buttonsOf, entriesOf, open, readText, useRoom } from '../end-to-end/harness.js';
import { countRequests } from './count-requests.js';
import { type OpenedModel, openSmall } from './open-small.js';
import { type LlamaServer, openLlamaServer, type ServerOptions } from './server/open-server.js';
import { createTally } from './tally.js';
import { createTruth, type Truth } from './truth.js';

const PROMPT = 'Jack and Jill';
const ROLLS = 60;
const CUTS: readonly Readonly<Record<string, number>>[] = [{}, { top_k: 3 }, { top_p: 0.9 }];
const COMBINATIONS = [0.3, 1, 1.6, 2].flatMap((temperature) => CUTS.map((cut) => ({ temperature, ...cut })));

const isRolled = (message: APIMessage) =>
  Object.keys(buttonsOf(message)).some((label) => /^Roll [\d,]+ more$/.test(label));

describe.each<[string, Omit<ServerOptions, 'model'>]>([
  ['that takes an order of samplers', {}],
  ['that keeps to its own order', { takesOrder: false }],
  ['with three threads and one slot', { threads: 3, slots: 1 }],
])('real rolls by a server %s', (name, options) => {
  const tally = createTally();
  const requests = countRequests();
  let opened: OpenedModel;
  let server: LlamaServer;
  let truth: Truth;
  beforeAll(async () => {
    opened = openSmall('bytes');
    truth = createTruth(opened.llama);
    server = await openLlamaServer(opened.llama, { model: opened.model.name, ...options });
  });
  afterAll(async () => {
    console.info(
      `${name}: numbers compared, right\n${tally.table()}\n\n${requests.table()}\n\n${tally.wrong.join('\n')}`,
    );
    await server.close();
    opened.close();
  });
  const room = useRoom(() => ({ baseURL: server.baseURL }));

  test.each(COMBINATIONS)('%j: what is shown is what is drawn from', async (settings) => {
    const { person } = room();
    const asked = { prompt: PROMPT, rolls: ROLLS, ask_model: 'yes', seed: 11, ...settings };
    const message = await requests.of(server, '/dice', () => person.slash('dice', asked).settled(isRolled, 60_000));
    const where = JSON.stringify(settings);
    const card =
      'Details' in entriesOf(message)
        ? await open(person, message, 'Details', (shown) => readText(shown) !== '')
        : message;
    const details = readText(card);
    expect(details).toContain('The model itself was asked for each roll');
    const { temperature, top_k: topK = 0, top_p: topP = 1 } = settings as Record<string, number>;
    const cuts = { temperature: temperature ?? 1, topK, topP };
    const left = truth.left(truth.ids(PROMPT), cuts, options.takesOrder !== false);
    let named = 0;
    let seen = 0;
    let distance = 0;
    const rows = [...details.matchAll(/^ *([\d,]+) {2,}([<>]? ?[\d.,]+(?:–[\d.,]+)?) {2,}([\d,–]+) {2}(.+)$/gm)];
    for (const [at, [, rolled = '', expected = '', , label = '']] of rows.entries()) {
      const isRest = /^(?:all |\d+ )?other/.test(label);
      const share = isRest ? Math.max(0, 1 - named) : (left[at]?.probability ?? 0);
      if (!isRest) named += share;
      const count = Number(rolled.replaceAll(',', ''));
      seen += count;
      const [low = Number.NaN, high = low] = expected.split('–').map((part) => Number(part.replace(/[<>,\s]/g, '')));
      const slack = expected.startsWith('<') ? low : 0.5 * 10 ** -(expected.split('.')[1]?.length ?? 0) + 0.002 * low;
      tally.within('/dice, expected', { low: low - slack, high: high + slack }, ROLLS * share, `${where}, ${label}`);
      if (share === 0) tally.same('/dice, never drawn', count, 0, `${where}, ${label}`);
      else distance += (count - ROLLS * share) ** 2 / (ROLLS * share);
    }
    expect(rows.length).toBeGreaterThan(0);
    tally.same('/dice, rolls', seen, ROLLS, where);
    // The mean of χ² is the number of rows less one; so far above it is less than once in 100,000 tries.
    const freedom = Math.max(1, rows.length - 1);
    tally.same(
      '/dice, χ² of the draws',
      distance < freedom + 8 * Math.sqrt(2 * freedom) + 8,
      true,
      `${where}: ${distance}`,
    );
    tally.same(
      '/dice, says that they fit',
      /as expected/.test(readText(message)),
      true,
      `${where}: ${readText(message)}`,
    );
  });

  test('every number is right', () => {
    expect(tally.wrong).toEqual([]);
  });
});
