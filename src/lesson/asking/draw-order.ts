import type { DrawOrder } from '../../domain/draw-order.js';
import { dependsOnOrder, type SamplingSettings } from '../../domain/sampling-settings.js';
import type { Services } from '../../services.js';

/** What is said where figures follow another order than the one that was asked for. */
export const CUTS_FIRST =
  'This server cuts first and applies the temperature last, whatever it is asked for. So do the figures here, since they are what it draws from.';

/**
 * `cuts-first` where a server draws in that order and it makes a difference; undefined where it does not, or is not known.
 */
export async function findDrawOrder(
  settings: Omit<SamplingSettings, 'seed'>,
  model: string | undefined,
  signal: AbortSignal,
  services: Services,
): Promise<'cuts-first' | undefined> {
  if (!dependsOnOrder(settings)) return undefined;
  const order: DrawOrder | undefined = await services.model.drawOrder(model, signal).catch(() => undefined);
  return order === 'cuts-first' ? order : undefined;
}
