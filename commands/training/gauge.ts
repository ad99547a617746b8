import type { HomeTraining } from '../../src/domain/inside.js';

/** From nothing to as much as at the start. */
const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/** The loss as it goes, a bar for each figure. */
export function gaugeOf(losses: HomeTraining['losses']): string {
  const most = Math.max(Number.EPSILON, ...losses.map(({ bits }) => bits));
  return losses
    .map(({ bits }) => BARS[Math.min(BARS.length - 1, Math.floor((bits / most) * BARS.length))] ?? '')
    .join('');
}
