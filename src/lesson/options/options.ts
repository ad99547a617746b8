import { MAX_SEED } from '../../sampling/random.js';
import type { OptionDefinition } from '../command/options.js';
import { optionWords } from './words.js';

/** The text that a model goes on with. */
export const promptOption = {
  type: 'string',
  description: (locale: string) => optionWords(locale).prompt,
  required: true,
  maxLength: 6000,
} as const satisfies OptionDefinition;

export const temperatureOption = {
  type: 'number',
  description: (locale: string) => optionWords(locale).temperature,
  minimum: 0,
  maximum: 2,
} as const satisfies OptionDefinition;

export const topPOption = {
  type: 'number',
  description: (locale: string) => optionWords(locale).topP,
  minimum: 0.01,
  maximum: 1,
} as const satisfies OptionDefinition;

export const topKOption = {
  type: 'integer',
  description: (locale: string) => optionWords(locale).topK,
  minimum: 1,
  maximum: 1000,
} as const satisfies OptionDefinition;

export const minPOption = {
  type: 'number',
  description: (locale: string) => optionWords(locale).minP,
  minimum: 0,
  maximum: 1,
} as const satisfies OptionDefinition;

export const modelOption = {
  type: 'string',
  description: (locale: string) => optionWords(locale).model,
  maxLength: 100,
  autocomplete: true,
} as const satisfies OptionDefinition;

/** The option for a seed, with what the same one does again. */
export function seedOption(description: (locale: string) => string) {
  return { type: 'integer', description, minimum: 0, maximum: MAX_SEED } as const;
}

/** The option for how many tokens a chart shows. */
export function candidatesOption(standard: number, most: number) {
  const description = (locale: string) => optionWords(locale).candidates(standard);
  return { type: 'integer', description, minimum: 3, maximum: most } as const;
}
