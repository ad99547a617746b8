import { findIn } from '../../src/domain/find-token.js';
import type { AttentionMap, ModelStage } from '../../src/domain/inside.js';
import { isModelFailure } from '../../src/domain/model-failure.js';
import { answeredBy } from '../../src/domain/model-name.js';
import { isSameToken } from '../../src/domain/same-token.js';
import type { Candidate } from '../../src/domain/token.js';
import { UserError } from '../../src/errors.js';
import type { AskContext } from '../../src/lesson/command/definition.js';
import { LISTED_CANDIDATES } from '../../src/lesson/writing/write-text.js';
import { probabilityOf } from '../../src/sampling/surprisal.js';
import type { Services } from '../../src/services.js';
import { firstHead, keysOf, nameHeads } from './heads.js';
import { type AttentionResult, keepShares, type Swap } from './result.js';
import { exchange, wordsOf } from './swap-words.js';

/** Tokens that are shown after each layer. */
const GUESSES = 3;

/** Tokens that are compared before and after a swap. */
const COMPARED = 4;

/** What is to be looked into. */
interface Looked extends Pick<AttentionResult, 'text' | 'model' | 'sampling'> {
  /** Somebody named the model for this: no other may stand in for it. */
  readonly isNamed?: boolean | undefined;
}

type Asking = Pick<AskContext, 'signal'>;
type Inside = Pick<Services, 'inside' | 'model'>;

/** Looks where the tokens of a text look, and how the guess of the next one forms. */
export async function look(
  { isNamed = false, ...asked }: Looked,
  { signal }: Asking,
  { inside, model: { endpoint } }: Inside,
): Promise<AttentionResult> {
  const { text } = asked;
  const model = await transformerFor(asked.model, isNamed, inside, signal);
  const [map, { layers }] = await explained(() =>
    Promise.all([
      inside.attention({ text, model, signal }),
      inside.layers({ text, model, candidates: GUESSES, signal }),
    ]),
  );
  const keys = keysOf(map.tokens);
  const first = firstHead(
    nameHeads(map.measured, map),
    keys,
    (one) => map.weights[one.layer]?.[one.head]?.at(-1) ?? [],
  );
  const head = { layer: first?.layer ?? 0, head: first?.head ?? 0 };
  return {
    ...asked,
    transformer: map.model,
    endpoint: answeredBy(map.request, endpoint),
    tokens: [...map.tokens],
    measured: map.measured.map((one) => ({ ...one, patterns: { ...one.patterns } })),
    layers: map.layers,
    heads: map.heads,
    sight: 'arcs',
    ...head,
    from: map.tokens.length - 1,
    shares: sharesOf(map, head),
    guesses: layers.map(({ candidates }) => candidates.slice(0, GUESSES)),
    request: map.request,
  };
}

/** The same by another head. */
export async function lookBy(
  result: AttentionResult,
  head: Pick<AttentionResult, 'layer' | 'head'>,
  { signal }: Asking,
  { inside }: Inside,
): Promise<AttentionResult> {
  const { text, transformer: model, swap } = result;
  const ask = (one: string) => inside.attention({ text: one, model, signal });
  const [map, swapped] = await explained(() => Promise.all([ask(text), swap && ask(swap.text)]));
  return {
    ...result,
    ...head,
    shares: sharesOf(map, head),
    swap: swap && swapped && { ...swap, shares: lastRow(swapped, head) },
  };
}

/**
 * The same text beside one with two of its words exchanged.
 *
 * @param places of the words, among `wordsOf(text)`
 */
