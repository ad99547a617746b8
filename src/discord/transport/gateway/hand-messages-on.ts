import { type Client, GatewayDispatchEvents, PermissionFlagsBits } from 'discord.js';
import type { Logger } from 'pino';
import { faultOf } from '../../../fault.js';
import type { Incoming } from '../../router/incoming.js';
import { createMessageResponder } from '../discord-js/message-responder.js';
import { type Pace, realPace } from '../pace.js';
import { readSaid } from '../read-said.js';

/**
 * Hands messages to the bot on in plain, as they came over the gateway: discord.js would drop those of channels that it
 * has not seen before, as direct messages are. One where the bot may not answer is let go by and logged.
 *
 * @param pace time and chance when an answer is sent again; the computer's own by default
 */
export function handMessagesOn(
  client: Client,
  handle: (incoming: Incoming) => void,
  log: Logger,
  pace: Pace = realPace,
): (packet: { readonly t?: unknown; readonly d?: unknown }) => void {
  const threadOf = (channelId: string) => {
    const channel = client.channels.cache.get(channelId);
    return channel?.isThread() ? channel : undefined;
  };

  /** As Discord has it: the owner may, and whoever has a role that may; everybody has the role of the server's own id. */
  const mayManage = (serverId: string, personId: string, roles: readonly string[]): boolean => {
    const guild = client.guilds.cache.get(serverId);
    if (guild === undefined) return false;
    const own = [serverId, ...roles].flatMap((id) => guild.roles.cache.get(id) ?? []);
    return guild.ownerId === personId || own.some((role) => role.permissions.has(PermissionFlagsBits.ManageGuild));
  };

  /** What is not known of the place is found out by trying. */
  const mayAnswer = (channelId: string, self: string): boolean => {
    const channel = client.channels.cache.get(channelId);
    if (channel === undefined || channel.isDMBased()) return true;
    const permissions = channel.permissionsFor(self);
    const send = channel.isThread() ? PermissionFlagsBits.SendMessagesInThreads : PermissionFlagsBits.SendMessages;
    return permissions?.has([PermissionFlagsBits.ViewChannel, send]) ?? true;
  };

  return ({ t, d }) => {
    const self = client.user?.id;
    if (t !== GatewayDispatchEvents.MessageCreate || self === undefined) return;
    try {
      const places = {
        self,
        isOwnThread: (channelId: string) => threadOf(channelId)?.ownerId === self,
        parentOf: (channelId: string) => threadOf(channelId)?.parentId ?? undefined,
        mayManage,
        localeOf: (serverId: string) => client.guilds.cache.get(serverId)?.preferredLocale,
      };
      const said = readSaid(d, places, ({ id, channelId, locale }) => {
        const startedIn = threadOf(channelId)?.parentId ?? undefined;
        return createMessageResponder({ rest: client.rest, self, id, channelId, startedIn, pace, locale });
      });
      if (said === undefined) return;
      if (mayAnswer(said.channel.id, self)) handle(said);
      else log.info('a message was not answered, because the bot may not write there');
    } catch (error) {
      log.error({ arrival: 'unreadable', fault: faultOf(error) }, 'a message was not taken');
    }
  };
}
