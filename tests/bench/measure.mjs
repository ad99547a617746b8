import { monitorEventLoopDelay } from 'node:perf_hooks';

/**
 * Lets the process that started this one ask what it uses, and end it.
 *
 * @param close what is closed before the end
 */
export function measure(close) {
  const holds = monitorEventLoopDelay({ resolution: 1 });
  holds.enable();
  process.on('message', async (message) => {
    if (message === 'forget') holds.reset();
    if (message === 'measure') {
      // The histogram has nanoseconds, and counts the wait for the timer itself.
      const hold = Math.max(0, holds.max / 1e6 - 1);
      const { maxRSS } = process.resourceUsage();
      process.send({ ...process.memoryUsage(), peak: maxRSS * 1024, hold, cpu: process.cpuUsage() });
    }
    if (message !== 'close') return;
    await close();
    process.exit();
  });
  process.send('ready');
}
