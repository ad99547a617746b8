import { exactly } from '../../../src/domain/interval.js';
import type { OptionDefinitions } from '../../../src/lesson/command/options.js';
import { makeForget } from '../../context/forget.js';
import { readPrompt } from '../../context/read-prompt.js';
import { type ContextResult, templateCount, usedCount } from '../../context/result.js';
import { context } from '../../context.js';
import { defineLessonRun, givenText, type Measures, readRunOptions } from './lesson-run.js';

const FORGET = {
  fact: givenText(600),
  end: givenText(200),
  word: givenText(40),
} as const satisfies OptionDefinitions;

/** What of a prompt a prediction may be about. */
export const contextMeasures = {
  /** How many tokens the chat template adds; not known of every server. */
  added: ({ prompt }) => {
    const added = templateCount(prompt);
    return added === undefined ? undefined : { kind: 'number', unit: 'tokens', value: exactly(added) };
  },
  /** How many tokens the model reads. */
  read: ({ prompt }) => ({ kind: 'number', unit: 'tokens', value: exactly(usedCount(prompt)) }),
} satisfies Measures<ContextResult>;

/** A prompt as the model gets it. */
export const contextRun = defineLessonRun(context, {
  measures: contextMeasures,
});

/** What of a fact that is left behind a prediction may be about. */
export const forgetMeasures = {
  /** The chance of the word where the fact is `near`, `far` or `gone`; not known where a model answered questions instead. */
  chance: ({ forget }, [place]) => {
    const chance = forget?.rows.find((row) => row.place === place)?.chance;
    if (chance === undefined) return undefined;
    const { probability, isBound } = chance;
    return { kind: 'number', unit: 'share', value: { low: isBound ? 0 : probability, high: probability } };
  },
} satisfies Measures<ContextResult>;

/** The same end with a fact near, far away, and outside of the window: what **Make it forget** of `/context` does. */
export const forgetRun = defineLessonRun(context, {
  name: 'context-forget',
  options: FORGET,
  measures: forgetMeasures,
  async ask(options, asked, services): Promise<ContextResult> {
    const forget = await makeForget(readRunOptions(FORGET, options, asked.locale), asked, services);
    const { sent } = forget.rows[0] ?? { sent: '' };
    return { prompt: await readPrompt({ text: sent, model: forget.model }, asked, services), forget };
  },
});
