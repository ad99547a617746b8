// A thread that tells one thing and then dies, in whichever way its text says.
import { parentPort, workerData } from 'node:worker_threads';

parentPort.postMessage({ step: 1, seconds: 0, bits: 3 });
const { text } = workerData.lesson;
if (text === 'throws') throw new Error('a fault while learning');
if (text === 'exits') process.exit(7);
if (text === 'finishes') parentPort.postMessage({ done: true, parameters: 1, characters: 1 });
else setInterval(() => {}, 1000);
