import type { Form, PressTarget } from '../../src/discord/reply.js';
import { UserError } from '../../src/errors.js';
import type { Forgetting } from './forget.js';
import type { ContextResult } from './result.js';
import { contextWords } from './words.js';

const MAX_TEXT = 4000;
/** A fact that leaves room for something else in a window of two hundred tokens. */
const MAX_FACT = 300;
const MAX_END = 120;
const MAX_WORD = 40;

/** Characters of what is typed into a form. */
type Target = Pick<PressTarget, 'runId'>;

/** Asks for other words and another system prompt. */
export function promptForm({ runId }: Target, locale: string): Form {
  const { title, text, system } = contextWords(locale).promptForm;
  return {
    action: 'prompt',
    runId,
    title,
    fields: [
      { id: 'text', label: text, maxLength: MAX_TEXT, isLong: true },
      { id: 'system', label: system, maxLength: MAX_TEXT, isLong: true, optional: true },
    ],
  };
}

/** What was written into that form. */
export function readPromptFields({
  text = '',
  system = '',
}: Readonly<Record<string, string>>): Pick<ContextResult['prompt'], 'text' | 'system'> {
  if (text.trim() === '') throw new UserError('no-words-for-window');
  return { text, system: system.trim() === '' ? undefined : system };
}

/** Asks for another fact. */
export function factForm({ runId }: Target, locale: string): Form {
  const { title, fact, end, word, endHint } = contextWords(locale).factForm;
  return {
    action: 'facts',
    runId,
    title,
    fields: [
      { id: 'fact', label: fact, maxLength: MAX_FACT, isLong: true },
      { id: 'end', label: end, placeholder: endHint, maxLength: MAX_END },
      { id: 'word', label: word, maxLength: MAX_WORD },
    ],
  };
}

/** What was written into that form. */
export function readFactFields({ fact = '', end = '', word = '' }: Readonly<Record<string, string>>): Forgetting {
  if ([fact, end, word].some((one) => one.trim() === '')) throw new UserError('no-words-for-window');
  return { fact: fact.trim(), end: end.trim(), word: word.trim() };
}
