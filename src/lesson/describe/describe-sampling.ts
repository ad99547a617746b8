import type { SamplingOptions } from '../../domain/language-model.js';
import { lessonWords } from '../words.js';

export function describeSampling(sampling: Omit<SamplingOptions, 'seed'>): string {
  return lessonWords('en').sampling(sampling);
}
