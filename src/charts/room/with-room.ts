import type { Picture } from '../kinds/registry.js';
import type { RoomStrip } from './room-strip.js';

/** The same picture with what the room said below it, on each of its pages, in its alt text and in its image map. */
export function withRoom<P extends Picture>(picture: P, room: RoomStrip): P {
  return { ...picture, room };
}
