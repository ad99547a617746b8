import type { ServerResponse } from 'node:http';
import type { StubAnswer } from './endpoint-stub.js';

export const logprobs = (...list: string[]) => ({
  content: list.map((token) => ({
    token,
    logprob: -0.5,
    bytes: [...Buffer.from(token)],
    top_logprobs: [{ token, logprob: -0.5 }],
  })),
});

export function piece(delta: Record<string, unknown>, rest: Record<string, unknown> = {}) {
  return {
    id: 'x',
    object: 'chat.completion.chunk',
    model: 'served',
    choices: [{ index: 0, delta, finish_reason: null, ...rest }],
  };
}

export const done = { model: 'served', choices: [{ index: 0, delta: {}, logprobs: null, finish_reason: 'stop' }] };
export const usage = { choices: [], usage: { prompt_tokens: 9, completion_tokens: 2, total_tokens: 11 } };
export const hello = [
  piece({ role: 'assistant', content: '' }, { logprobs: { content: [] } }),
  piece({ content: 'Hel' }, { logprobs: logprobs('Hel') }),
  piece({ content: 'lo' }, { logprobs: logprobs('lo') }),
  done,
  usage,
];

/** Writes raw pieces of an event stream one by one and does the last step. */
export function raw(
  pieces: readonly (string | Uint8Array)[],
  end: (response: ServerResponse) => void = (response) => response.end(),
): StubAnswer {
  return (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const next = (index: number) => {
      const part = pieces[index];
      if (part === undefined) end(response);
      else response.write(part, () => setImmediate(next, index + 1));
    };
    next(0);
  };
}

export const data = (event: unknown) => `data: ${JSON.stringify(event)}\n\n`;
