// The real worker, but it dies when it is told to, and waits at first until it may go on.
import { BroadcastChannel } from 'node:worker_threads';

const channel = new BroadcastChannel('mortal tiny model');

await new Promise((goOn) => {
  channel.onmessage = ({ data }) => {
    if (data === 'throw') throw new Error('a fault in the model');
    if (data === 'exit') process.exit(7);
    if (data === 'memory') for (const kept = []; ; ) kept.push(new Array(50_000).fill(0.5));
    goOn();
  };
  channel.postMessage('waiting');
});
channel.unref();
await import('../../dist/src/tiny-model/tiny-model-worker.js');
