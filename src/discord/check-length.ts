import { UserError } from '../errors.js';

/**
 * Refuses a text that is too long.
 *
 * Discord counts a character outside the basic plane once or twice, depending on where: here it counts once.
 *
 * @throws UserError
 */
export function checkLength(what: string, text: string, most: number): void {
  if (text.length <= most || (text.length <= 2 * most && [...text].length <= most)) return;
  throw new UserError(`${what} takes up to ${most.toLocaleString('en')} characters. Shorten the text, then try again.`);
}
