import { defineWords } from '../define-words.js';

const FIELDS_EN = { temperature: 'Temperature', top_k: 'Top-k', top_p: 'Top-p', min_p: 'Min-p', seed: 'The seed' };

/** What people are told when what they typed is no setting. */
export const samplingErrors = defineWords({
  en: () => ({
    'no-such-setting': ({
      field,
      isWhole,
      minimum,
      maximum,
      typed,
    }: {
      field: keyof typeof FIELDS_EN;
      isWhole: boolean;
      minimum: number;
      maximum: number;
      typed: string;
    }) =>
      `${FIELDS_EN[field]} is ${isWhole ? 'a whole number' : 'a number'} from ${minimum} to ${maximum}, not “${typed}”. Try again.`,
  }),
});
