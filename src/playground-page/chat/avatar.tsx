import { bot, people } from '../store/room.js';

/** A generated picture of somebody: their initials on their colour; the bot's is a face of its own. */
export function Avatar({ userId, name, size = 40 }: { userId: string; name: string; size?: 16 | 32 | 40 | 64 }) {
  if (userId === bot.value.id) {
    return (
      <svg class={`avatar avatar-${size} avatar-bot`} viewBox="0 0 40 40" aria-hidden="true">
        <rect width="40" height="40" rx="20" />
        <path d="M20 7.5v4M11 14.5h18a3 3 0 0 1 3 3v9a3 3 0 0 1-3 3H11a3 3 0 0 1-3-3v-9a3 3 0 0 1 3-3z" />
        <circle cx="20" cy="7" r="1.9" />
        <circle cx="15" cy="21" r="2.2" />
        <circle cx="25" cy="21" r="2.2" />
        <path d="M16 25.8h8" />
      </svg>
    );
  }
  const colour = people.value.get(userId)?.colour ?? 0;
  return (
    <span class={`avatar avatar-${size} fill-${colour}`} aria-hidden="true">
      {initials(name)}
    </span>
  );
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const first = Array.from(words[0] ?? '')[0] ?? '?';
  const last = words.length > 1 ? (Array.from(words.at(-1) ?? '')[0] ?? '') : '';
  return (first + last).toUpperCase();
}
