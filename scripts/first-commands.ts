import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadImage } from '@napi-rs/canvas';
import { pino } from 'pino';
import { parseConfig } from '../src/config.js';
import { startTokenscope } from '../src/main.js';
import type { Invocation } from '../src/playground/people/invocation.js';

/**
 * Starts the bot as `npm start` does and uses the three commands that a newcomer uses first: enough to load every native
 * part. Shows whether a version of Node runs it.
 */
const scratch = await mkdtemp(join(tmpdir(), 'tokenscope-first-commands-'));
const config = parseConfig({ PLAYGROUND_PORT: '0', DATABASE_URL: `file:${join(scratch, 'runs.db')}` });
const tokenscope = await startTokenscope(config, pino({ level: 'warn' }));
const { playground } = tokenscope;
assert(playground, 'without a token the playground starts');
await playground.waitForBot();
assert.equal((await fetch(playground.origin)).status, 200);
const person = playground.join('Ann');

async function checkPicture(invocation: Invocation): Promise<void> {
  const { attachments } = await invocation.settled((message) => message.attachments.length > 0);
  const answer = await fetch(attachments[0]?.url ?? '');
  assert.equal((await loadImage(Buffer.from(await answer.arrayBuffer()))).width, 1100);
}

await checkPicture(person.slash('tokenize', { text: 'I love pizza! 我爱披萨 🍕' }));
await checkPicture(person.slash('nextword', { prompt: 'The cat sat on the' }));
const asked = person.slash('ask', { question: 'Why is the sky blue?', seed: 2 });
const reply = await asked.settled((message) => JSON.stringify(message.components).includes('How sure was it?'));
await checkPicture(person.press(reply.id, 'How sure was it?'));

await tokenscope.close();
await rm(scratch, { recursive: true });
console.log(`Node ${process.version}: starts, and answers its first commands`);
