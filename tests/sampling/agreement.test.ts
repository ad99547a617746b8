import { describe, expect, test } from 'vitest';
import { agreementOf } from '../../src/sampling/agreement.js';

describe('agreement', () => {
  test('is Fleiss’ kappa where all things have as many people', () => {
    // A worked example that textbooks share: 10 subjects, 14 raters, 5 categories; kappa 0.210, P 0.378, P_e 0.213.
    const table = [
      [0, 0, 0, 0, 14],
      [0, 2, 6, 4, 2],
      [0, 0, 3, 5, 6],
      [0, 3, 9, 2, 0],
      [2, 2, 8, 1, 1],
      [7, 7, 0, 0, 0],
      [3, 2, 6, 3, 0],
      [2, 5, 3, 2, 2],
      [6, 5, 2, 1, 0],
      [0, 2, 2, 3, 7],
    ];
    const found = agreementOf(table);
    expect(found?.share).toBeCloseTo(0.378, 3);
    expect(found?.byChance).toBeCloseTo(0.213, 3);
    expect(found?.kappa).toBeCloseTo(0.21, 3);
    expect(found?.pairs).toBe(10 * 91);
  });

  test('is counted pair by pair', () => {
    const rounds = [['a', 'a', 'b', 'same'], ['b', 'b'], ['a']];
    let [pairs, same] = [0, 0];
    for (const round of rounds) {
      for (const [at, one] of round.entries()) {
        for (const other of round.slice(at + 1)) {
          pairs += 1;
          if (one === other) same += 1;
        }
      }
    }
    const counts = rounds.map((round) => ['a', 'b', 'same'].map((said) => round.filter((one) => one === said).length));
    expect(agreementOf(counts)).toMatchObject({
      pairs,
      share: same / pairs,
      byChance: (2 / 6) ** 2 + (3 / 6) ** 2 + (1 / 6) ** 2,
    });
  });

  test('is not known of one person, and has no kappa where all say the same', () => {
    expect(
      agreementOf([
        [1, 0],
        [0, 1],
      ]),
    ).toBeUndefined();
    expect(agreementOf([])).toBeUndefined();
    expect(
      agreementOf([
        [4, 0],
        [2, 0],
      ]),
    ).toEqual({ pairs: 7, share: 1, byChance: 1, kappa: undefined });
  });
});
