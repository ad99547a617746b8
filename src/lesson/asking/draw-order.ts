import type { DrawOrder } from '../../domain/draw-order.js';
import type { SamplingSettings } from '../../domain/sampling-settings.js';
import type { Services } from '../../services.js';

/** What is said where figures follow another order than the one that was asked for. */
export const CUTS_FIRST =
  'This server cuts first and applies the temperature last, whatever it is asked for. So do the figures here, since they are what it draws from.';

/**
 * `cuts-first` where a server draws in that order and it makes a difference; undefined where it does not, or is not known.
 */
export async function findDrawOrder(
  { temperature, topP = 1, minP = 0 }: Omit<SamplingSettings, 'seed'>,
  model: string | undefined,
  signal: AbortSignal,
  services: Services,
): Promise<'cuts-first' | undefined> {
  // Top-k keeps the same tokens at any temperature.
  if (temperature === 0 || temperature === 1 || (topP >= 1 && minP === 0)) return undefined;
  const order: DrawOrder | undefined = await services.model.drawOrder(model, signal).catch(() => undefined);
  return order === 'cuts-first' ? order : undefined;
}
