import { endsWithin } from '../../ends-within.js';
import type { ListedModel } from '../asking/listed-model.js';
import type { Transport, Whereto } from '../wire/transport.js';

/** So long the other lists are waited for once one has come; in milliseconds. */
const PATIENCE_MS = 2000;

type List = readonly ListedModel[];

/**
 * Reads the list of each address, in their order. One that fails is left out, and so is one that is much slower than the
 * first; where none comes, whichever answers in the end.
 *
 * @param fetchList reads one; of whichever address where none is named
 */
export async function readLists(
  { replicas }: Pick<Transport, 'replicas'>,
  fetchList: (where?: Whereto) => Promise<List>,
): Promise<readonly List[]> {
  if (replicas.length < 2) return [await fetchList()];
  const asked = replicas.map((only) => fetchList({ only }));
  try {
    await Promise.any(asked);
  } catch {
    // Why, the endpoint as a whole says, which may also load its model and be waited for.
    return [await fetchList()];
  }
  const lists = await Promise.all(
    asked.map(async (asking) => {
      const list = asking.catch(() => undefined);
      return (await endsWithin(PATIENCE_MS, list)) ? list : undefined;
    }),
  );
  return lists.filter((list) => list !== undefined);
}

/** All models that any address lists, each once; of one that several list, what holds at all of them. */
export function joinLists(lists: readonly List[]): List {
  const models = new Map<string, ListedModel>();
  for (const model of lists.flat()) {
    const other = models.get(model.id);
    models.set(model.id, other === undefined ? model : agree(other, model));
  }
  return [...models.values()];
}

function agree(one: ListedModel, other: ListedModel): ListedModel {
  return {
    ...one,
    vocabularySize: one.vocabularySize === other.vocabularySize ? one.vocabularySize : undefined,
    contextLength: least(one.contextLength, other.contextLength),
    tailBins: one.tailBins && other.tailBins,
    isLoaded: one.isLoaded === other.isLoaded ? one.isLoaded : false,
  };
}

function least(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.min(one, other);
}
