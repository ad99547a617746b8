import { effect, signal } from '@preact/signals';
import type { ShownPicture } from '../message/shown-picture.js';

/** What is open on the screen beside the channel. */
export const sidebarOpen = signal(false);
export const profileOpen = signal(false);
export const welcomeOpen = signal(false);
export const startOverOpen = signal(false);

/** The pictures of a message, and the number of the one that is enlarged. */
export interface Enlarged {
  pictures: readonly ShownPicture[];
  at: number;
}

export const enlarged = signal<Enlarged | undefined>(undefined);

/** The message that the next one answers, and the one that is being edited. */
export const replyingTo = signal<string | undefined>(undefined);
export const editing = signal<string | undefined>(undefined);
/** Whether the author of the answered message is told. */
export const pingsAnswered = signal(true);

/** The message that is being forwarded, what a thread is being started of, and the channel that a poll is asked in. */
export const forwarding = signal<string | undefined>(undefined);
export const threading = signal<{ channelId: string; messageId?: string } | undefined>(undefined);
export const asking = signal<string | undefined>(undefined);

// In the page's address, so that a bookmark on the computer with the projector opens it.
const CLASS_VIEW = 'class';

/** The view for a projector: one channel, larger, and nothing beside it. */
export const classView = signal(new URLSearchParams(location.search).get('view') === CLASS_VIEW);

/** Enters the view for a projector, or leaves it. */
export function showClassView(show: boolean): void {
  classView.value = show;
  history.replaceState(null, '', `${location.pathname}${show ? `?view=${CLASS_VIEW}` : ''}${location.hash}`);
}

export type Theme = 'dark' | 'light';

/** The theme: what was chosen here, else what the system prefers. */
export const theme = signal<Theme>(firstTheme());

/** Keeps the document in the chosen theme. */
export function applyTheme(): void {
  effect(() => {
    document.documentElement.dataset.theme = theme.value;
    document.documentElement.classList.toggle('class-view', classView.value);
  });
}

export function toggleTheme(): void {
  theme.value = theme.value === 'dark' ? 'light' : 'dark';
  try {
    localStorage.setItem('playground-theme', theme.value);
  } catch {
    // Then it is for this visit only.
  }
}

function firstTheme(): Theme {
  try {
    const kept = localStorage.getItem('playground-theme');
    if (kept === 'dark' || kept === 'light') return kept;
  } catch {
    // Fall through to what the system prefers.
  }
  return matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark';
}
