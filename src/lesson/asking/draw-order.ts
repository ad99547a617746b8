import type { DrawOrder } from '../../domain/draw-order.js';
import type { SamplingOptions } from '../../domain/language-model.js';
import type { Services } from '../../services.js';
import { lessonWords } from '../words.js';

export const CUTS_FIRST = lessonWords('en').cutsFirst;

/**
 * `cuts-first` where a server draws in that order and it makes a difference; undefined where it does not, or is not known.
 */
export async function findDrawOrder(
  { temperature, topP = 1, minP = 0 }: Omit<SamplingOptions, 'seed'>,
  model: string | undefined,
  signal: AbortSignal,
  services: Services,
): Promise<'cuts-first' | undefined> {
  // Top-k keeps the same tokens at any temperature.
  if (temperature === 0 || temperature === 1 || (topP >= 1 && minP === 0)) return undefined;
  const order: DrawOrder | undefined = await services.model.drawOrder(model, signal).catch(() => undefined);
  return order === 'cuts-first' ? order : undefined;
}
