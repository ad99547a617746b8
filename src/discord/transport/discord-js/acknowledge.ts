import {
  ApplicationIntegrationType,
  type InteractionCallbackResponse,
  MessageFlags,
  type ModalMessageModalSubmitInteraction,
  type StringSelectMenuInteraction,
} from 'discord.js';
import type { Destination } from '../../command.js';
import type { OutgoingMessage } from '../../present/present.js';
import { SendError } from '../../router/send-error.js';
import type { Target } from '../../router/target.js';
import { evenLighter } from '../even-lighter.js';
import type { Pace } from '../pace.js';
import { sendIfSpare, sendUntil } from '../sending.js';
import { sendFirstResponse } from './first-response.js';
import { createInChannel } from './in-channel.js';
import { openThreadFrom } from './open-thread.js';
import { isTooOldToEdit, readFailure, withReason } from './read-failure.js';
import type { RunInteraction } from './run-interaction.js';

/** An interaction's token lives 15 minutes: so long its messages are tried again, in milliseconds. */
const MAX_TOKEN_MS = 15 * 60_000 - 5_000;

/**
 * Acknowledges an interaction, which must happen within 3 s, and says where its messages go.
 *
 * @param destination for a press on a component: the message it is on, a new one, or a private one
 * @param sending.locale of who asks
 * @param sending.signal once it aborts, nothing is tried again
 * @param sending.startedIn the channel that the thread is in; undefined where it is none
 */
export async function acknowledge(
  interaction: RunInteraction,
  destination: Destination,
  sending: {
    readonly pace: Pace;
    readonly locale: string;
    readonly signal: AbortSignal;
    readonly startedIn: string | undefined;
  },
): Promise<Target> {
  const trying = { ...sending, readFailure, until: sending.pace.now() + MAX_TOKEN_MS };
  const respond = (request: () => Promise<unknown>) => sendFirstResponse(interaction, request, sending.pace);
  // Only there does Discord hide what was for all: where somebody brought the bot along, and may not show it.
  const mayBeHidden = isBroughtAlong(interaction);
  let isHidden = false;
  const post = async (message: OutgoingMessage, flags: MessageFlags.Ephemeral[]): Promise<string> => {
    const sent = await interaction.followUp({ ...message, flags: [MessageFlags.IsComponentsV2, ...flags] });
    isHidden ||= mayBeHidden && flags.length === 0 && sent.flags.has(MessageFlags.Ephemeral);
    return sent.id;
  };
  const inChannel = createInChannel(interaction, destination);
  let hasExpired = false;
  /** Sends by the interaction's token as long as that is taken, and then in the channel. */
  const sendBoth = async (byToken: () => Promise<string>, known: string | undefined, message: OutgoingMessage) => {
    try {
      if (!hasExpired) return await byToken();
    } catch (error) {
      if (readFailure(error) !== 'expired') throw error;
      hasExpired = true;
    }
    return inChannel.show(known, message);
  };
  const postToAll = (message: OutgoingMessage) =>
    sendBoth(() => post(message, privacy(destination)), undefined, message);
  const surely = (send: (message: OutgoingMessage) => Promise<unknown>) => async (message: OutgoingMessage) => {
    await evenLighter(message, sending.locale, (one) => withReason(() => sendUntil(() => send(one), trying)));
  };
  const further = {
    follow: surely(postToAll),
    whisper: surely((message) => post(message, [MessageFlags.Ephemeral])),
    isHidden: () => isHidden,
  };
  /** @param on the message that is there before anything is shown */
  const onFirst = (edit: (message: OutgoingMessage) => Promise<string>, on?: string) => {
    let shown: string | undefined;
    const editNoted = async (message: OutgoingMessage) => {
      shown = await sendBoth(() => edit(message), shown ?? on, message);
    };
    return {
      edit: surely(editNoted),
      grow: (message: OutgoingMessage) => sendIfSpare(() => editNoted(message), trying),
      messageId: () => shown,
      openThread: (name: string, first: OutgoingMessage) =>
        openThreadFrom(
          interaction,
          { messageId: shown, isGuest: mayBeHidden, startedIn: sending.startedIn },
          name,
          first,
        ),
    };
  };
  const withdraw = async (message: string | undefined) => {
    if (message === undefined) return;
    try {
      await sendUntil(() => interaction.deleteReply(message), trying);
    } catch (error) {
      // What is not there any more, or cannot be taken away, is no reason to say nothing.
      if (!(error instanceof SendError) || error.outcome !== 'refused') throw error;
    }
  };
  const editReply = async (message: OutgoingMessage) => (await interaction.editReply(message)).id;

  const isOnMessage = interaction.isMessageComponent() || (interaction.isModalSubmit() && interaction.isFromMessage());
  if (destination === 'update' && isOnMessage) {
    await respond(() => interaction.deferUpdate());
    const tellMeanwhile = async (message: OutgoingMessage) => {
      let told: string | undefined;
      await sendIfSpare(async () => {
        told = await post(message, [MessageFlags.Ephemeral]);
      }, trying);
      return told === undefined ? undefined : { messageId: told, takeAway: () => withdraw(told) };
    };
    const edit = editUnlessOld(editReply, postToAll, interaction);
    const own = onFirst(edit, interaction.message?.id);
    return { ...own, ...further, tellMeanwhile, takeBack: async () => {}, ownMessage: false };
  }
  if (interaction.isStringSelectMenu() || (interaction.isModalSubmit() && interaction.isFromMessage())) {
    try {
      await respond(() => resetMenu(interaction));
      const own = onFirst(editPosted(interaction, postToAll));
      const takeBack = () => withdraw(own.messageId());
      return { ...own, ...further, takeBack, ownMessage: true };
    } catch (error) {
      // The run does not depend on the menu: where its message cannot be sent again, the answer comes all the same.
      if (!(error instanceof SendError) || error.outcome !== 'refused') throw error;
    }
  }
  await respond(async () => {
    if (destination === 'private') return interaction.deferReply({ flags: MessageFlags.Ephemeral });
    if (!mayBeHidden) return interaction.deferReply();
    const answer = await interaction.deferReply({ withResponse: true });
    isHidden ||= isForAskerAlone(answer);
  });
  return { ...onFirst(editReply), ...further, takeBack: () => withdraw('@original'), ownMessage: true };
}

