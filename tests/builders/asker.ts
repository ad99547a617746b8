import type { Asker } from '../../src/lesson/command/result.js';

/** Somebody who asks for a result, where it does not matter who. */
export const asker: Asker = {
  user: { id: '1000000000000000001', name: 'Ada' },
  channel: { id: '1000000000000000002', mayManage: true },
};
