// The bot as a process of its own, which tells its memory to whoever started it.
import { pino } from 'pino';
import { parseConfig } from '../../dist/src/config.js';
import { startTokenscope } from '../../dist/src/main.js';

const tokenscope = await startTokenscope(parseConfig(process.env), pino({ level: 'warn' }, pino.destination(2)));
process.on('message', async (message) => {
  if (message === 'measure') process.send(process.memoryUsage());
  if (message !== 'close') return;
  await tokenscope.close();
  process.exit();
});
process.send('ready');
