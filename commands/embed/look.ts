import type { ModelInside } from '../../src/domain/inside.js';
import { answeredBy } from '../../src/domain/model-name.js';
import { UserError } from '../../src/errors.js';
import type { Services } from '../../src/services.js';
import { direction, lengthOf, likenessGrid } from '../../src/vectors/likeness.js';
import { analogyTarget, nearestTo, type Near as Placed } from '../../src/vectors/nearest.js';
import { layFlat } from '../../src/vectors/principal-components.js';
import type { ReadTexts } from './read-texts.js';
import type { EmbedResult, Near } from './result.js';
import { commonWords } from './words/common-words.js';

/** What is to be looked at, and how it is asked. */
interface Looked extends ReadTexts, Pick<EmbedResult, 'named' | 'asked' | 'sampling'> {}

interface Asking {
  readonly signal: AbortSignal;
  readonly locale: string;
}

/** Bars of a ranking. */
const SHOWN = 8;

/** Asks for the vectors of texts, and says how alike they are and where they lie on a map. */
export async function look(looked: Looked, asking: Asking, services: Services): Promise<EmbedResult> {
  const { texts, leftOut, named, asked, sampling } = looked;
  const { vectors, model, request } = await vectorsOf(texts, asked, asking, services.inside);
  const { points, shares } = layFlat(vectors.map(direction));
  const result: EmbedResult = {
    texts: [...texts],
    leftOut,
    endpoint: answeredBy(request, services.model.endpoint),
    named,
    asked,
    model,
    dimensions: vectors[0]?.length ?? 0,
    lengths: vectors.map(lengthOf),
    grid: likenessGrid(vectors).map((row) => [...row]),
    flat: { points: points.map(([across, up]) => [across, up]), shares: [...shares] },
    request,
    sight: 'map',
    sampling,
  };
  // Of one text there is nothing to compare but with others.
  return texts.length > 1 ? result : lookNear(result, 0, asking, services);
}

/** Looks which of the other texts and of the common words are nearest to one of the texts. */
export async function lookNear(
  result: EmbedResult,
  to: number,
  asking: Asking,
  { inside }: Services,
): Promise<EmbedResult> {
  const text = result.texts[to];
  if (text === undefined) throw new UserError('not-one-entry');
  const others = othersThan([text], result.texts, asking.locale);
  const { vectors, request } = await vectorsOf([text, ...textsOf(others)], result.asked, asking, inside);
  const [own = new Float32Array(), ...rest] = vectors;
  const nearest = { to, best: bestOf(nearestTo(own, rest), others), among: others.length, request };
  return { ...result, sight: 'nearest', nearest };
}

/** An analogy, “a is to b as c is to …”, and what somebody expects. */
export interface AskedAnalogy {
  readonly terms: readonly [a: string, b: string, c: string];
  readonly expected?: string | undefined;
}

/** Looks where an analogy leads, among all other texts and the common words; the three that it is made of do not count. */
export async function lookForAnalogy(
  result: EmbedResult,
  { terms, expected }: AskedAnalogy,
  asking: Asking,
  { inside }: Services,
): Promise<EmbedResult> {
  const others = othersThan(terms, result.texts, asking.locale, expected === undefined ? [] : [expected]);
  const { vectors, request } = await vectorsOf([...terms, ...textsOf(others)], result.asked, asking, inside);
  const [a = new Float32Array(), b = a, c = a, ...rest] = vectors;
  const ranking = rankingOf([a, b, c], rest);
  const rank = ranking.findIndex(({ index }) => folded(others[index]?.text ?? '') === folded(expected ?? '')) + 1;
  const analogy = {
    terms: [...terms] as [string, string, string],
    // One of the three has no place.
    expected:
      expected === undefined || rank === 0
        ? undefined
        : { text: expected, rank, likeness: ranking[rank - 1]?.likeness ?? 0 },
    best: bestOf(ranking, others),
    among: others.length,
    request,
  };
  return { ...result, sight: 'analogy', analogy };
}

function rankingOf(terms: readonly [Float32Array, Float32Array, Float32Array], rest: readonly Float32Array[]) {
  try {
    return nearestTo(analogyTarget(...terms), rest);
  } catch (error) {
    if (error instanceof RangeError) throw new UserError('embed-no-direction');
    throw error;
  }
}

type Other = Omit<Near, 'likeness'>;

/** Own texts and common words, each once, without some. */
function othersThan(
  some: readonly string[],
  own: readonly string[],
  locale: string,
  more: readonly string[] = [],
): readonly Other[] {
  const seen = new Set(some.map(folded));
  const isNew = ({ text }: Other) => {
    if (seen.has(folded(text))) return false;
    seen.add(folded(text));
    return true;
  };
  return [
    ...own.map((text) => ({ text, isOwn: true })),
    ...more.map((text) => ({ text, isOwn: false })),
    ...commonWords(locale).map((text) => ({ text, isOwn: false })),
  ].filter(isNew);
}

function textsOf(others: readonly Other[]): readonly string[] {
  return others.map(({ text }) => text);
}

function bestOf(ranking: readonly Placed[], others: readonly Other[]): Near[] {
  return ranking.slice(0, SHOWN).flatMap(({ index, likeness }) => {
    const other = others[index];
    return other === undefined ? [] : [{ ...other, likeness }];
  });
}

/** The same for whichever way a word is written, because it is the same word. */
function folded(text: string): string {
  return text.toLowerCase();
}

async function vectorsOf(texts: readonly string[], model: string | undefined, { signal }: Asking, inside: ModelInside) {
  const found = await inside.embeddings({ texts, model, signal });
  if (found.vectors.some((vector) => lengthOf(vector) === 0)) throw new UserError('embed-no-direction');
  return found;
}
