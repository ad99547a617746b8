import type { RunStore } from '../../storage/contract.js';
import { messageWords } from '../present/words.js';
import { type Block, type Reply, text } from '../reply.js';

/** A reply, with a sentence for whoever reads it where the runs behind its buttons are in memory only. */
export function withHeldNote(reply: Reply, runs: Pick<RunStore, 'whyHeld' | 'retentionDays'>, locale: string): Reply {
  const [why] = reply.blocks.flatMap(runIdsOf).flatMap((id) => runs.whyHeld(id) ?? []);
  if (why === undefined) return reply;
  const note = messageWords(locale).notStored(why, runs.retentionDays);
  return { ...reply, blocks: [...reply.blocks, text(note)] };
}

function runIdsOf(block: Block): readonly string[] {
  if (block.kind === 'menu') return [block.runId];
  return block.kind === 'buttons' ? block.buttons.map(({ runId }) => runId) : [];
}
