import { useLayoutEffect, useRef } from 'preact/hooks';
import { closeMenu, type MenuItem, type OpenMenu, openMenu } from '../store/menu.js';

/** The menu that is open, if one is: arrow keys move, Enter chooses, Esc or a press elsewhere closes. */
export function PopupMenu() {
  const menu = openMenu.value;
  return menu ? <Menu key={`${menu.x} ${menu.y} ${menu.label}`} menu={menu} /> : null;
}

function Menu({ menu }: { menu: OpenMenu }) {
  const box = useRef<HTMLDivElement>(null);
  const items = () => [...(box.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];

  useLayoutEffect(() => {
    const { current } = box;
    if (!current) return;
    const { width, height } = current.getBoundingClientRect();
    current.style.left = `${Math.max(8, Math.min(menu.x, innerWidth - width - 8))}px`;
    current.style.top = `${Math.max(8, Math.min(menu.y, innerHeight - height - 8))}px`;
    items()[0]?.focus({ preventScroll: true });
    const away = (event: Event) => {
      if (!current.contains(event.target as Node)) closeMenu();
    };
    document.addEventListener('pointerdown', away);
    addEventListener('resize', closeMenu);
    return () => {
      document.removeEventListener('pointerdown', away);
      removeEventListener('resize', closeMenu);
    };
  }, [menu]);

  const onKeyDown = (event: KeyboardEvent) => {
    const all = items();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const moves: Record<string, number> = {
      ArrowDown: (at + 1) % all.length,
      ArrowUp: (at - 1 + all.length) % all.length,
      Home: 0,
      End: all.length - 1,
    };
    const to = moves[event.key];
    if (to !== undefined) all[to]?.focus();
    else if (event.key === 'Escape' || event.key === 'Tab') closeMenu();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const choose = (item: MenuItem) => {
    closeMenu();
    item.run();
  };
  return (
    <div class="menu" role="menu" aria-label={menu.label} ref={box} tabIndex={-1} onKeyDown={onKeyDown}>
      {grouped(menu.items).map(([group, entries]) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset is no part of a menu
        <div key={group} role="group" aria-label={group || 'Message'}>
          {group && (
            <div class="menu-group" aria-hidden="true">
              {group}
            </div>
          )}
          {entries.map((item) => (
            <button
              key={item.label}
              type="button"
              role="menuitem"
              tabIndex={-1}
              class={item.danger ? 'menu-item danger' : 'menu-item'}
              onClick={() => choose(item)}
            >
              {item.label}
            </button>
          ))}
        </div>
      ))}
    </div>
  );
}

function grouped(items: readonly MenuItem[]): [string, MenuItem[]][] {
  const groups = new Map<string, MenuItem[]>();
  for (const item of items) groups.set(item.group ?? '', [...(groups.get(item.group ?? '') ?? []), item]);
  return [...groups];
}
