/** A question with two answers, of which people prefer one. */
export interface Preference {
  readonly question: string;
  readonly preferred: string;
  readonly other: string;
}

const LINES: readonly (readonly [start: string, field: keyof Preference])[] = [
  ['Q: ', 'question'],
  ['A+: ', 'preferred'],
  ['A-: ', 'other'],
];

/**
 * Reads a file of preferences: three lines each, which begin with `Q: `, `A+: ` and `A-: `, and a blank line between them.
 *
 * @throws Error that names the first one that is not like that
 */
export function parsePreferences(content: string): Preference[] {
  const blocks = content.split(/\n\s*\n/).filter((block) => block.trim() !== '');
  return blocks.map((block, index) => {
    const lines = block.trim().split('\n');
    const texts = LINES.map(([start], at) => {
      const line = lines[at];
      if (line === undefined || !line.startsWith(start) || lines.length !== LINES.length) {
        throw new Error(`Preference ${index + 1} is not a question, a preferred and another answer.`);
      }
      return line.slice(start.length).trim();
    });
    const [question = '', preferred = '', other = ''] = texts;
    return { question, preferred, other };
  });
}
