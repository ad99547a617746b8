import type { ScoreRequest } from '../../domain/language-model.js';
import { isSameCandidate } from '../../domain/same-token.js';
import type { ScoredText } from '../../domain/scored-text.js';
import { UNLISTED_LOGPROB } from '../../domain/token.js';
import { takeTurn } from '../../turns.js';
import type { Asked } from '../answer/build-distribution.js';
import { parseAnswerFacts } from '../answer/parse-choice.js';
import { readLogprobs } from '../answer/parse-completions-logprobs.js';
import { type PromptEntry, parsePromptLogprobs } from '../answer/parse-prompt-logprobs.js';
import { readSpellingInTurns } from '../answer/token-spelling.js';
import type { EchoForm, ModelKnowledge } from '../asking/capability-memory.js';
import type { ModelContext } from '../asking/model-context.js';
import { askedLogprobs } from '../asking/request-shape.js';
import { scaleAtOne } from '../ways/next-token.js';
import { placeEntry, scorePositions, type TextPosition } from './score-place.js';
import { echoShape } from './score-request.js';
import { cutToText, describeSpelling } from './score-spelling.js';

/** Scores a text with one request whose answer repeats it; undefined where the answer has no values. */
export async function scoreByEcho(
  { asker }: ModelContext,
  model: string,
  { text, signal }: ScoreRequest,
): Promise<ScoredText | undefined> {
  const knowledge = asker.memory.about(model);
  const form = knowledge.echo ?? { maxTokens: 1, ranks: false };
  const { json, request } = await asker.json(
    model,
    ({ completions }) => echoShape(model, text, form, completions),
    signal,
  );
  const { model: answeredBy = model } = parseAnswerFacts(json, asker.where);
  const positions = await readEcho(json, { text, form, where: asker.where, knowledge });
  if (positions === undefined) return undefined;
  const scale = scaleAtOne(request, knowledge.scale);
  const listed = Number(request.body.prompt_logprobs ?? askedLogprobs(request.body));
  const asked: Asked = {
    listed,
    route: 'completions',
    model: answeredBy,
    vocabularySize: undefined,
    scale,
    request,
  };
  const tokens = await scorePositions(positions, asked);
  await takeTurn();
  const notices = describeSpelling(tokens, text);
  return { tokens, method: 'echo', scale, model: answeredBy, request, requests: 1, notices };
}

interface EchoContext {
  /** What was sent to be repeated. */
  readonly text: string;
  readonly form: EchoForm;
  readonly where: string;
  readonly knowledge: Pick<ModelKnowledge, 'spelling'>;
}

/**
 * The text's tokens in an echo, with ids and ranks where the server told `prompt_logprobs` beside it.
 *
 * @returns undefined when the answer has no values for the text, as of a server that ignores `echo`
 */
export async function readEcho(
  json: unknown,
  { text, form: { maxTokens }, where, knowledge }: EchoContext,
): Promise<readonly TextPosition[] | undefined> {
  const { choice } = parseAnswerFacts(json, where);
  const all = await readSpellingInTurns(await readLogprobs(choice?.logprobs), choice?.text ?? '', knowledge);
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
