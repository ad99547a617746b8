import { plain } from '../../src/discord/markdown.js';
import type { Place } from '../../src/lesson/command/definition.js';
import type { Explanation } from '../../src/lesson/command/explanation.js';
import { markedTokenName } from '../../src/lesson/text/token-name.js';
import { probabilityOf } from '../../src/sampling/surprisal.js';
import { type AttentionResult, rowOf, type Sight, type Swap } from './result.js';
import { shownHead } from './sentence.js';
import { markedNameAt, nameFrom } from './token-names.js';
import { proposedWords } from './view.js';
import { attentionWords } from './words.js';

/** As many as can be added up in one's head. */
const ADDED_UP = 3;

/** What attention is, what layers do, or why a swap changes something, with the numbers that are shown. */
export function explainAttention(result: AttentionResult, { locale, runId }: Place): Explanation {
  const { explain } = attentionWords(locale);
  const tryIt = (sight: Sight, label: string) => ({ action: 'try', runId, value: sight, label });
  const { sight, swap } = result;
  if (sight === 'layers') {
    return {
      idea: explain.layers.idea,
      example: layersExample(result, locale),
      next: explain.layers.next,
      tryIt: tryIt('arcs', explain.tryArcs),
    };
  }
  const byLayers = tryIt('layers', explain.tryLayers);
  if (sight === 'swap' && swap !== undefined) {
    return { idea: explain.swap.idea, example: swapExample(swap, locale), next: explain.swap.next, tryIt: byLayers };
  }
  const pair = proposedWords(result.text);
  const { idea, next, nextLayers } = explain.attention;
  const example = sharesExample(result, locale);
  if (pair === undefined) return { idea, example, next: nextLayers, tryIt: byLayers };
  const [first, second] = pair;
  const swapHere = tryIt('swap', explain.trySwap(first, second));
  return { idea, example, next: next(plain(first), plain(second)), tryIt: swapHere };
}

/** The largest shares of the token that looks, which are 100% with all others. */
function sharesExample(result: AttentionResult, locale: string): string {
  const { tokens, shares, from } = result;
  const { attention } = attentionWords(locale).explain;
  const row = rowOf(shares, from);
  const order = [...row.keys()].toSorted((one, other) => (row[other] ?? 0) - (row[one] ?? 0)).slice(0, ADDED_UP);
  const told = order.map((place) => ({ name: nameFrom(tokens, from, place, locale), share: row[place] ?? 0 }));
  const name = markedNameAt(tokens, from, locale);
  const { habit } = shownHead(result);
  const example = attention.example(name, told, row.length - told.length);
  return habit === undefined ? example : `${example}\n${attention.measured(habit)}`;
}

function layersExample({ guesses }: AttentionResult, locale: string): string {
  const words = attentionWords(locale);
  const rows = guesses.flatMap(([first], layer) =>
    first === undefined
      ? []
      : [
          {
            layer,
            name: markedTokenName(first, locale),
            chance: words.figures.percent(probabilityOf(first.logprob)),
          },
        ],
  );
  return words.explain.layers.example(rows, rows.at(-1)?.name ?? '');
}

/** The token whose chance changes most. */
function swapExample({ guesses }: Swap, locale: string): string {
  const change = ({ before, after }: Swap['guesses'][number]) => Math.abs(after.chance - before.chance);
  const known = guesses.filter(({ before, after }) => !before.most && !after.most);
  const [most] = (known.length > 0 ? known : guesses).toSorted((one, other) => change(other) - change(one));
  if (most === undefined) return '';
  const { token, before, after } = most;
  return attentionWords(locale).explain.swap.example(markedTokenName(token, locale), before.chance, after.chance);
}
