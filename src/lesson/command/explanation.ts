import { type Button, text } from '../../discord/reply.js';
import { lessonWords } from '../words.js';
import type { LinkButton, View } from './view.js';
import { row } from './view.js';

/** What **Explain** tells of a reply, to who presses it alone. */
export interface Explanation {
  /** The idea in three or four short sentences; markdown. */
  readonly idea: string;
  /** A worked example with the reply's own numbers, which can be checked by hand; markdown. */
  readonly example: string;
  /** What to try next, and what to look for; markdown. */
  readonly next: string;
  /** Runs that, on the same prompt. Its answer is a new message. */
  readonly tryIt: Button | LinkButton;
}

/** The action behind the button. */
export const EXPLAIN = 'explain';

/** The button that every reply's row ends with. */
export function explainButton(runId: string, locale: string, value?: string): Button {
  return { action: EXPLAIN, runId, value, label: lessonWords(locale).explain };
}

/** An explanation as it is shown. */
export function viewExplanation({ idea, example, next, tryIt }: Explanation, locale: string): View {
  const words = lessonWords(locale);
  return { blocks: [text(idea), text(words.example(example)), text(words.next(next)), row(tryIt)] };
}
