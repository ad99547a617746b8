import { signal } from '@preact/signals';

// Discord shows that somebody types for ten seconds, or until the message comes.
const SHOWN_MS = 10_000;

/** Who types, as `channel user`. */
export const typing = signal<ReadonlySet<string>>(new Set());
const timers = new Map<string, ReturnType<typeof setTimeout>>();

export function noteTyping(channelId: string, userId: string): void {
  const key = `${channelId} ${userId}`;
  clearTimeout(timers.get(key));
  timers.set(
    key,
    setTimeout(() => stopTyping(channelId, userId), SHOWN_MS),
  );
  typing.value = new Set(typing.value).add(key);
}

export function stopTyping(channelId: string, userId: string): void {
  const key = `${channelId} ${userId}`;
  clearTimeout(timers.get(key));
  timers.delete(key);
  if (typing.value.has(key)) typing.value = new Set([...typing.value].filter((one) => one !== key));
}
