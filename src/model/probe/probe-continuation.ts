import { tokenKey } from '../../domain/same-token.js';
import type { LogprobPosition } from '../answer/parse-logprobs.js';
import type { Asker } from '../asking/asker.js';
import { unlessRepeated } from '../asking/doubt.js';
import type { Continuation } from '../asking/knowledge.js';
import { ModelError } from '../errors.js';
import { isRefusalOf } from '../wire/classify-refusal.js';
import { RefusalError } from '../wire/refusal.js';
import { askProbe, type ProbeAnswer } from './probe-request.js';

/** Stops inside a word, so that no new message would go on where it stops. */
const MESSAGES = [
  { role: 'user', content: 'Which city is the capital of France?' },
  { role: 'assistant', content: 'The capital of France is Par' },
];
const REST = /^\s?is/;
const WISH = { add_generation_prompt: false, continue_final_message: true };
const LISTED = 20;

/** Two lists whose probabilities differ by this in all are no rounding of one another. */
const LEAST_DIFFERENCE = 0.05;

/** How a chat model is asked to continue a text; found out once and remembered. Those who ask at the same time share it. */
export function findContinuation(asker: Asker, model: string, signal?: AbortSignal): Promise<Continuation> {
  return asker.memory.about(model).continuationProbe.ask(() => probeContinuation(asker, model), signal);
}

/**
 * Finds out whether a chat model continues its own unfinished message, because some servers take the wish and ignore it: the
 * same unfinished message is sent with and without the wish. Where the answers differ, the wish counted; where they are
 * the same, the first token tells whether the word was finished or a new message begun.
 *
 * The result goes into the model's knowledge, which requests are then made by.
 */
async function probeContinuation(asker: Asker, model: string): Promise<Continuation> {
  const knowledge = asker.memory.about(model);
  const ask = (content: Record<string, unknown>) => askProbe(asker, { model, route: 'chat', content, listed: LISTED });
  const isHonoured = async () => {
    const wished = await unlessRefused(ask({ messages: MESSAGES, ...WISH }));
    if (wished === undefined) return 'refused';
    // A server that only takes an unfinished message together with the wish has understood it.
    const plain = await unlessRefused(ask({ messages: MESSAGES }));
    return plain === undefined || differs(wished, plain) || REST.test(mostLikely(wished));
  };
  const honoured = await unlessRepeated(isHonoured, (found) => found === false);
  const found = honoured === true ? 'prefix' : 'instruction';
  knowledge.learnContinuation(found);
  return found;
}

/** Only what refuses the message tells something of it: an answer that is none does not, nor that somebody may not ask. */
async function unlessRefused(answer: Promise<ProbeAnswer>): Promise<ProbeAnswer | undefined> {
  try {
    return await answer;
  } catch (error) {
    const isForbidden = error instanceof RefusalError && error.refusal.status === 403;
    if (isRefusalOf(error, 'request', 'path', 'route') && !isForbidden) return undefined;
    if (error instanceof ModelError && error.kind === 'unsupported') return undefined;
    throw error;
  }
}

function differs(one: ProbeAnswer, other: ProbeAnswer): boolean {
  const [here, there] = [probabilities(one.positions[0]), probabilities(other.positions[0])];
  // A sampled token alone is no evidence: it differs from draw to draw.
  if (here.size < 2 || there.size < 2) return false;
  let difference = 0;
  for (const key of new Set([...here.keys(), ...there.keys()])) {
    difference += Math.abs((here.get(key) ?? 0) - (there.get(key) ?? 0));
  }
  return difference > LEAST_DIFFERENCE;
}

function probabilities(position: LogprobPosition | undefined): Map<string, number> {
  return new Map(
    position?.listed.flatMap((token) => {
      const key = tokenKey(token);
      return key === undefined ? [] : [[key, Math.exp(token.logprob)] as const];
    }),
  );
}

function mostLikely({ positions, text }: ProbeAnswer): string {
  const [best] = [...(positions[0]?.listed ?? [])].sort((a, b) => b.logprob - a.logprob);
  return best?.text ?? text;
}
