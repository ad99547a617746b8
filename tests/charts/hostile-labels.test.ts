import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import type { Picture } from '../../src/charts/kinds/registry.js';
import { openCharts } from '../../src/charts/open-charts.js';
import { renderPicture } from '../../src/charts/worker/render-picture.js';
import { decode, decodeAll, marginIsClean } from './pixels.js';

test('a token of thousands of characters stays inside the card', async () => {
  for (const label of [
    'x'.repeat(4000),
    '🍕'.repeat(2000),
    `Z${'\u0301'.repeat(4000)}`,
    '\u202e'.repeat(4000),
    'ﷺ'.repeat(4000),
  ]) {
    const pages = await decodeAll({ kind: 'token-strip', title: label, tokens: [{ label, caption: label }] });
    expect(pages.every(marginIsClean)).toBe(true);
  }
});

describe('a megabyte of text', () => {
  const megabyte = 1_000_000;
  const probability = { low: 0.2, high: 0.5 };
  /** The same text in each place where a picture has one. */
  const everywhere = (text: string): Picture[] => {
    const bar = { label: text, probability, state: 'kept' as const, note: text };
    const token = { label: text, caption: text };
    return [
      { kind: 'token-strip', title: text, subtitle: text, tokens: [token, { ...token, group: 0 }], groups: [text] },
      { kind: 'probability-strip', title: text, captions: text, tokens: [{ ...token, probability: 0.5 }] },
      { kind: 'count-bars', title: text, subtitle: text, unit: text, bars: [{ label: text, note: text, count: 3 }] },
      { kind: 'probability-bars', title: text, subtitle: text, bars: [bar] },
      {
        kind: 'bar-columns',
        title: text,
        subtitle: text,
        rows: [bar],
        columns: [{ title: text, caption: text, cells: [bar] }],
      },
      { kind: 'draw-step', title: text, step: 1, steps: 2, text, token: text, bars: [bar] },
      {
        kind: 'roll-counts',
        title: text,
        subtitle: text,
        rows: [{ label: text, count: 1, predicted: probability, range: probability }],
      },
      { kind: 'text-rows', title: text, rows: [{ label: text, note: text, before: text, text }] },
      {
        kind: 'curve',
        title: text,
        unit: text,
        axis: text,
        lines: [text],
        points: [{ label: text, at: 1, values: [1] }],
        marks: [1],
        marked: text,
      },
      {
        kind: 'two-questions',
        title: text,
        aside: text,
        names: [text, text],
        groups: [{ answers: 'both', label: text, count: 1 }],
      },
      { kind: 'scatter', title: text, aside: text, points: [{ label: text, across: 0, up: 1, note: text }] },
      { kind: 'likeness-bars', title: text, subtitle: text, bars: [{ label: text, likeness: 0.5, note: text }] },
      {
        kind: 'heat-map',
        title: text,
        subtitle: text,
        joint: text,
        values: 'shares',
        rows: [{ label: text }],
        columns: [{ label: text }],
        cells: [{ row: 0, column: 0, value: 0.5 }],
      },
      { kind: 'attention-arcs', title: text, subtitle: text, tokens: [{ label: text, weight: 1, looks: true }] },
      {
        kind: 'guess-rows',
        title: text,
        subtitle: text,
        rows: [text],
        guesses: [{ row: 0, label: text, probability: 0.5 }],
      },
      {
        kind: 'ending-stacks',
        title: text,
        subtitle: text,
        columns: [{ title: text, caption: text, total: 1 }],
        endings: [{ label: text, row: 0, column: 0, count: 1, isCut: true }],
      },
      {
        kind: 'swapped-texts',
        title: text,
        subtitle: text,
        parts: [
          { what: 'token', text: 0, label: text, weight: 1 },
          { what: 'guess', text: 0, label: text, probability: 0.5 },
        ],
      },
      {
        kind: 'branch-tree',
        title: text,
        nodes: [
          { id: '0', label: text, probability: 0.5 },
          { id: '1', parent: '0', label: text },
        ],
      },
    ];
  };

  const charts = openCharts({ threads: 1 });
  afterAll(() => charts.close());

  // Segmenting or measuring it whole takes minutes for each place.
  test.each([
    ['one word', 'x'.repeat(megabyte)],
    ['marks on one letter', `Z${'\u0301'.repeat(megabyte)}`],
    ['controls', '\u202e'.repeat(megabyte)],
    ['emoji', '👩‍🚀'.repeat(megabyte / 5)],
  ])('is drawn as little as it shows, wherever it stands: %s', async (_, text) => {
    for (const picture of everywhere(text)) {
      const { image } = await charts.draw(picture);
      expect(marginIsClean(await decode(image)), picture.kind).toBe(true);
    }
  });

  test('looks the same as where all of a long text is at hand', async () => {
    for (const picture of everywhere('ab '.repeat(50_000))) {
      expect(renderPicture(picture)).toEqual(await charts.draw(picture));
    }
  });
});

