// A process that lives as the bot does, with a bot that only does what its parent says.
import { openLineOutput } from '../../dist/src/line-output.js';
import { createLog, tellLostLines } from '../../dist/src/log.js';
import { runProcess } from '../../dist/src/process-life.js';

const outputs = { stdout: openLineOutput({ fd: 1 }), stderr: openLineOutput({ fd: 2 }) };
const log = createLog('info', outputs.stderr);
tellLostLines(log, outputs.stderr);

let finish = () => {};
const orders = {
  /** Logs so many lines of about a kilobyte, numbered from `from`. */
  log({ from, count }) {
    for (let at = from; at < from + count; at += 1) log.info({ at, filler: 'x'.repeat(900) }, 'a line');
  },
  finish: () => finish(),
  lose: () => end.lost('There is nothing left to run for.'),
  fail: () => end.atOnce('Nothing can go on.'),
};

let end;
await runProcess(outputs, async (ways) => {
  end = ways;
  if (process.argv[2] === 'starting') {
    process.send('starting');
    await new Promise((resolve) => setTimeout(resolve, 600_000));
  }
  return {
    greeting: 'hello',
    async close() {
      process.send('closing');
      if (process.argv[2] === 'busy') await new Promise((resolve) => (finish = resolve));
    },
    abort: () => process.send('aborted'),
  };
});
// An answer shows that the process is not held up.
process.on('message', (order) => {
  orders[order.kind]?.(order);
  process.send('done');
});
process.send('ready');
