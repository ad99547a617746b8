import { signal } from '@preact/signals';
import type { WireEntry } from '../../playground/page/server-frames.js';
import { request } from './socket.js';

const MAX_KEPT = 600;

/** Whether the drawer is open. */
export const wireOpen = signal(false);

/** What went over the wire, newest first. */
export const wire = signal<readonly WireEntry[]>([]);

/** Opens or closes the drawer, and tells the server whether to send what goes over the wire. */
export function showWire(open: boolean): void {
  wireOpen.value = open;
  request({ type: 'wire', open }).catch(() => undefined);
}

/** Asks again after a reconnect. */
export function resumeWire(): void {
  wire.value = [];
  if (wireOpen.value) showWire(true);
}

export function addWire(entries: readonly WireEntry[]): void {
  const known = new Set(wire.value.map(({ id }) => id));
  const fresh = entries.filter(({ id }) => !known.has(id)).reverse();
  wire.value = [...fresh, ...wire.value].slice(0, MAX_KEPT);
}
