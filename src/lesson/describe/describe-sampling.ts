import type { SamplingSettings } from '../../domain/sampling-settings.js';
import { lessonWords } from '../words.js';

export function describeSampling(sampling: Omit<SamplingSettings, 'seed'>): string {
  return lessonWords('en').sampling(sampling);
}
