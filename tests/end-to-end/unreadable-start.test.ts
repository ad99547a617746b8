import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { UserError } from '../../src/errors.js';
import { startTokenscope } from '../../src/main.js';
import { openPlayground } from '../../src/playground/open-playground.js';
import { openBetween } from '../discord/transport/gateway/between.js';

test.each([
  ['nothing in it', () => null],
  ['no user', ({ user: _, ...rest }: object & { user?: unknown }) => rest],
  ['no application', ({ application: _, ...rest }: object & { application?: unknown }) => rest],
  ['no list of guilds', (ready: object) => ({ ...ready, guilds: 5 })],
])('a first event with %s ends the start in a sentence', async (_, change: (ready: object) => unknown) => {
  const playground = await openPlayground();
  const between = await openBetween(playground);
  onTestFinished(async () => {
    await between.close();
    await playground.close();
  });
  between.change((frame) => {
    const event = JSON.parse(frame);
    return event.t === 'READY' ? JSON.stringify({ ...event, d: change(event.d) }) : frame;
  });
  const start = startTokenscope(
    {
      discord: { token: playground.botToken, apiURL: between.apiURL },
      // Nobody is asked there: the start ends before.
      model: { baseURL: 'http://127.0.0.1:1/v1', apiKey: undefined, defaultModel: undefined },
      playgroundPort: 0,
      databaseURL: 'file::memory:',
      logLevel: 'silent',
      stopTimeoutSeconds: 30,
    },
    pino({ level: 'silent' }),
  );
  await expect(start).rejects.toThrow(UserError);
  await expect(start).rejects.toThrow(/cannot log in at http.*: its first event cannot be read\./);
});
