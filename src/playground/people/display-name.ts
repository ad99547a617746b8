import { PlaygroundRefusal } from './refusal.js';

/**
 * The name that is shown for what somebody entered: without space around it, 1 to 32 characters.
 *
 * @throws PlaygroundRefusal in Discord's words for any other length
 */
export function displayName(entered: string): string {
  const shown = entered.trim();
  if (shown.length < 1 || shown.length > 32) throw new PlaygroundRefusal('A name has 1 to 32 characters.', 'name');
  return shown;
}
