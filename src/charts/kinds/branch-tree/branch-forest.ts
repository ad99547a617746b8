import type { BranchTree } from './branch-tree.js';

/** A node of a tree with what follows it. */
export interface Branch {
  readonly node: BranchTree['nodes'][number];
  /** Its line, from 0 on, downwards. */
  readonly row: number;
  readonly children: readonly Branch[];
}

/**
 * Puts nodes together to trees. The first child goes on in the line of its parent; what follows it comes before the next.
 *
 * @throws RangeError when a node comes before its parent or an id comes twice
 */
export function branchForest(nodes: BranchTree['nodes']): { readonly roots: readonly Branch[]; readonly rows: number } {
  checkNodes(nodes);
  let rows = 0;
  const grow = (node: Branch['node'], row: number): Branch => ({
    node,
    row,
    children: nodes.filter(({ parent }) => parent === node.id).map((child, at) => grow(child, at === 0 ? row : rows++)),
  });
  const roots = nodes.filter(({ parent }) => parent === undefined).map((node) => grow(node, rows++));
  return { roots, rows };
}

/**
 * Checks what a forest is made of; a chain may be longer than a forest can be grown.
 *
 * @throws RangeError when a node comes before its parent or an id comes twice
 */
export function checkNodes(nodes: BranchTree['nodes']): void {
  const known = new Set<string>();
  for (const { id, parent } of nodes) {
    if (known.has(id)) throw new RangeError(`Two branches have the id ${id}.`);
    if (parent !== undefined && !known.has(parent)) throw new RangeError(`The branch ${id} comes before its parent.`);
    known.add(id);
  }
}
