import { inlineCode } from '../../src/discord/markdown.js';
import type { Interval } from '../../src/domain/interval.js';
import { spreadWords } from '../../src/lesson/rows/words.js';
import { chanceFigures } from '../../src/words/chance-figure.js';
import { defineWords } from '../../src/words/define-words.js';
import type { Language } from '../../src/words/language.js';

/** What `/nextword` says. Markdown, save for descriptions, labels and entries. */
export const nextwordWords = defineWords({ en });

function en(language: Language) {
  const { percent, percentRange, isPercentRange, bits, decimals, plural } = language;
  const atMost = (probability: number, isBound: boolean) => `${isBound ? 'at most ' : ''}${percent(probability)}`;
  const { chance } = spreadWords(language.tag);
  const figures = chanceFigures(language.tag);
  /** `1 in 830,000`; of what is rarer than people have words for, the power of two. */
  const oneIn = (leastBits: number) =>
    leastBits < 40 ? `1 in ${language.count(Number((2 ** leastBits).toPrecision(2)))}` : `2^−${decimals(leastBits, 2)}`;
  const capital = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);
  return {
    /** How figures are written beside these words. */
    figures: language,
    description: 'See how likely each next token is, and write on, token by token',
    link: 'Next word',
    lesson: {
      idea: 'A language model reads a text and gives every possible next token a chance. A **token** is a word or a part of a word. A chance is also called a **probability**: all of them together are 100%. One token is added to the text. Then the model does the same again, and this is how it writes everything.',
      /** @param first the most likely tokens with the model's own probabilities */
      example: (first: readonly { readonly name: string; readonly probability: number }[]) => {
        // Added up as they are shown, so that it can be checked by hand.
        const tenths = first.map(({ probability }) => Math.round(1000 * probability));
        const shown = (amount: number) => language.ofHundred(decimals(amount / 10, 1));
        const sum = Math.min(
          1000,
          tenths.reduce((all, one) => all + one, 0),
        );
        const list = first.map(({ name }, at) => {
          const own = tenths[at] ?? 0;
          return `${name} has ${own === 0 ? `less than ${shown(1)}` : shown(own)}`;
        });
        const added = first.length === 1 ? '' : ` ${tenths.map(shown).join(' + ')} = ${shown(sum)}.`;
        const rest =
          sum === 1000
            ? ' So almost nothing is left for all other tokens.'
            : ` ${language.ofHundred(100)} − ${shown(sum)} = ${shown(1000 - sum)} is left for all other tokens.`;
        const [best] = first;
        const rolls =
          best === undefined
            ? ''
            : ` In 100 rolls, ${best.name} comes about ${Math.round(100 * best.probability)} times.`;
        return `At temperature 1, ${new Intl.ListFormat(language.tag).format(list)}.${added}${rest}${rolls}`;
      },
      next: 'Look at these tokens at five temperatures. At which one does the likeliest token come nearly every time?',
      tryIt: 'See it at five temperatures',
    },

    add: (name: string) => `Add ${name}`,
    addsNothing: 'Add: the text ends',
    roll: 'Roll',
    undo: 'Undo',
    drawAt: (temperature: number) => `Draw at temperature ${language.number(temperature)}`,
    otherSettings: 'Other settings…',
    otherSettingsHint: 'Type a temperature, top-k, top-p, min-p or a seed',
    /** Of an entry, as on the chart. */
    figure: (probability: Interval, note: string | undefined) =>
      `${figures.full(probability)}${note === undefined ? '' : ` · ${note}`}`,
    /** Behind a token of the path. */
    chance: ({ low, high, about }: Interval) =>
      about !== undefined
        ? figures.full({ low, high, about })
        : (low === 0 && high > 0) || (isPercentRange({ low, high }) && percent(low).startsWith('<'))
          ? `≤ ${percent(high)}`.replace('≤ <', '<')
          : percentRange(low, high),

    /** Where tokens are cut; the chance is that on the chart. */
    likeliest: (name: string, own: Interval) => `The likeliest is **${name}**: before the cut it had ${chance(own)}.`,
    onlyLeft: (name: string) => `Only **${name}** can still be drawn.`,
    added: (name: string) => `**${capital(name)}** was chosen.`,
    taken: (name: string) => `**${capital(name)}** was taken.`,
    /** Of a character that is several tokens. */
    rest: (others: number) =>
      `It is a part of a character, so ${plural(others, { one: 'more token', other: 'more tokens' })} came with it.`,
    drawnEnd:
      '**The end of the text** was drawn, so the model would stop here. **Roll** again to go on, or take a step back with **Undo**.',

    entropy: (entropy: string, isCut: boolean) =>
      `**Entropy${isCut ? ' before the cut' : ''}** ${entropy}. It says how open the choice is: 0 bits means one token is certain, 1 bit is like a coin, 2 bits are like four equal tokens.`,
    percentages: '-# Percentages: before the cut → what is drawn from.',
    topPUnsure: (topP: number) =>
      `-# Top-p ${topP} may keep some of the tokens that the server did not list and cut others. So nobody knows exactly what is drawn from.`,
    listsOnly: (tokens: number) => `-# The server lists only ${plural(tokens, { one: 'token', other: 'tokens' })}.`,
    temperatureHere: (temperature: number) =>
      `-# Temperature ${language.number(temperature)} is worked out here, from the model’s own probabilities at temperature 1.`,
    path: (
      leftOut: number,
      steps: readonly {
        readonly label: string;
        readonly probability: number;
        readonly isBound: boolean;
        readonly how: 'chosen' | 'drawn' | undefined;
      }[],
    ) =>
      `**Path** ${leftOut > 0 ? `… ${leftOut} before → ` : ''}${steps
        .map(
          ({ label, probability, isBound, how }) =>
            `${inlineCode(label)} ${atMost(probability, isBound)}${how === undefined ? '' : ` (${how})`}`,
        )
        .join(' → ')}`,
    mixedPath: (models: readonly string[]) =>
      `-# These tokens were chosen from different models: ${new Intl.ListFormat(language.tag).format(models.map(inlineCode))}. So the path as a whole has no probability.`,
    /** Where one of a path's probabilities is a bound, their product is one. @param temperature of the rolls */
    pathProbability: (leastBits: number, isBound: boolean, temperature: number) => {
      const probability = leastBits < 10 ? percent(2 ** -leastBits) : oneIn(leastBits);
      const start =
        '-# These are the model’s own probabilities, at temperature 1. Multiply them, and you have the probability of exactly this path: ';
      const value = isBound
        ? `at most ${probability} (at least ${bits(leastBits)}).`
        : `${probability} (${bits(leastBits)}).`;
      return `${start}${value}${temperature === 1 ? '' : ` At temperature ${language.number(temperature)}, which the rolls here have, it is another one.`}`;
    },
  };
}
