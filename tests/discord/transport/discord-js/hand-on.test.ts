import type { Interaction } from 'discord.js';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { handOn } from '../../../../src/discord/transport/discord-js/hand-on.js';

test('an interaction that cannot be read is let go by, and logged without what it says', () => {
  const lines: string[] = [];
  const handed: unknown[] = [];
  const log = pino({ level: 'info' }, { write: (line) => void lines.push(line) });
  const id = '1400000000000000000';
  const unreadable = {
    type: 2,
    id,
    applicationId: id,
    token: 'a token',
    user: { id },
    get locale(): string {
      throw new TypeError('what somebody wrote');
    },
  };
  const result = handOn((incoming) => handed.push(incoming), log)(unreadable as unknown as Interaction);
  expect(result).toBeUndefined();
  expect(handed).toEqual([]);
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ arrival: 'unreadable', type: 2, fault: { type: 'TypeError' } });
  expect(lines[0]).not.toMatch(/what somebody wrote|a token/);
});
