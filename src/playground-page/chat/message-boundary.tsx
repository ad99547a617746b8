import type { ComponentChildren } from 'preact';
import { useEffect, useErrorBoundary } from 'preact/hooks';

/** Keeps an error in what is inside to itself, so that all other messages stay. Another `version` tries again. */
export function MessageBoundary({ version, children }: { version: unknown; children: ComponentChildren }) {
  const [error, retry] = useErrorBoundary((caught) => console.warn('A message cannot be shown.', caught));
  useEffect(() => {
    if (error !== undefined) retry();
  }, [version]);
  if (error !== undefined) return <p class="unreadable">This message cannot be shown here.</p>;
  return children;
}
