// The bot as a process of its own, which tells what it uses to whoever started it.
import { pino } from 'pino';
import { parseConfig } from '../../dist/src/config.js';
import { startTokenscope } from '../../dist/src/main.js';
import { measure } from './measure.mjs';

const tokenscope = await startTokenscope(parseConfig(process.env), pino({ level: 'warn' }, pino.destination(2)));
measure(() => tokenscope.close());
