import type { Socket } from 'node:net';

/** A server has room for 511 whom it has not taken yet; who finds none tries again after a second, in the middle of a test. */
const AT_ONCE = 200;

/** Opens so many connections and waits until they are there, whatever becomes of them then. */
export async function openCrowd(count: number, open: (at: number) => Socket): Promise<readonly Socket[]> {
  const crowd: Socket[] = [];
  while (crowd.length < count) {
    const from = crowd.length;
    const some = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, at) => open(from + at));
    await Promise.all(
      some.map((socket) => new Promise<void>((there) => socket.once('connect', there).once('close', () => there()))),
    );
    crowd.push(...some);
  }
  return crowd;
}
