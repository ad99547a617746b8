import { inlineCode } from '../../src/discord/markdown.js';
import type { Interval } from '../../src/domain/interval.js';
import { defineWords } from '../../src/words/define-words.js';
import type { Language } from '../../src/words/language.js';

/** What `/nextword` says. Markdown, save for descriptions, labels and entries. */
export const nextwordWords = defineWords({ en });

function en(language: Language) {
  const { percent, percentRange, bits, decimals, plural } = language;
  const atMost = (probability: number, isBound: boolean) => `${isBound ? 'at most ' : ''}${percent(probability)}`;
  const capital = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);
  return {
    /** How figures are written beside these words. */
    figures: language,
    description: 'Chart how likely each next token is, and go on token by token',
    link: 'Next word',
    lesson: {
      idea: 'A language model reads a text and gives every possible next token a chance. A **token** is a word or a part of a word. All chances together are 100%. One token is taken and put behind the text, and then the model does the same again. This is how it writes everything.',
      /** @param first the most likely tokens with the model's own probabilities */
      example: (first: readonly { readonly name: string; readonly probability: number }[]) => {
        const sum = first.reduce((all, { probability }) => all + probability, 0);
        const list = first.map(({ name, probability }) => `${name} has ${percent(probability)}`).join(', ');
        const added = first.length === 1 ? '' : ` Together that is about ${percent(Math.min(1, sum))}.`;
        const rest = sum >= 1 ? '' : ` So all other tokens share about ${percent(Math.max(0, 1 - sum))}.`;
        const [best] = first;
        const rolls =
          best === undefined
            ? ''
            : ` In 100 rolls, ${best.name} comes about ${Math.round(100 * best.probability)} times.`;
        return `At temperature 1: ${list}.${added}${rest}${rolls}`;
      },
      next: 'Press **Roll** and **Undo** a few times: does the likeliest token come every time? A temperature changes how often it does.',
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
    figure: ({ low, high }: Interval, note: string | undefined) =>
      `${percentRange(low, high)}${note === undefined ? '' : ` · ${note}`}`,
    /** Behind a token of the path. */
    chance: ({ low, high }: Interval) =>
      low === 0 && high > 0 ? `≤ ${percent(high)}`.replace('≤ <', '<') : percentRange(low, high),

    likeliest: (name: string, { low, high }: Interval) =>
      `The likeliest is **${name}** with ${percentRange(low, high)}.`,
    added: (name: string) => `**${capital(name)}** was chosen.`,
    taken: (name: string) => `**${capital(name)}** was taken, because temperature 0 always takes the likeliest token.`,
    /** Of a character that is several tokens. */
    rest: (others: number) =>
      `It is part of a character, so ${plural(others, { one: 'token', other: 'tokens' })} more came with it.`,
    drawnEnd:
      '**The end of the text** was drawn, so the model would stop here. **Roll** again to go on, or take a step back with **Undo**.',

    entropy: (entropy: string, isCut: boolean) =>
      `**Entropy${isCut ? ' before the cut' : ''}** ${entropy}. It says how open the choice is: 0 bits means one token is certain, 1 bit is like a coin, 2 bits are like four equal tokens.`,
    percentages: '-# Percentages: before the cut → what is drawn from.',
    topPUnsure: (topP: number) =>
      `-# Top-p ${topP} may keep some of the tokens that the model server did not list and cut others, so what is drawn from is not known exactly.`,
    listsOnly: (tokens: number) =>
      `-# The model server lists only ${plural(tokens, { one: 'token', other: 'tokens' })}.`,
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
    /** Where one of a path's probabilities is a bound, their product is one. @param temperature of the rolls */
    pathProbability: (leastBits: number, isBound: boolean, temperature: number) => {
      const probability = leastBits < 10 ? percent(2 ** -leastBits) : `2^−${decimals(leastBits, 2)}`;
      const start =
        '-# These are the model’s own probabilities, at temperature 1. Multiplied, they give exactly this path ';
      const value = isBound
        ? `at most ${probability} (at least ${bits(leastBits)}).`
        : `${probability} (${bits(leastBits)}).`;
      return `${start}${value}${temperature === 1 ? '' : ` Rolls are made at temperature ${language.number(temperature)}, where it has another chance.`}`;
    },
  };
}
