/**
 * A time in words, rounded up so that it is over by then: `1 second`, `90 seconds`, `2 minutes`, `3 hours`.
 *
 * @param tag the language, as BCP 47 has it
 */
export function formatDuration(seconds: number, tag: string): string {
  const whole = Math.max(1, Math.ceil(seconds));
  const minutes = Math.ceil(whole / 60);
  if (whole < 120) return inUnits(whole, 'second', tag);
  return minutes < 120 ? inUnits(minutes, 'minute', tag) : inUnits(Math.ceil(minutes / 60), 'hour', tag);
}

function inUnits(amount: number, unit: 'second' | 'minute' | 'hour', tag: string): string {
  return new Intl.NumberFormat(tag, { style: 'unit', unit, unitDisplay: 'long' }).format(amount);
}
