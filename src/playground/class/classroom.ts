import { encode, renderUnicodeCompact } from 'uqr';
import { lanAddresses, watchLanAddresses } from './lan-addresses.js';
import { createJoinCode, createTeacherKey } from './secrets.js';

/** How a class is opened. */
export interface ClassOptions {
  /** The addresses of this machine in its networks, the likeliest first; read from the system unless told. */
  addresses?: () => string[];
}

/** A class: by which secrets and at which addresses people come in. They are new at each start. */
export interface Classroom {
  /** What students type. */
  readonly code: string;
  /** What the teacher's link holds. It is never logged. */
  readonly key: string;
  /** The addresses of this machine as they are now, the likeliest first. */
  addresses(): readonly string[];
  /** Where phones go, with the code, the likeliest first; without a network none. */
  joinURLs(): string[];
  /** Where the teacher goes on this machine, with the key. */
  teacherURL(): string;
}

/** A QR code by rows, true where it is dark, without a margin. */
export function codeMatrix(text: string): boolean[][] {
  return encode(text, { border: 0 }).data;
}

/** The same for a terminal, two rows in a line. Where it takes colours, the light is light on every background. */
export function codeAsText(text: string, hasColours: boolean): string {
  const lines = renderUnicodeCompact(text, { border: 2 }).split('\n');
  return lines.map((line) => (hasColours ? `\u001B[97;40m${line}\u001B[0m` : line)).join('\n');
}

/** A class with a code and a key of its own. */
export function createClassroom(options: ClassOptions, world: { port: () => number; now: () => number }): Classroom {
  const code = createJoinCode();
  const key = createTeacherKey();
  const addresses = watchLanAddresses(world.now, options.addresses ?? lanAddresses);
  return {
    code,
    key,
    addresses,
    joinURLs: () => addresses().map((address) => `http://${address}:${world.port()}/#join=${code}`),
    teacherURL: () => `http://localhost:${world.port()}/#teacher=${key}`,
  };
}
