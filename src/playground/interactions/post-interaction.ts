import { request } from 'undici';

/** What an endpoint said. */
export interface EndpointAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: Uint8Array;
}

/** A response may bring files, as many as a request to the API. */
const MAX_ANSWER_BYTES = 26 * 1024 * 1024;

/**
 * Posts a signed interaction to an endpoint. Each is sent over a connection of its own, so that none is lost in one that
 * the other side is about to close.
 *
 * @throws Error where there is no answer in time, or too long a one
 */
export async function postInteraction(
  address: string,
  body: string,
  headers: Record<string, string>,
  withinMs: number,
): Promise<EndpointAnswer> {
  const answer = await request(address, {
    method: 'POST',
    reset: true,
    headers: {
      'Content-Type': 'application/json',
      'User-Agent': 'Discord-Interactions/1.0 (+https://discord.com)',
      ...headers,
    },
    body,
    signal: AbortSignal.timeout(withinMs),
  });
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of answer.body) {
    const read: Uint8Array = part;
    bytes += read.byteLength;
    if (bytes > MAX_ANSWER_BYTES) throw new Error('The answer is too long.');
    parts.push(read);
  }
  return { status: answer.statusCode, type: String(answer.headers['content-type'] ?? ''), body: Buffer.concat(parts) };
}

/** Whether nobody listens at an address, so that what was to be sent may go to another one. */
export function isNobodyThere(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED';
}
