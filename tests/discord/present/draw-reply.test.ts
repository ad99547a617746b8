import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Picture } from '../../../src/charts/kinds/registry.js';
import { openCharts } from '../../../src/charts/open-charts.js';
import type { Charts } from '../../../src/charts/picture.js';
import type { Drawing } from '../../../src/discord/present/draw-picture.js';
import { drawReply } from '../../../src/discord/present/draw-reply.js';
import type { DrawnReply } from '../../../src/discord/present/drawn-reply.js';
import { presentReply } from '../../../src/discord/present/present.js';
import {
  animation,
  type Block,
  besideAnimation,
  buttons,
  type PressTarget,
  picture,
  text,
} from '../../../src/discord/reply.js';
import { UserError } from '../../../src/errors.js';

let charts: Charts & { close(): Promise<void> };
beforeAll(() => {
  const worker = fileURLToPath(new URL('../../charts/crashing-worker.mjs', import.meta.url));
  charts = openCharts({ threads: 1, worker });
});
afterAll(() => charts.close());

const barsOf = (title: string): Picture => ({
  kind: 'probability-bars',
  title,
  bars: [{ label: '·Paris', probability: { low: 0.91, high: 0.91 }, state: 'kept' }],
});

const drawn = (blocks: readonly Block[], how: Partial<Drawing> = {}): Promise<DrawnReply> =>
  drawReply({ blocks }, { charts, locale: 'en', signal: new AbortController().signal, ...how });

/** Texts as they are, and pictures by their names. */
const shown = ({ blocks }: DrawnReply): string[] =>
  blocks.flatMap((one) =>
    one.kind === 'text' ? [one.markdown] : one.kind === 'pictures' ? one.pictures.map(({ name }) => name) : [one.kind],
  );

