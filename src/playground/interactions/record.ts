import type { APIInteraction, APIMessage, APIMessageInteractionMetadata } from 'discord-api-types/v10';
import type { CommandChoice } from '../rules/command-body.js';
import type { SentModal } from '../rules/modal.js';

/** What somebody did. */
export type InteractionKind = 'command' | 'component' | 'autocomplete' | 'modal';

/**
 * How far it got: `waiting` for the first response, `thinking` after a deferred one, `answered`, or `failed`: no response
 * in time.
 */
export type InteractionState = 'waiting' | 'thinking' | 'answered' | 'failed';

/** The kind of the first response. */
export type FirstResponse = 'message' | 'thinking' | 'deferred-update' | 'update' | 'modal' | 'choices';

/** A modal that is open on somebody's screen. */
export interface ShownModal extends SentModal {
  /** The interaction that opened it. */
  readonly interactionId: string;
}

/** One interaction: what was sent to the bot and all that came back through its token. */
export interface InteractionRecord {
  readonly id: string;
  readonly token: string;
  readonly kind: InteractionKind;
  readonly userId: string;
  readonly channelId: string;
  /** Unix milliseconds. */
  readonly createdAt: number;
  /** What the gateway delivers as INTERACTION_CREATE, and what an endpoint gets as a body. */
  readonly payload: APIInteraction;
  readonly metadata: APIMessageInteractionMetadata;
  /** Authorized by the person's own installation alone, so that follow-ups are limited to five. */
  readonly userInstallOnly: boolean;
  /** The message whose component was used, also for a modal that such a component opened. */
  readonly sourceMessageId?: string;
  /** The message that a message command was used on. */
  readonly targetMessageId?: string;
  /** The type of the option that is being typed, for autocomplete. */
  readonly focusedType?: number;

  state: InteractionState;
  first?: FirstResponse;
  /** The message that `@original` stands for. */
  originalId?: string;
  readonly followUpIds: string[];
  modal?: ShownModal;
  choices?: CommandChoice[];
  /** The original response after its creation and after each edit through this token, oldest first. */
  readonly history: APIMessage[];
}
