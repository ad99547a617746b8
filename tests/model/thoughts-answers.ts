import { eventStream, type StubAnswer } from './endpoint-stub.js';
import { piece } from './reply-answers.js';

/** A token with its logprob, as the chat route tells it. */
export function place(token: string, chance = 0.5, bytes: readonly number[] | null = [...Buffer.from(token)]) {
  const logprob = Math.log(chance);
  return { token, logprob, bytes, top_logprobs: [{ token, logprob, bytes }] };
}

/** A part of a message and the tokens that come with it. */
export interface MessagePart {
  readonly part: Record<string, unknown>;
  readonly tokens?: readonly ReturnType<typeof place>[];
}

/** The same answer as a whole and as a stream. */
export function bothWays(
  parts: readonly MessagePart[],
  rest: { readonly finish?: string; readonly usage?: Record<string, unknown> } = {},
): readonly (readonly [string, StubAnswer])[] {
  const { finish = 'stop', usage } = rest;
  const message: Record<string, unknown> = { role: 'assistant', content: null };
  for (const { part } of parts) {
    for (const [name, value] of Object.entries(part)) {
      const old = message[name];
      message[name] = typeof old === 'string' && typeof value === 'string' ? old + value : value;
    }
  }
  const tokens = parts.flatMap((one) => one.tokens ?? []);
  const logprobs = (content: readonly unknown[]) => (tokens.length === 0 ? null : { content });
  return [
    [
      'whole',
      {
        json: {
          model: 'served',
          choices: [{ index: 0, message, logprobs: logprobs(tokens), finish_reason: finish }],
          ...(usage === undefined ? {} : { usage }),
        },
      },
    ],
    [
      'streamed',
      eventStream([
        ...parts.map(({ part, tokens: own = [] }) => piece(part, { logprobs: logprobs(own) })),
        piece({}, { finish_reason: finish }),
        ...(usage === undefined ? [] : [{ choices: [], usage }]),
      ]),
    ],
  ];
}

/** A text in pieces that are tokens, as the content of a message. */
export function contentOf(...tokens: readonly string[]): MessagePart[] {
  return tokens.map((token) => ({ part: { content: token }, tokens: [place(token)] }));
}
