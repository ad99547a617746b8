// A model server on a thread of its own that answers with as much as it is told to: candidates, tokens, long texts, names.
import { createServer } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';

const { candidates, tokens, tokenText, names } = workerData;

const logprobOf = (at) => Math.log(0.9 / 2 ** Math.min(at + 1, 30)) - at * 1e-7;
const textOf = (at) => tokenText ?? ` w${at}`;
const listOf = (count) =>
  Array.from({ length: count }, (_, at) => ({ id: at, token: textOf(at), bytes: null, logprob: logprobOf(at) }));
const many = listOf(candidates);
const few = listOf(5);

const place = (list, at) => ({ ...list[at % list.length], top_logprobs: list });

function choiceOf(body, isChat) {
  const count = Math.min(tokens, body.max_tokens ?? body.max_completion_tokens ?? tokens);
  const list = count > 1 ? many.slice(0, Math.max(5, Math.min(candidates, 121))) : many;
  const content = Array.from({ length: count }, (_, at) => place(list, at * 7));
  const text = content.map(({ token }) => token).join('');
  return {
    index: 0,
    finish_reason: 'length',
    logprobs: { content },
    ...(isChat ? { message: { role: 'assistant', content: text } } : { text }),
  };
}

function echo(body) {
  const pieces = Array.from(body.prompt);
  const list = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`t${at}`, -3 - at]));
  return {
    index: 0,
    text: body.prompt,
    finish_reason: 'length',
    logprobs: {
      tokens: pieces,
      token_logprobs: pieces.map((_, at) => (at === 0 ? null : -2)),
      top_logprobs: pieces.map((piece, at) => (at === 0 ? null : { ...list, [piece]: -2 })),
    },
  };
}

/** Everything in one piece, as a fast server on the same machine writes it. */
function stream(response, isChat) {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const events = Array.from({ length: tokens }, (_, at) => {
    const one = place(few, at);
    const part = isChat ? { delta: { content: one.token } } : { text: one.token };
    return `data: ${JSON.stringify({ id: 'x', model: 'm', choices: [{ index: 0, ...part, logprobs: { content: [one] } }] })}\n\n`;
  });
  const last = {
    id: 'x',
    model: 'm',
    choices: [{ index: 0, ...(isChat ? { delta: {} } : { text: '' }), finish_reason: 'length' }],
  };
  response.end(`${events.join('')}data: ${JSON.stringify(last)}\n\ndata: [DONE]\n\n`);
}

const server = createServer(async (request, response) => {
  let text = '';
  for await (const chunk of request) text += chunk;
  const body = text === '' ? {} : JSON.parse(text);
  const isChat = request.url.includes('/chat/');
  const answer = (json) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(json));
  };
  if (request.url === '/v1/models') return answer({ data: names.map((id) => ({ id })) });
  if (request.url === '/tokenize') {
    const pieces = Array.from(body.prompt ?? body.messages[0].content);
    return answer({ tokens: pieces.map((_, at) => at), token_strs: pieces });
  }
  if (!request.url.includes('completions')) {
    response.writeHead(404);
    return response.end();
  }
  if (body.stream) return stream(response, isChat);
  const choice = body.echo ? echo(body) : choiceOf(body, isChat);
  answer({ id: 'x', model: 'm', choices: [choice], usage: { prompt_tokens: 1, completion_tokens: 1 } });
});
server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
