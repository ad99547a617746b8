// `npm start`: says at once that it starts, builds where that is needed, and runs the bot in this same process.
// Plain JavaScript with words of its own, because it runs before there is anything built.
import { parseArgs } from 'node:util';
import { areToolsThere, build, isBuilt } from './build.mjs';

const HELP = `npm start                 starts Tokenscope; in a terminal it opens the playground in your browser
npm start -- --class      opens a class: phones of the same network join with a code
npm start -- --no-open    starts it and opens no browser
npm start -- --help       shows this

All else is set in the file .env: .env.example says what there is.`;

const OPTIONS = { class: { type: 'boolean' }, 'no-open': { type: 'boolean' }, help: { type: 'boolean', short: 'h' } };

// A terminal that has gone must not end the start.
process.stdout.on('error', () => {});

const { values, tokens } = parseArgs({ options: OPTIONS, strict: false, tokens: true });
const unknown = tokens.find(
  (one) => one.kind !== 'option' || !Object.hasOwn(OPTIONS, one.name) || one.value !== undefined,
);

if (unknown !== undefined) {
  const said = [unknown.rawName, unknown.value].filter((one) => one !== undefined).join('=') || '--';
  fail(`Tokenscope cannot start with “${said}”, because it does not know that. What it knows:\n\n${HELP}`);
} else if (values.help) {
  process.stdout.write(`${HELP}\n`);
} else if (!areToolsThere()) {
  fail('Tokenscope cannot start, because its packages are not installed. Run “npm ci” first, then “npm start” again.');
} else {
  await start();
}

async function start() {
  const isReady = isBuilt();
  process.stdout.write(
    isReady ? 'Tokenscope is starting…\n' : 'Tokenscope is starting. It is new or was changed, so it is built first…\n',
  );
  if (!isReady && !(await build())) {
    fail('Tokenscope cannot start, because it could not be built. The lines above say why.');
    return;
  }
  if (values.class) process.env.PLAYGROUND_CLASS = 'true';
  if (values['no-open']) process.env.OPEN_BROWSER = 'false';
  const { main } = await import('../dist/src/main.js');
  await main();
}

function fail(words) {
  process.stderr.write(`${words}\n`);
  process.exitCode = 1;
}
