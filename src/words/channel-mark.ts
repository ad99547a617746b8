/** Around what stands in a sentence in plain text for a channel, of which only Discord knows the name. */
const MARK = '\u{E000}';

/** Stands for a channel in a sentence, until Discord's own words for it take its place. */
export function channelMark(id: string): string {
  return `${MARK}channel ${id}${MARK}`;
}

/** A sentence with Discord's words for the channels in it, in Markdown. */
export function withChannels(sentence: string): string {
  return sentence.replace(new RegExp(`${MARK}channel (\\d+)${MARK}`, 'gu'), '<#$1>');
}
