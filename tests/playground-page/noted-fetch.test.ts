import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { MASK } from '../../src/playground/page/mask-secrets.js';
import { notedFetch } from '../../src/playground/page/noted-fetch.js';
import { createWireLog, type Note } from '../../src/playground/page/wire-log.js';

async function startServer(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A server that answers with this JSON, and what is noted of it. */
async function answerWith(json: string, secrets: readonly string[] = []) {
  const origin = await startServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(json);
  });
  const notes: Note[] = [];
  return { notes, fetcher: notedFetch((note) => notes.push(note), secrets), origin };
}

describe('what is noted of a request', () => {
  test('a request’s body and its answer are noted, and the answer reaches whoever asked as it is', async () => {
    const { notes, fetcher, origin } = await answerWith('{"a": [1]}');
    const response = await fetcher(`${origin}/v1/x`, { method: 'POST', body: '{"prompt":"sky"}' });
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.text()).toBe('{"a": [1]}');
    expect(notes).toEqual([{ title: 'POST /v1/x 200', json: { sent: { prompt: 'sky' }, answer: { a: [1] } } }]);
  });

  test('a key of any beginning is masked, in the answer, in the request and in names', async () => {
    const key = 'Gauge7-7c2f';
    const json = { error: `bad key ${key}`, [key]: [{ deep: key }], 'test it': 1 };
    const { notes, fetcher, origin } = await answerWith(JSON.stringify(json), [key, 'it']);
    await (await fetcher(`${origin}/${key}`, { method: 'POST', body: JSON.stringify({ prompt: key }) })).text();
    expect(JSON.stringify(notes)).not.toContain(key);
    expect(notes[0]?.json).toEqual({
      sent: { prompt: MASK },
      answer: { error: `bad key ${MASK}`, [MASK]: [{ deep: MASK }], 'test it': 1 },
    });
  });

  test('an answer whose reason phrase is of another script is noted', async () => {
    const head = 'HTTP/1.1 200 成功\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n';
    const server = createTcpServer((socket) => socket.once('data', () => socket.end(`${head}[]`))).listen(
      0,
      '127.0.0.1',
    );
    await new Promise((resolve) => server.once('listening', resolve));
    onTestFinished(() => void server.close());
    const fetcher = notedFetch(() => undefined, []);
    const response = await fetcher(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    expect(await response.json()).toEqual([]);
  });

  test('a long answer is noted by its size', async () => {
    const { notes, fetcher, origin } = await answerWith(JSON.stringify('x'.repeat(300_000)));
    await (await fetcher(origin)).text();
    expect(notes[0]?.json).toEqual({ sent: undefined, answer: '(300002 bytes)' });
  });

  test('an answer without end is not read on when whoever asked stops', async () => {
    let closed = () => {};
    const isClosed = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const origin = await startServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const write = (): void => {
        if (response.write(' '.repeat(100_000))) setImmediate(write);
        else response.once('drain', write);
      };
      write();
      response.on('close', closed);
    });
    const notes: Note[] = [];
    const response = await notedFetch((note) => notes.push(note))(origin);
    const reader = response.body?.getReader();
    await reader?.read();
    await reader?.cancel();
    await isClosed;
    expect(notes).toEqual([
      { title: 'GET / 200', json: { answer: expect.stringMatching(/^\(\d+ bytes, not read on\)$/) } },
    ]);
  });

  test('an answer that is nested too deeply to be shown ends nothing', async () => {
    const { fetcher: _, origin } = await answerWith(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
    const log = createWireLog({
      botToken: 'token',
      now: () => 0,
      ownerOf: () => undefined,
      ownerOfChannel: () => undefined,
    });
    const fetcher = notedFetch((note) => log.addNote(note), ['secret']);
    expect(await (await fetcher(origin)).text()).toHaveLength(200_000);
    expect(log.entriesFor('anybody')).toMatchObject([
      { title: 'GET / 200', json: expect.stringContaining('more than') },
    ]);
  });
});
