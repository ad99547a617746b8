import type { ChannelView } from '../../playground/page/server-frames.js';

// `#general` for a channel; `#@` for the direct messages, because each person has others.
const DIRECT = '@';

/** The channel that the page's address names. */
export function channelOfAddress(channels: readonly ChannelView[]): ChannelView | undefined {
  const wanted = decoded(location.hash.slice(1));
  if (wanted === '') return undefined;
  return channels.find(({ kind, name }) => (kind === 'dm' ? wanted === DIRECT : name === wanted));
}

/** Puts a channel into the page's address, so that a copy of it leads there and the browser's Back leads here. */
export function showAddress(channel: ChannelView): void {
  const hash = `#${channel.kind === 'dm' ? DIRECT : encodeURIComponent(channel.name)}`;
  if (hash !== location.hash) history.pushState(null, '', `${location.search}${hash}`);
}

/** The address of a channel to give to others. */
export function addressOf(channel: ChannelView): string {
  return `${location.origin}/#${encodeURIComponent(channel.name)}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
