import { type Hex, mix } from './colour.js';

/**
 * Cividis, whose lightness grows evenly and which looks nearly the same to people with and without a colour-vision
 * deficiency: J. R. Nuñez, C. R. Anderton, R. S. Renslow, "Optimizing colormaps with consideration for color vision
 * deficiency", PLoS ONE 13(7): e0199239, 2018. Entries 0, 32, 64, … 192 and 255 of the 256 that matplotlib publishes.
 */
const cividis: readonly (readonly [entry: number, colour: Hex])[] = [
  [0, '#00224e'],
  [32, '#1a386f'],
  [64, '#434e6c'],
  [96, '#61656f'],
  [128, '#7d7c78'],
  [160, '#9b9476'],
  [192, '#bcae6c'],
  [255, '#fee838'],
];

/**
 * The colour of a probability, dark blue at 0 to yellow at 1, the same in every picture.
 *
 * @param probability in [0, 1]
 */
export function probabilityColour(probability: number): Hex {
  const entry = probability * 255;
  let [lower, colour] = cividis[0] ?? [0, '#000000' as Hex];
  for (const [upper, next] of cividis.slice(1)) {
    if (entry <= upper) return mix(colour, next, (entry - lower) / (upper - lower));
    [lower, colour] = [upper, next];
  }
  return colour;
}
