import type { BranchTree } from '../../src/charts/kinds/branch-tree/branch-tree.js';
import { joinTokens } from '../../src/domain/join-tokens.js';
import { visibleEnd } from '../../src/lesson/text/shown-text.js';
import { tokensOf } from '../../src/lesson/writing/written-text.js';
import { visibleText } from '../../src/tokens/visible.js';
import { shorten } from '../../src/words/shorten.js';
import type { Pair, PairParting } from './parting.js';
import type { KeptText } from './result.js';
import { generateWords } from './words.js';

/** Of a long piece of text its beginning is shown; of what is common to both, its end. */
const MAX_LABEL = 24;

/** What two texts have in common, and how each goes on from there. */
export function partingTree(
  texts: Record<keyof Pair, KeptText>,
  parting: Exclude<PairParting, { how: 'equal' }>,
  locale: string,
): BranchTree {
  const words = generateWords(locale);
  const { agreeing } = parting;
  const { prompt, steps } = texts.greedy;
  const common = prompt + joinTokens(tokensOf(steps.slice(0, agreeing)));
  const wayOf = (side: keyof Pair) => {
    const rest = visibleText(joinTokens(tokensOf(texts[side].steps.slice(agreeing))).slice(0, 8 * MAX_LABEL));
    const chance = parting.how === 'parts' ? (side === 'sampled' ? parting.drawn : parting.taken).chance : undefined;
    return {
      id: side,
      parent: 'common',
      label: rest === '' ? words.end : shorten(rest, MAX_LABEL, 'start'),
      probability: chance !== undefined && chance.low === chance.high ? chance.high : undefined,
    };
  };
  return {
    kind: 'branch-tree',
    title: words.partingTitle,
    nodes: [{ id: 'common', label: visibleEnd(common, MAX_LABEL) }, wayOf('sampled'), wayOf('greedy')],
  };
}
