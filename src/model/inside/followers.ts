import type { CorpusFollowers } from '../../domain/inside.js';
import type { Asker } from '../asking/asker.js';
import { isCount, isRecord } from '../wire/json.js';
import { askInside, notInProtocol } from './ask-inside.js';

/** More than a prompt of a few words has. */
const MAX_ENDINGS = 500;
/** Of a word or of an ending, in characters. */
const MAX_TEXT = 500;
/** Names of models are shorter. */
const MAX_NAME = 200;

/** Asks how often words stand in the texts that a model learned from, and what follows them there. */
export async function askFollowers(
  asker: Asker,
  { text, top, signal }: { readonly text: string; readonly top: number; readonly signal?: AbortSignal | undefined },
): Promise<CorpusFollowers> {
  const { json, request } = await askInside(asker, { path: '/corpus/followers', body: { input: text, top }, signal });
  const read = readFollowers(json, top);
  if (read === undefined) throw notInProtocol(asker);
  return { ...read, request };
}

function readFollowers(json: unknown, top: number): Omit<CorpusFollowers, 'request'> | undefined {
  if (!isRecord(json)) return undefined;
  const { model, documents, words, occurrences, ends, different } = json;
  if (typeof model !== 'string' || model === '' || model.length > MAX_NAME) return undefined;
  if (![documents, words, occurrences, ends, different].every(isCount)) return undefined;
  const followers = readList(json.followers, 'count', top);
  const endings = readList(json.endings, 'occurrences', MAX_ENDINGS);
  if (followers === undefined || endings === undefined) return undefined;
  const named = followers.reduce((sum, { count }) => sum + count, 0);
  // What follows and what ends is all that there is.
  const rest = Number(occurrences) - Number(ends) - named;
  const isWhole = followers.length === different ? rest === 0 : rest > 0 && followers.length < Number(different);
  const isSorted = followers.every(({ count }, at) => count > 0 && count <= (followers[at - 1]?.count ?? count));
  if (!isWhole || !isSorted || endings[0]?.occurrences !== occurrences) return undefined;
  return {
    model,
    documents: Number(documents),
    words: Number(words),
    occurrences: Number(occurrences),
    ends: Number(ends),
    different: Number(different),
    followers,
    endings,
  };
}

/** Texts with a count each, under the name that it has. */
function readList<Name extends string>(
  value: unknown,
  name: Name,
  most: number,
): ({ readonly text: string } & Readonly<Record<Name, number>>)[] | undefined {
  if (!Array.isArray(value) || value.length > most) return undefined;
  const read = value.map((one: unknown) => {
    if (!isRecord(one) || typeof one.text !== 'string' || one.text.length > MAX_TEXT || !isCount(one[name])) {
      return undefined;
    }
    return { text: one.text, [name]: one[name] } as { readonly text: string } & Readonly<Record<Name, number>>;
  });
  return read.every((one) => one !== undefined) ? read : undefined;
}
