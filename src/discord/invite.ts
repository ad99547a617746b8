import { PermissionFlagsBits } from 'discord-api-types/v10';

/** What the bot needs to answer messages, and to open threads; answers to commands need nothing. */
export const BOT_PERMISSIONS = [
  'ViewChannel',
  'SendMessages',
  'AttachFiles',
  'ReadMessageHistory',
  'CreatePublicThreads',
  'SendMessagesInThreads',
] as const satisfies readonly (keyof typeof PermissionFlagsBits)[];

/** The link that invites the bot to a server. */
export function inviteLink(applicationId: string): string {
  const permissions = BOT_PERMISSIONS.reduce((bits, name) => bits | PermissionFlagsBits[name], 0n);
  return `https://discord.com/oauth2/authorize?client_id=${applicationId}&scope=bot+applications.commands&permissions=${permissions}`;
}
