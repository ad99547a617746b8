const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'long' });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'short' });

/** `10:24` today, `Yesterday at 10:24`, or a date. */
export function shortTime(iso: string): string {
  const date = new Date(iso);
  const today = new Date();
  if (isSameDay(date, today)) return clock.format(date);
  const yesterday = new Date(today.getTime() - 86_400_000);
  if (isSameDay(date, yesterday)) return `Yesterday at ${clock.format(date)}`;
  return `${date.toLocaleDateString()} ${clock.format(date)}`;
}

export const clockTime = (iso: string) => clock.format(new Date(iso));
export const fullTime = (iso: string) => full.format(new Date(iso));
export const dayOf = (iso: string) => day.format(new Date(iso));

export function isSameDay(a: Date, b: Date): boolean {
  return a.toDateString() === b.toDateString();
}
