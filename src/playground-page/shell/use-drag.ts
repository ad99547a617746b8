import type { RefObject } from 'preact';
import { useRef } from 'preact/hooks';

/** Pixels from which on a press is a drag. */
const LEAST = 4;

/** Moves what a frame scrolls with the mouse, as a finger does by itself. */
export function useDrag(frame: RefObject<HTMLElement | null>) {
  const from = useRef<{ x: number; y: number; left: number; top: number } | undefined>(undefined);
  const isDrag = useRef(false);
  return {
    /** Whether the press that ends now was a drag. */
    isDrag,
    onPointerDown(event: PointerEvent) {
      isDrag.current = false;
      const { current } = frame;
      if (event.pointerType !== 'mouse' || event.button !== 0 || !current) return;
      from.current = { x: event.clientX, y: event.clientY, left: current.scrollLeft, top: current.scrollTop };
    },
    onPointerMove(event: PointerEvent) {
      const start = from.current;
      const { current } = frame;
      if (!start || !current) return;
      if ((event.buttons & 1) === 0) {
        from.current = undefined;
        return;
      }
      const [x, y] = [event.clientX - start.x, event.clientY - start.y];
      if (Math.hypot(x, y) >= LEAST) isDrag.current = true;
      if (!isDrag.current) return;
      current.scrollLeft = start.left - x;
      current.scrollTop = start.top - y;
    },
    onPointerUp() {
      from.current = undefined;
    },
  };
}
