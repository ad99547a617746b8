import { joinBytes } from '../../domain/join-tokens.js';
import type { ScoreRequest } from '../../domain/language-model.js';
import type { ScoredText } from '../../domain/scored-text.js';
import { UNLISTED_LOGPROB } from '../../domain/token.js';
import { takeTurn } from '../../turns.js';
import { type PromptEntry, parsePromptLogprobs } from '../answer/parse-prompt-logprobs.js';
import type { Asker } from '../asking/asker.js';
import { placeEntry, scorePositions, type TextPosition } from './score-place.js';
import { listedPerToken, promptLogprobsShape } from './score-request.js';
import { describeSpelling } from './score-spelling.js';

type Lists = readonly (readonly PromptEntry[] | undefined)[];

/**
 * Scores a text by vLLM's `prompt_logprobs`, in two requests; undefined where the answer has no values.
 *
 * An answer's lists are keyed by id, in an order that JSON does not keep, so which of the listed tokens is the text's own
 * is asked apart: with `prompt_logprobs: 0` it comes alone.
 */
export async function scoreByPromptLogprobs(
  asker: Asker,
  model: string,
  { text, signal }: ScoreRequest,
): Promise<ScoredText | undefined> {
  const ask = async (alone: boolean) => {
    const answer = await asker.completion(
      model,
      ({ completions }) => promptLogprobsShape(model, text, alone ? 0 : listedPerToken(completions)),
      signal,
    );
    return { answer, lists: await parsePromptLogprobs(answer.json) };
  };
  const [own, all] = [await ask(true), await ask(false)];
  if (own.lists === undefined || own.lists.some((list) => (list?.length ?? 0) > 1)) return undefined;
  // Lists of another length are not of the same tokens.
  const lists = all.lists?.length === own.lists.length ? all.lists : [];
  const positions = await readPositions(own.lists, lists, text);
  const tokens = await scorePositions(positions, { ...own.answer, listed: all.answer.listed });
  const notices = describeSpelling(tokens, text);
  const { scale, model: answeredBy, request } = own.answer;
  return { tokens, method: 'prompt-logprobs', scale, model: answeredBy, request, requests: 2, notices };
}

async function readPositions(own: Lists, all: Lists, text: string): Promise<TextPosition[]> {
  const positions: TextPosition[] = [];
  for (const [index, alone] of own.entries()) {
    const [entry] = alone ?? [];
    if (entry === undefined) continue;
    const { rank, ...sampled } = entry;
    positions.push(placeEntry(sampled, all[index] ?? [], rank));
    await takeTurn();
  }
  const first = own[0] === undefined ? findFirst(positions, text) : '';
  if (first === '') return positions;
  const sampled = { text: first, bytes: undefined, id: undefined, logprob: UNLISTED_LOGPROB };
  return [placeEntry(sampled, [], undefined), ...positions];
}

/**
 * The text of the first token, of which vLLM tells nothing: what the others leave of the text.
 *
 * @returns nothing where that token only stands for the text's beginning, or cannot be told
 */
function findFirst(positions: readonly TextPosition[], text: string): string {
  const wanted = Buffer.from(text, 'utf8');
  const rest = joinBytes(positions.map(({ sampled }) => sampled));
  const length = wanted.length - rest.length;
  const isRest = length >= 0 && wanted.subarray(length).equals(rest);
  return isRest ? wanted.subarray(0, length).toString('utf8') : '';
}
