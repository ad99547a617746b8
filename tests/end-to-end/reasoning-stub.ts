import type { ServerResponse } from 'node:http';
import { type EndpointStub, openEndpointStub, type StubAnswer, type StubRequest } from '../model/endpoint-stub.js';

/** A server whose model thinks before it answers. */
export interface ReasoningStub extends EndpointStub {
  /** What it does with the next questions. */
  mode: 'answers' | 'waits' | 'runs out' | 'refuses' | 'is filtered' | 'hides' | 'mixes';
  /** Lets an answer that waits after its first thoughts go on. */
  goOn(): void;
}

const THOUGHTS = 'The user asks for a city. France has its capital on the Seine. So it must be Paris. '.split(/(?<= )/);
const ANSWER = ['The', ' capital', ' is', ' **', 'Paris', '**', '.'];

/** Thoughts long enough for several pages. */
const LONG = [...THOUGHTS, ...Array.from({ length: 14 }, () => THOUGHTS).flat()];

function place(token: string, at: number) {
  const chance = [0.95, 0.62, 0.31, 0.88][at % 4] ?? 0.5;
  const entry = (text: string, share: number) => ({
    token: text,
    logprob: Math.log(share),
    bytes: [...Buffer.from(text)],
  });
  return { ...entry(token, chance), top_logprobs: [entry(token, chance), entry(' other', 0.04)] };
}

/**
 * Opens one that takes only what reasoning models take: no temperature, no `max_tokens`, no system message under that name.
 * Its logprobs cover the thoughts, their marks, and the answer.
 */
export async function openReasoningStub(): Promise<ReasoningStub> {
  let resume: (() => void) | undefined;
  const refusal = (param: string, message: string): StubAnswer => ({
    status: 400,
    json: { error: { message, type: 'invalid_request_error', param, code: 'unsupported_parameter' } },
  });

  function answer({ path, body }: StubRequest): StubAnswer | undefined {
    if (path === '/v1/models') return { json: { object: 'list', data: [{ id: 'thinker', object: 'model' }] } };
    if (path !== '/v1/chat/completions') return undefined;
    for (const name of ['temperature', 'top_p', 'presence_penalty', 'frequency_penalty']) {
      if (name in body && body[name] !== (name.endsWith('penalty') ? 0 : 1)) {
        return refusal(name, `Unsupported parameter: '${name}' is not supported with this model.`);
      }
    }
    if ('max_tokens' in body) {
      return refusal('max_tokens', "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.");
    }
    return body.stream === true ? (response) => stream(response) : whole();
  }

  function parts(): { readonly thoughts: readonly string[]; readonly answer: readonly string[] } {
    if (stub.mode === 'runs out') return { thoughts: THOUGHTS, answer: [] };
    if (stub.mode === 'refuses' || stub.mode === 'is filtered') return { thoughts: [], answer: [] };
    if (stub.mode === 'hides') return { thoughts: [], answer: ANSWER };
    return { thoughts: LONG, answer: ANSWER };
  }

  function* events(): Generator<Record<string, unknown> | 'wait'> {
    const { thoughts, answer: words } = parts();
    let at = 0;
    const piece = (delta: Record<string, unknown>, ...tokens: string[]) => ({
      id: 'x',
      model: 'thinker',
      choices: [
        { index: 0, delta, logprobs: { content: tokens.map((token) => place(token, at++)) }, finish_reason: null },
      ],
    });
    if (thoughts.length > 0) yield piece({ role: 'assistant', content: '' }, '<think>');
    for (const [index, token] of thoughts.entries()) {
      yield piece({ reasoning_content: token }, stub.mode === 'mixes' ? 'x' : token);
      if (index === 5 && stub.mode === 'waits') yield 'wait';
    }
    if (words.length > 0 && thoughts.length > 0) yield piece({}, '</think>', '\n\n');
    for (const token of words) yield piece({ content: token }, stub.mode === 'mixes' ? 'y' : token);
    if (stub.mode === 'refuses') yield piece({ refusal: 'I’m sorry, I can’t help with *that*.' });
    const reason = { 'runs out': 'length', 'is filtered': 'content_filter' }[stub.mode as string] ?? 'stop';
    yield { model: 'thinker', choices: [{ index: 0, delta: {}, logprobs: null, finish_reason: reason }] };
    const details = stub.mode === 'hides' ? { completion_tokens_details: { reasoning_tokens: 128 } } : {};
    yield {
      choices: [],
      usage: { prompt_tokens: 9, completion_tokens: stub.mode === 'runs out' ? 512 : 300, ...details },
    };
  }

  function stream(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const list = events();
    const next = (): void => {
      const { value, done } = list.next();
      if (done) response.end('data: [DONE]\n\n');
      else if (value === 'wait') resume = next;
      else response.write(`data: ${JSON.stringify(value)}\n\n`, () => setImmediate(next));
    };
    next();
  }

  function whole(): StubAnswer {
    const content = ['<think>', ...THOUGHTS].slice(0, 1).map(place);
    const message = { role: 'assistant', content: '', reasoning_content: THOUGHTS[0] };
    return {
      json: { model: 'thinker', choices: [{ index: 0, message, logprobs: { content }, finish_reason: 'length' }] },
    };
  }

  const opened = await openEndpointStub(answer);
  const stub: ReasoningStub = {
    ...opened,
    mode: 'answers',
    goOn: () => resume?.(),
  };
  return stub;
}
