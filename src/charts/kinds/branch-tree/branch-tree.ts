import { tokenName } from '../../text/alt-label.js';
import type { PictureKind } from '../picture-kind.js';

/** Replies that share their beginnings: one tree, read from left to right. */
export interface BranchTree {
  readonly kind: 'branch-tree';
  readonly title: string;
  /** Every parent before its children; up to a dozen branches end in nodes of their own. */
  readonly nodes: readonly {
    readonly id: string;
    /** Undefined for where all begin. */
    readonly parent?: string | undefined;
    readonly label: string;
    /** Of taking this branch, in [0, 1]. */
    readonly probability?: number | undefined;
    /** The branch that is being written or read, drawn bold. */
    readonly current?: boolean | undefined;
  }[];
}

/** The kind of branches. */
export const branchTree: PictureKind<BranchTree> = {
  kind: 'branch-tree',
  parts: ({ nodes }) => nodes,
  pick: (picture, parts) => ({ ...picture, nodes: parts(picture.nodes) }),
  contents: (_, words) => words.branchTree.contents,
  *entries({ nodes }, words) {
    const labels = new Map(nodes.map(({ id, label }) => [id, label]));
    for (const { label, parent, probability, current = false } of nodes) {
      const before = labels.get(parent ?? '');
      const after = before === undefined ? undefined : tokenName(before, words);
      const figures = words.branchTree.figures({ probability, after, isCurrent: current });
      yield { name: tokenName(label, words), figures };
    }
  },
};
