import type { RunStore } from '../../storage/contract.js';
import { plain } from '../markdown.js';
import type { DrawnBlock, DrawnReply } from '../present/drawn-reply.js';
import { text } from '../reply.js';

/** A reply, with a sentence where the runs behind its buttons are in memory only. */
export function withHeldNote(reply: DrawnReply, runs: Pick<RunStore, 'whyHeld' | 'retentionDays'>): DrawnReply {
  const [why] = reply.blocks.flatMap(runIdsOf).flatMap((id) => runs.whyHeld(id) ?? []);
  if (why === undefined) return reply;
  const note =
    `-# This is not stored yet, because ${plain(why)}. The buttons work until the bot is started again; once this is ` +
    `stored, they work for ${runs.retentionDays} days.`;
  return { ...reply, blocks: [...reply.blocks, text(note)] };
}

function runIdsOf(block: DrawnBlock): readonly string[] {
  if (block.kind === 'menu') return [block.runId];
  return block.kind === 'buttons' ? block.buttons.map(({ runId }) => runId) : [];
}
