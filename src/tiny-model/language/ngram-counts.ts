/** Followers of every context that occurs in the training text, with the counts that Kneser–Ney smoothing takes. */
export interface NgramCounts {
  readonly order: number;
  /** The context node reached from `node` by reading `type`, or -1. Node 0 is the empty context. */
  child(node: number, type: number): number;
  /** The node at which every document starts: the empty text after `order - 1` start symbols. */
  readonly startSymbol: number;
  /** The followers of node `n` are the entries `followersFrom[n]` up to, not including, `followersFrom[n + 1]`. */
  readonly followersFrom: Int32Array;
  readonly followerType: Int32Array;
  /**
   * How often the n-gram occurs when it has full order or begins with the start symbol; otherwise the number of
   * different types it occurs after (Kneser and Ney 1995).
   */
  readonly followerCount: Int32Array;
  /** Length of the context at each node, in types. */
  readonly depth: Uint8Array;
}

/**
 * Counts the n-grams of orders 1 to `order`.
 *
 * @param documents each a sequence of type numbers that ends with `startSymbol`, which stands for the end as well
 */
export function countNgrams(documents: readonly Int32Array[], order: number, startSymbol: number): NgramCounts {
  const tokens = documents.reduce((sum, document) => sum + document.length, 0);
  const capacity = (tokens + 1) * order + 1;
  const parent = new Int32Array(capacity);
  const type = new Int32Array(capacity);
  const raw = new Int32Array(capacity);
  const leftContexts = new Int32Array(capacity);
  const depth = new Uint8Array(capacity);
  const atStart = new Uint8Array(capacity);
  let nodes = 1;

  const slots = 2 ** Math.ceil(Math.log2(capacity * 2));
  const mask = slots - 1;
  const table = new Int32Array(slots);
  const slotOf = (node: number, token: number) => {
    let slot = (Math.imul(node, 0x9e3779b1) ^ Math.imul(token + 1, 0x85ebca6b)) >>> 0;
    slot = (slot ^ (slot >>> 15)) & mask;
    for (let id = table[slot] ?? 0; id !== 0; id = table[slot] ?? 0) {
      if (parent[id] === node && type[id] === token) break;
      slot = (slot + 1) & mask;
    }
    return slot;
  };
  const reach = (node: number, token: number) => {
    const slot = slotOf(node, token);
    const found = table[slot] ?? 0;
    if (found !== 0) return found;
    const id = nodes++;
    table[slot] = id;
    parent[id] = node;
    type[id] = token;
    depth[id] = (depth[node] ?? 0) + 1;
    atStart[id] = node === 0 ? Number(token === startSymbol) : (atStart[node] ?? 0);
    return id;
  };

  const beforeStart = [0];
  for (let length = 1; length < order; length++) beforeStart.push(reach(beforeStart[length - 1] ?? 0, startSymbol));
  for (const document of documents) {
    let before = beforeStart;
    for (const token of document) {
      const here = [0];
      for (let length = 1; length <= order; length++) {
        const id = reach(before[length - 1] ?? 0, token);
        if (raw[id] === 0 && length > 1) {
          const suffix = here[length - 1] ?? 0;
          leftContexts[suffix] = (leftContexts[suffix] ?? 0) + 1;
        }
        raw[id] = (raw[id] ?? 0) + 1;
        here.push(id);
      }
      before = here;
    }
  }

  const followersFrom = new Int32Array(nodes + 1);
  for (let id = 1; id < nodes; id++) {
    const slot = (parent[id] ?? 0) + 1;
    if ((raw[id] ?? 0) > 0) followersFrom[slot] = (followersFrom[slot] ?? 0) + 1;
  }
  for (let node = 0; node < nodes; node++) {
    followersFrom[node + 1] = (followersFrom[node + 1] ?? 0) + (followersFrom[node] ?? 0);
  }
  const next = followersFrom.slice();
  const followers = followersFrom[nodes] ?? 0;
  const followerType = new Int32Array(followers);
  const followerCount = new Int32Array(followers);
  for (let id = 1; id < nodes; id++) {
    if (raw[id] === 0) continue;
    const at = next[parent[id] ?? 0] ?? 0;
    next[parent[id] ?? 0] = at + 1;
    followerType[at] = type[id] ?? 0;
    const usesRaw = depth[id] === order || (atStart[id] === 1 && (depth[id] ?? 0) > 1);
    followerCount[at] = (usesRaw ? raw[id] : leftContexts[id]) ?? 0;
  }

  const keptParent = parent.slice(0, nodes);
  const keptType = type.slice(0, nodes);
  return {
    order,
    startSymbol,
    followersFrom,
    followerType,
    followerCount,
    depth: depth.slice(0, nodes),
    child(node, token) {
      let slot = (Math.imul(node, 0x9e3779b1) ^ Math.imul(token + 1, 0x85ebca6b)) >>> 0;
      slot = (slot ^ (slot >>> 15)) & mask;
      for (let id = table[slot] ?? 0; id !== 0; id = table[slot] ?? 0) {
        if (keptParent[id] === node && keptType[id] === token) return id;
        slot = (slot + 1) & mask;
      }
      return -1;
    },
  };
}
