import type { ComponentChildren } from 'preact';

interface OptionRowProps {
  /** Named by the box's `aria-activedescendant` while the row is active. */
  id: string;
  active: boolean;
  onActive: () => void;
  onPick: () => void;
  children: ComponentChildren;
}

/** One row of a list that is worked by the keys of the box it belongs to, which keeps the focus. */
export function OptionRow({ id, active, onActive, onPick, children }: OptionRowProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: the keys are the box's, which keeps the focus
    <div
      id={id}
      role="option"
      aria-selected={active}
      class={active ? 'option active' : 'option'}
      onPointerMove={onActive}
      onPointerDown={(event) => event.preventDefault()}
      onClick={onPick}
    >
      {children}
    </div>
  );
}
