// Draws as the real worker does, but each animation waits for a word on the channel `animator`.
import { BroadcastChannel } from 'node:worker_threads';
import { animate as animateReally, draw } from '../../dist/src/charts/worker/draw-worker.js';

export { draw };

export async function animate(task) {
  const channel = new BroadcastChannel('animator');
  await new Promise((resolve) => {
    channel.onmessage = resolve;
  });
  channel.close();
  return animateReally(task);
}
