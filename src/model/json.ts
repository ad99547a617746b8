/** True for a JSON object, as opposed to an array, null or a plain value. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const stringOrBareNumber = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\bInfinity\b|\bNaN\b/gs;

/**
 * Reads JSON, and the bare `NaN` and `Infinity` that Python servers write into it, which become null.
 *
 * @throws SyntaxError when it is not JSON even so
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const repaired = text.replace(stringOrBareNumber, (match) => (match.startsWith('"') ? match : 'null'));
    if (repaired === text) throw error;
    return JSON.parse(repaired);
  }
}
