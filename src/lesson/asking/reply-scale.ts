import type { Completion } from '../../domain/completion.js';
import type { LogprobScale } from '../../domain/distribution.js';
import { isNeutral, type SamplingSettings } from '../../domain/sampling-settings.js';
import type { Services } from '../../services.js';

/** Whether the temperature of a request was left out because the endpoint refuses it. */
export function lacksTemperature({ body }: Completion['request']): boolean {
  return body.temperature === undefined;
}

/** Whether a reply's logprobs are the model's own (`raw`) or what temperature and top-p made of them. */
export async function findReplyScale(
  settings: SamplingSettings,
  { tokens, request }: Completion,
  services: Services,
  signal: AbortSignal,
): Promise<LogprobScale> {
  if (tokens === undefined || tokens.length === 0) return 'unknown';
  if (isNeutral(settings) && !lacksTemperature(request)) return 'raw';
  const { model } = request.body;
  const probed = await services.model
    .scale(typeof model === 'string' ? model : undefined, signal)
    .catch(() => 'unknown' as const);
  return lacksTemperature(request) && probed !== 'raw' ? 'unknown' : probed;
}
