import type { Place } from '../../src/lesson/command/definition.js';
import type { Explanation } from '../../src/lesson/command/explanation.js';
import { linkTo } from '../../src/lesson/command/view.js';
import type { SettingsResult } from './result.js';
import { settingsWords } from './words.js';

/** Tells why pictures have two grounds, and that no number depends on them. */
export function explainSettings({ sample }: SettingsResult, { locale }: Place): Explanation {
  const { explain } = settingsWords(locale);
  return {
    idea: explain.idea,
    example: explain.example(sample),
    next: explain.next,
    tryIt: linkTo('tokenize', { label: explain.tryIt }),
  };
}
