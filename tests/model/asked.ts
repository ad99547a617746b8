import type { DistributionSource } from '../../src/model/answer/build-distribution.js';

/** How a distribution was asked for, where a test does not care. */
export const asked: DistributionSource = {
  listed: 3,
  route: 'completions',
  model: 'm',
  vocabularySize: undefined,
  scale: 'raw',
  request: { path: '/completions', body: {}, requestId: undefined, sentAt: 0, seconds: 0 },
};
