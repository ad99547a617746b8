// What a phone of a class costs: bytes that it is sent when it joins, and memory that it takes here, with the real bot.
// Run: npm run --silent build && node --expose-gc tests/bench/class-memory.mjs
import { once } from 'node:events';
import { pino } from 'pino';
import { WebSocket } from 'ws';
import { startTokenscope } from '../../dist/src/main.js';

const PHONES = 60;

const tokenscope = await startTokenscope(
  {
    discord: {},
    model: {},
    playgroundPort: 0,
    playgroundClass: true,
    databaseURL: 'file::memory:',
    logLevel: 'silent',
    stopTimeoutSeconds: 1,
  },
  pino({ level: 'silent' }),
);
const { playground } = tokenscope;
const { code, key } = playground.classroom;
const { origin } = playground;
await playground.waitForBot();

async function arrive(hello, join) {
  const page = await fetch(origin);
  await page.text();
  const cookie = page.headers.get('set-cookie').split(';')[0];
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/live`, { headers: { cookie, origin } });
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'hello', ...hello }));
  let bytes = 0;
  const welcome = await new Promise((resolve) => {
    socket.on('message', (data) => {
      bytes += data.length;
      const frame = JSON.parse(String(data));
      if (frame.type === 'knock') socket.send(JSON.stringify({ type: 'join', nonce: 1, code, ...join }));
      if (frame.type === 'welcome') resolve(frame);
    });
  });
  return { socket, welcome, bytes: () => bytes };
}

const memory = () => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
};

const teacher = await arrive({ key });
const before = memory();
const began = performance.now();
const phones = await Promise.all(Array.from({ length: PHONES }, (_, n) => arrive({}, { name: `Phone ${n}` })));
const took = performance.now() - began;
const after = memory();
const sent = phones.map(({ bytes }) => bytes()).sort((a, b) => a - b);
console.log(`the teacher's welcome: ${teacher.bytes()} bytes`);
console.log(`a phone that joins is sent ${sent[PHONES / 2]} bytes over its socket (the most: ${sent.at(-1)})`);
console.log(`${PHONES} phones have joined after ${Math.round(took)} ms`);
console.log(
  `a phone takes ${Math.round((after - before) / PHONES)} bytes of the heap, both ends of its socket among them`,
);
for (const { socket } of [teacher, ...phones]) socket.terminate();
await tokenscope.close();
process.exit(0);
