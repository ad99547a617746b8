/** How fast is learnt, from step to step. */
export interface Schedule {
  readonly steps: number;
  readonly warmUp: number;
  readonly most: number;
  /** At the last step, as a part of the most. */
  readonly least: number;
}

/**
 * The learning rate at a step from 1: rises evenly while the averages of Adam settle, then falls along a cosine.
 *
 * @see Loshchilov and Hutter 2017, "SGDR", equation 5
 */
export function learningRate({ steps, warmUp, most, least }: Schedule, step: number): number {
  if (step < warmUp) return (most * step) / warmUp;
  const done = Math.min(1, (step - warmUp) / Math.max(1, steps - warmUp));
  return most * (least + ((1 - least) * (1 + Math.cos(Math.PI * done))) / 2);
}
