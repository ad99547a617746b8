import type { Distribution } from '../../domain/distribution.js';
import { lessonWords } from '../words.js';

export function describeRoute(route: Distribution['route']): string {
  return lessonWords('en').route(route);
}
