import fc from 'fast-check';
import { createSeededRandom } from '../../src/sampling/random.js';
import { testSeed } from './test-seed.js';

// Property tests; one that fails prints its seed and path as well.
fc.configureGlobal({ seed: testSeed });

// What the bot draws from the system, the dice.
const random = createSeededRandom(testSeed);
crypto.getRandomValues = (array) => {
  if (array !== null) {
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    for (const at of bytes.keys()) bytes[at] = Math.floor(random() * 256);
  }
  return array;
};

if (process.env.TEST_SEED === 'random') console.info(`TEST_SEED=${testSeed}`);
