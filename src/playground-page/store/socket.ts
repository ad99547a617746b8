import { signal } from '@preact/signals';
import type { ClientFrame } from '../../playground/page/client-frames.js';
import type { DoneData, ServerFrame } from '../../playground/page/server-frames.js';

type Request = Exclude<ClientFrame, { type: 'hello' }>;
/** A frame without its nonce, which `request` adds. */
export type Outgoing = Request extends infer One ? (One extends Request ? Omit<One, 'nonce'> : never) : never;

/** What the server would not do, in the words that Discord shows. */
export class Refusal extends Error {
  constructor(
    message: string,
    readonly field?: string,
  ) {
    super(message);
  }
}

/** Whether the page is connected; `refused` with a reason when connecting again would not help. */
export const connection = signal<{ state: 'connecting' | 'open' | 'lost' } | { state: 'refused'; reason: string }>({
  state: 'connecting',
});

const MAX_WAIT_MS = 5000;
/** The server pings; a page that a laptop's sleep cut off notices by its own clock. */
const CHECK_MS = 10_000;

let socket: WebSocket | undefined;
let attempts = 0;
let nonces = 0;
const waiting = new Map<number, { resolve: (data: DoneData) => void; reject: (error: Error) => void }>();

/** Connects, and again whenever the connection is lost. */
export function connect(greeting: () => ClientFrame, receive: (frame: ServerFrame) => void): void {
  const open = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/live`);
  socket = open;
  open.addEventListener('open', () => open.send(JSON.stringify(greeting())));
  open.addEventListener('message', (event) => {
    const frame = JSON.parse(String(event.data)) as ServerFrame;
    if (frame.type === 'done') return settle(frame);
    receive(frame);
    if (frame.type === 'welcome' || frame.type === 'knock') {
      attempts = 0;
      connection.value = { state: 'open' };
    }
  });
  open.addEventListener('close', (event) => {
    for (const { reject } of waiting.values()) reject(new Refusal('The connection was lost.'));
    waiting.clear();
    if (event.code >= 4400 && event.code < 4500) {
      connection.value = { state: 'refused', reason: event.reason };
      return;
    }
    connection.value = { state: 'lost' };
    attempts += 1;
    const wait = Math.min(MAX_WAIT_MS, 250 * 2 ** attempts) * (0.5 + Math.random() / 2);
    setTimeout(() => connect(greeting, receive), wait);
  });
}

/** Closes a connection that the machine's sleep has left half-open, so that it is made anew. */
export function watchSleep(): void {
  let last = Date.now();
  setInterval(() => {
    if (Date.now() - last > CHECK_MS * 3) socket?.close();
    last = Date.now();
  }, CHECK_MS);
}

/** Asks the server to do something; rejects with a `Refusal`. */
export function request(frame: Outgoing): Promise<DoneData> {
  return new Promise((resolve, reject) => {
    if (socket?.readyState !== WebSocket.OPEN)
      return reject(new Refusal('Not connected. Wait a moment and try again.'));
    nonces += 1;
    waiting.set(nonces, { resolve, reject });
    socket.send(JSON.stringify({ ...frame, nonce: nonces }));
  });
}

function settle(frame: ServerFrame & { type: 'done' }): void {
  const asked = waiting.get(frame.nonce);
  waiting.delete(frame.nonce);
  if (frame.ok) asked?.resolve(frame.data);
  else asked?.reject(new Refusal(frame.message, frame.field));
}
