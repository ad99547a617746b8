import type { OutgoingMessage } from '../present/present.js';

/** A message that says that something takes long. */
export interface MeanwhileNote {
  readonly messageId: string;
  takeAway(): Promise<void>;
}

/** Where the messages of one run go. Everything here throws a `SendError` where it comes to nothing. */
export interface Target {
  /** Shows the run's first message while it still grows: one try, because the next version comes soon. */
  readonly grow: (message: OutgoingMessage) => Promise<void>;
  /** Shows the run's first message, or changes it. */
  readonly edit: (message: OutgoingMessage) => Promise<void>;
  /** Adds a further message. */
  readonly follow: (message: OutgoingMessage) => Promise<void>;
  /** Takes the run's own message away, which waits or grows: nothing comes of it that the room should see. */
  readonly takeBack: () => Promise<void>;
  /** Tells of a failure, where the run's first message must stay as it is: only who pressed sees it. */
  readonly whisper: (message: OutgoingMessage) => Promise<void>;
  /**
   * Tells who pressed alone of what takes long, where the run's first message must stay as it is meanwhile.
   *
   * @returns the message that says it; undefined where there was no room for one
   */
  readonly tellMeanwhile?: ((message: OutgoingMessage) => Promise<MeanwhileNote | undefined>) | undefined;
  /** Whether Discord shows the run's message to who asked alone, though all were to see it. */
  readonly isHidden?: (() => boolean) | undefined;
  /**
   * Opens a thread from the run's first message, once that is shown.
   *
   * @param first what is said in it first
   * @throws UserError where there can be none
   */
  readonly openThread: (name: string, first: OutgoingMessage) => Promise<void>;
  /** False where `edit` would change a message that was there before the run. */
  readonly ownMessage: boolean;
  /** Of the run's first message, once it is shown. */
  readonly messageId: () => string | undefined;
}
