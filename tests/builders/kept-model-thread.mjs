// A thread that trains the tiny model once, and serves it as often as it is told to: see `tiny-model.ts`.
import { parentPort, workerData } from 'node:worker_threads';
import { serveTinyModel, trainOnCorpus } from '../../dist/src/tiny-model/serve-tiny-model.js';
import { openShelf } from '../../dist/src/tiny-model/transformer/shelf.js';

const trained = trainOnCorpus(workerData.corpusDirectory, workerData.modelDirectory);
const servers = new Map();
const detailOf = (error) => String(error?.stack ?? error);

async function open(number, { seed, modelDirectory = workerData.modelDirectory }) {
  const report = (kind, details) => parentPort.postMessage({ number, kind, ...details });
  try {
    const onError = (error) => report('error', { detail: detailOf(error) });
    const models = await trained;
    const isOwn = modelDirectory === workerData.modelDirectory;
    const served = isOwn ? models : { ...models, shelf: await openShelf(modelDirectory) };
    const server = await serveTinyModel(served, { port: 0, seed, onError });
    servers.set(number, server);
    report('open', { port: server.port });
  } catch (error) {
    report('failed', { detail: detailOf(error) });
  }
}

async function close(number) {
  await servers.get(number)?.close();
  servers.delete(number);
  parentPort.postMessage({ number, kind: 'closed' });
}

parentPort.on('message', ({ number, kind, ...how }) => (kind === 'open' ? open(number, how) : close(number)));
