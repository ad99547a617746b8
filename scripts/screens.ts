import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { parseConfig } from '../src/config.js';
import { startTokenscope } from '../src/main.js';
import { launchChromium } from './chromium.js';
import { FIRST_REPLIES, makeReply, SECOND_REPLIES } from './first-replies.js';
import { measureReply, SIZES, type Size, showReply } from './reply-measures.js';

/**
 * Takes a picture of every command's first reply, and of what the first presses make of it, as the page shows it, in both themes and three sizes, and makes a page of
 * them to look at: `screens/index.html`. Takes the names of the replies to look at; all without any.
 */
const FOLDER = 'screens';
const THEMES = ['dark', 'light'] as const;

const wanted = process.argv.slice(2);
const replies = [...FIRST_REPLIES, ...SECOND_REPLIES].filter(
  ({ name }) => wanted.length === 0 || wanted.includes(name),
);
const scratch = await mkdtemp(join(tmpdir(), 'tokenscope-screens-'));
const config = parseConfig({ PLAYGROUND_PORT: '0', DATABASE_URL: `file:${join(scratch, 'runs.db')}` });
const tokenscope = await startTokenscope(config, pino({ level: 'warn' }), { tinyModelSeed: 1, bothThemes: true });
const { playground } = tokenscope;
if (playground === undefined) throw new Error('without a token the playground starts');
await playground.waitForBot();
// Nobody may start so many runs within a minute, so that several share them.
const people = ['Ann', 'Bob', 'Cleo', 'Dan'].map((name) => playground.join(name));

const made: { readonly name: string; readonly id: string }[] = [];
for (const [at, reply] of replies.entries()) {
  const person = people[at % people.length];
  if (person !== undefined) made.push({ name: reply.name, id: await makeReply(person, reply) });
}

await rm(FOLDER, { recursive: true, force: true });
await mkdir(FOLDER, { recursive: true });
const browser = await launchChromium();
const shots = new Map<string, { readonly file: string; readonly note: string }[]>();
for (const size of Object.keys(SIZES) as Size[]) {
  for (const theme of THEMES) {
    // As high as the highest reply, so that nothing of the page lies over one.
    const viewport = { width: SIZES[size].viewport.width, height: 2000 };
    const context = await browser.newContext({
      ...SIZES[size],
      viewport,
      colorScheme: theme,
      reducedMotion: 'reduce',
      bypassCSP: true,
    });
    await context.addInitScript(`localStorage.setItem('playground-name', '{"name":"Ben","colour":2}')`);
    const page = await context.newPage();
    await page.goto(`${playground.origin}/`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.addStyleTag({ content: '.to-present { visibility: hidden }' });
    for (const { name, id } of made) {
      const message = await showReply(page, id);
      const file = `${name.replaceAll(/[ ,]+/g, '-')}-${size}-${theme}.png`;
      await message.screenshot({ path: join(FOLDER, file) });
      const { height, buttons, menus, pictures, leastText } = await measureReply(message);
      const widths = pictures.map(({ width }) => width).join(', ');
      const note = `${size}, ${theme}: ${height} px high, ${buttons} buttons, ${menus} menus, pictures ${widths} px wide, type from ${leastText} px`;
      shots.set(name, [...(shots.get(name) ?? []), { file, note }]);
      if (theme === 'dark') console.log(`${name}: ${note}`);
    }
    await context.close();
  }
}
await browser.close();

const sections = made.map(({ name }) => {
  const figures = (shots.get(name) ?? []).map(
    ({ file, note }) => `<figure><img src="${file}" alt="${name}, ${note}"><figcaption>${note}</figcaption></figure>`,
  );
  return `<section><h2>${name}</h2><div>${figures.join('')}</div></section>`;
});
const style =
  'body{font:16px sans-serif;background:#888}div{display:flex;flex-wrap:wrap;gap:16px;align-items:start}figure{margin:0}img{max-width:760px}';
await writeFile(
  join(FOLDER, 'index.html'),
  `<!doctype html><meta charset="utf-8"><title>Every first reply</title><style>${style}</style>${sections.join('')}`,
);
await tokenscope.close();
await rm(scratch, { recursive: true });
