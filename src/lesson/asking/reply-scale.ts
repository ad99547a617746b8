import type { Completion } from '../../domain/completion.js';
import type { LogprobScale } from '../../domain/distribution.js';
import { lessonWords } from '../words.js';

/** Of which probabilities a logprob tells, in words. */
export const MEASURED: Readonly<Record<LogprobScale, string>> = {
  raw: lessonWords('en').measured('raw'),
  processed: lessonWords('en').measured('processed'),
  unknown: lessonWords('en').measured('unknown'),
};

export const TAKES_NO_TEMPERATURE = lessonWords('en').takesNoTemperature;

/** Whether the temperature of a request was left out because the endpoint refuses it. */
export function lacksTemperature({ body }: Completion['request']): boolean {
  return body.temperature === undefined;
}
