import { exactly } from '../../../src/domain/interval.js';
import type { OptionDefinitions } from '../../../src/lesson/command/options.js';
import { freshSeed } from '../../../src/lesson/options/fresh-seed.js';
import { askWithExamples } from '../../tuning/ask.js';
import type { TuningResult } from '../../tuning/result.js';
import { DEFAULT_TEMPERATURE } from '../../tuning/view.js';
import { whatCame, whatCameOfExamples } from '../../tuning/what-came.js';
import { tuning } from '../../tuning.js';
import { defineLessonRun, givenText, type Measures, readRunOptions } from './lesson-run.js';

const EXAMPLES = {
  prompt: givenText(6000),
} as const satisfies OptionDefinitions;

/** Tokens of a text: as much as one of the examples has, and some more. */
const MAX_TOKENS = 64;

/** What of the stages a prediction may be about. */
export const tuningMeasures = {
  /** How the base model went on: with `question`, `turns` of a conversation, other `text`, or `nothing`. */
  base: (result) => {
    const { base } = whatCame(result);
    return base === undefined ? undefined : { kind: 'choice', item: base };
  },
  /** How many words the answer after training on preferences has, in proportion to those before. */
  length: (result) => {
    const { tuned, preferred } = whatCame(result);
    if (tuned === undefined || preferred === undefined || tuned.words === 0) return undefined;
    return { kind: 'number', unit: 'ratio', value: exactly(preferred.words / tuned.words) };
  },
} satisfies Measures<TuningResult>;

/** What the models of several stages of training make of one prompt. */
export const tuningRun = defineLessonRun(tuning, {
  measures: tuningMeasures,
});

/** What of examples a prediction may be about. */
export const examplesMeasures = {
  /** What it wrote behind the examples: `answer`, `question` or `nothing`. */
  came: (result) => {
    const came = whatCameOfExamples(result);
    return came === undefined ? undefined : { kind: 'choice', item: came.how };
  },
} satisfies Measures<TuningResult>;

/** The base model without examples of questions with answers, and with them. */
export const examplesRun = defineLessonRun(tuning, {
  name: 'tuning-examples',
  options: EXAMPLES,
  measures: examplesMeasures,
  ask(options, context, services) {
    const { prompt } = readRunOptions(EXAMPLES, options, context.locale);
    const request = { prompt, maxTokens: MAX_TOKENS, temperature: DEFAULT_TEMPERATURE };
    return askWithExamples({ ...request, seed: freshSeed() }, undefined, context, services);
  },
});
