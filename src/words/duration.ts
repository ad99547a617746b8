/**
 * Creates how a language writes a time in words, rounded up so that it is over by then: `1 second`, `90 seconds`,
 * `2 minutes`, `3 hours`.
 *
 * @param tag the language, as BCP 47 has it
 */
export function createDuration(tag: string): (seconds: number) => string {
  const inUnit = (unit: 'second' | 'minute' | 'hour') =>
    new Intl.NumberFormat(tag, { style: 'unit', unit, unitDisplay: 'long' });
  const [inSeconds, inMinutes, inHours] = [inUnit('second'), inUnit('minute'), inUnit('hour')];
  return (seconds) => {
    const whole = Math.max(1, Math.ceil(seconds));
    const minutes = Math.ceil(whole / 60);
    if (whole < 120) return inSeconds.format(whole);
    return minutes < 120 ? inMinutes.format(minutes) : inHours.format(Math.ceil(minutes / 60));
  };
}
