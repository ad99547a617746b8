import { type Region, readImageMap } from './image-map.js';

/** The largest picture whose map is read, bytes. */
const MAX_FILE_BYTES = 10 * 1024 * 1024;
/** Maps that are kept. */
const MAX_KEPT = 60;

const kept = new Map<string, Promise<readonly Region[]>>();

/** The image map of a picture of this page's server; none where it has none or cannot be had. Never rejects. */
export function loadImageMap(url: string): Promise<readonly Region[]> {
  const known = kept.get(url);
  if (known) return known;
  const coming = fetchMap(url).catch(() => {
    // A lost connection is no reason to have none for good.
    kept.delete(url);
    return [];
  });
  kept.set(url, coming);
  const [oldest] = kept.keys();
  if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest);
  return coming;
}

async function fetchMap(url: string): Promise<readonly Region[]> {
  // Only a PNG carries one, and an animation is large.
  if (!/\.png(\?|$)/i.test(url)) return [];
  const answer = await fetch(url);
  if (!answer.ok || Number(answer.headers.get('content-length') ?? 0) > MAX_FILE_BYTES) {
    await answer.body?.cancel();
    return [];
  }
  return readImageMap(new Uint8Array(await answer.arrayBuffer()));
}
