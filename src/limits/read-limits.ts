import { operatorWords } from '../words/operator.js';
import {
  allLimits,
  COUNTED,
  DEFAULT_LIMITS,
  HOLDERS,
  type LimitSettings,
  PERIODS,
  variableOf,
} from './limit-settings.js';

const AT_ONCE = { person: 'LIMIT_PERSON_AT_ONCE', all: 'LIMIT_ALL_AT_ONCE' } as const;

/** More than this is no limit any more. */
const MAX = 1_000_000_000_000;

/** What there is instead of a number where something is to have no limit. */
const NONE = 'none';

/** The variables of all limits. */
export const LIMIT_VARIABLES: readonly string[] = [...allLimits().map(variableOf), ...Object.values(AT_ONCE)];

/** What the names of all limits look like. */
const NAMES: readonly string[] = [
  `LIMIT_(${HOLDERS.join('|')})_(${COUNTED.join('|')})_PER_(${PERIODS.join('|')})`.toUpperCase(),
  ...Object.values(AT_ONCE),
];

const words = operatorWords('en').setting;

/**
 * The limits that the environment sets, beside those that hold where nothing is set.
 *
 * @param environment without empty values
 * @returns no settings where nothing is set, and every problem in words
 */
export function readLimits(environment: Readonly<Record<string, string | undefined>>): {
  readonly settings: LimitSettings | undefined;
  readonly problems: readonly string[];
} {
  const all = allLimits();
  const isMeant = new RegExp(`^LIMIT_(?:${HOLDERS.join('|')})_`, 'i');
  const given = Object.keys(environment).filter((name) => environment[name] !== undefined && isMeant.test(name));
  const problems = given.flatMap((name) => {
    if (!LIMIT_VARIABLES.includes(name)) return [`${name} ${words.noLimit(NAMES)}`];
    const isAtOnce = name.endsWith('_AT_ONCE');
    return amountOf(environment[name], isAtOnce) === undefined ? [`${name} ${words.noAmount(!isAtOnce)}`] : [];
  });
  if (given.length === 0 || problems.length > 0) return { settings: undefined, problems };
  const mostOf = (name: string, unset: number) =>
    environment[name] === undefined ? unset : (amountOf(environment[name], false) ?? unset);
  const limits = all.flatMap((limit) => {
    const unset = DEFAULT_LIMITS.limits.find((one) => variableOf(one) === variableOf(limit));
    const most = mostOf(variableOf(limit), unset?.most ?? Number.POSITIVE_INFINITY);
    return Number.isFinite(most) ? [{ ...limit, most }] : [];
  });
  return {
    settings: {
      limits,
      personAtOnce: mostOf(AT_ONCE.person, DEFAULT_LIMITS.personAtOnce),
      allAtOnce: mostOf(AT_ONCE.all, DEFAULT_LIMITS.allAtOnce),
    },
    problems,
  };
}

/** A whole number from 1; no end to it for `none`; undefined for anything else. */
function amountOf(text: string | undefined, isBounded: boolean): number | undefined {
  if (text?.toLowerCase() === NONE) return isBounded ? undefined : Number.POSITIVE_INFINITY;
  const amount = Number(text);
  return /^\d+$/.test(text ?? '') && amount >= 1 && amount <= MAX ? amount : undefined;
}
