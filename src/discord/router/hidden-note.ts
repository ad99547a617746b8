import type { DrawnReply } from '../present/drawn-reply.js';
import { messageWords } from '../present/words.js';
import { text } from '../reply.js';

/** A reply, with a sentence for who asked where Discord shows it to nobody else, though all were to see it. */
export function withHiddenNote(reply: DrawnReply, locale: string): DrawnReply {
  return { ...reply, blocks: [...reply.blocks, text(messageWords(locale).hidden)] };
}
