import type { APIMessage } from 'discord-api-types/v10';
import { expect } from 'vitest';
import { readText } from '../../../end-to-end/harness.js';
import type { Between, Request } from './between.js';

/** Discord's epoch in Unix milliseconds. */
const EPOCH = 1_420_070_400_000n;

/** The first event of a kind that the playground sent, as a pattern for others. */
export function eventLike(between: Between, type: number, dataType?: number): InteractionEvent {
  for (const frame of between.events) {
    const event = JSON.parse(frame) as InteractionEvent;
    const isKind = event.t === 'INTERACTION_CREATE' && event.d.type === type;
    if (isKind && (dataType === undefined || [event.d.data.type, event.d.data.component_type].includes(dataType)))
      return event;
  }
  throw new Error(`the playground has sent no interaction of type ${type}`);
}

export interface InteractionEvent {
  readonly t: string;
  readonly d: Record<string, unknown> & { type: number; id: string; token: string; data: Record<string, unknown> };
}

/** What the bot says to an interaction that nobody but the test knows of. */
export interface Said {
  /** All that was sent for it, in order: the callback's type, or the route. */
  readonly answers: readonly string[];
  /** The text that a person would read, of all of it. */
  readonly text: string;
  readonly isPrivate: boolean;
}

let number = 0;

/** The id and token of an interaction that was made just now. */
export function freshIds(): { readonly id: string; readonly token: string } {
  number += 1;
  return { id: String(((BigInt(Date.now()) - EPOCH) << 22n) + BigInt(number)), token: `straight-${number}` };
}

/**
 * Sends events with other data straight over the gateway and answers for the playground, which does not know them.
 *
 * @returns what the bot said to each, when it has given a first response to all
 */
export async function sendStraight(
  between: Between,
  pattern: InteractionEvent,
  datas: readonly Record<string, unknown>[],
  isDone: (said: Said) => boolean = ({ answers }) => answers.length > 0,
): Promise<Said[]> {
  const tokens = datas.map((data) => {
    number += 1;
    const token = `straight-${number}`;
    const id = String(((BigInt(Date.now()) - EPOCH) << 22n) + BigInt(number));
    between.send({
      op: 0,
      s: null,
      t: pattern.t,
      d: { ...pattern.d, id, token, data: { ...pattern.d.data, ...data } },
    });
    return token;
  });
  const sight = (): Said[] => {
    const requests = new Map(tokens.map((token): [string, Request[]] => [token, []]));
    for (const request of between.requests) requests.get(/straight-\d+/.exec(request.path)?.[0] ?? '')?.push(request);
    return tokens.map((token) => saidIn(requests.get(token) ?? []));
  };
  await expect.poll(() => sight().findIndex((said) => !isDone(said))).toBe(-1);
  return sight();
}

/** Answers in the place of Discord what belongs to such an interaction: to be used with `between.fail`. */
export function answerStraight({ path }: { readonly path: string }, message: APIMessage) {
  return path.includes('straight-') ? { status: 200, body: message } : undefined;
}

function saidIn(requests: readonly { readonly kind: string; readonly body: string }[]): Said {
  const bodies = requests.map(({ kind, body }) => ({ kind, json: payloadOf(body) }));
  const messages = bodies.map(({ kind, json }) => (kind === 'callback' ? (json.data ?? {}) : json));
  return {
    answers: bodies.map(({ kind, json }) => (kind === 'callback' ? `callback ${json.type}` : kind)),
    text: messages
      .map((message) => readText(message as unknown as APIMessage))
      .join('\n')
      .trim(),
    isPrivate: messages.some(({ flags }) => (Number(flags ?? 0) & 64) !== 0),
  };
}

/** A message with files comes as a form, with its JSON in a field of its own. */
function payloadOf(body: string): { type?: number; data?: { flags?: unknown }; flags?: unknown } {
  const json = body.startsWith('{')
    ? body
    : (/name="payload_json"[^\n]*\r\n\r\n([\s\S]*?)\r\n--/.exec(body)?.[1] ?? '{}');
  return JSON.parse(json);
}
