// One tiny model that several bots ask, as a process of its own. What it writes as a stream comes slowly, as from a large
// model, so that there are replies in the middle when something breaks.
// `node paced-model.mjs [milliseconds between two pieces, 60]`; it sends its address to whoever started it.
import { createServer, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { openTinyModel } from '../../dist/src/tiny-model/open-tiny-model.js';

const paceMs = Number(process.argv[2] ?? 60);
const tiny = await openTinyModel({ seed: 1 });
const { port } = new URL(tiny.baseURL);

const server = createServer((incoming, outgoing) => {
  const { method, url, headers } = incoming;
  const asked = request({
    host: '127.0.0.1',
    port,
    method,
    path: url,
    headers: { ...headers, host: `127.0.0.1:${port}` },
  });
  incoming.pipe(asked);
  outgoing.on('close', () => asked.destroy());
  asked.on('error', () => outgoing.destroy());
  asked.on('response', async (answer) => {
    outgoing.writeHead(answer.statusCode, answer.headers);
    if (!String(answer.headers['content-type']).startsWith('text/event-stream')) return answer.pipe(outgoing);
    try {
      // An event ends with an empty line; several may come at once.
      let rest = '';
      for await (const bytes of answer.setEncoding('utf8')) {
        const events = (rest + bytes).split('\n\n');
        rest = events.pop();
        for (const event of events) {
          outgoing.write(`${event}\n\n`);
          await sleep(paceMs);
        }
      }
      outgoing.end(rest);
    } catch {
      outgoing.destroy();
    }
  });
});
server.listen(0, '127.0.0.1', () => process.send(`http://127.0.0.1:${server.address().port}/v1`));
process.on('disconnect', () => process.exit());
