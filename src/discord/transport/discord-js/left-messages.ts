import { DiscordAPIError, MessageFlags, type REST, RESTJSONErrorCodes, Routes } from 'discord.js';
import type { OutgoingMessage } from '../../present/present.js';
import { BROKEN_OFF_ID, GROWING_ID } from '../../present/present.js';
import type { FindLeft, LeftAnswer, LeftMessages, LeftState } from '../../router/left-runs.js';
import { SendError } from '../../router/send-error.js';
import { evenLighter } from '../even-lighter.js';
import type { Pace } from '../pace.js';
import { sendUntil } from '../sending.js';
import { shownTexts } from '../shown-texts.js';
import { bodyOf } from './message-responder.js';
import { readFailure } from './read-failure.js';

/** An interaction's token lives 15 minutes; what is found over the channel is tried for as long as a minute, in milliseconds. */
const TOKEN_MS = 15 * 60_000 - 5_000;
const MAX_CHANNEL_MS = 60_000;

/** Where a message is changed, and where one is added to it. */
interface Routed {
  /** Undefined where the message was never known. */
  readonly message: `/${string}` | undefined;
  readonly further: `/${string}` | undefined;
  /** Whether the routes need the bot's token. */
  readonly auth: boolean;
}

/**
 * Finds the messages that another process has left: by the token of their interaction, or, where that lives no more, in
 * their channel.
 *
 * @param signal once it aborts, nothing is sent again
 */
export function createFindLeft(rest: REST, pace: Pace, signal: AbortSignal): FindLeft {
  return (left) => createLeftMessages(left, rest, pace, signal);
}

function createLeftMessages(left: LeftAnswer, rest: REST, pace: Pace, signal: AbortSignal): LeftMessages {
  const { message: route, further, auth } = routesOf(left);
  const lives = left.token === undefined ? MAX_CHANNEL_MS : TOKEN_MS - (Date.now() - left.begunAt);
  const trying = { readFailure, pace, until: pace.now() + lives, signal };
  const surely = (message: OutgoingMessage, send: (message: OutgoingMessage) => Promise<unknown>) =>
    evenLighter(message, left.locale, (one) => sendUntil(() => send(one), trying));
  const post = async (message: OutgoingMessage, more: object): Promise<unknown> => {
    if (further === undefined) throw new SendError('gone', undefined);
    const { body, files } = bodyOf(message);
    return rest.post(further, { auth, body: { ...body, ...more }, files });
  };

  /** Posted under the name that the other process gave it, so that it is the same message where that one was posted. */
  const postSame = async (message: OutgoingMessage): Promise<void> => {
    if (left.place.kind !== 'message') throw new SendError('gone', undefined);
    const { answers, channelId } = left.place;
    const once = { nonce: `${answers}-0`, enforce_nonce: true };
    const reference = { message_id: answers, fail_if_not_exists: false };
    const sent = (await post(message, { ...once, message_reference: reference })) as { readonly id: string };
    await rest.patch(Routes.channelMessage(channelId, sent.id), bodyOf(message));
  };

  return {
    async look() {
      if (left.place.kind === 'message' && route === undefined) return { state: 'waits', texts: [] };
      if (route === undefined) throw new SendError('gone', undefined);
      try {
        const found = stateOf(await sendUntil(() => rest.get(route, { auth }), trying));
        // Of a press that is answered by a message of its own, only one that waits stands in the place of the original.
        return isPosted(left) && left.messageId === undefined && found.state !== 'waits'
          ? { state: 'gone', texts: [] }
          : found;
      } catch (error) {
        if (!isDeleted(error)) throw error;
        return { state: 'gone', texts: [] };
      }
    },
    async takeNoteAway() {
      const { place, token, noteId } = left;
      // Only the interaction's token reaches what one person alone sees.
      if (place.kind !== 'interaction' || token === undefined || noteId === undefined) return;
      const note = Routes.webhookMessage(place.botId, token, noteId);
      try {
        await sendUntil(() => rest.delete(note, { auth: false }), trying);
      } catch (error) {
        // Whoever sees it can close it, and is told of what came of it in any case.
        if (!(error instanceof SendError) || error.outcome === 'unreachable') throw error;
      }
    },
    edit: (message) =>
      surely(message, (one) => (route === undefined ? postSame(one) : rest.patch(route, { auth, ...bodyOf(one) }))),
    whisper: (message) =>
      surely(message, (one) => post(one, auth ? {} : { flags: MessageFlags.IsComponentsV2 | MessageFlags.Ephemeral })),
  };
}

function routesOf(left: LeftAnswer): Routed {
  const { place, token, messageId } = left;
  if (place.kind === 'interaction' && token !== undefined) {
    const which = isPosted(left) && messageId !== undefined ? messageId : '@original';
    return {
      message: Routes.webhookMessage(place.botId, token, which),
      further: Routes.webhook(place.botId, token),
      auth: false,
    };
  }
  const message = messageId === undefined ? undefined : Routes.channelMessage(place.channelId, messageId);
  const further = place.kind === 'message' ? Routes.channelMessages(place.channelId) : undefined;
  return { message, further, auth: true };
}

/** Whether the first response went to the message that the press is on, and the answer is a message of its own. */
function isPosted({ asked, destination }: LeftAnswer): boolean {
  return destination !== 'update' && (asked === 'choice' || asked === 'form');
}

function stateOf(message: unknown): LeftState {
  const { flags, components } = message as { readonly flags?: number; readonly components?: readonly unknown[] };
  if (((flags ?? 0) & MessageFlags.Loading) !== 0) return { state: 'waits', texts: [] };
  const has = (id: number) => (components ?? []).some((one) => (one as { readonly id?: unknown } | null)?.id === id);
  const state = has(GROWING_ID) ? 'grows' : has(BROKEN_OFF_ID) ? 'marked' : 'stands';
  return { state, texts: shownTexts(components) };
}

function isDeleted(error: unknown): boolean {
  const cause = error instanceof SendError ? error.cause : undefined;
  return cause instanceof DiscordAPIError && cause.code === RESTJSONErrorCodes.UnknownMessage;
}
