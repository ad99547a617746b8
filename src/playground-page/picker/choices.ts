import type { Filled } from '../model/check-option.js';
import type { Option } from '../model/command.js';
import { bot, channels, people, roles } from '../store/room.js';

/** One of the values that an option offers. */
export interface Choice {
  name: string;
  value: string | number | boolean;
}

const MAX_CHOICES = 25;

/** The values that an option offers by itself, or undefined for one that is typed or completed by the bot. */
export function choicesOf(option: Option): Choice[] | undefined {
  if (option.choices?.length) return option.choices;
  switch (option.type) {
    case 5:
      return [
        { name: 'True', value: true },
        { name: 'False', value: false },
      ];
    case 6:
    case 9:
      return [...people.value.values(), bot.value].map(({ id, name }) => ({ name, value: id }));
    case 7:
      return channels.value
        .filter(({ kind }) => kind === 'guild')
        .map(({ id, name }) => ({ name: `#${name}`, value: id }));
    case 8:
      return roles.value.map(({ id, name }) => ({ name: `@${name}`, value: id }));
    default:
      return undefined;
  }
}

/** Those whose name contains what is typed; all of them while one is chosen. */
export function matchChoices(choices: readonly Choice[], filled: Filled | undefined): Choice[] {
  const wanted = filled?.value === undefined ? (filled?.shown ?? '').trim().toLowerCase() : '';
  return choices.filter(({ name }) => name.toLowerCase().includes(wanted)).slice(0, MAX_CHOICES);
}

/** What an option takes, in a few words. */
export function hintOf(option: Option): string {
  const { type, min_value, max_value } = option;
  if (type === 4 || type === 10) {
    const kind = type === 4 ? 'a whole number' : 'a number';
    if (min_value !== undefined && max_value !== undefined) return `${kind} from ${min_value} to ${max_value}`;
    if (min_value !== undefined) return `${kind}, ${min_value} or more`;
    return max_value === undefined ? kind : `${kind}, ${max_value} or less`;
  }
  return '';
}
