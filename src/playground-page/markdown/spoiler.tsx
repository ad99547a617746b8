import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

/** Text that is hidden until somebody asks for it. */
export function Spoiler({ children }: { children: ComponentChildren }) {
  const [shown, setShown] = useState(false);
  if (shown) return <span class="spoiler shown">{children}</span>;
  return (
    <button type="button" class="spoiler" aria-label="Spoiler, show it" onClick={() => setShown(true)}>
      <span class="spoiler-text" aria-hidden="true">
        {children}
      </span>
    </button>
  );
}
