import type { HomeTraining } from '../../src/domain/inside.js';

/** From nothing to as much as at the start. */
const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/** The loss as it goes, a bar for each second; of a second with several figures the last one. */
export function gaugeOf(losses: HomeTraining['losses'], seconds: number): string {
  const most = Math.max(Number.EPSILON, ...losses.map(({ bits }) => bits));
  const bySecond = new Map(losses.map((loss) => [Math.min(seconds, Math.ceil(loss.seconds)), loss.bits]));
  return [...bySecond.values()]
    .map((bits) => BARS[Math.min(BARS.length - 1, Math.floor((bits / most) * BARS.length))] ?? '')
    .join('');
}
