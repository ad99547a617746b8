import type { Interaction } from 'discord.js';
import type { Logger } from 'pino';
import { faultOf } from '../../../fault.js';
import type { Incoming } from '../../router/incoming.js';
import { type Pace, realPace } from '../pace.js';
import { isAnswerable, isSnowflake, readInteraction } from './read-interaction.js';

/**
 * Hands interactions of discord.js on in plain; one that nobody can answer is let go by and logged.
 *
 * @param pace time and chance when an answer is sent again; the computer's own by default
 * @returns what also takes the channel that the interaction's thread is in, where discord.js cannot know it
 */
export function handOn<T>(
  handle: (incoming: Incoming) => T,
  log: Logger,
  pace: Pace = realPace,
): (interaction: Interaction, startedIn?: string) => T | undefined {
  return (interaction, startedIn) => {
    const type = Number(interaction.type);
    if (!isAnswerable(interaction)) {
      log.warn({ arrival: 'unreadable', type }, 'an interaction was not taken');
      return undefined;
    }
    let incoming: Incoming | undefined;
    try {
      incoming = readInteraction(interaction, pace, startedIn ?? parentOf(interaction));
    } catch (error) {
      log.error({ arrival: 'unreadable', type, fault: faultOf(error) }, 'an interaction was not taken');
    }
    return incoming && handle(incoming);
  };
}

/** The channel that a thread is in, where discord.js knows it. */
function parentOf({ channel }: Interaction): string | undefined {
  const parent: unknown = channel?.isThread() ? channel.parentId : undefined;
  return isSnowflake(parent) ? parent : undefined;
}
