import type { Place } from '../../src/lesson/command/definition.js';
import type { Explanation } from '../../src/lesson/command/explanation.js';
import { type ContextResult, promptParts } from './result.js';
import { contextWords } from './words.js';

/** What a context window is, or why a fact that fell out of it is gone, with the numbers that are shown. */
export function explainContext({ prompt, forget }: ContextResult, { locale, runId }: Place): Explanation {
  const words = contextWords(locale);
  const { explain } = words;
  if (forget === undefined) {
    const parts = promptParts(prompt);
    const all = parts.reduce((sum, { count }) => sum + count, 0);
    return {
      idea: explain.idea,
      example: explain.example(parts, all, prompt.usage?.prompt, prompt.window),
      next: explain.next,
      tryIt: { action: 'forget', runId, label: words.makeForget },
    };
  }
  const far = forget.rows.find(({ place }) => place === 'far');
  const gone = forget.rows.find(({ place }) => place === 'gone');
  if (far === undefined || gone === undefined) throw new Error('there are three rows');
  const isQuestion = far.reply !== undefined;
  return {
    idea: explain.forgetIdea,
    example: explain.forgetExample(
      { ...far, isQuestion },
      { more: gone.filler + gone.dropped - far.filler, dropped: gone.dropped },
      forget.window,
      forget.reserved,
    ),
    next: isQuestion ? explain.forgetNextText : explain.forgetNext,
    tryIt: {
      action: 'forget',
      runId,
      value: isQuestion ? 'text' : 'question',
      label: isQuestion ? words.asText : words.asQuestion,
    },
  };
}
