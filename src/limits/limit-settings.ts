/** Who has a limit: each person, channel or server, or everybody together. */
export const HOLDERS = ['person', 'channel', 'server', 'all'] as const;
export type Holder = (typeof HOLDERS)[number];

/** What is limited. */
export const COUNTED = ['commands', 'tokens'] as const;
export type Counted = (typeof COUNTED)[number];

/** The times that limits are for. */
export const PERIODS = ['minute', 'day'] as const;
export type Period = (typeof PERIODS)[number];

/** So many commands or tokens in so much time, for whoever has the limit. */
export interface Limit {
  readonly who: Holder;
  readonly of: Counted;
  readonly per: Period;
  readonly most: number;
}

/** What the operator limits. */
export interface LimitSettings {
  readonly limits: readonly Limit[];
  /** Runs of one person that may be under way at once. */
  readonly personAtOnce: number;
  /** Runs of everybody. */
  readonly allAtOnce: number;
}

/** Where nothing is set: enough for a lesson, and too little to take the model away from others. */
export const DEFAULT_LIMITS: LimitSettings = {
  limits: [{ who: 'person', of: 'commands', per: 'minute', most: 40 }],
  personAtOnce: 4,
  // A run holds some hundred kilobytes, and what is read of answers is bounded by the line in front of the model.
  allAtOnce: 2000,
};

/** What a limit's variable is called, such as `LIMIT_PERSON_COMMANDS_PER_MINUTE`. */
export function variableOf({ who, of, per }: Omit<Limit, 'most'>): string {
  return `LIMIT_${who}_${of}_PER_${per}`.toUpperCase();
}

/** All limits that there can be. */
export function allLimits(): readonly Omit<Limit, 'most'>[] {
  return HOLDERS.flatMap((who) => COUNTED.flatMap((of) => PERIODS.map((per) => ({ who, of, per }))));
}
