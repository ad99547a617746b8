import { join } from 'node:path';
import Database from 'libsql';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { explain } from '../../../src/errors.js';
import { createResultStore } from '../../../src/lesson/command/result.js';
import type { Services } from '../../../src/services.js';
import { openStorage } from '../../../src/storage/open-storage.js';
import { asker } from '../../builders/asker.js';
import { temporaryFolder } from '../../builders/temporary-folder.js';

test('a run that another version or a damaged file has left is told in a sentence', async () => {
  const folder = temporaryFolder();
  const storage = await openStorage({ url: `file:${join(folder, 'runs.db')}` });
  const services = { runs: storage.runs } as Services;
  const schema = z.object({ question: z.string(), samples: z.number() });
  const stored = createResultStore('ask', { version: 2, schema }, true);
  const id = await stored.create(services, { question: 'Why?', samples: 1 }, asker);
  // The storage tidies up after it was opened, so it may be writing.
  const file = new Database(join(folder, 'runs.db'), { timeout: 20_000 });
  for (const payload of [
    '{"question":"Why?","samples":1}',
    '{"version":1,"result":{"question":"Why?","samples":1}}',
    '{"version":2,"result":{"question":"Why?"}}',
    '{"version":2,"result":{"question":"Why?","samples":"1"}}',
    '[]',
    'null',
    '"',
    '{"quest',
    '',
  ]) {
    file.prepare('UPDATE runs SET payload = ?').run([payload]);
    const sentence = await stored.load(services, id).catch((error: unknown) => explain(error, 'en').sentence);
    expect(sentence).toBe('This button belongs to another version of Tokenscope. Run /ask again.');
  }
  file.close();
  await storage.close();
});
