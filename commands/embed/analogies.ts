import type { AskedAnalogy } from './look.js';
import { embedWords } from './words.js';

/** An analogy that begins with two of the texts, or where there is none, the first of the list. */
export function fittingAnalogy(texts: readonly string[], locale: string): AskedAnalogy {
  const all = embedWords(locale).analogies.map(asked);
  const folded = new Set(texts.map((text) => text.toLowerCase()));
  const fitting = all.find(({ terms: [a, b] }) => folded.has(a.toLowerCase()) && folded.has(b.toLowerCase()));
  return fitting ?? all[0] ?? { terms: ['', '', ''] };
}

/** The one after it in the list, or the first. */
export function nextAnalogy([a, b, c]: AskedAnalogy['terms'], locale: string): AskedAnalogy {
  const all = embedWords(locale).analogies.map(asked);
  const at = all.findIndex(({ terms }) => terms.join() === [a, b, c].join());
  return all[(at + 1) % all.length] ?? fittingAnalogy([], locale);
}

function asked([a, b, c, expected]: readonly [string, string, string, string]): AskedAnalogy {
  return { terms: [a, b, c], expected };
}
