import { studentName } from '../class/student-name.js';

/**
 * The name that is shown for what somebody entered, by the rules of a class everywhere: 1 to 32 characters, of which none
 * is hidden, piled up or turned.
 *
 * @throws PlaygroundRefusal with what is wrong
 */
export function displayName(entered: string): string {
  return studentName(entered);
}
