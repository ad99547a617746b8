import { signal } from '@preact/signals';

/** One entry of a menu; entries with the same group stand under its name. */
export interface MenuItem {
  label: string;
  group?: string;
  danger?: boolean;
  run: () => void;
}

/** A menu that is open at a point of the window. */
export interface OpenMenu {
  label: string;
  x: number;
  y: number;
  items: readonly MenuItem[];
  /** Gets the focus back when the menu closes without having moved it. */
  opener: HTMLElement | null;
}

export const openMenu = signal<OpenMenu | undefined>(undefined);

/** Opens a menu where the pointer is, or under an element when the keyboard asked for it. */
export function showMenu(event: MouseEvent | KeyboardEvent, menu: Pick<OpenMenu, 'label' | 'items'>): void {
  event.preventDefault();
  const opener = event.currentTarget as HTMLElement;
  const focused = document.activeElement instanceof HTMLElement ? document.activeElement : opener;
  const isPointer = event instanceof MouseEvent && (event.clientX !== 0 || event.clientY !== 0) && event.detail !== 0;
  const isRightClick = event.type === 'contextmenu' && event instanceof MouseEvent && event.button === 2;
  const { left, bottom } = (event.target as HTMLElement).getBoundingClientRect();
  const at =
    isPointer || isRightClick
      ? { x: (event as MouseEvent).clientX, y: (event as MouseEvent).clientY }
      : { x: left + 16, y: Math.min(bottom, innerHeight - 40) };
  openMenu.value = { ...menu, ...at, opener: focused };
}

export function closeMenu(): void {
  const { opener } = openMenu.value ?? {};
  openMenu.value = undefined;
  opener?.focus({ preventScroll: true });
}
