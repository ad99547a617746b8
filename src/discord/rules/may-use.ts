import { isSwitchedOff, maySetRules, type PlaceSettings } from '../../domain/settings.js';
import { UserError } from '../../errors.js';
import type { Command, RunContext } from '../command.js';

/** Who asks for what, and where. */
export interface Asked extends Pick<RunContext, 'channel' | 'server'> {
  readonly command: Pick<Command, 'name' | 'isAlwaysAllowed'>;
}

/** Channels and commands that a sentence names. */
const MAX_NAMED = 5;

/**
 * Whether a command may be used where it was asked for. Who manages the server may use all of them everywhere.
 *
 * @throws UserError that says where it may be, and who can change that
 */
export function checkMayUse({ command, channel, server }: Asked, settings: PlaceSettings): void {
  const who = { channel, server };
  if (command.isAlwaysAllowed || maySetRules(who)) return;
  if (isSwitchedOff(command.name, settings, who)) {
    throw new UserError('command-not-allowed', { command: command.name });
  }
  const { channels } = settings;
  const isThere = channels.includes(channel.id) || (channel.within !== undefined && channels.includes(channel.within));
  if (server === undefined || channels.length === 0 || isThere) return;
  throw new UserError('channel-not-allowed', {
    channels: channels.slice(0, MAX_NAMED),
    more: Math.max(0, channels.length - MAX_NAMED),
  });
}

/** Whether it may be used there. */
export function mayUse(asked: Asked, settings: PlaceSettings): boolean {
  try {
    checkMayUse(asked, settings);
    return true;
  } catch {
    return false;
  }
}
