import { expect, test } from 'vitest';
import { defineCommand } from '../../../src/discord/command.js';
import { text } from '../../../src/discord/reply.js';
import { DEFAULT_LIMITS } from '../../../src/limits/limit-settings.js';
import { openLimits } from '../../../src/limits/open-limits.js';
import { BOB, openCounter, slash } from './counter.js';

test('who has used up their commands is told alone, at once, until when as Discord writes it', async () => {
  const limits = openLimits({
    ...DEFAULT_LIMITS,
    limits: [{ who: 'person', of: 'commands', per: 'day', most: 2 }],
  });
  const { ask } = openCounter([hello], {}, { limits });
  for (let at = 0; at < 2; at++) await ask(slash('hello')).done;
  const refused = ask(slash('hello'));
  await refused.done;
  expect(refused.sent).toHaveLength(1);
  const [how, said] = refused.sent[0] ?? [];
  expect(how).toBe('refuse');
  expect(said?.replaceAll(/\d{9,}/g, '0')).toBe(
    'Each person has 2 commands a day, and yours are used up. Try again <t:0:R>, at <t:0:t>, or ask whoever runs the bot to raise the limit.',
  );
  const other = ask(slash('hello'), { user: BOB });
  await other.done;
  expect(other.sent.at(-1)).toEqual(['edit', 'hello']);
});

test('who has no tokens left is told alone, and the message that waited for all is taken away', async () => {
  const limits = openLimits({
    ...DEFAULT_LIMITS,
    limits: [{ who: 'all', of: 'tokens', per: 'minute', most: 5 }],
  });
  const who = { personId: 'x', channelId: 'y', serverId: undefined, roles: [] };
  limits.meter.count(who, 6);
  const spend = defineCommand({
    name: 'spend',
    description: 'Asks a model',
    options: {},
    run: async () => {
      await limits.meter.check(who);
      return { blocks: [text('more')] };
    },
  });
  const { ask } = openCounter([spend], {}, { limits });
  const run = ask(slash('spend'));
  await run.done;
  expect(run.sent.map(([how]) => how)).toEqual(['acknowledge', 'take-back', 'whisper']);
  expect(run.sent.at(-1)?.[1]).toContain(
    'Everybody together has 5 tokens a minute for the model to read and write, and they are used up. Try again <t:',
  );
});

const hello = defineCommand({
  name: 'hello',
  description: 'Says hello',
  options: {},
  run: async () => ({ blocks: [text('hello')] }),
});
