import { MessageFlags, type RawFile, type REST, Routes } from 'discord.js';
import { UserError } from '../../../errors.js';
import type { OutgoingMessage } from '../../present/present.js';
import type { MessageResponder } from '../../router/incoming.js';
import type { Target } from '../../router/target.js';
import { evenLighter } from '../even-lighter.js';
import type { Pace } from '../pace.js';
import { sendIfSpare, sendOnce, sendUntil } from '../sending.js';
import { findRecent } from './find-recent.js';
import { readFailure, withReason } from './read-failure.js';

/** The message that is answered, and how. */
export interface AnsweredBy {
  readonly rest: REST;
  /** The bot's own id. */
  readonly self: string;
  readonly id: string;
  readonly channelId: string;
  /** Where the first message of a thread is; undefined where the place is no thread. */
  readonly startedIn: string | undefined;
  readonly pace: Pace;
  /** Of who reads the answer. */
  readonly locale: string;
}

/** As long as an interaction's messages are tried again, in milliseconds. */
const MAX_TRYING_MS = 15 * 60_000;

/** For how long a refusal is tried, in milliseconds. */
const MAX_REFUSING_MS = 10_000;

/** Nobody is pinged by what a person or a model wrote, nor by an answer. */
const NOBODY = { parse: [], replied_user: false };

/** Answers a message through Discord's API: with a message that answers it, which is edited while it grows. */
export function createMessageResponder(answered: AnsweredBy): MessageResponder {
  const { rest, self, channelId, pace } = answered;
  return {
    async acknowledge(_, signal) {
      // It is only a sign; the first words of the answer come soon.
      void sendIfSpare(() => rest.post(Routes.channelTyping(channelId)), { readFailure, pace }).catch(() => undefined);
      return createTarget(answered, signal);
    },
    refuse: (message) => createTarget(answered, AbortSignal.timeout(MAX_REFUSING_MS)).edit(message),
    recent: () => findRecent(answered),
    whereabouts: { kind: 'message', botId: self, channelId, answers: answered.id },
  };
}

function createTarget({ rest, id, channelId, pace, locale }: AnsweredBy, signal: AbortSignal): Target {
  const trying = { readFailure, pace, until: pace.now() + MAX_TRYING_MS, signal };
  let own: string | undefined;
  let posted = 0;
  let hasTried = false;

  const post = async (message: OutgoingMessage, more: object): Promise<string> => {
    // A message whose answer got lost does not come twice.
    const once = { nonce: `${id}-${posted}`, enforce_nonce: true };
    const { body, files } = bodyOf(message);
    const sent = await rest.post(Routes.channelMessages(channelId), { body: { ...body, ...once, ...more }, files });
    posted += 1;
    return (sent as { id: string }).id;
  };
  const show = async (message: OutgoingMessage): Promise<void> => {
    if (own === undefined) {
      const mayBeThere = hasTried;
      hasTried = true;
      own = await post(message, { message_reference: { message_id: id, fail_if_not_exists: false } });
      // Discord then gives the message of an earlier try, with what was said in that one.
      if (!mayBeThere) return;
    }
    await rest.patch(Routes.channelMessage(channelId, own), bodyOf(message));
  };
  const surely = (send: (message: OutgoingMessage) => Promise<unknown>) => async (message: OutgoingMessage) => {
    await evenLighter(message, locale, (one) => withReason(() => sendUntil(() => send(one), trying)));
  };
  const follow = surely((message) => post(message, {}));
  return {
    grow: (message) => sendIfSpare(() => show(message), trying),
    edit: surely(show),
    follow,
    // Nobody can be told alone in a channel.
    whisper: follow,
    async takeBack() {
      if (own === undefined) return;
      const taken = own;
      own = undefined;
      await sendOnce(() => rest.delete(Routes.channelMessage(channelId, taken)), readFailure);
    },
    async openThread() {
      throw new UserError('no-thread');
    },
    ownMessage: true,
    messageId: () => own,
  };
}

/** A message as Discord's API takes it. Its files take the place of earlier ones. */
export function bodyOf({ components, files }: OutgoingMessage): { readonly body: object; readonly files: RawFile[] } {
  return {
    body: {
      flags: MessageFlags.IsComponentsV2,
      components,
      attachments: files.map(({ name, description }, at) => ({ id: String(at), filename: name, description })),
      allowed_mentions: NOBODY,
    },
    files: files.map(({ attachment, name }) => ({ data: attachment, name })),
  };
}
