import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

/** Width and height in pixels. */
interface Size {
  readonly width: number;
  readonly height: number;
}

/** A picture in a scrolling frame: how large it is, and how that changes. */
export interface Zoom {
  /** Of the picture as shown, CSS pixels; undefined until the frame is measured. */
  readonly size: Size | undefined;
  /** 1: as large as the frame allows. */
  readonly factor: number;
  /** Makes it larger or smaller; what is at the point, or in the frame's middle, stays there. */
  readonly by: (ratio: number, at?: { readonly x: number; readonly y: number }) => void;
  readonly reset: () => void;
}

const MAX_FACTOR = 8;
/** A picture of few pixels is not blown up beyond this. */
const MAX_ENLARGEMENT = 4;

/** Fits a picture of so many pixels into its frame, in both directions, and zooms from there. */
export function useZoom(
  frame: RefObject<HTMLElement | null>,
  image: RefObject<HTMLElement | null>,
  natural: Size | undefined,
): Zoom {
  const [room, setRoom] = useState<Size>();
  const [factor, setFactor] = useState(1);
  const anchor = useRef<{ x: number; y: number; left: number; top: number } | undefined>(undefined);

  useEffect(() => {
    const { current } = frame;
    if (!current) return;
    // With the scroll bars, which come and go with the zoom.
    const watcher = new ResizeObserver(() => setRoom({ width: current.offsetWidth, height: current.offsetHeight }));
    watcher.observe(current);
    return () => watcher.disconnect();
  }, []);

  useLayoutEffect(() => {
    const box = image.current?.getBoundingClientRect();
    const { current } = frame;
    const kept = anchor.current;
    anchor.current = undefined;
    if (!kept || !box || !current) return;
    current.scrollLeft += box.left + kept.left * box.width - kept.x;
    current.scrollTop += box.top + kept.top * box.height - kept.y;
  }, [factor]);

  const fit =
    room && natural && Math.min(room.width / natural.width, room.height / natural.height, MAX_ENLARGEMENT) * factor;
  return {
    size:
      fit === undefined || natural === undefined
        ? undefined
        : { width: Math.floor(natural.width * fit), height: Math.floor(natural.height * fit) },
    factor,
    by(ratio, at) {
      const stage = frame.current?.getBoundingClientRect();
      const box = image.current?.getBoundingClientRect();
      if (!stage || !box) return;
      const { x, y } = at ?? { x: stage.left + stage.width / 2, y: stage.top + stage.height / 2 };
      anchor.current = { x, y, left: (x - box.left) / box.width, top: (y - box.top) / box.height };
      setFactor(Math.min(MAX_FACTOR, Math.max(1, factor * ratio)));
    },
    reset: () => setFactor(1),
  };
}
