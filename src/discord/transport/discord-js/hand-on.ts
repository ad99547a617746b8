import type { Interaction } from 'discord.js';
import type { Logger } from 'pino';
import { faultOf } from '../../../fault.js';
import type { Incoming } from '../../router/incoming.js';
import { type Pace, realPace } from '../pace.js';
import { isAnswerable, readInteraction } from './read-interaction.js';

/**
 * Hands interactions of discord.js on in plain; one that nobody can answer is let go by and logged.
 *
 * @param pace time and chance when an answer is sent again; the computer's own by default
 */
export function handOn<T>(
  handle: (incoming: Incoming) => T,
  log: Logger,
  pace: Pace = realPace,
): (interaction: Interaction) => T | undefined {
  return (interaction) => {
    const type = Number(interaction.type);
    if (!isAnswerable(interaction)) {
      log.warn({ arrival: 'unreadable', type }, 'an interaction was not taken');
      return undefined;
    }
    let incoming: Incoming | undefined;
    try {
      incoming = readInteraction(interaction, pace);
    } catch (error) {
      log.error({ arrival: 'unreadable', type, fault: faultOf(error) }, 'an interaction was not taken');
    }
    return incoming && handle(incoming);
  };
}
