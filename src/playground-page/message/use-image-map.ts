import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Region } from './image-map.js';
import { loadImageMap } from './load-image-map.js';
import { regionAt, stepRegion } from './region-steps.js';

/** How somebody came to a region. */
type By = 'pointer' | 'key' | 'touch';

/** A picture's regions, and the one that is looked at. */
export interface ImageMap {
  /** The picture itself, which places are measured on. */
  readonly image: RefObject<HTMLImageElement | null>;
  readonly count: number;
  /** Whether somebody has the pointer on the picture or the focus in it, so that its map is wanted. */
  readonly isEntered: boolean;
  readonly active: { readonly region: Region; readonly index: number; readonly by: By } | undefined;
  readonly onPointerMove: (event: PointerEvent) => void;
  readonly onPointerLeave: () => void;
  readonly onPointerDown: (event: PointerEvent) => void;
  readonly onFocus: () => void;
  readonly onBlur: () => void;
  /** Goes to another region, or leaves it with Escape; whether the key was taken. */
  readonly onKey: (event: KeyboardEvent) => boolean;
  /** Takes a finger's tap on a region that is not looked at yet; anything else, or a tap elsewhere, is `otherwise`. */
  readonly onPress: (event: MouseEvent, otherwise: () => void) => void;
  readonly leave: () => void;
}

/** Follows pointer, keys and fingers over the regions of a picture. Its map is fetched when somebody comes to it. */
export function useImageMap(url: string): ImageMap {
  const image = useRef<HTMLImageElement>(null);
  const point = useRef<{ x: number; y: number } | undefined>(undefined);
  const isTouch = useRef(false);
  const [isEntered, setEntered] = useState(false);
  const [regions, setRegions] = useState<readonly Region[]>([]);
  const [at, setAt] = useState<{ index: number; by: By }>();

  const find = (list: readonly Region[], { x, y }: { x: number; y: number }): number => {
    const box = image.current?.getBoundingClientRect();
    return box ? regionAt(list, (x - box.left) / box.width, (y - box.top) / box.height) : -1;
  };
  const look = (index: number, by: By) =>
    setAt((before) => {
      if (index === -1) return undefined;
      return before?.index === index && before.by === by ? before : { index, by };
    });
  const leave = () => setAt(undefined);

  // Before the next press is taken, whose region it would leave again.
  useLayoutEffect(() => {
    setRegions([]);
    leave();
    if (!isEntered) return;
    let isWanted = true;
    void loadImageMap(url).then((list) => {
      if (!isWanted) return;
      setRegions(list);
      // The pointer may have come to rest before the map was here.
      if (point.current) look(find(list, point.current), 'pointer');
    });
    return () => {
      isWanted = false;
    };
  }, [url, isEntered]);

  // A card must not stay where its picture no longer is, and a finger leaves it by a tap anywhere else.
  const by = at?.by;
  useEffect(() => {
    if (by === undefined || by === 'key') return;
    const onDown = ({ target }: Event) => {
      const isHere = image.current?.parentElement?.contains(target as Node);
      if (!isHere && !(target as Element).closest('.region-card')) leave();
    };
    // A pointer may rest on a picture that has not the focus.
    const onEscape = ({ key }: KeyboardEvent) => {
      if (key === 'Escape') leave();
    };
    addEventListener('keydown', onEscape);
    addEventListener('scroll', leave, { capture: true, passive: true });
    addEventListener('pointerdown', onDown, { capture: true });
    return () => {
      removeEventListener('keydown', onEscape);
      removeEventListener('scroll', leave, { capture: true });
      removeEventListener('pointerdown', onDown, { capture: true });
    };
  }, [by]);

  const region = at && regions[at.index];
  return {
    image,
    count: regions.length,
    isEntered,
    active: region && at && { region, ...at },
    onPointerMove(event) {
      if (event.pointerType === 'touch') return;
      setEntered(true);
      point.current = { x: event.clientX, y: event.clientY };
      look(find(regions, point.current), 'pointer');
    },
    onPointerLeave() {
      point.current = undefined;
      if (by === 'pointer') leave();
    },
    onPointerDown(event) {
      isTouch.current = event.pointerType === 'touch';
      setEntered(true);
    },
    onFocus: () => setEntered(true),
    onBlur() {
      if (by === 'key') leave();
    },
    onKey(event) {
      isTouch.current = false;
      if (event.altKey || event.ctrlKey || event.metaKey) return false;
      if (event.key === 'Escape' && at) {
        leave();
        return true;
      }
      const to = regions.length === 0 ? undefined : stepRegion(regions, at?.index ?? -1, event.key);
      if (to === undefined) return false;
      look(to, 'key');
      return true;
    },
    onPress(event, otherwise) {
      if (!isTouch.current) return otherwise();
      const tapped = { x: event.clientX, y: event.clientY };
      void loadImageMap(url).then((list) => {
        const index = find(list, tapped);
        if (index === -1 || (at?.by === 'touch' && at.index === index)) return otherwise();
        setRegions(list);
        look(index, 'touch');
      });
    },
    leave,
  };
}
