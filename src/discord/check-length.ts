/**
 * Whether a text has more than so many characters.
 *
 * Discord counts a character outside the basic plane once or twice, depending on where: here it counts once.
 */
export function isTooLong(text: string, most: number): boolean {
  return text.length > most && (text.length > 2 * most || [...text].length > most);
}
