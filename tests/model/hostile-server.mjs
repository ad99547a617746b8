import { createServer } from 'node:http';
import { parentPort } from 'node:worker_threads';
import { brotliCompressSync, createGzip, gzipSync } from 'node:zlib';

// A model server on a thread of its own that sends what it is told in the first part of its path, at any size.
// Its address, and after each request how many bytes of the body went out, are posted.

const builders = {
  /** Lists of candidates that nobody asked for, in the chat shape or as a map from text to value. */
  candidates: ({ places = 1, count, map }) => {
    const total = 1.01 * Array.from({ length: count }, (_, at) => 1 / (at + 1)).reduce((sum, share) => sum + share, 0);
    const entry = (at) => ({
      id: at,
      token: ` w${at}`,
      bytes: [...Buffer.from(` w${at}`)],
      logprob: -Math.log(total * (at + 1)),
    });
    const list = Array.from({ length: count }, (_, at) => entry(at));
    const asMap = Object.fromEntries(list.map(({ token, logprob }) => [token, logprob]));
    const repeat = (part) => Array.from({ length: places }, () => part);
    const { token, logprob } = list[0];
    return completion(
      token.repeat(places),
      map
        ? { tokens: repeat(token), token_logprobs: repeat(logprob), top_logprobs: repeat(asMap) }
        : { content: repeat({ ...list[0], top_logprobs: list }) },
    );
  },
  /** One token that is very long. */
  token: ({ length, fill = 'a' }) => {
    const token = fill.repeat(Math.ceil(length / fill.length));
    return completion(token, { content: [{ token, logprob: -0.1, top_logprobs: [{ token, logprob: -0.1 }] }] });
  },
  /** Repeats the prompt, each word a token, with lists at each place. */
  echo: ({ count }, { prompt = '', echo = false, max_tokens: more = 1 }) => {
    const words = [...(echo ? prompt.split(/(?= )/) : []), ...(more > 0 ? [' end'] : [])];
    const content = words.map((token, place) => {
      const own = { id: place, token, bytes: [...Buffer.from(token)], logprob: -0.7 };
      const others = Array.from({ length: count - 1 }, (_, at) => {
        const text = ` w${place}-${at}`;
        return { id: 100_000 + at, token: text, bytes: [...Buffer.from(text)], logprob: -1 - Math.log(count + at) };
      });
      return { ...own, top_logprobs: [own, ...others] };
    });
    return completion(words.join(''), { content });
  },
  choices: ({ count }) =>
    `{"choices":[${Array.from({ length: count }, () => '{"index":0,"text":"a","message":{"content":"a"}}').join()}]}`,
  text: ({ length, fill = 'a ' }) => completion(fill.repeat(Math.ceil(length / fill.length))),
  values: ({ count, value = '0' }) => `{"choices":[],"more":[${Array.from({ length: count }, () => value).join()}]}`,
  keys: ({ count }) => `{"choices":[],"more":{${Array.from({ length: count }, (_, at) => `"k${at}":0`).join()}}}`,
  nesting: ({ depth, closed = true, open = '[', close = ']' }) =>
    `${open.repeat(depth)}${closed ? close.repeat(depth) : ''}`,
  blank: ({ length, after = '' }) => ' '.repeat(length) + after,
  quotes: ({ length }) => '\\"'.repeat(length / 2),
  models: ({ count, length = 8 }) =>
    JSON.stringify({
      data: Array.from({ length: count }, (_, at) => ({ id: `${'m'.repeat(length)}${at}`, owned_by: 'x' })),
    }),
  tokens: ({ count, length = 1 }) =>
    JSON.stringify({ tokens: Array.from({ length: count }, (_, id) => ({ id, piece: 'a'.repeat(length) })) }),
  line: ({ length, fill = 'x', field = 'data: ' }) => `${field}${fill.repeat(length / fill.length)}`,
  events: ({ count, event = '{}', after = '' }) => `data: ${event}\n\n`.repeat(count) + after,
  error: ({ length, fill = 'a', before = '{"error":{"message":"', after = '"}}' }) =>
    before + fill.repeat(length / fill.length) + after,
};

function completion(text, logprobs) {
  const choice = { index: 0, text, message: { role: 'assistant', content: text }, logprobs, finish_reason: 'length' };
  return JSON.stringify({ id: 'x', model: 'm', choices: [choice] });
}

function send(response, spec, asked) {
  const body = Buffer.from(builders[spec.kind](spec, asked));
  const pack = { gzip: gzipSync, br: brotliCompressSync }[spec.encoding] ?? ((bytes) => bytes);
  response.end(pack(body));
}

/** Writes one piece after another as long as somebody reads. */
function sendEndlessly(response, { piece, times = 1, everyMs, encoding }) {
  const bytes = Buffer.from(piece.repeat(times));
  const out = encoding === 'gzip' ? createGzip() : response;
  if (out !== response) out.pipe(response);
  const write = () => {
    if (response.destroyed) return;
    const goOn = everyMs === undefined ? setImmediate : (next) => setTimeout(next, everyMs);
    if (out.write(bytes)) goOn(write);
    else out.once('drain', () => goOn(write));
  };
  write();
}

const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const asked = chunks.length > 0 ? JSON.parse(Buffer.concat(chunks)) : {};
  const told = request.url.split('/')[1];
  const spec = JSON.parse(decodeURIComponent(told));
  if (request.method === 'GET' && spec.kind !== 'models') {
    response.end('{"data":[]}');
    return;
  }
  const before = request.socket.bytesWritten;
  response.on('close', () => parentPort.postMessage({ told, sent: request.socket.bytesWritten - before }));
  response.on('error', () => {});
  const headers = { 'content-type': spec.stream ? 'text/event-stream' : 'application/json', ...spec.headers };
  if (spec.header) headers['x-long'] = 'h'.repeat(spec.header);
  if (spec.encoding) headers['content-encoding'] = spec.encoding;
  response.writeHead(spec.status ?? 200, headers);
  if (spec.kind === 'endless') sendEndlessly(response, spec);
  else send(response, spec, asked);
});

server.listen(0, '127.0.0.1', () => parentPort.postMessage({ port: server.address().port }));
