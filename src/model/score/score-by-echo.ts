import type { ScoreRequest } from '../../domain/language-model.js';
import { isSameCandidate } from '../../domain/same-token.js';
import type { ScoredText } from '../../domain/scored-text.js';
import { UNLISTED_LOGPROB } from '../../domain/token.js';
import { takeTurn } from '../../turns.js';
import { type PromptEntry, parsePromptLogprobs } from '../answer/parse-prompt-logprobs.js';
import type { ReadCompletion } from '../answer/read-completion.js';
import type { Asker } from '../asking/asker.js';
import type { EchoForm } from '../asking/knowledge.js';
import { placeEntry, scorePositions, type TextPosition } from './score-place.js';
import { echoShape } from './score-request.js';
import { cutToText, describeSpelling } from './score-spelling.js';

/** Scores a text with one request whose answer repeats it; undefined where the answer has no values. */
export async function scoreByEcho(
  asker: Asker,
  model: string,
  { text, signal }: ScoreRequest,
): Promise<ScoredText | undefined> {
  const form = asker.memory.about(model).echo ?? { maxTokens: 1, ranks: false };
  const answer = await asker.completion(model, ({ completions }) => echoShape(model, text, form, completions), signal);
  const positions = await readEcho(answer, text, form);
  if (positions === undefined) return undefined;
  const tokens = await scorePositions(positions, answer);
  await takeTurn();
  const notices = describeSpelling(tokens, text);
  const { scale, model: answeredBy, request } = answer;
  return { tokens, method: 'echo', scale, model: answeredBy, request, requests: 1, notices };
}

/**
 * The tokens of a text in its echo, with ids and ranks where the server told `prompt_logprobs` beside it.
 *
 * @returns undefined when the answer has no values for the text, as of a server that ignores `echo`
 */
export async function readEcho(
  { choice, json }: ReadCompletion,
  text: string,
  { maxTokens }: EchoForm,
): Promise<readonly TextPosition[] | undefined> {
  const all = choice.positions;
  const told = await parsePromptLogprobs(json);
  // The two lists go together only when they are of the same tokens.
  const isBeside = told !== undefined && [0, maxTokens].includes(all.length - told.length);
  const ranked = isBeside ? await addRanks(all.slice(0, told.length), told) : all;
  await takeTurn();
  const positions = cutToText(ranked, text, isBeside ? 0 : maxTokens);
  const hasValues = positions.length === 1 || positions.some(({ sampled }) => sampled.logprob > UNLISTED_LOGPROB);
  return positions.length > 0 && hasValues ? positions : undefined;
}

type Lists = readonly (readonly PromptEntry[] | undefined)[];

async function addRanks(positions: readonly TextPosition[], told: Lists): Promise<readonly TextPosition[]> {
  const ranked: TextPosition[] = [];
  for (const [index, position] of positions.entries()) {
    ranked.push(addRank(position, told[index]));
    await takeTurn();
  }
  return ranked;
}

/** A place with what was told beside it, in which the echoed token is known by its text and value. */
function addRank(position: TextPosition, entries: readonly PromptEntry[] | undefined): TextPosition {
  const { sampled } = position;
  const fitting = (entries ?? []).filter((entry) => isSameCandidate(entry, sampled));
  const [own] = fitting;
  if (entries === undefined || own === undefined) return position;
  if (fitting.length > 1) return placeEntry(sampled, entries, undefined);
  const { rank, ...named } = own;
  return placeEntry({ ...named, bytes: named.bytes ?? sampled.bytes }, entries, rank);
}
