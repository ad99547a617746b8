import { pino } from 'pino';
import type { Command } from '../../../src/discord/command.js';
import type { Incoming } from '../../../src/discord/router/incoming.js';
import { createRouter, type Router, type RouterOptions } from '../../../src/discord/router/router.js';
import type { Limits } from '../../../src/limits/open-limits.js';
import type { Services } from '../../../src/services.js';
import { personLimits } from '../../builders/limits.js';
import { nothingSet } from '../../builders/nothing-set.js';
import { createRecorder, type Recorder, type Sent } from './recorder.js';

/** The facts of an interaction, as they were read from one of each kind that the playground sent. */
type Facts<I> = I extends unknown ? Omit<I, 'respond' | 'id' | 'user' | 'locale' | 'channel'> : never;

export type Doing = Facts<Incoming>;

export const ADA = { id: '1400000000000000001', name: 'Ada' };
export const BOB = { id: '1400000000000000002', name: 'Bob' };
const CHANNEL = '1400000000000000003';
export const MESSAGE = '1400000000000000004';

export const slash = (command: string, options: Readonly<Record<string, unknown>> = {}): Doing => ({
  kind: 'slash',
  command,
  options: Object.entries(options).map(([name, value]) => ({ name, value })),
});
export const button = (customId: string): Doing => ({ kind: 'button', customId, messageId: MESSAGE });
export const choice = (customId: string, choices: readonly string[], offered?: readonly string[]): Doing => ({
  kind: 'choice',
  customId,
  messageId: MESSAGE,
  choices,
  offered,
});
export const form = (customId: string, fields: Readonly<Record<string, unknown>>): Doing => ({
  kind: 'form',
  customId,
  messageId: MESSAGE,
  fields: Object.entries(fields).map(([id, value]) => ({ id, value })),
});

/** What was sent for one interaction, and when the router is done with it. */
export interface Asked extends Recorder {
  readonly done: Promise<void>;
}

/** Who asks, and how it goes. */
export interface Asking {
  readonly user?: typeof ADA;
  readonly mayManage?: boolean;
  /** By default an id of its own, made just now. */
  readonly id?: string;
  readonly fault?: (sent: Sent) => Error | undefined;
  readonly recent?: readonly (readonly string[])[];
}

/** A router that no client stands before: interactions are handed to it as plain objects. */
export interface Counter {
  readonly router: Router;
  /** The lines of the log. */
  readonly lines: Record<string, unknown>[];
  ask(doing: Doing, asking?: Asking): Asked;
}

/** Opens one over a few commands; by default a **Stop** button comes late, and edits come fast. */
export function openCounter(
  commands: readonly Command[],
  services: Partial<Services> = {},
  options: {
    readonly stopAfterMs?: number;
    readonly atOnce?: number;
    readonly editGapMs?: number;
    readonly loadingAfterMs?: number;
    readonly lineAfterMs?: number;
    readonly limits?: Limits;
    /** What else the router takes. */
    readonly more?: Partial<RouterOptions>;
  } = {},
): Counter {
  const lines: Record<string, unknown>[] = [];
  const router = createRouter({
    commands,
    // Commands of tests ask for nothing that the test does not give.
    services: { runs: { whyHeld: () => undefined }, channels: {}, settings: nothingSet, ...services } as Services,
    limits: options.limits ?? personLimits({ atOnce: options.atOnce ?? 9, perMinute: 999 }),
    log: pino({ level: 'info' }, { write: (line) => void lines.push(JSON.parse(line)) }),
    editGapMs: options.editGapMs ?? 1,
    stopAfterMs: options.stopAfterMs ?? 60_000,
    loadingAfterMs: options.loadingAfterMs,
    lineAfterMs: options.lineAfterMs,
    ...options.more,
  });
  return {
    router,
    lines,
    ask(doing, { user = ADA, mayManage = false, id = freshId(), fault, recent } = {}) {
      const recorder = createRecorder(fault, recent);
      const channel = { id: CHANNEL, mayManage };
      const incoming = { ...doing, id, user, locale: 'en-US', channel, respond: recorder.respond };
      return { ...recorder, done: router.handle(incoming) };
    },
  };
}

/** Discord's epoch in Unix milliseconds. */
const EPOCH = 1_420_070_400_000n;

let number = 0n;

/** The id of an interaction that was made so many milliseconds ago. */
export function freshId(agoMs = 0): string {
  number += 1n;
  return String(((BigInt(Date.now() - agoMs) - EPOCH) << 22n) + number);
}
