import type { Endpoint } from '../../domain/language-model.js';
import { lessonWords } from '../words.js';

export function describeModel(model: string, endpoint: Endpoint): string {
  return lessonWords('en').model(model, endpoint);
}
