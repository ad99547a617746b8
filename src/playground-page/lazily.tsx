import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';

/** A part of the page that is loaded when it is first shown, and can be loaded ahead of that. */
export interface Lazily<Props> {
  readonly Part: ComponentType<Props>;
  /** Begins to load it, where that has not begun. */
  readonly preload: () => void;
}

/** Makes a part of the page that is loaded on its own, so that who does not need it does not wait for it. */
export function lazily<Props extends object>(load: () => Promise<ComponentType<Props>>): Lazily<Props> {
  const loaded = signal<ComponentType<Props> | 'failed' | undefined>(undefined);
  let hasBegun = false;
  const preload = () => {
    if (hasBegun) return;
    hasBegun = true;
    load().then(
      (part) => {
        loaded.value = part;
      },
      () => {
        loaded.value = 'failed';
      },
    );
  };
  return {
    preload,
    Part(props) {
      const { value: Shown } = loaded;
      if (Shown === undefined) preload();
      if (Shown === undefined) return null;
      // The browser remembers that a script did not load, so only a reload tries again.
      if (Shown === 'failed') return <NotLoaded />;
      return <Shown {...props} />;
    },
  };
}

function NotLoaded() {
  return (
    <p class="not-loaded" role="alert">
      A part of the page did not load.{' '}
      <button type="button" class="link-button" onClick={() => location.reload()}>
        Load the page again
      </button>
    </p>
  );
}
