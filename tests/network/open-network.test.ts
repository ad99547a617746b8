import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { connectSocketsThrough } from '../../src/discord/transport/gateway/proxied-sockets.js';
import { openNetwork } from '../../src/network/open-network.js';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function listen(server: Server): Promise<number> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  closers.push(
    () => server.closeAllConnections(),
    () => server.close(),
  );
  return (server.address() as AddressInfo).port;
}

/** A proxy that takes every host for one server, and notes whom it was asked for. */
async function openProxy(port: number) {
  const asked: { host: string | undefined; token: string | undefined }[] = [];
  const proxy = createServer().on('connect', ({ url, headers }, socket, head) => {
    asked.push({ host: url, token: headers['proxy-authorization'] });
    const there = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      there.write(head);
      there.pipe(socket).pipe(there);
    });
    closers.push(() => there.destroy());
    there.on('error', () => socket.destroy());
    socket.on('error', () => there.destroy());
  });
  return { asked, port: await listen(proxy) };
}

function openThrough(http: string) {
  const network = openNetwork({ http });
  closers.push(() => network.close());
  return network;
}

test('a request goes through its proxy, with the name and password that stand in its address', async () => {
  const server = createServer((request, response) => {
    response.end(`${request.method} ${request.url} ${request.headers.host} ${request.headers['proxy-authorization']}`);
  });
  const proxy = await openProxy(await listen(server));
  const { fetch } = openThrough(`http://ann:s%20cret@127.0.0.1:${proxy.port}`);
  const answer = await fetch('http://model.test:8000/v1/models?a=1');
  expect(await answer.text()).toBe('GET /v1/models?a=1 model.test:8000 undefined');
  const token = `Basic ${Buffer.from('ann:s cret').toString('base64')}`;
  expect(proxy.asked).toEqual([{ host: 'model.test:8000', token }]);
});

test('a stream comes piece by piece through a proxy, and what is sent arrives', async () => {
  const server = createServer((request, response) => {
    request.on('data', (data) => response.write(`got ${data}`));
    request.on('end', () => response.end('.'));
  });
  const proxy = await openProxy(await listen(server));
  const { fetch } = openThrough(`http://127.0.0.1:${proxy.port}`);
  const answer = await fetch('http://model.test', { method: 'POST', body: 'this' });
  let text = '';
  for await (const piece of answer.body ?? []) text += Buffer.from(piece as Uint8Array).toString();
  expect(text).toBe('got this.');
});

test('this machine is asked directly though there is a proxy', async () => {
  const server = createServer((_, response) => void response.end('here'));
  const port = await listen(server);
  const proxy = await openProxy(port);
  const { fetch } = openThrough(`http://127.0.0.1:${proxy.port}`);
  expect(await (await fetch(`http://127.0.0.1:${port}`)).text()).toBe('here');
  expect(proxy.asked).toEqual([]);
});

test('without a proxy nobody is asked for one', () => {
  expect(openNetwork({}).dispatcherFor('https://discord.com/api')).toBeUndefined();
});

test('the WebSockets that discord.js makes go through their proxy', async () => {
  const server = createServer();
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket, { url }) => socket.send(`hello from ${url}`));
  const proxy = await openProxy(await listen(server));
  connectSocketsThrough(openThrough(`http://127.0.0.1:${proxy.port}`).socketAgentFor);
  // What @discordjs/ws takes when it is loaded.
  const { WebSocket } = createRequire(import.meta.url)('ws') as typeof import('ws');
  const socket = new WebSocket('ws://gateway.test/?v=10', []);
  closers.push(() => socket.terminate());
  const said = await new Promise((resolve, reject) => {
    socket.on('message', (data) => resolve(String(data)));
    socket.on('error', reject);
  });
  expect(said).toBe('hello from /?v=10');
  expect(proxy.asked.map(({ host }) => host)).toEqual(['gateway.test:80']);
});
