/**
 * How a server makes what it draws from. `temperature-first`: temperature, then top-k, top-p and min-p look at what it left.
 * `cuts-first`: they look at the probabilities at temperature 1, and the temperature reshapes what they left.
 */
export type DrawOrder = 'temperature-first' | 'cuts-first';
