import type { ChannelView } from '../../playground/page/server-frames.js';

// `#general` for a channel, `#general/ID` for a thread of it; `#@` for the direct messages and `#@group` for the group,
// because each person has others.
const DIRECT = { dm: '@', private: '@group' } as const;

/** The channel that the page's address names. */
export function channelOfAddress(channels: readonly ChannelView[]): ChannelView | undefined {
  const wanted = decoded(location.hash.slice(1));
  if (wanted === '') return undefined;
  return channels.find((channel) => wanted === named(channel, channels));
}

/** Puts a channel into the page's address, so that a copy of it leads there and the browser's Back leads here. */
export function showAddress(channel: ChannelView, channels: readonly ChannelView[]): void {
  const hash = hashOf(channel, channels);
  if (hash !== location.hash) history.pushState(null, '', `${location.search}${hash}`);
}

/** The address of a channel to give to others. */
export function addressOf(channel: ChannelView, channels: readonly ChannelView[]): string {
  return `${location.origin}/${hashOf(channel, channels)}`;
}

function hashOf(channel: ChannelView, channels: readonly ChannelView[]): string {
  return `#${named(channel, channels).split('/').map(encodeURIComponent).join('/').replace('%40', '@')}`;
}

function named({ kind, id, name, parentId }: ChannelView, channels: readonly ChannelView[]): string {
  if (kind === 'dm' || kind === 'private') return DIRECT[kind];
  return kind === 'thread' ? `${channels.find((one) => one.id === parentId)?.name ?? 'thread'}/${id}` : name;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
