const STYLES: Record<string, Intl.DateTimeFormatOptions> = {
  t: { timeStyle: 'short' },
  T: { timeStyle: 'medium' },
  d: { dateStyle: 'short' },
  D: { dateStyle: 'long' },
  f: { dateStyle: 'long', timeStyle: 'short' },
  F: { dateStyle: 'full', timeStyle: 'short' },
};

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
];

/** A time of Discord's markdown, in the reader's own zone; `R` is relative to now. */
export function Timestamp({ seconds, format = 'f' }: { seconds: number; format?: string | undefined }) {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return <>Invalid date</>;
  const full = new Intl.DateTimeFormat(undefined, STYLES.F).format(date);
  const shown = format === 'R' ? relative(seconds) : new Intl.DateTimeFormat(undefined, STYLES[format]).format(date);
  return (
    <time class="timestamp" dateTime={date.toISOString()} title={full}>
      {shown}
    </time>
  );
}

function relative(seconds: number): string {
  const away = seconds - Date.now() / 1000;
  const [unit, size] = UNITS.find(([, length]) => Math.abs(away) >= length) ?? ['second', 1];
  return new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' }).format(Math.round(away / size), unit);
}
