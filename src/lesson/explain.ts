import type { Action } from '../discord/command.js';
import { type Button, text } from '../discord/reply.js';
import { lessonWords } from './words.js';

/** A short lesson behind a button. */
export interface Lesson {
  /** The idea, in plain words; markdown. */
  readonly idea: string;
  /** A tiny worked example that can be checked by hand; markdown. */
  readonly example: string;
  /** The next command to try, as a person types it, and what for; markdown. */
  readonly next: string;
}

/** The button that opens a command's lesson; there is nothing to remember of the run. */
export function explainButton(locale: string): Button {
  return { action: 'explain', runId: '-', label: lessonWords(locale).explain };
}

/** The action behind it: the lesson, shown only to who asks. */
export function explainAction(lesson: (locale: string) => Lesson): { readonly explain: Action } {
  return {
    explain: {
      respond: 'private',
      run: async ({ locale }) => {
        const { idea, example, next } = lesson(locale);
        const words = lessonWords(locale);
        return { blocks: [text(idea), text(words.example(example)), text(words.next(next))] };
      },
    },
  };
}
