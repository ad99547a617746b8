import type { BranchTree } from '../../charts/picture.js';
import type { Candidate } from '../../domain/token.js';
import { visibleText } from '../../tokens/visible.js';
import { joinTokens } from '../text/join-tokens.js';
import { textEnd, visibleEnd } from '../text/text-end.js';
import { endsText } from '../text/token-label.js';
import { branchTokens, type ForkRun, forkPlaces } from './run.js';

/** Of a long piece of text its beginning is shown; of what is common to all, its end. */
const MAX_LABEL = 32;

/** The branches as a tree: each node is the text from one fork to the next. */
export function forkTree(run: ForkRun): BranchTree {
  const nodes = run.branches.flatMap((_, branch) => segmentsOf(run, branch));
  const current = wayTo(nodes.findLast(({ branch }) => branch === run.current)?.id, nodes);
  return {
    kind: 'branch-tree',
    title: 'Where the text could have gone',
    nodes: nodes.map(({ id, parent, tokens, branch, place }) => ({
      id,
      parent,
      label: parent === undefined ? rootLabel(run, tokens) : start(tokens),
      probability: parent === undefined ? undefined : probabilityAt(run, branch, place),
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
  readonly tokens: readonly Omit<Candidate, 'logprob'>[];
}

/** The parts of a branch's own text, cut where others leave it. */
function segmentsOf(run: ForkRun, branch: number): Segment[] {
  const { from } = run.branches[branch] ?? {};
  const all = branchTokens(run, branch);
  const cuts = cutsOf(run, branch);
  return cuts.map((place, at) => ({
    branch,
    place,
    id: at === 0 && from === undefined ? ROOT : `${branch}.${place}`,
    parent: at > 0 ? idBefore(run, branch, place) : from && idBefore(run, from.branch, from.place),
    tokens: all.slice(place, cuts[at + 1]),
  }));
}

const ROOT = 'root';

/** Where the parts of a branch begin; the first text has a part before its first fork, which may be empty. */
function cutsOf(run: ForkRun, branch: number): number[] {
  const start = run.branches[branch]?.from?.place;
  const forks = run.branches.flatMap(({ from }) => (from?.branch === branch ? [from.place] : []));
  const sorted = [...new Set(forks)].toSorted((one, other) => one - other);
  return [start ?? 0, ...sorted];
}

/** The part of a branch that ends where another one leaves it. */
function idBefore(run: ForkRun, branch: number, place: number): string {
  const cuts = cutsOf(run, branch);
  const at = cuts.lastIndexOf(place) - 1;
  return at <= 0 && run.branches[branch]?.from === undefined ? ROOT : `${branch}.${cuts[Math.max(0, at)]}`;
}

/** The ids of a part and of all that lead to it. */
function wayTo(last: string | undefined, nodes: readonly Segment[]): ReadonlySet<string> {
  const ids = new Set<string>();
  for (let id = last; id !== undefined; id = nodes.find((node) => node.id === id)?.parent) ids.add(id);
  return ids;
}

function probabilityAt(run: ForkRun, branch: number, place: number): number | undefined {
  return forkPlaces(run, branch).find((one) => one.place === place)?.probability;
}

function rootLabel({ asked }: ForkRun, tokens: Segment['tokens']): string {
  const whole = (asked.kind === 'text' ? asked.prompt : '') + joinTokens(tokens);
  if (whole === '') return '(start)';
  const shown = visibleEnd(whole, MAX_LABEL);
  return Array.from(shown).length <= MAX_LABEL ? shown : textEnd(shown, MAX_LABEL - 1);
}

function start(tokens: Segment['tokens']): string {
  const words = tokens.filter((token) => !endsText(token));
  // Each character is seen as one at least.
  const beginning = joinTokens(words).slice(0, 4 * MAX_LABEL);
  const characters = Array.from(words.length === 0 ? '(the end)' : visibleText(beginning));
  return characters.length <= MAX_LABEL ? characters.join('') : `${characters.slice(0, MAX_LABEL - 1).join('')}…`;
}
