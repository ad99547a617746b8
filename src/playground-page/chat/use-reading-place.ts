import type { RefObject } from 'preact';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

/** As near to the end as this, pixels, somebody reads along. */
const NEAR = 80;

/** Where somebody reads in a channel. */
export interface ReadingPlace {
  /** Whether they have scrolled back. */
  isBack: boolean;
  toEnd: () => void;
  onScroll: () => void;
  /** Notes which message was used last, whatever has the focus. */
  onUse: (event: Event) => void;
}

/**
 * Keeps what somebody reads where it is, whatever grows or changes. At the end it stays at the end. Further back, the
 * message that was used last keeps its controls at the same height, under the pointer; and those of any other message that
 * changes stay on the screen when they were there.
 *
 * @param state changes with everything that is drawn in the channel
 * @param isEmpty whether there is no message yet, so that the channel is read from its top
 */
export function useReadingPlace(
  scroller: RefObject<HTMLElement | null>,
  content: RefObject<HTMLElement | null>,
  state: unknown,
  isEmpty: boolean,
): ReadingPlace {
  const hasNoEnd = useRef(isEmpty);
  hasNoEnd.current = isEmpty;
  const [isBack, setBack] = useState(false);
  const atEnd = useRef(true);
  const last = useRef({ top: 0, height: 0, client: 0 });
  const usedId = useRef('');
  const before = useRef<Seen>({ ends: [] });

  const note = useCallback(() => {
    const { current } = scroller;
    if (!current) return;
    last.current = { top: current.scrollTop, height: current.scrollHeight, client: current.clientHeight };
    before.current = atEnd.current ? { ends: [] } : see(current, usedId.current);
    setBack(!atEnd.current && !hasNoEnd.current);
  }, []);
  const settle = useCallback(() => {
    const { current } = scroller;
    if (!current) return;
    if (hasNoEnd.current) atEnd.current = isNearEnd(current);
    else if (atEnd.current) current.scrollTop = current.scrollHeight;
    else current.scrollTop += shift(current, before.current);
    note();
  }, []);
  const toEnd = useCallback(() => {
    atEnd.current = true;
    if (scroller.current) scroller.current.scrollTop = scroller.current.scrollHeight;
    note();
  }, []);
  const onScroll = useCallback(() => {
    const { current } = scroller;
    if (!current) return;
    const { scrollTop, scrollHeight, clientHeight } = current;
    // Pictures and fonts that arrive move things as well. Only somebody who scrolls leaves the end, and then nothing else
    // has changed.
    const isSame = scrollHeight === last.current.height && clientHeight === last.current.client;
    if (isNearEnd(current)) atEnd.current = true;
    else if (hasNoEnd.current) atEnd.current = false;
    else if (!isSame && atEnd.current) return settle();
    else if (scrollTop < last.current.top) atEnd.current = false;
    note();
  }, []);

  useEffect(() => {
    const watcher = new ResizeObserver(settle);
    if (content.current) watcher.observe(content.current);
    if (scroller.current) watcher.observe(scroller.current);
    return () => watcher.disconnect();
  }, []);
  useLayoutEffect(settle, [state]);
  // What turns out to be empty was read from its end until then.
  useLayoutEffect(() => {
    if (isEmpty && scroller.current) scroller.current.scrollTop = 0;
  }, [isEmpty]);

  const onUse = useCallback((event: Event) => {
    usedId.current = (event.target as Element).closest('li.message')?.id ?? '';
    note();
  }, []);
  return { isBack, toEnd, onScroll, onUse };
}

function isNearEnd({ scrollHeight, scrollTop, clientHeight }: HTMLElement): boolean {
  return scrollHeight - scrollTop - clientHeight < NEAR;
}

/** What was on the screen: the end of the message that was used, and the ends of all others with their heights. */
interface Seen {
  used?: { id: string; bottom: number };
  ends: readonly { id: string; height: number }[];
}

function see(scroller: HTMLElement, usedId: string): Seen {
  const { top, bottom } = scroller.getBoundingClientRect();
  const ends: { id: string; height: number; bottom: number }[] = [];
  for (const item of scroller.querySelectorAll<HTMLElement>('li.message')) {
    const box = item.getBoundingClientRect();
    if (box.bottom > top && box.bottom <= bottom + 1)
      ends.push({ id: item.id, height: box.height, bottom: box.bottom });
  }
  const used = ends.find(({ id }) => id === usedId);
  return used ? { used, ends } : { ends };
}

/** By how much to scroll, so that the controls that were seen are seen again. */
function shift(scroller: HTMLElement, { used, ends }: Seen): number {
  const bottomOf = (id: string) => document.getElementById(id)?.getBoundingClientRect().bottom;
  const usedBottom = used && bottomOf(used.id);
  if (used && usedBottom !== undefined) return usedBottom - used.bottom;
  const { bottom } = scroller.getBoundingClientRect();
  return ends.reduce((most, { id, height }) => {
    const box = document.getElementById(id)?.getBoundingClientRect();
    return box && box.height > height ? Math.max(most, box.bottom - bottom) : most;
  }, 0);
}
