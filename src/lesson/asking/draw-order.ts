import type { DrawOrder } from '../../domain/draw-order.js';
import { dependsOnOrder, type SamplingSettings } from '../../domain/sampling-settings.js';
import type { Services } from '../../services.js';

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
