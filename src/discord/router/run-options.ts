import type { Logger } from 'pino';
import type { PlaceSettings } from '../../domain/settings.js';
import type { Services } from '../../services.js';
import type { drawReply } from '../present/draw-reply.js';
import type { OutgoingMessage } from '../present/present.js';
import type { PlaceRules } from '../rules/place-rules.js';
import type { ErrorReplies } from './error-replies.js';
import type { Task } from './find-task.js';
import type { RunIncoming } from './incoming.js';
import type { JournalEntry } from './journal.js';
import type { LaterReplies } from './later-replies.js';
import type { StoppableRuns } from './stoppable-runs.js';
import type { OtherProcesses } from './stops.js';
import type { Target } from './target.js';

/** What runs of tasks have in common. */
export interface RunOptions {
  readonly services: Services;
  readonly rules: PlaceRules;
  readonly log: Logger;
  readonly errorReplies: ErrorReplies;
  readonly stoppableRuns: StoppableRuns;
  readonly laterReplies: LaterReplies;
  readonly others: OtherProcesses | undefined;
  readonly draw: typeof drawReply;
  /** Rejects where what a person wrote is not to be used. */
  readonly checkTexts: (texts: readonly string[], signal: AbortSignal) => Promise<void>;
  /** Rejects where what is to be shown is not to be; where undefined, all of it is, also while it grows. */
  readonly checkAnswers?: ((messages: readonly OutgoingMessage[], signal: AbortSignal) => Promise<void>) | undefined;
  /** Ends all runs at once. */
  readonly stop: AbortSignal;
  /** Least time between two edits of a growing reply, in milliseconds. */
  readonly editGapMs: number;
  /** After how long a run that shows its progress can be stopped, in milliseconds. */
  readonly stopAfterMs: number;
  /** After how long it is said that a server does not answer, in milliseconds. */
  readonly loadingAfterMs: number;
  /** After how long it is said which place a run has in line, in milliseconds. */
  readonly lineAfterMs: number;
}

/** Runs a task for an interaction that was acknowledged, and shows what comes of it. Rejects with a `SendError`. */
export type RunTask = (task: Task, incoming: RunIncoming, target: Target, how: RunHow) => Promise<void>;

/** What a run has of its own, beside its task. */
export interface RunHow {
  readonly entry: JournalEntry;
  /** Of the place where it was asked for. */
  readonly settings: PlaceSettings;
}
