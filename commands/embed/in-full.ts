import { codeBlock } from '../../src/discord/markdown.js';
import { type Block, text } from '../../src/discord/reply.js';
import { recordWords } from '../../src/lesson/record/words.js';
import { figureTable } from '../../src/lesson/rows/figure-table.js';
import { visibleText } from '../../src/tokens/visible.js';
import { shorten } from '../../src/words/shorten.js';
import { pairsOf } from './pairs.js';
import { analogyBars, nearestBars } from './pictures.js';
import type { EmbedResult } from './result.js';
import { type EmbedWords, embedWords } from './words.js';

/** Of a text in a table. */
const MAX_LABEL = 40;

/** What **Details** has: each vector's length and place, all likenesses, both formulas with values, and the request. */
export function embedInFull(result: EmbedResult, locale: string): Block[] {
  const words = embedWords(locale);
  return [
    ...rankingIn(result, words),
    text(`${words.inFull.vectors(result.dimensions)}\n${codeBlock(vectorTable(result, words))}`),
    ...(result.texts.length > 1 ? compared(result, words) : []),
    text(requestLines(result, locale).join('\n')),
  ];
}

function rankingIn(result: EmbedResult, words: EmbedWords): Block[] {
  const { sight, nearest, analogy } = result;
  const ranking = sight === 'nearest' ? nearest : sight === 'analogy' ? analogy : undefined;
  if (ranking === undefined) return [];
  const { title, bars } = ranking === nearest ? nearestBars(result, words) : analogyBars(analogy ?? never(), words);
  const { likeness, place } = words.inFull.row;
  const rows = bars.map(({ label, likeness: value, note }, at) => ({
    figures: [
      note === words.own || note === undefined ? words.figures.count(at + 1) : note,
      words.figures.decimals(value, 4),
    ],
    label: shorten(label, MAX_LABEL, 'both'),
  }));
  const table = codeBlock(figureTable([place, likeness], rows));
  return [text(`${words.inFull.ranking(title)}\n${table}\n${words.inFull.listed(ranking.among)}`)];
}

function never(): never {
  throw new Error('what is shown was found');
}

function vectorTable({ texts, lengths, flat }: EmbedResult, { inFull, figures }: EmbedWords): string {
  const { length, across, up } = inFull.columns;
  const rows = texts.map((one, at) => {
    const [x, y] = flat.points[at] ?? [0, 0];
    return {
      figures: [figures.decimals(lengths[at] ?? 0, 3), figures.decimals(x, 2), figures.decimals(y, 2)],
      label: shorten(visibleText(one), MAX_LABEL, 'both'),
    };
  });
  return figureTable([length, across, up], rows);
}

function compared(result: EmbedResult, words: EmbedWords): Block[] {
  const { texts, lengths, flat } = result;
  const pairs = pairsOf(result);
  const { inFull } = words;
  const named = (at: number) => texts[at] ?? '';
  const list = pairs.map(({ one, other, likeness }) => inFull.pair(named(one), named(other), likeness));
  const [best] = pairs;
  return [
    text(`${inFull.pairs}\n${list.join(' · ')}`),
    ...(best === undefined
      ? []
      : [
          text(
            `${inFull.formula(named(best.one), named(best.other))}\n${codeBlock(inFull.cosine(best.likeness, lengths[best.one] ?? 0, lengths[best.other] ?? 0))}`,
          ),
        ]),
    text(flat.shares.length === 0 ? inFull.noMap : inFull.map(flat.shares)),
  ];
}

function requestLines({ request, model, endpoint, sight, nearest, analogy }: EmbedResult, locale: string): string[] {
  const { facts, card } = recordWords(locale);
  const shown = sight === 'nearest' ? nearest?.request : sight === 'analogy' ? analogy?.request : undefined;
  const { path, body, requestId, sentAt, seconds } = shown ?? request;
  return [
    card,
    facts.model(model),
    facts.endpoint(endpoint.label, endpoint.tiny),
    facts.route(path, embedWords(locale).inFull.way),
    facts.sent(Object.entries(body).filter(([name]) => name !== 'input')),
    facts.time(sentAt, seconds),
    facts.requestId(requestId),
  ];
}
