import type { ChannelView } from '../../playground/page/server-frames.js';

const SIGNS: Record<ChannelView['kind'], string> = { guild: '#', thread: '↳', dm: '@', private: '@' };

/** What stands before a channel's name. */
export function channelSign({ kind }: Pick<ChannelView, 'kind'>): string {
  return SIGNS[kind];
}

/** A channel as people call it: `#general`, `@Tokenscope`, or a thread's name in quotes. */
export function channelTitle({ kind, name }: Pick<ChannelView, 'kind' | 'name'>): string {
  return kind === 'thread' ? `“${name}”` : `${SIGNS[kind]}${name}`;
}

/** Whether a channel is nobody else's. */
export function isDirect({ kind }: Pick<ChannelView, 'kind'>): boolean {
  return kind === 'dm' || kind === 'private';
}
