import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';

/**
 * Keeps the focus in a message through a change of it. Where the control that had it is gone, it goes to the one with the
 * same custom id, else to the one at the same place in the row, else to the message.
 *
 * @param toNeighbour whether it may go to what is at the same place: not where another question has come, whose answer is
 *   then pressed unread
 */
export function useKeptFocus(message: RefObject<HTMLElement | null>, toNeighbour = true): void {
  // Drawing comes before the page is changed, so this is how it was.
  const before = message.current ? placeOf(message.current) : undefined;
  useLayoutEffect(() => {
    if (before && message.current && hasNothingFocus())
      successor(message.current, before, toNeighbour).focus({ preventScroll: true });
  });
}

/** Whether the focus has fallen to the page itself. */
export function hasNothingFocus(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}

interface Place {
  customId: string | undefined;
  /** The number of the row in the message and of the control in it; -1 outside of rows. */
  row: number;
  at: number;
}

function placeOf(message: HTMLElement): Place | undefined {
  const focused = document.activeElement;
  if (!(focused instanceof HTMLElement) || !message.contains(focused)) return undefined;
  const row = focused.closest('.action-row');
  return {
    customId: focused.dataset.customId,
    row: row ? rowsOf(message).indexOf(row) : -1,
    at: row ? controlsOf(row).indexOf(focused) : -1,
  };
}

function successor(message: HTMLElement, { customId, row, at }: Place, toNeighbour: boolean): HTMLElement {
  const rows = rowsOf(message);
  const controls = rows.flatMap(controlsOf);
  const same = controls.find((one) => customId !== undefined && one.dataset.customId === customId);
  if (same) return same;
  if (!toNeighbour) return message;
  const inRow = controlsOf(rows[row]);
  return inRow[Math.min(at, inRow.length - 1)] ?? message;
}

function rowsOf(message: Element): Element[] {
  return [...message.querySelectorAll('.action-row')];
}

function controlsOf(row: Element | undefined): HTMLElement[] {
  return [...(row?.querySelectorAll<HTMLElement>('[data-custom-id], a.button') ?? [])];
}
