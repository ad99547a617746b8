import type { z } from 'zod';
import type { Vocabulary } from '../language/vocabulary.js';
import { ApiError } from './api-error.js';
import type { chatRequest } from './requests.js';

/** The messages of a chat request. */
export type ChatMessages = z.infer<typeof chatRequest>['messages'];

/** How a model reads a conversation. */
export interface ChatFormat {
  /**
   * What the model reads before it answers.
   *
   * @param continueFinal go on with the last message, which has to be the assistant's, instead of answering
   * @throws ApiError 400 when there is nothing to continue
   */
  prompt(messages: ChatMessages, continueFinal: boolean): number[];
  /** Texts before which a reply ends. */
  readonly stop: readonly string[];
}

/** One message as it is read: a turn is one line, so that nothing in it can pass for the next turn. */
interface Line {
  readonly role: 'system' | 'user' | 'assistant';
  readonly text: string;
}

function linesOf(messages: ChatMessages, continueFinal: boolean): Line[] {
  if (continueFinal && messages.at(-1)?.role !== 'assistant') {
    throw new ApiError(
      400,
      "Invalid 'messages': with continue_final_message the last one has to be the assistant's.",
      'invalid_value',
      'messages',
    );
  }
  return messages.map(({ role, content }, index) => {
    const text = typeof content === 'string' ? content : content.map((part) => part.text).join('\n');
    const line = text.replace(/\s*\n\s*/g, ' ').trimStart();
    const isContinued = continueFinal && index === messages.length - 1;
    return { role: role === 'developer' ? 'system' : role, text: isContinued ? line : line.trimEnd() };
  });
}

/**
 * The format of the corpus: what system messages say stands in front, user turns begin with `Q: ` and replies with `A: `,
 * and the last line is the one to go on with.
 */
export function createLabelledChat(vocabulary: Vocabulary): ChatFormat {
  const labels = { user: 'Q: ', assistant: 'A: ', system: '' };
  return {
    // Each turn is one line.
    stop: ['\n'],
    prompt(messages, continueFinal) {
      const lines = linesOf(messages, continueFinal)
        .filter(({ role, text }) => role !== 'system' || text !== '')
        .map(({ role, text }) => labels[role] + text);
      if (!continueFinal) lines.push(labels.assistant);
      return vocabulary.encode(lines.join('\n'));
    },
  };
}

/**
 * The format of the tuned transformer: a special token says who speaks, and the end of text ends a reply. A special token
 * that somebody writes is plain text, so that nobody speaks in another's name. What a system message says stands before the
 * first question, because the model was never told anything in another way.
 */
export function createSpecialChat({ encode, specials }: Vocabulary): ChatFormat {
  const special = (name: string): number[] => {
    const id = specials.get(name);
    return id === undefined ? [] : [id];
  };
  const [human, assistant, end] = ['<|human|>', '<|assistant|>', '<|endoftext|>'].map(special) as [
    number[],
    number[],
    number[],
  ];
  return {
    stop: [],
    prompt(messages, continueFinal) {
      const ids: number[] = [];
      let said = '';
      const lines = linesOf(messages, continueFinal);
      for (const [index, { role, text }] of lines.entries()) {
        if (role === 'system') said += text === '' ? '' : `${text} `;
        else if (role === 'user') {
          ids.push(...human, ...encode(said + text));
          said = '';
        } else {
          const isContinued = continueFinal && index === lines.length - 1;
          ids.push(...assistant, ...encode(text), ...(isContinued ? [] : end));
        }
      }
      return continueFinal ? ids : [...ids, ...assistant];
    },
  };
}