test('marks piled up on nothing stay inside the text of a step', async () => {
  const label = '\u0301'.repeat(300);
  const bars = [{ label, probability: { low: 0.2, high: 0.5 }, state: 'kept' as const }];
  const pages = await decodeAll({ kind: 'draw-step', title: '', step: 1, steps: 2, text: '', token: label, bars });
  expect(pages.every(marginIsClean)).toBe(true);
});

test('whatever the labels are, every picture draws, inside its card', async () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.string({ unit: 'grapheme', maxLength: 200 }),
    fc.constantFrom('', ' ', '\u0000', '\u202e\u2066', '\u0301'.repeat(300), 'ﷺ'.repeat(20), '\ud83d', '⟨⟨⟩'),
  );
  const probability = fc.double({ min: 0, max: 1, noNaN: true });
  const token = fc.record({
    label: text,
    caption: text,
    probability,
    breakAfter: fc.boolean(),
    group: fc.option(fc.nat(3), { nil: undefined }),
  });
  const state = fc.constantFrom('kept' as const, 'cut' as const, 'hidden' as const);
  const row = fc.record({
    label: text,
    note: text,
    low: probability,
    high: probability,
    state,
    chosen: fc.boolean(),
    count: fc.nat(),
  });
  await fc.assert(
    fc.asyncProperty(
      text,
      fc.array(token, { maxLength: 12 }),
      fc.array(row, { maxLength: 6 }),
      async (title, tokens, rows) => {
        const bars = rows.map(({ low, high, ...rest }) => ({
          ...rest,
          probability: { low: Math.min(low, high), high: Math.max(low, high) },
        }));
        const column = { title, caption: title, cells: bars, threshold: rows[0]?.low };
        const pictures: Picture[] = [
          { kind: 'token-strip', title, tokens },
          { kind: 'probability-strip', title, tokens, captions: title },
          { kind: 'count-bars', title, subtitle: title, unit: title.slice(0, 20), bars: rows },
          { kind: 'probability-bars', title, subtitle: title, bars },
          { kind: 'bar-columns', title, rows, columns: rows.slice(0, 5).map(() => column) },
          { kind: 'draw-step', title, step: 1, steps: 2, text: title.repeat(30), token: rows[0]?.label, bars },
          {
            kind: 'roll-counts',
            title,
            rows: rows.map(({ label, count, state }) => ({
              label,
              count,
              hidden: state === 'hidden',
              predicted: { low: count / 3, high: count / 2 },
              range: { low: 0, high: count * 2 },
            })),
          },
          { kind: 'likeness-bars', title, bars: rows.map((row) => ({ ...row, likeness: row.low * 2 - 1 })) },
          {
            kind: 'two-questions',
            title,
            names: [title, title],
            groups: rows.slice(0, 1).map(({ label, count }) => ({ answers: 'both' as const, label, count })),
          },
          { kind: 'scatter', title, points: rows.map((row) => ({ ...row, across: row.low, up: row.high })) },
          {
            kind: 'text-rows',
            title,
            rows: rows.map(({ label, note }) => ({ label, note, before: title, text: note.repeat(9) })),
          },
          {
            kind: 'curve',
            title,
            unit: title,
            axis: title,
            lines: [title, title],
            points: rows.map(({ label, low, high }, at) => ({ label, at: at + 1, values: [low * 9, high] })),
            marks: rows.map(({ count }) => count + 1),
            marked: title,
          },
          {
            kind: 'heat-map',
            title,
            values: 'shares',
            rows,
            columns: rows,
            cells: rows.flatMap((_, row) =>
              rows.slice(0, row + 1).map(({ low }, column) => ({ row, column, value: low })),
            ),
          },
          {
            kind: 'attention-arcs',
            title,
            tokens: rows.map(({ label, low, chosen }) => ({ label, weight: low, looks: chosen, isNamed: low < 0.2 })),
          },
          {
            kind: 'guess-rows',
            title,
            rows: rows.map(({ note }) => note),
            guesses: rows.map(({ label, low, chosen }, row) => ({ row, label, probability: low, strong: chosen })),
          },
          {
            kind: 'ending-stacks',
            title,
            columns: [{ title, caption: rows[0]?.note ?? '', total: rows.length }],
            endings: rows.map(({ label }, row) => ({ label, row, column: 0, count: 1 })),
          },
          {
            kind: 'swapped-texts',
            title,
            parts: [
              ...rows.map(({ label, low }) => ({ what: 'token' as const, text: 0, label, weight: low })),
              ...rows.map(({ label, low }) => ({ what: 'guess' as const, text: 0, label, probability: low })),
            ],
          },
          {
            kind: 'branch-tree',
            title,
            nodes: rows.map(({ label, low, chosen, count }, at) => ({
              id: String(at),
              parent: at === 0 ? undefined : String(count % at),
              label,
              probability: low,
              current: chosen,
            })),
          },
        ];
        for (const picture of pictures) {
          for (const page of await decodeAll(picture)) expect(marginIsClean(page), picture.kind).toBe(true);
        }
      },
    ),
    { numRuns: 4 },
  );
}, 120_000);
