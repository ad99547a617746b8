import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Picture } from '../../src/charts/picture.js';
import { decodeAll, marginIsClean } from './pixels.js';

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
    { numRuns: 8 },
  );
}, 120_000);
