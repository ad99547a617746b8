import { Writable } from 'node:stream';
import { DiscordAPIError } from 'discord.js';
import { expect, test } from 'vitest';
import { createLog } from '../src/log.js';

test('an error of a Discord request is logged without what was written and without the interaction’s token', () => {
  let lines = '';
  const sink = new Writable({
    write(chunk, _encoding, done) {
      lines += chunk;
      done();
    },
  });
  const error = new DiscordAPIError(
    { code: 50035, message: 'Invalid Form Body' },
    50035,
    400,
    'PATCH',
    'https://discord.com/api/v10/webhooks/1/aSecretToken/messages/@original',
    { files: undefined, body: { content: 'what somebody wrote' } },
  );
  createLog('info', sink).warn({ err: error }, 'an edit failed');
  expect(JSON.parse(lines).err).toMatchObject({ code: 50035, status: 400, method: 'PATCH' });
  expect(lines).not.toContain('aSecretToken');
  expect(lines).not.toContain('what somebody wrote');

  lines = '';
  createLog('info', sink).error({ err: new TypeError('x is not a function') }, 'a command failed');
  expect(JSON.parse(lines).err.stack).toContain('log.test.ts');
});
