// Works as the real workers do; told to, it dies, or takes memory until there is none left for it.
const real = (file) => import(new URL(`../dist/src/${file}`, import.meta.url).href);

// In small parts: V8 ends the whole process where one allocation of tens of megabytes goes beyond the thread's bound.
// Of plain numbers: the collector would look through anything else each time that it looks for memory.
function devour() {
  for (const kept = []; ; ) kept.push(new Array(50_000).fill(0.5));
}

const unless = (wordOf, file, name) => async (task) => {
  if (wordOf(task) === 'devour') devour();
  if (wordOf(task) === 'die') process.exit(1);
  return (await real(file))[name](task);
};

const drawing = 'charts/worker/draw-worker.js';
export const draw = unless(({ picture }) => picture.title, drawing, 'draw');
export const animate = unless(({ frames }) => frames[0].picture.title, drawing, 'animate');
export const cut = unless(({ text }) => text, 'tokens/cut-worker.js', 'cut');
export const merge = unless(({ text }) => text, 'tokens/merge-worker.js', 'merge');
