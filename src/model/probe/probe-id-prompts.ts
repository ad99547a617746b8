import { tokenKey } from '../../domain/same-token.js';
import type { LogprobPosition } from '../answer/parse-logprobs.js';
import { askPlainly } from '../asking/ask-plainly.js';
import type { Asker } from '../asking/asker.js';
import { unlessRepeated } from '../asking/doubt.js';
import { samplingParameters } from '../asking/request-shape.js';

/** Several tokens in any vocabulary, and none that a server could take for a special one. */
export const ID_PROBE_TEXT = 'The cat sat on the';

const LISTED = 20;

/** Lists whose probabilities differ by this in all are of other prompts: servers round by far less. */
const LEAST_DIFFERENCE = 0.02;

/**
 * Whether the completions route goes on from tokens that are given by their ids; found out once and remembered: a text and
 * its ids must be gone on with alike.
 *
 * @param cut the ids of a text with what the tokenizer puts in front of every text
 */
export async function takesIdPrompts(
  asker: Asker,
  model: string,
  cut: (text: string) => Promise<readonly number[]>,
  signal?: AbortSignal,
): Promise<boolean> {
  const knowledge = asker.memory.about(model);
  if (knowledge.idPrompts !== undefined) return knowledge.idPrompts;
  // Nothing is learned of the route from what it says to ids, which it need not take.
  const ask = async (prompt: string | readonly number[]) => {
    const parameters = samplingParameters({ temperature: 1 });
    const shape = { route: 'completions', model, content: { prompt }, parameters, maxTokens: 1 } as const;
    const answer = await askPlainly(asker, { ...shape, logprobs: LISTED, stream: false }, signal);
    return answer && probabilities(answer.choice.positions[0]);
  };
  const ids = await cut(ID_PROBE_TEXT);
  const found = await unlessRepeated(
    async () => {
      const byIds = await ask(ids);
      if (byIds === undefined) return 'refused';
      const byText = await ask(ID_PROBE_TEXT);
      return byText !== undefined && isAlike(byIds, byText) ? 'taken' : 'misread';
    },
    (answer) => answer === 'misread',
  );
  knowledge.learnIdPrompts(found === 'taken');
  return found === 'taken';
}

function isAlike(here: ReadonlyMap<string, number>, there: ReadonlyMap<string, number>): boolean {
  if (here.size < 2 || there.size < 2) return false;
  let difference = 0;
  // A token at the end of one list can be just beyond the end of the other.
  for (const [key, probability] of here) {
    const same = there.get(key);
    if (same !== undefined) difference += Math.abs(probability - same);
    else if (probability > LEAST_DIFFERENCE) return false;
  }
  return difference < LEAST_DIFFERENCE && [...here.keys()].some((key) => there.has(key));
}

function probabilities(position: LogprobPosition | undefined): Map<string, number> {
  const entries = (position?.listed ?? []).flatMap((token) => {
    const key = tokenKey(token);
    return key === undefined ? [] : [[key, Math.exp(token.logprob)] as const];
  });
  return new Map(entries);
}
