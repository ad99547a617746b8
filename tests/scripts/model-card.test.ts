import { describe, expect, test } from 'vitest';
import { type CardFigures, fillCard } from '../../scripts/model-card-figures.js';

const figures: CardFigures = {
  log: {
    base: {
      steps: 6000,
      context: 256,
      parameters: 1_299_968,
      trainingTokens: 463_772,
      heldOutTokens: 23_367,
      losses: [
        { step: 1, training: 3.3, heldOut: 3.2 },
        { step: 5950, training: 1.0004, heldOut: 1.1726 },
        { step: 6000, training: 0.9591 },
      ],
      checkpoints: [20, 6000],
    },
    preferred: { pairs: 141, heldOutPairs: 21, entries: [{ step: 216, loss: 0.1, heldOutRight: 20 / 21 }] },
  },
  vocabulary: 4003,
  documents: 9652,
  corpusBytes: 1_787_850,
  weightBytes: 7_499_999,
};

const CARD = '# Card\n\n<!-- figures -->\nold\n<!-- /figures -->\n\nThe rest.\n';

describe('the model card', () => {
  test('gets the figures of training in their place, and nothing else changes', () => {
    const filled = fillCard(CARD, figures);
    expect(filled.startsWith('# Card\n\n<!-- figures -->\n| | |\n')).toBe(true);
    expect(filled.endsWith('\n<!-- /figures -->\n\nThe rest.\n')).toBe(true);
    expect(filled).not.toContain('old');
    expect(filled).toContain('| corpus | 9,652 documents, 1.8 MB |');
    expect(filled).toContain('| parameters | 1,299,968 |');
    // The last loss that was measured, which need not be that of the last step.
    expect(filled).toContain('| base: bits per byte at the end, held back | 1.173 |');
    expect(filled).toContain('| base: bits per byte at the end, in training | 0.959 |');
    expect(filled).toContain('| preferred: pairs held back that it got right | 95% |');
    expect(filled).not.toContain('tuned');
    expect(fillCard(filled, figures)).toBe(filled);
  });

  test('without a place for figures is an error', () => {
    expect(() => fillCard('# Card\n', figures)).toThrow('no place');
  });
});
