// Draws as the real worker does, but dies, fails or hangs when the title says so.
import { animate as animateReally, draw as drawReally } from '../../dist/src/charts/worker/draw-worker.js';

export function animate(task) {
  if (task.frames[0]?.picture.title === 'hang') for (;;);
  return animateReally(task);
}

export function draw(task) {
  if (task.picture.title === 'crash') process.exit(1);
  if (task.picture.title === 'throw') throw new Error('a fault in the drawing code');
  if (task.picture.title === 'hang') for (;;);
  return drawReally(task);
}
