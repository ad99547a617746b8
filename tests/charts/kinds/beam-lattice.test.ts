import { createCanvas } from '@napi-rs/canvas';
import { describe, expect, test } from 'vitest';
import type { BeamLattice } from '../../../src/charts/kinds/beam-lattice/beam-lattice.js';
import { layOutLattice } from '../../../src/charts/kinds/beam-lattice/lattice-layout.js';
import { registerFonts } from '../../../src/charts/text/fonts.js';
import { renderPicture } from '../../../src/charts/worker/render-picture.js';
import { chartWords } from '../../../src/words/pictures.js';
import { readImageMap } from '../png-chunks.js';

/** A search of so many steps with long tokens, of which the first column has one text and the others two. */
function latticeOf(steps: number): BeamLattice {
  return {
    kind: 'beam-lattice',
    title: 'T',
    cells: Array.from({ length: steps }, (_, column) => column).flatMap((column) =>
      Array.from({ length: column === 0 ? 1 : 2 }, (_, row) => ({
        column,
        row,
        ...(column > 0 && { parent: 0 }),
        label: `·considering${column}${row}`,
        probability: 0.5 ** (column + 1),
        fate: row === 0 ? ('best' as const) : ('kept' as const),
      })),
    ),
  };
}

describe('a search that is watched as it grows', () => {
  const pictureAfter = (steps: number) => renderPicture({ ...latticeOf(steps), growsTo: 2 });

  test('shows its last step on one page, and is as high after each step', () => {
    expect(renderPicture(latticeOf(8)).pages).toBeGreaterThan(1);
    const pictures = Array.from({ length: 8 }, (_, at) => pictureAfter(at + 1));
    for (const [at, { image, pages, from, count }] of pictures.entries()) {
      expect(pages).toBe(1);
      expect(from + count).toBe(latticeOf(at + 1).cells.length);
      expect(JSON.stringify(readImageMap(image).regions)).toContain(`considering${at}0`);
    }
    expect(new Set(pictures.map(({ image }) => image.readUInt32BE(20)))).toHaveLength(1);
  });
});

test('the end of a text is written out', () => {
  registerFonts();
  const [cell] = latticeOf(1).cells;
  if (cell === undefined) throw new Error('a search has a cell');
  const context = createCanvas(1, 1).getContext('2d');
  const ending = { ...latticeOf(1), cells: [{ ...cell, label: '⟨end of text⟩' }] };
  const [[column] = []] = layOutLattice(context, ending, chartWords('en'));
  expect(JSON.stringify(column?.cells[0]?.label)).not.toContain('…');
});
