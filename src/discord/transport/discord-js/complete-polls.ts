/**
 * Writes into the polls of an interaction which channel they are in. discord.js looks for it in a channel that it need not
 * know, as in direct messages and in servers that somebody brought the bot along to, and fails at the whole interaction.
 *
 * @param interaction as Discord's API has it; nothing in it is sure
 */
export function completePolls(interaction: unknown): void {
  const { message, data } = recordOf(interaction);
  const pointedAt = Object.values(recordOf(recordOf(recordOf(data).resolved).messages));
  for (const one of [message, ...pointedAt].map(recordOf)) {
    if (typeof one.poll === 'object' && one.poll !== null) {
      Object.assign(one.poll, { channel_id: one.channel_id ?? '', message_id: one.id });
    }
  }
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
