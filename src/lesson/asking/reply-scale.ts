import type { Completion } from '../../domain/completion.js';
import { lessonWords } from '../words.js';

export const TAKES_NO_TEMPERATURE = lessonWords('en').takesNoTemperature;

/** Whether the temperature of a request was left out because the endpoint refuses it. */
export function lacksTemperature({ body }: Completion['request']): boolean {
  return body.temperature === undefined;
}
