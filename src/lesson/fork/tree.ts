import type { BranchTree } from '../../charts/kinds/branch-tree/branch-tree.js';
import { joinTokens } from '../../domain/join-tokens.js';
import type { Token } from '../../domain/token.js';
import { visibleText } from '../../tokens/visible.js';
import { textEnd, visibleEnd } from '../text/shown-text.js';
import { endsText } from '../text/token-label.js';
import { branchTokens, forkPlaces } from './branches.js';
import type { ForkResult } from './result.js';
import { forkWords } from './words.js';

/** Of a long piece of text its beginning is shown; of what is common to all, its end. */
const MAX_LABEL = 24;

/** The branches as a tree: each node is the text from one fork to the next. */
export function forkTree(result: ForkResult, locale: string): BranchTree {
  const nodes = result.branches.flatMap((_, branch) => segmentsOf(result, branch));
  const current = wayTo(nodes.findLast(({ branch }) => branch === result.current)?.id, nodes);
  return {
    kind: 'branch-tree',
    title: forkWords(locale).treeTitle,
    nodes: nodes.map(({ id, parent, tokens, branch, place }) => ({
      id,
      parent,
      label: parent === undefined ? rootLabel(result, tokens, locale) : beginning(tokens, locale),
      probability: parent === undefined ? undefined : probabilityAt(result, branch, place),
      current: current.has(id),
    })),
  };
}

interface Segment {
  readonly id: string;
  readonly parent: string | undefined;
  readonly branch: number;
  /** Of its first token. */
  readonly place: number;
  readonly tokens: readonly Token[];
}

/** The parts of a branch's own text, cut where others leave it. */
function segmentsOf(result: ForkResult, branch: number): Segment[] {
  const { from } = result.branches[branch] ?? {};
  const all = branchTokens(result, branch);
  const cuts = cutsOf(result, branch);
  return cuts.map((place, at) => ({
    branch,
    place,
    id: at === 0 && from === undefined ? ROOT : `${branch}.${place}`,
    parent: at > 0 ? idBefore(result, branch, place) : from && idBefore(result, from.branch, from.place),
    tokens: all.slice(place, cuts[at + 1]),
  }));
}

const ROOT = 'root';

/** Where the parts of a branch begin; the first text has a part before its first fork, which may be empty. */
function cutsOf(result: ForkResult, branch: number): number[] {
  const start = result.branches[branch]?.from?.place;
  const forks = result.branches.flatMap(({ from }) => (from?.branch === branch ? [from.place] : []));
  const sorted = [...new Set(forks)].toSorted((one, other) => one - other);
  return [start ?? 0, ...sorted];
}

/** The part of a branch that ends where another one leaves it. */
function idBefore(result: ForkResult, branch: number, place: number): string {
  const cuts = cutsOf(result, branch);
  const at = cuts.lastIndexOf(place) - 1;
  return at <= 0 && result.branches[branch]?.from === undefined ? ROOT : `${branch}.${cuts[Math.max(0, at)]}`;
}

/** The ids of a part and of all that lead to it. */
function wayTo(last: string | undefined, nodes: readonly Segment[]): ReadonlySet<string> {
  const ids = new Set<string>();
  for (let id = last; id !== undefined; id = nodes.find((node) => node.id === id)?.parent) ids.add(id);
  return ids;
}

function probabilityAt(result: ForkResult, branch: number, place: number): number | undefined {
  return forkPlaces(result, branch).find((one) => one.place === place)?.probability;
}

function rootLabel({ asked }: ForkResult, tokens: Segment['tokens'], locale: string): string {
  const whole = (asked.kind === 'text' ? asked.prompt : '') + joinTokens(tokens);
  if (whole === '') return forkWords(locale).start;
  const shown = visibleEnd(whole, MAX_LABEL);
  return Array.from(shown).length <= MAX_LABEL ? shown : textEnd(shown, MAX_LABEL - 1);
}

function beginning(tokens: Segment['tokens'], locale: string): string {
  const words = tokens.filter((token) => !endsText(token));
  // Each character is seen as one at least.
  const start = joinTokens(words).slice(0, 4 * MAX_LABEL);
  const characters = Array.from(words.length === 0 ? forkWords(locale).end : visibleText(start));
  return characters.length <= MAX_LABEL ? characters.join('') : `${characters.slice(0, MAX_LABEL - 1).join('')}…`;
}
