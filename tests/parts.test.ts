import { pino } from 'pino';
import { expect, test } from 'vitest';
import { createParts } from '../src/parts.js';

test('parts close in the opposite order, and one that hangs or fails holds up no other', async () => {
  const lines: Record<string, unknown>[] = [];
  const log = pino({ level: 'warn' }, { write: (line) => void lines.push(JSON.parse(line)) });
  const parts = createParts(log, 50);
  const closed: string[] = [];
  const part = (name: string, close: () => unknown = () => {}) =>
    parts.opened(name, {
      close() {
        closed.push(name);
        return close();
      },
    });
  part('first');
  part('hangs', () => new Promise(() => {}));
  part('rejects', () => Promise.reject(new Error('cannot close')));
  part('throws', () => {
    throw new Error('cannot close');
  });
  part('last');
  await parts.closeAll();
  expect(closed).toEqual(['last', 'throws', 'rejects', 'hangs', 'first']);
  expect(lines.map(({ part: name, msg }) => [name, msg])).toEqual([
    ['throws', 'a part did not close'],
    ['rejects', 'a part did not close'],
    ['hangs', 'a part did not close in time'],
  ]);
  await parts.closeAll();
  expect(closed).toHaveLength(5);
});
