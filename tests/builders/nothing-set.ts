import type { Settings } from '../../src/storage/contract.js';

/** Settings of places where nobody has set anything. */
export const nothingSet: Settings = { of: async () => ({}), set: async () => {} };
