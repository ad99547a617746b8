/** How Adam takes its steps. */
export interface AdamOptions {
  readonly beta1: number;
  readonly beta2: number;
  /** Keeps a division by 0 away. */
  readonly epsilon: number;
  /** How much of a parameter is taken away in each step, times the learning rate. */
  readonly decay: number;
  /** Which parameters are made smaller so: the matrices, not the gains. */
  readonly isDecayed: (parameter: number) => boolean;
}

/** Changes parameters a little against their gradient. */
export interface Adam {
  /** @param rate the learning rate; `gradient` is multiplied by `scale` first */
  step(parameters: Float32Array, gradient: Float32Array, rate: number, scale: number): void;
}

/**
 * Adam with decoupled weight decay.
 *
 * @see Kingma and Ba 2015, "Adam: a method for stochastic optimization"; Loshchilov and Hutter 2019, "Decoupled weight decay"
 */
export function createAdam(count: number, { beta1, beta2, epsilon, decay, isDecayed }: AdamOptions): Adam {
  const means = new Float32Array(count);
  const squares = new Float32Array(count);
  const decays = Float32Array.from({ length: count }, (_, parameter) => (isDecayed(parameter) ? decay : 0));
  let steps = 0;
  return {
    step(parameters, gradient, rate, scale) {
      steps++;
      const firstShare = 1 / (1 - beta1 ** steps);
      const secondShare = 1 / (1 - beta2 ** steps);
      for (let each = 0; each < count; each++) {
        const slope = (gradient[each] as number) * scale;
        const mean = beta1 * (means[each] as number) + (1 - beta1) * slope;
        const square = beta2 * (squares[each] as number) + (1 - beta2) * slope * slope;
        means[each] = mean;
        squares[each] = square;
        const value = parameters[each] as number;
        const move = (mean * firstShare) / (Math.sqrt(square * secondShare) + epsilon);
        parameters[each] = value - rate * (move + (decays[each] as number) * value);
      }
    },
  };
}

/** The length of a gradient as a vector, by which too long a step is shortened. */
export function lengthOf(gradient: Float32Array): number {
  let squares = 0;
  for (let each = 0; each < gradient.length; each++) squares += (gradient[each] as number) ** 2;
  return Math.sqrt(squares);
}
