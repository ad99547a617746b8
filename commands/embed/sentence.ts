import { lonerOf, pairsOf } from './pairs.js';
import { shareOnMap } from './pictures.js';
import type { Analogy, EmbedResult } from './result.js';
import type { EmbedWords } from './words.js';

/** Even what is furthest apart is as alike as this: no group stands out. */
const ALIKE = 0.85;
/** Even what is closest is no more alike than this. */
const UNLIKE = 0.15;
/** Of a map that shows less, it is said. */
const LITTLE_SHOWN = 0.5;
/** An expected word counts as nearly found. */
const NEARLY = 10;
/** Both print as the same. */
const SAME = 0.995;

/** What is to be seen, chosen by what the numbers say; markdown. */
export function sentenceOf(result: EmbedResult, words: EmbedWords): string {
  switch (result.sight) {
    case 'map':
      return mapSentence(result, words);
    case 'likeness':
      return likenessSentence(result, words);
    case 'nearest':
      return nearestSentence(result, words);
    case 'analogy':
      return result.analogy === undefined ? '' : analogySentence(result.analogy, words);
  }
}

function mapSentence(result: EmbedResult, { sentence }: EmbedWords): string {
  const pairs = pairsOf(result);
  const [best, last] = [pairs[0], pairs.at(-1)];
  if (best === undefined || last === undefined) return '';
  const named = ({ one, other, likeness }: typeof best) => [...namesOf(result, one, other), likeness] as const;
  if (pairs.length === 1)
    return best.likeness >= SAME
      ? sentence.same(...namesOf(result, best.one, best.other))
      : sentence.two(...named(best));
  if (last.likeness >= ALIKE) return sentence.allAlike(...named(last));
  if (best.likeness < UNLIKE) return sentence.noneAlike(...named(best));
  const start =
    best.likeness >= SAME ? sentence.same(...namesOf(result, best.one, best.other)) : sentence.closest(...named(best));
  if (shareOnMap(result) < LITTLE_SHOWN) return start + sentence.flat;
  const loner = lonerOf(result, pairs);
  if (loner === undefined) return start;
  const [text, closest] = namesOf(result, loner.at, loner.closest.at);
  return start + sentence.alone(text, closest, loner.closest.likeness);
}

function likenessSentence(result: EmbedResult, { sentence }: EmbedWords): string {
  const pairs = pairsOf(result);
  const [best, last] = [pairs[0], pairs.at(-1)];
  if (best === undefined || last === undefined) return '';
  const named = ({ one, other, likeness }: typeof best) => [...namesOf(result, one, other), likeness] as const;
  return pairs.length === 1 ? sentence.two(...named(best)) : sentence.range(named(best), named(last));
}

function nearestSentence({ texts, nearest }: EmbedResult, { sentence }: EmbedWords): string {
  const [first] = nearest?.best ?? [];
  if (nearest === undefined || first === undefined) return '';
  const start = sentence.nearest(texts[nearest.to] ?? '', first.text, first.likeness, nearest.among);
  const rank = nearest.best.findIndex(({ isOwn }) => isOwn);
  const own = nearest.best[rank];
  return own === undefined || rank === 0 ? start : start + sentence.nearestOwn(own.text, own.likeness, rank + 1);
}

function analogySentence({ expected, best, among }: Analogy, { sentence }: EmbedWords): string {
  const first = best[0]?.text ?? '';
  if (expected === undefined) return sentence.answer(first, among);
  const { text, rank } = expected;
  if (rank === 1) return sentence.right(text, among);
  return rank <= NEARLY ? sentence.nearly(text, rank, among, first) : sentence.wrong(text, rank, among, first);
}

function namesOf({ texts }: EmbedResult, one: number, other: number): readonly [string, string] {
  return [texts[one] ?? '', texts[other] ?? ''];
}
