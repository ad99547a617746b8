import type { Block } from '../../discord/reply.js';
import type { BeforeQuestion, Endpoint } from '../../domain/language-model.js';
import type { SamplingSettings } from '../../domain/sampling-settings.js';
import type { EncodingName } from '../../tokens/token.js';
import type { ForkOrigin } from '../fork/origin.js';
import type { ReplayRecord } from '../record/record.js';

/** What a reply is about, for whatever command is opened from it: the prompt, and how it was asked. */
export interface Subject {
  readonly prompt: string;
  /** Given: the prompt is a question, and what is looked at is the reply to it. */
  readonly asQuestion?: BeforeQuestion | undefined;
  /** The text to look at as it stands, where that is not the prompt: the reply to a question. */
  readonly text?: string | undefined;
  /** The model that was asked for; undefined for the one that holds there. */
  readonly model?: string | undefined;
  /** Where that model is: another endpoint does not know it. The connected one by default. */
  readonly endpoint?: Endpoint | undefined;
  /** As they were chosen; what was left out stays out. */
  readonly sampling?: Partial<SamplingSettings> | undefined;
  /** The encoding by which the text is cut, where it was. */
  readonly encoding?: EncodingName | undefined;
  /** What **Details** adds to a reply: all numbers, formulas and notes for which the reply has no room. */
  readonly inFull?: ((locale: string) => readonly Block[]) | undefined;
  /** The answer of the model that is shown, for **Details**. */
  readonly record?: (() => ReplayRecord) | undefined;
  /** The reply goes on to other answers, so that who looks at this one later finds it no more. */
  readonly movesOn?: boolean | undefined;
  /** The text that a model wrote, token by token, for **Why this word?**. */
  readonly written?: (() => ForkOrigin) | undefined;
}
