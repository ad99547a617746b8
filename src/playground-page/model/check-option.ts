import type { Option } from './command.js';

/** What somebody has filled in for an option: what is shown and, where something was chosen, what it stands for. */
export interface Filled {
  shown: string;
  value?: string | number | boolean;
}

/** Of an option: the value to send, or the sentence that Discord shows under it. */
export type Checked = { value: string | number | boolean } | { error: string } | { empty: true };

const WANTED: Record<number, string> = {
  6: 'Input a valid user.',
  7: 'Input a valid channel.',
  8: 'Input a valid role.',
  9: 'Input a valid mentionable.',
};

/** Checks what is filled in, in the words of Discord's client. */
export function checkOption(option: Option, filled: Filled | undefined): Checked {
  const shown = filled?.shown ?? '';
  if (shown.trim() === '' && filled?.value === undefined) {
    return option.required ? { error: 'This option is required. Specify a value.' } : { empty: true };
  }
  if (option.choices?.length) {
    const typed = shown.trim().toLowerCase();
    const chosen = option.choices.find(({ name, value }) => value === filled?.value || name.toLowerCase() === typed);
    return chosen ? { value: chosen.value } : { error: 'Input a valid choice.' };
  }
  switch (option.type) {
    case 3:
      return checkText(option, String(filled?.value ?? shown));
    case 4:
    case 10:
      return checkNumber(option, String(filled?.value ?? shown));
    case 5:
      if (filled?.value !== undefined) return { value: filled.value };
      if (/^(true|false)$/i.test(shown.trim())) return { value: shown.trim().toLowerCase() === 'true' };
      return { error: 'Input either "True" or "False".' };
    case 11:
      return filled?.value === undefined ? { error: 'Choose a file.' } : { value: filled.value };
    default:
      return filled?.value === undefined ? { error: WANTED[option.type] ?? 'Input a value.' } : { value: filled.value };
  }
}

function checkText(option: Option, text: string): Checked {
  const least = option.min_length ?? 0;
  const most = option.max_length ?? 6000;
  if (text.length < least) return { error: `Must be ${least} or more in length.` };
  if (text.length > most) return { error: `Must be ${most} or fewer in length.` };
  return { value: text };
}

function checkNumber(option: Option, typed: string): Checked {
  const isWhole = option.type === 4;
  const value = /^\s*[+-]?(\d+([.,]\d*)?|[.,]\d+)\s*$/.test(typed) ? Number(typed.replace(',', '.')) : Number.NaN;
  if (!(isWhole ? Number.isSafeInteger(value) : Number.isFinite(value))) {
    return { error: isWhole ? 'Input a valid integer.' : 'Input a valid number.' };
  }
  const { min_value: least = -(2 ** 53), max_value: most = 2 ** 53 } = option;
  if (value < least) return { error: `Must be greater than or equal to ${least}.` };
  if (value > most) return { error: `Must be less than or equal to ${most}.` };
  return { value };
}
