import { z } from 'zod';

/** How a token is drawn from a distribution, as fields of a result's schema; a cut that is left out cuts nothing. */
export const drawingShape = {
  temperature: z.number(),
  topP: z.number().optional(),
  topK: z.number().optional(),
  minP: z.number().optional(),
};

/** The same with the seed that it is drawn with. */
export const samplingShape = {
  ...drawingShape,
  seed: z.number().optional(),
  /** Nobody chose the temperature. */
  isDefaultTemperature: z.boolean().optional(),
};

/** How a token is drawn, as far as somebody chose it: on this reply, or on the one that it was opened from. */
export const chosenSamplingSchema = z.object(samplingShape).partial();

/** That the server cuts before it applies the temperature; undefined where it does not, or it makes no difference. */
export const orderSchema = z.literal('cuts-first').optional();
