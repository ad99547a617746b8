import type { Lowered } from '../command.js';
import type { DrawnReply } from '../present/drawn-reply.js';
import { messageWords } from '../present/words.js';
import { text } from '../reply.js';

/** A reply, with a sentence for whoever reads it where something of it is less than it would be elsewhere. */
export function withLoweredNote(reply: DrawnReply, lowered: readonly Lowered[], locale: string): DrawnReply {
  if (lowered.length === 0) return reply;
  const sentences = new Set(lowered.map((one) => messageWords(locale).lowered(one)));
  return { ...reply, blocks: [...reply.blocks, text(`-# ${[...sentences].join(' ')}`)] };
}
