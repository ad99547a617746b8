import type { StubAnswer } from './endpoint-stub.js';

export function tokens(...list: [string, number][]) {
  return list.map(([token, p]) => ({ token, logprob: Math.log(p), bytes: [...Buffer.from(token)] }));
}

export const paris = tokens([' Paris', 0.7], [' Lyon', 0.1], [' the', 0.05]);
export const chatLogprobs = { content: [{ ...paris[0], top_logprobs: paris }] };

export function completion(logprobs: unknown, text = ' Paris', finish = 'length'): StubAnswer {
  return {
    json: {
      object: 'text_completion',
      model: 'served',
      choices: [{ index: 0, text, logprobs, finish_reason: finish }],
    },
  };
}

export function chatCompletion(logprobs: unknown, content: string | null = ' Paris', finish = 'length'): StubAnswer {
  return {
    json: {
      model: 'served',
      choices: [{ index: 0, message: { role: 'assistant', content }, logprobs, finish_reason: finish }],
    },
  };
}

export function refuse(status: number, message: string, rest: Record<string, unknown> = {}): StubAnswer {
  return { status, json: { error: { message, ...rest } } };
}
