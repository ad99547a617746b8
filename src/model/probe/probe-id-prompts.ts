import { textKey } from '../../domain/same-token.js';
import { askListed, type ListedAnswer } from '../asking/ask-listed.js';
import type { Asker } from '../asking/asker.js';
import { unlessRepeated } from '../asking/doubt.js';
import { samplingParameters } from '../asking/request-shape.js';
import { ModelError } from '../errors.js';
import { isAboutRequest } from '../wire/read-refusal.js';
import { RefusalError } from '../wire/refusal.js';

/** Several tokens in any vocabulary, and none that a server could take for a special one. */
export const ID_PROBE_TEXT = 'The cat sat on the';

const listed = 20;

/** Lists whose probabilities differ by this in all are of other prompts: servers round by far less. */
const leastDifference = 0.02;

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
  const ask = (prompt: string | readonly number[]) =>
    askListed(asker, {
      model,
      plan: async () => ({ route: 'completions', content: { prompt } }),
      parameters: samplingParameters({ temperature: 1 }),
      maxTokens: 1,
      listed,
      untold: 'again',
      signal,
    });
  const ids = await cut(ID_PROBE_TEXT);
  const found = await unlessRepeated(
    async () => {
      const byIds = await unlessRefused(ask(ids));
      return byIds === undefined ? 'refused' : isAlike(byIds, await ask(ID_PROBE_TEXT)) ? 'taken' : 'misread';
    },
    (answer) => answer === 'misread',
  );
  knowledge.idPrompts = found === 'taken';
  return knowledge.idPrompts;
}

async function unlessRefused(answer: Promise<ListedAnswer>): Promise<ListedAnswer | undefined> {
  try {
    return await answer;
  } catch (error) {
    const isRefused = error instanceof RefusalError && error.refusal.status !== 403 && isAboutRequest(error.refusal);
    if (isRefused || (error instanceof ModelError && error.kind === 'unsupported')) return undefined;
    throw error;
  }
}

function isAlike(one: ListedAnswer, other: ListedAnswer): boolean {
  const [here, there] = [probabilities(one), probabilities(other)];
  if (here.size < 2 || there.size < 2) return false;
  let difference = 0;
  // A token at the end of one list can be just beyond the end of the other.
  for (const [key, probability] of here) {
    const same = there.get(key);
    if (same !== undefined) difference += Math.abs(probability - same);
    else if (probability > leastDifference) return false;
  }
  return difference < leastDifference && [...here.keys()].some((key) => there.has(key));
}

function probabilities({ positions }: ListedAnswer): Map<string, number> {
  const entries = (positions[0]?.listed ?? []).flatMap((token) => {
    const key = token.id === undefined ? textKey(token) : `id ${token.id}`;
    return key === undefined ? [] : [[key, Math.exp(token.logprob)] as const];
  });
  return new Map(entries);
}
