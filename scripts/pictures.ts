import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import type { APIMessage } from 'discord-api-types/v10';
import { pino } from 'pino';
import { parseConfig } from '../src/config.js';
import { startTokenscope } from '../src/main.js';
import type { Invocation } from '../src/playground/people/invocation.js';
import { launchChromium } from './chromium.js';
import { saveClassPictures } from './class-pictures.js';
import { savePlaygroundAnimation, savePlaygroundPicture } from './playground-pictures.js';

/**
 * Makes the pictures of the README: runs the bot with the tiny model, uses its commands, and keeps what it draws and what
 * the playground's page looks like with it.
 */
const FOLDER = 'assets/pictures';
const browser = await launchChromium();
const scratch = await mkdtemp(join(tmpdir(), 'tokenscope-pictures-'));
const config = parseConfig({ PLAYGROUND_PORT: '0', DATABASE_URL: `file:${join(scratch, 'runs.db')}` });
const tokenscope = await startTokenscope(config, pino({ level: 'warn' }), { bothThemes: true });
const { playground } = tokenscope;
if (playground === undefined) throw new Error('without a token the playground starts');
await playground.waitForBot();
await mkdir(FOLDER, { recursive: true });
// The channels are still empty, so nothing but what is shown is in the picture.
await savePlaygroundPicture(browser, playground, FOLDER);
await savePlaygroundAnimation(browser, playground, FOLDER);
await browser.close();

const person = playground.join('Ann');

/**
 * @param also the same picture's light sibling is kept too
 * @param pressed the message as it was before a press, whose picture is not meant
 */
async function keepPicture(
  invocation: Invocation,
  name: string,
  { also, pressed }: { readonly also?: 'light'; readonly pressed?: APIMessage | undefined } = {},
): Promise<void> {
  const before = new Set(pressed?.attachments.map(({ id }) => id));
  // An animation takes the place of a picture, and what a press shows that of what was there.
  const isWanted = ({ id, filename }: { readonly id: string; readonly filename: string }) =>
    extname(filename) === extname(name) && !before.has(id);
  const { attachments } = await invocation.settled((message) => message.attachments.some(isWanted));
  const picture = attachments.find(isWanted);
  const lightName = picture?.filename.replace(/\.png$/, '.light.png');
  const kept = [
    [picture, name],
    ...(also === undefined
      ? []
      : [[attachments.find(({ filename }) => filename === lightName), name.replace(/\.png$/, '.light.png')] as const]),
  ] as const;
  for (const [file, path] of kept) {
    if (file === undefined) throw new Error(`${path} is not there`);
    const response = await fetch(file.url);
    await writeFile(join(FOLDER, path), Buffer.from(await response.arrayBuffer()));
  }
}

// Its figures stand in `commands/words.ts` as well.
await keepPicture(person.slash('nextword', { prompt: 'The cat sat on the', candidates: 6 }), 'welcome.png', {
  also: 'light',
});
await keepPicture(person.slash('tokenize', { text: 'I love pizza! 我爱披萨 🍕' }), 'tokenize.png');
await keepPicture(person.slash('nextword', { prompt: 'The cat sat on the' }), 'nextword.png');
await keepPicture(person.slash('temperature', { prompt: 'The cat sat on the' }), 'temperature.png');
await keepPicture(person.slash('generate', { prompt: 'Once upon a time', seed: 4 }), 'generate.gif');
await keepPicture(person.slash('probability', {}), 'probability.png');
await keepPicture(person.slash('beam', { prompt: 'The cat sat on the', seed: 3 }), 'beam.png');
const looked = person.slash('attention', {});
await keepPicture(looked, 'attention.png');
const shown = await looked.settled();
await keepPicture(person.press(shown.id, 'Swap “horse” and “cat”'), 'attention-swap.png', { pressed: shown });
const asked = person.slash('ask', { question: 'Why is the sky blue?', temperature: 1, seed: 2 });
const reply = await asked.settled((message) => JSON.stringify(message.components).includes('How sure was it?'));
await keepPicture(person.press(reply.id, 'How sure was it?'), 'probabilities.png', { pressed: reply });

await saveClassPictures(playground, keepPicture);

await tokenscope.close();
await rm(scratch, { recursive: true });
