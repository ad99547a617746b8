import { DEFAULT_SETTINGS, readSettings, type Theme } from '../../domain/settings.js';
import { endsWithin } from '../../ends-within.js';
import type { Settings } from '../../storage/contract.js';
import type { Reply } from '../reply.js';

/** A reply does not wait for longer to be drawn as its server has it, in milliseconds. */
const MAX_WAIT_MS = 1000;

/**
 * The theme that a reply's pictures are drawn in: that of the server, or of the channel where there is none. Dark where
 * the storage does not tell; never rejects.
 */
export async function themeFor(
  reply: Reply,
  settings: Settings,
  place: { readonly id: string },
  maxWaitMs = MAX_WAIT_MS,
): Promise<Theme> {
  let { theme } = DEFAULT_SETTINGS;
  if (!reply.blocks.some(({ kind }) => kind === 'picture' || kind === 'animation')) return theme;
  try {
    const found = settings.of(place.id).then((stored) => {
      theme = readSettings(stored).theme;
    });
    await endsWithin(maxWaitMs, found);
  } catch {}
  return theme;
}
