import { type DrawnReply, withoutPictures } from '../present/drawn-reply.js';
import type { Reply } from '../reply.js';

/** What was shown of a run that failed stays, and the error goes below. */
export function below(shown: Reply | undefined, error: DrawnReply): DrawnReply {
  const blocks = shown === undefined ? [] : withoutPictures(shown).blocks;
  const lasting = blocks.filter((block) => block.kind !== 'text' || !block.passing);
  return { ...error, blocks: [...lasting, ...error.blocks] };
}
