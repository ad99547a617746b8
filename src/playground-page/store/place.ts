import { signal } from '@preact/signals';
import type { PlaceView, ServerFrame, StageView } from '../../playground/page/server-frames.js';

/** What kind of place this is, and who this page is for in it. */
export const place = signal<PlaceView>({ mode: 'open' });

/** The message that a class is at; none before its teacher has done something. */
export const stage = signal<StageView | undefined>(undefined);

/** What a class asks of a browser that is not in it; undefined once it is. */
export const knock = signal<(ServerFrame & { type: 'knock' }) | undefined>(undefined);

const KEY = 'class-key';

/** What the page's address says of how it was opened, for the server: the teacher's key, and whether it is the projector's. */
export function credentials(): { key?: string; as?: 'screen' } {
  const key = takeKey();
  if (key === undefined) return {};
  return isScreen() ? { key, as: 'screen' } : { key };
}

/** The join code in the page's address: what the QR code leads to. */
export function addressedCode(): string {
  return /^#join=([\w-]{1,64})$/.exec(location.hash)?.[1] ?? '';
}

/** The address of the view for the projector. */
export const SCREEN_ADDRESS = '/?view=presenter';

function isScreen(): boolean {
  return new URLSearchParams(location.search).get('view') === 'presenter';
}

// The key leaves the address, which a projector shows; a window that this one opens, and a reload, find it here.
function takeKey(): string | undefined {
  const addressed = /^#teacher=([\w-]{1,64})$/.exec(location.hash)?.[1];
  try {
    if (addressed !== undefined) {
      localStorage.setItem(KEY, addressed);
      history.replaceState(null, '', `${location.pathname}${location.search}`);
    }
    return addressed ?? localStorage.getItem(KEY) ?? undefined;
  } catch {
    return addressed;
  }
}
