import type { RunStore } from '../../storage/contract.js';
import type { DrawnBlock, DrawnReply } from '../present/drawn-reply.js';
import { messageWords } from '../present/words.js';
import { text } from '../reply.js';

/** Where runs are held: `isShared` where other processes have the same database. */
interface HeldPlace {
  readonly runs: Pick<RunStore, 'whyHeld' | 'retentionDays'>;
  readonly isShared?: boolean | undefined;
}

/** A reply, with a sentence for whoever reads it where the runs behind its buttons are in memory only. */
export function withHeldNote(reply: DrawnReply, { runs, isShared = false }: HeldPlace, locale: string): DrawnReply {
  const [why] = reply.blocks.flatMap(runIdsOf).flatMap((id) => runs.whyHeld(id) ?? []);
  if (why === undefined) return reply;
  const note = messageWords(locale).notStored(why, runs.retentionDays, isShared);
  return { ...reply, blocks: [...reply.blocks, text(note)] };
}

function runIdsOf(block: DrawnBlock): readonly string[] {
  if (block.kind === 'menu') return [block.runId];
  return block.kind === 'buttons' ? block.buttons.map(({ runId }) => runId) : [];
}
