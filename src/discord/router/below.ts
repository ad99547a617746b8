import type { Reply } from '../reply.js';

/** What was shown of a run that failed stays, and the error goes below. */
export function below(shown: Reply | undefined, error: Reply): Reply {
  const lasting = (shown?.blocks ?? []).filter((block) => block.kind !== 'text' || !block.passing);
  return { ...error, blocks: [...lasting, ...error.blocks] };
}
