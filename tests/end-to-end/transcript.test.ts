import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { startTokenscope } from '../../src/main.js';
import type { Playground } from '../../src/playground/open-playground.js';
import { compareTranscripts, maskTranscript } from '../../src/playground/transcript/compare.js';
import { replayTranscript } from '../../src/playground/transcript/replay.js';
import { parseTranscript } from '../../src/playground/transcript/transcript.js';
import { keptParts } from '../builders/kept-threads.js';
import { transport } from '../setup/transport.js';
import { LESSONS } from './transcript-lessons.js';

const FOLDER = join(import.meta.dirname, 'transcripts');

/** The whole bot in a playground in which nobody is yet. */
async function inPlayground<T>(act: (playground: Playground) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'tokenscope-transcript-'));
  const tokenscope = await startTokenscope(
    {
      discord: { token: undefined, apiURL: undefined, ...transport },
      model: { baseURL: undefined, apiKey: undefined, defaultModel: undefined },
      playgroundPort: 0,
      databaseURL: `file:${join(folder, 'runs.db')}`,
      logLevel: 'silent',
      stopTimeoutSeconds: 30,
    },
    pino({ level: 'silent' }),
    keptParts,
  );
  try {
    if (tokenscope.playground === undefined) throw new Error('without a token the playground starts');
    await tokenscope.playground.waitForBot();
    return await act(tokenscope.playground);
  } finally {
    await tokenscope.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

// After a change of what the bot says on purpose: delete the file, run this once, and read what came.
test.each(Object.entries(LESSONS))('%s is replayed without a difference', async (name, { teach, masks }) => {
  const file = join(FOLDER, name);
  if (!existsSync(file)) {
    const transcript = await inPlayground(async (playground) => {
      await teach(playground.join('Ann'));
      return playground.transcript();
    });
    writeFileSync(file, `${JSON.stringify(maskTranscript(transcript, masks), null, 2)}\n`);
    throw new Error(`${name} was not there and is saved now. Read it, and run this test again.`);
  }
  const saved = parseTranscript(readFileSync(file, 'utf8'));
  const now = await inPlayground((playground) => replayTranscript(saved, playground, { masks }));
  expect(compareTranscripts(saved, now, { masks })).toEqual([]);
});

test('every saved transcript belongs to a lesson', () => {
  expect(readdirSync(FOLDER).sort()).toEqual(Object.keys(LESSONS).sort());
});