describe('a picture', () => {
  test('is drawn in its place', async () => {
    expect(shown(await drawn([text('before'), picture('bars', barsOf('fine')), text('after')]))).toEqual([
      'before',
      'bars.png',
      'after',
    ]);
  });

  test('comes in another theme as well where somebody may see it so, and in one alone by default', async () => {
    const filesOf = ({ blocks }: DrawnReply) =>
      blocks
        .flatMap((one) => (one.kind === 'pictures' ? one.pictures : []))
        .map(({ name, sibling }) => [name, sibling?.name]);
    const both = await drawn([picture('bars', barsOf('fine'))], { beside: 'light' });
    expect(filesOf(both)).toEqual([['bars.png', 'bars.light.png']]);
    expect(filesOf(await drawn([picture('bars', barsOf('fine'))]))).toEqual([['bars.png', undefined]]);
  });

  test.each([
    ['throw', undefined],
    ['crash', undefined],
    ['throw', 'light'],
  ] as const)('that cannot be drawn (%s, beside it %s) is told in words', async (title, beside) => {
    const [words] = shown(await drawn([picture('bars', barsOf(title))], { beside }));
    expect(words).toContain('Drawing failed');
    expect(words).toContain('·Paris 91%');
  });

  test('that somebody stops is told in words, and why', async () => {
    const stop = new AbortController();
    const drawing = drawn([picture('bars', barsOf('hang'))], { signal: stop.signal });
    stop.abort(new UserError('stopped-by', { name: 'Ann' }));
    expect(shown(await drawing)).toEqual([expect.stringMatching(/^-# Stopped by Ann\\?\. In words: .*·Paris 91%/)]);
  });

  test('that ends with a fault of nobody’s throws it', async () => {
    const stopped = AbortSignal.abort(new TypeError('a fault'));
    await expect(drawn([picture('bars', barsOf('fine'))], { signal: stopped })).rejects.toThrow('a fault');
  });
});

describe('a picture of several pages', () => {
  const strip: Picture = {
    kind: 'token-strip',
    title: 'T',
    total: 400,
    tokens: Array.from({ length: 400 }, (_, at) => ({ label: `token${at}`, caption: String(at) })),
    groups: [],
  };
  const turn = (page: number): PressTarget => ({ action: 'turn', runId: 'r', value: String(page) });
  const more = buttons(
    { action: 'more', runId: 'r', label: 'More' },
    { action: 'explain', runId: 'r', label: 'Explain' },
  );
  const rowOf = ({ blocks }: DrawnReply) =>
    blocks
      .flatMap((one) => (one.kind === 'buttons' ? one.buttons : []))
      .map(({ label, value, disabled = false }) => {
        return { label, value, disabled };
      });
  const altOf = ({ blocks }: DrawnReply) =>
    blocks.flatMap((one) => (one.kind === 'pictures' ? one.pictures : []))[0]?.alt;
  const pages = async () =>
    Number(/^Picture 1 of (\d+)\./.exec(altOf(await drawn([picture('t', strip, { turn })])) ?? '')?.[1]);

  test('has ◀ and ▶ at the beginning of the row below it, and at its ends one of them leads nowhere', async () => {
    const last = (await pages()) - 1;
    expect(last).toBeGreaterThan(1);
    for (const page of [0, 1, last]) {
      const reply = await drawn([picture('t', strip, { page, turn }), text('a sentence'), more]);
      expect(shown(reply)).toEqual([`t-${page + 1}.png`, 'a sentence', 'buttons']);
      const row = rowOf(reply);
      expect(row).toEqual([
        { label: '◀', value: String(page - 1), disabled: page === 0 },
        { label: '▶', value: String(page + 1), disabled: page === last },
        { label: 'More', value: undefined, disabled: false },
        { label: 'Explain', value: undefined, disabled: false },
      ]);
      const [message] = presentReply(reply, 'draw', 'en');
      const ids = JSON.stringify(message?.components).match(/"custom_id":"[^"]+"/g) ?? [];
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  test('tells each page in words, and of a page that it has not shows the nearest', async () => {
    const last = (await pages()) - 1;
    expect(altOf(await drawn([picture('t', strip, { page: 1, turn })]))).toMatch(/^Picture 2 of /);
    expect(altOf(await drawn([picture('t', strip, { page: 1, turn })]))).not.toContain('token0,');
    for (const page of [last + 1, Number.MAX_SAFE_INTEGER]) {
      const reply = await drawn([picture('t', strip, { page, turn }), more]);
      expect(shown(reply)[0]).toBe(`t-${last + 1}.png`);
      expect(rowOf(reply)[0]).toEqual({ label: '◀', value: String(last - 1), disabled: false });
    }
  });

  test('has a row of its own for ◀ and ▶ where nothing else is pressed', async () => {
    expect(shown(await drawn([picture('t', strip, { turn }), text('a sentence')]))).toEqual([
      't-1.png',
      'a sentence',
      'buttons',
    ]);
  });

  test('has neither where they lead nowhere, nor has a picture of one page', async () => {
    expect(shown(await drawn([picture('t', strip)]))).toEqual(['t-1.png']);
    expect(rowOf(await drawn([picture('bars', barsOf('fine'), { turn }), more])).map(({ label }) => label)).toEqual([
      'More',
      'Explain',
    ]);
  });
});

describe('an animation', () => {
  const blocks: Block[] = [
    animation({
      name: 'sweep',
      frames: () => [{ picture: barsOf('fine'), seconds: 0.1 }],
      still: barsOf('fine'),
      alt: () => 'It moves.',
    }),
    besideAnimation({ there: [text('watch it')], missing: [text('press for it')] }),
    text('after'),
  ];

  test('comes where a still picture stands until then', async () => {
    const { later, ...first } = await drawn(blocks);
    expect(shown(first)).toEqual(['sweep-still.png', 'watch it', 'after']);
    const made = await later?.make(new AbortController().signal);
    expect(made && shown(made)).toEqual(['sweep.gif', 'watch it', 'after']);
    const [gif] = made?.blocks ?? [];
    expect(gif?.kind === 'pictures' && gif.pictures[0]?.alt).toBe('It moves.');
  });

  test('that does not come leaves the still picture, and what stands there instead', async () => {
    const { later } = await drawn(blocks);
    const left = later?.otherwise('Too many are *waiting*.');
    expect(left && shown(left)).toEqual([
      'sweep-still.png',
      '-# There is no animation here. Too many are \\*waiting\\*.',
      'press for it',
      'after',
    ]);
  });

  test('is not begun where somebody stops', async () => {
    const reply = await drawn(blocks, { signal: AbortSignal.abort(new UserError('stopped-by', { name: 'Ann' })) });
    expect(reply.later).toBeUndefined();
    expect(shown(reply)).toEqual([expect.stringMatching(/^-# Stopped by Ann/), 'press for it', 'after']);
  });
});
