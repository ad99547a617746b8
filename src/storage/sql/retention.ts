/** In milliseconds. */
export const DAY_MS = 86_400_000;

/** The setting of a place that says how many days its runs are kept, where that is less than the operator says. */
export const RETENTION_SETTING = 'retentionDays';

/** When a run must have been changed last to be kept still at some time; both in milliseconds since 1970. */
export function oldestKept(retentionDays: number, at: number): number {
  return at - retentionDays * DAY_MS;
}

/** How many days the runs of a place are kept. @param setting as it is stored @param most what the operator says */
export function retentionIn(setting: string | null, most: number): number {
  const days: unknown = setting === null ? undefined : JSON.parse(setting);
  return typeof days === 'number' && days >= 0 && days < most ? days : most;
}
