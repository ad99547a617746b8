import type { LogprobScale } from '../../domain/distribution.js';
import { tokenKey } from '../../domain/same-token.js';
import type { Candidate } from '../../domain/token.js';
import type { ListedAnswer } from '../asking/ask-listed.js';
import type { Asker } from '../asking/asker.js';
import { unlessRepeated } from '../asking/doubt.js';
import { samplingParameters } from '../asking/request-shape.js';
import { ModelError } from '../errors.js';
import { askContinuation } from '../ways/ask-continuation.js';

/** A text with several believable next words in any language model. */
const PROBE_TEXT = 'The';

/** Whether a model's logprobs are before or after temperature; asked once and remembered. */
export async function findScale(asker: Asker, model: string, signal?: AbortSignal): Promise<LogprobScale> {
  const knowledge = asker.memory.about(model);
  try {
    if (knowledge.scale !== undefined) return knowledge.scale;
    const found = await unlessRepeated(
      () => probeScale(asker, model, signal),
      (scale) => scale === 'unknown',
    );
    knowledge.learnScale(found);
    return found;
  } catch (error) {
    const isUntold = error instanceof ModelError && ['no-logprobs', 'unsupported'].includes(error.kind);
    if (!isUntold) throw error;
    // Whether a temperature is taken does not change; logprobs may come when the server is set up otherwise.
    if (error.kind === 'unsupported') knowledge.learnScale('unknown');
    return 'unknown';
  }
}

/**
 * Finds out whether an endpoint's logprobs are taken before or after temperature: one prompt at T = 1 and T = 0.5. The
 * gaps between tokens stay the same where they are raw and double where they are processed.
 *
 * @throws ModelError when the endpoint cannot be asked
 */
async function probeScale(asker: Asker, model: string, signal?: AbortSignal): Promise<LogprobScale> {
  const ask = (temperature: number) =>
    askContinuation(asker, {
      model,
      prompt: PROBE_TEXT,
      parameters: samplingParameters({ temperature }),
      maxTokens: 1,
      listed: 20,
      untold: 'again',
      signal,
    });
  const atOne = await ask(1);
  return compareScales(listTokens(atOne), listTokens(await ask(0.5)));
}

/**
 * Tells raw from processed by the same tokens' logprobs at T = 1 and at T = 0.5.
 *
 * @returns `unknown` when too few tokens are in both lists, when they are too alike, or when the gaps fit neither
 */
function compareScales(atOne: readonly Candidate[], atHalf: readonly Candidate[]): LogprobScale {
  const half = new Map(atHalf.map((token) => [keyOf(token), token.logprob]));
  const pairs = atOne.flatMap((token) => {
    const other = half.get(keyOf(token));
    return other === undefined ? [] : [{ one: token.logprob, half: other }];
  });
  const first = pairs[0];
  if (first === undefined) return 'unknown';
  let gapsAtOne = 0;
  let gapsAtHalf = 0;
  for (const pair of pairs.slice(1)) {
    gapsAtOne += first.one - pair.one;
    gapsAtHalf += first.half - pair.half;
  }
  if (gapsAtOne < 0.1) return 'unknown';
  const ratio = gapsAtHalf / gapsAtOne;
  if (Math.abs(ratio - 1) < 0.1) return 'raw';
  return Math.abs(ratio - 2) < 0.2 ? 'processed' : 'unknown';
}

/** The tokens that can be recognised in another list, most likely first. */
function listTokens({ positions }: ListedAnswer): Candidate[] {
  const listed = positions[0]?.listed ?? [];
  const counts = new Map<string, number>();
  for (const token of listed) counts.set(keyOf(token), (counts.get(keyOf(token)) ?? 0) + 1);
  return listed
    .filter((token) => keyOf(token) !== '' && counts.get(keyOf(token)) === 1)
    .sort((a, b) => b.logprob - a.logprob);
}

/** Nothing for a token that looks like others. */
function keyOf(token: Candidate): string {
  return tokenKey(token) ?? '';
}