export async function lookAtSwap(
  result: AttentionResult,
  places: readonly [number, number],
  { signal }: Asking,
  { inside, model: language }: Inside,
): Promise<AttentionResult> {
  const { transformer: model } = result;
  const text = exchange(result.text, places);
  const words = wordsOf(result.text);
  const [early, late] = places.toSorted((one, other) => one - other) as [number, number];
  const guesses = async (one: string) =>
    // A token that is likely in one text can be any in the other.
    (await language.nextToken({ prompt: one, model, candidates: LISTED_CANDIDATES, everyName: true, signal }))
      .candidates;
  const [map, before, after] = await explained(() =>
    Promise.all([inside.attention({ text, model, signal }), guesses(result.text), guesses(text)]),
  );
  return {
    ...result,
    sight: 'swap',
    swap: {
      words: [words[early]?.text ?? '', words[late]?.text ?? ''],
      places: [early, late],
      text,
      tokens: [...map.tokens],
      shares: lastRow(map, result),
      guesses: compared(before, after),
    },
  };
}

/** The model itself where it is a transformer that can be looked into, or was named for that; else the base model. */
async function transformerFor(
  model: string | undefined,
  isNamed: boolean,
  inside: Services['inside'],
  signal: AbortSignal,
): Promise<string | undefined> {
  // An endpoint without such models refuses what is asked next, and says why.
  const stages = await inside.stages(signal);
  if (stages === undefined || (isNamed && model !== undefined)) return model;
  const names = (Object.keys(stages) as ModelStage[]).map((stage) => stages[stage]);
  const isOne = names.some((name) => model === name || model?.startsWith(`${name}@`));
  return isOne ? model : stages.base;
}

/** A text that is longer than the model sees at once is told in words of its own. */
async function explained<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!isModelFailure(error) || error.kind !== 'context-too-long') throw error;
    const { promptTokens, contextLength } = error instanceof UserError ? error.fact.params : {};
    const known = (value: unknown) => (typeof value === 'number' ? value : undefined);
    const params = { tokens: known(promptTokens), most: known(contextLength) };
    throw new UserError('too-long-to-look-into', params, { cause: error });
  }
}

function sharesOf({ weights }: AttentionMap, { layer, head }: Pick<AttentionResult, 'layer' | 'head'>): number[] {
  return [...keepShares((weights[layer]?.[head] ?? []).flat())];
}

function lastRow({ weights }: AttentionMap, { layer, head }: Pick<AttentionResult, 'layer' | 'head'>): number[] {
  return [...keepShares(weights[layer]?.[head]?.at(-1) ?? [])];
}

/** The likeliest tokens of both lists, each with its chance in both. */
function compared(before: readonly Candidate[], after: readonly Candidate[]): Swap['guesses'] {
  const [likely, alsoLikely] = [before.slice(0, COMPARED), after.slice(0, COMPARED)];
  const tokens = [...likely, ...alsoLikely.filter((token) => findIn(likely, token) === undefined)];
  const guesses = tokens.map((token) => ({
    token: { text: token.text, bytes: token.bytes, id: token.id },
    before: chanceIn(before, token),
    after: chanceIn(after, token),
    // What comes first in either text is there, also where several in the other are likelier.
    isFirst: token === before[0] || (after[0] !== undefined && isSameToken(token, after[0])),
  }));
  const best = ({ before: one, after: other }: (typeof guesses)[number]) => Math.max(one.chance, other.chance);
  const kept = guesses
    .toSorted((one, other) => Number(other.isFirst) - Number(one.isFirst) || best(other) - best(one))
    .slice(0, COMPARED);
  return kept.toSorted((one, other) => best(other) - best(one)).map(({ isFirst: _, ...guess }) => guess);
}

/** A token that is not listed is at most as likely as the last one that is, and as all others together. */
function chanceIn(list: readonly Candidate[], token: Candidate): { chance: number; most: boolean } {
  const found = findIn(list, token);
  if (found !== undefined) return { chance: probabilityOf(found.logprob), most: false };
  const chances = list.map(({ logprob }) => probabilityOf(logprob));
  const rest = Math.max(0, 1 - chances.reduce((sum, chance) => sum + chance, 0));
  return { chance: Math.min(rest, ...chances), most: true };
}
