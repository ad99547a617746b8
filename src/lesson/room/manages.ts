import type { RunContext } from '../../discord/command.js';

/** Whether somebody may change what holds for everybody there: in the channel, or in its server. */
export function managesPlace({ channel, server }: Pick<RunContext, 'channel' | 'server'>): boolean {
  return channel.mayManage || server?.mayManage === true;
}
