const { TEST_SEED = '1' } = process.env;

/**
 * What all randomness of the tests comes from. The variable TEST_SEED is another one, or `random` for one that nobody
 * knows yet, to look for what the usual one does not reach.
 */
export const testSeed = TEST_SEED === 'random' ? Math.floor(Math.random() * 2 ** 31) : Number(TEST_SEED);
