import { UserError } from '../../errors.js';
import type { Replay } from '../record/card.js';
import { replyStep } from './branch.js';
import { defineForks, type Forks } from './forks.js';

/** Longer than any reply that sets no limit is gone on with. */
const DEFAULT_MAX_TOKENS = 512;

/** Gives a command **Why this word?** on the replies that it keeps; the button takes a reply's record. */
export function defineReplyForks(command: string, replay: Replay): Forks {
  return defineForks(command, async (recordId, services) => {
    const record = await replay.load(services, recordId);
    if (record.kind !== 'reply') throw new UserError('Only a reply has other words to choose from.');
    const { asked, answer, model } = record;
    const { question, system, temperature, topP, topK, minP, seed, maxTokens = DEFAULT_MAX_TOKENS } = asked;
    return {
      asked: { kind: 'reply', question, system },
      sampling: { temperature, topP, topK, minP, seed },
      model,
      maxTokens,
      scale: answer.scale,
      steps: (answer.tokens ?? []).map(replyStep),
    };
  });
}
