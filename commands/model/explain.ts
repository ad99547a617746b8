import type { Place } from '../../src/lesson/command/definition.js';
import type { Explanation } from '../../src/lesson/command/explanation.js';
import type { Subject } from '../../src/lesson/command/subject.js';
import { linkTo } from '../../src/lesson/command/view.js';
import type { ModelResult } from './result.js';
import { modelWords } from './words.js';

/** The part of a result that stands for a text to try the model on. */
const TRY = 'try';

/** What **Explain** tells of a model. */
export function explainModel({ found, shown }: ModelResult, { locale }: Place): Explanation {
  const { explain } = modelWords(locale);
  const capabilities = 'why' in found ? undefined : found.capabilities;
  const listed = capabilities && Math.max(capabilities.completions.listed, capabilities.chat.listed);
  const none = capabilities === undefined ? explain.notFound : explain.listsNothing;
  const example = listed ? explain.lists(listed, capabilities?.vocabularySize) : none;
  return {
    idea: explain.idea,
    example,
    next: listed ? explain.next(shown) : explain.nextTokens,
    tryIt: listed
      ? linkTo('nextword', { value: TRY, label: explain.tryIt })
      : linkTo('tokenize', { value: TRY, label: explain.tryTokens }),
  };
}

/** A text to try a model on, for the commands that **Explain** opens. */
export function tryText({ shown }: ModelResult, part: string | undefined): Subject | undefined {
  return part === TRY ? { prompt: modelWords('en').explain.prompt, model: shown } : undefined;
}
