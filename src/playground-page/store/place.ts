import { signal } from '@preact/signals';
import type { PlaceView, ServerFrame, StageView } from '../../playground/page/server-frames.js';

/** What kind of place this is, and who this page is for in it. */
export const place = signal<PlaceView>({ mode: 'open' });

/** The message that a class is at; none before its teacher has done something. */
export const stage = signal<StageView | undefined>(undefined);

/** What a class asks of a browser that is not in it; undefined once it is. */
export const knock = signal<(ServerFrame & { type: 'knock' }) | undefined>(undefined);

/** The address of the view for the projector, for the browser of whoever leads. */
export const SCREEN_ADDRESS = '/?view=presenter';

// The key leaves the address at once, because a projector shows that.
const key = /^#teacher=([\w-]{1,64})$/.exec(location.hash)?.[1];
if (key !== undefined) history.replaceState(null, '', `${location.pathname}${location.search}`);

/** What the page's address says of who opened it, for the server: the teacher's key, and whether it is the projector's. */
export function credentials(): { key?: string; as?: 'screen' } {
  const isScreen = new URLSearchParams(location.search).get('view') === 'presenter';
  return { ...(key === undefined ? {} : { key }), ...(isScreen ? { as: 'screen' } : {}) };
}

/** The join code in the page's address: what the QR code leads to. */
export function addressedCode(): string {
  return /^#join=([\w-]{1,64})$/.exec(location.hash)?.[1] ?? '';
}

/** Takes a join code out of the page's address. */
export function forgetAddressedCode(): void {
  if (addressedCode() !== '') history.replaceState(null, '', `${location.pathname}${location.search}`);
}
