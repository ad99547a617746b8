import { picture } from '../../../src/discord/reply.js';
import { exactly } from '../../../src/domain/interval.js';
import { UserError } from '../../../src/errors.js';
import type { OptionDefinitions } from '../../../src/lesson/command/options.js';
import { lookForAnalogy } from '../../embed/look.js';
import { likenessBarsOf } from '../../embed/pictures.js';
import type { EmbedResult, Near } from '../../embed/result.js';
import { embedWords } from '../../embed/words.js';
import { embed } from '../../embed.js';
import { defineLessonRun, givenText, readRunOptions } from './lesson-run.js';
import type { RankedItem, Truth } from './truth.js';

const term = givenText(60);

const ANALOGY = {
  a: term,
  b: term,
  c: term,
  expected: { ...term, required: false },
} as const satisfies OptionDefinitions;

/** Words on a map of their vectors. */
export const embedRun = defineLessonRun(embed, { measures: { likeness: likenessToFirst } });

/** How alike other words are to the first one. */
export const likenessRun = defineLessonRun(embed, {
  name: 'likeness',
  measures: { likeness: likenessToFirst },
  view: (result, { locale }) => ({ blocks: [picture('likeness', likenessBarsOf(result, embedWords(locale)))] }),
});

/** Where an analogy leads: “a is to b as c is to …”. */
export const analogyRun = defineLessonRun(embed, {
  name: 'analogy',
  options: ANALOGY,
  async ask(options, context, services) {
    const { a, b, c, expected } = readRunOptions(ANALOGY, options, context.locale);
    const result = await embed.ask({ words: [a, b, c].join(','), model: undefined }, context, services);
    return lookForAnalogy(result, { terms: [a, b, c], expected }, context, services);
  },
  measures: {
    /** The words that are closest to where it leads. */
    closest: ({ analogy }) => {
      if (analogy === undefined) throw new UserError('not-opened-from-here');
      return { kind: 'ranking', unit: 'number', items: analogy.best.map(itemOf) };
    },
  },
});

/** How alike some words, or all, are to the first of the words. */
function likenessToFirst({ texts, grid }: EmbedResult, of: readonly string[]): Truth {
  const items = texts
    .map((text, at) => itemOf({ text, likeness: grid[0]?.[at] ?? 0 }))
    .slice(1)
    .filter(({ label }) => of.length === 0 || of.includes(label));
  return { kind: 'ranking', unit: 'number', items };
}

function itemOf({ text, likeness }: Pick<Near, 'text' | 'likeness'>): RankedItem {
  return { label: text, value: exactly(likeness) };
}
