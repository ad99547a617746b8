import type { Completion } from '../../domain/completion.js';
import type { LogprobScale } from '../../domain/distribution.js';
import { isNeutral, type SamplingSettings } from '../../domain/sampling-settings.js';
import type { Services } from '../../services.js';

/** Of which probabilities a logprob tells, in words. */
export const MEASURED: Readonly<Record<LogprobScale, string>> = {
  raw: 'before temperature and top-p',
  processed: 'after temperature and top-p',
  unknown: 'the endpoint does not tell whether before or after temperature and top-p',
};

/** Said where the temperature could not be set, so that the logprobs may not be the model's own. */
export const TAKES_NO_TEMPERATURE =
  'The endpoint does not take a temperature, so these may be its own setting’s probabilities.';

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
