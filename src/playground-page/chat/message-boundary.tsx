import type { ComponentChildren } from 'preact';
import { useErrorBoundary } from 'preact/hooks';

/** Keeps an error in what is inside to itself, so that all other messages stay. Another `key` tries again. */
export function MessageBoundary({ children }: { children: ComponentChildren }) {
  const [error] = useErrorBoundary((caught) => console.warn('A message cannot be shown.', caught));
  if (error !== undefined) return <p class="unreadable">This message cannot be shown here.</p>;
  return children;
}