/** Whether the command is there because somebody installed it for themselves, and not for the server. */
function isBroughtAlong({ authorizingIntegrationOwners }: RunInteraction): boolean {
  const owners: Partial<RunInteraction['authorizingIntegrationOwners']> | undefined = authorizingIntegrationOwners;
  return owners !== undefined && owners[ApplicationIntegrationType.GuildInstall] === undefined;
}

function isForAskerAlone(answer: Partial<InteractionCallbackResponse> | undefined): boolean {
  return answer?.interaction?.responseMessageEphemeral === true;
}

/**
 * Sends the menu's own message again: Discord's clients keep the choice in a menu until its message is edited, and a
 * choice that is already shown cannot be made a second time.
 */
async function resetMenu(interaction: StringSelectMenuInteraction | ModalMessageModalSubmitInteraction): Promise<void> {
  const { components, attachments } = interaction.message;
  // A message comes with the addresses of its files, but is sent with their names.
  const names = new Map(attachments.map(({ url, name }) => [url, `attachment://${name}`]));
  const asSent = JSON.parse(JSON.stringify(components), (key, value) =>
    key === 'url' ? (names.get(value) ?? value) : value,
  );
  await interaction.update({ flags: MessageFlags.IsComponentsV2, components: asSent });
}

/**
 * Changes the message that a press is on; where Discord takes no more edits of it, because it is old, shows the reply in a
 * new message, and from then on changes that.
 */
function editUnlessOld(
  edit: (message: OutgoingMessage) => Promise<string>,
  post: (message: OutgoingMessage) => Promise<string>,
  interaction: RunInteraction,
): (message: OutgoingMessage) => Promise<string> {
  let posted: string | undefined;
  return async (message) => {
    if (posted !== undefined) {
      await interaction.editReply({ ...message, message: posted });
      return posted;
    }
    try {
      return await edit(message);
    } catch (error) {
      if (!isTooOldToEdit(error)) throw error;
      posted = await post(message);
      return posted;
    }
  };
}

/** The first response was spent on the menu's message, so the run's own message is a follow-up, which is edited then. */
function editPosted(
  interaction: StringSelectMenuInteraction | ModalMessageModalSubmitInteraction,
  post: (message: OutgoingMessage) => Promise<string>,
): (message: OutgoingMessage) => Promise<string> {
  let own: string | undefined;
  return async (message) => {
    if (own === undefined) own = await post(message);
    else await interaction.editReply({ ...message, message: own });
    return own;
  };
}

function privacy(destination: Destination): MessageFlags.Ephemeral[] {
  return destination === 'private' ? [MessageFlags.Ephemeral] : [];
}
