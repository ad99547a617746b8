// Tasks for the tests of worker pools, one export each.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { threadId } from 'node:worker_threads';

/** Comes back when the gate is opened, with a name. */
export function wait({ gate, name }) {
  Atomics.wait(new Int32Array(gate), 0, 0);
  return name;
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');
let finalized = 0;
const registry = new FinalizationRegistry(() => {
  finalized += 1;
});

/** Makes garbage that asks to be told of its end. Returns how much of what came before was told. */
export function litter() {
  registry.register({}, undefined);
  collectGarbage();
  return finalized;
}

const kept = [];

/** Keeps 16 MB outside of the JavaScript heap. Returns the thread's number. */
export function leak() {
  kept.push(Buffer.alloc(16 * 2 ** 20, 1));
  return threadId;
}

/** Whether this thread may load an ES module by `require()`. */
export function requiresModules() {
  return process.features.require_module;
}
