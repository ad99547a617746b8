import type { Interval } from '../../src/domain/interval.js';
import { spreadWords } from '../../src/lesson/rows/words.js';
import { defineWords } from '../../src/words/define-words.js';
import type { Language } from '../../src/words/language.js';

/** What `/temperature` says. Markdown, save for descriptions, labels, entries and what stands in pictures and tables. */
export const temperatureWords = defineWords({ en });

export type TemperatureWords = ReturnType<typeof temperatureWords>;

/** What becomes of the most likely token from the lowest temperature to the highest. */
interface Change {
  readonly name: string;
  readonly temperatures: readonly [from: number, to: number];
  readonly chances: readonly [from: Interval, to: Interval];
}

function en(language: Language) {
  const { plural, number } = language;
  const { chance } = spreadWords('en');
  return {
    /** How figures are written beside these words. */
    figures: language,
    description: 'See how the temperature changes what comes next, from careful to wild',
    temperatures: (standard: string) => `2 to 5 numbers from 0 to 2 (default: ${standard})`,
    link: 'Temperature',
    lesson: {
      idea: '**Temperature** is a setting for the draw. The model itself does not change: it gives each token a score, and the score stays the same. The scores are divided by the temperature, and then they become chances. Below 1 the likely tokens become even likelier. Above 1 all tokens come closer to each other.',
      /** @param tokens the two likeliest, at temperature 1 */
      example: ([one, other]: readonly [Named, Named]) => {
        const digits = (value: number) => number(Number(value.toPrecision(3)));
        const share = ({ probability }: Named) => Number((100 * probability).toPrecision(3));
        const figure = (named: Named) => language.ofHundred(digits(share(named)));
        // Of the figures as they are written, so that each can be checked.
        const ratio = Number((share(one) / share(other)).toPrecision(3));
        return `At temperature 1, ${one.name} has ${figure(one)} and ${other.name} has ${figure(other)}. ${figure(one)} ÷ ${figure(other)} = about ${digits(ratio)}, so ${one.name} is ${digits(ratio)} times as likely. At temperature 0.5 take this number times itself: ${digits(ratio)} × ${digits(ratio)} = about ${digits(ratio ** 2)}. At temperature 2 take its square root: about ${digits(Math.sqrt(ratio))}.`;
      },
      alone: 'Here one token has the whole 100%, so no temperature changes anything.',
      next: 'Let the model write whole texts at several temperatures. At which one do they stop making sense?',
      tryIt: 'Compare whole texts',
    },
    animate: 'Animate',
    otherTemperatures: 'Show other temperatures…',
    otherTemperaturesHint: 'Type 2 to 5 temperatures from 0 to 2',
    form: 'Temperatures',
    field: '2 to 5 numbers from 0 to 2',
    title: 'What comes next at each temperature?',
    titleOfOne: (temperature: number) => `What comes next at temperature ${number(temperature)}?`,
    replyTitle: 'How does the reply begin at each temperature?',
    allOthers: 'all others',
    temperature: (temperature: number) => `T = ${number(temperature)}`,
    bitsOfEntropy: 'bits of entropy',

    /** Sentences about the picture: from the lowest to the highest temperature. */
    change: ({ name, temperatures: [cold, hot], chances: [from, to] }: Change) =>
      `At temperature ${number(cold)}, **${name}** has **${chance(from)}**. At ${number(hot)} it has only **${chance(to)}**.`,
    staysSure: ({ name, temperatures: [, hot], chances: [, to] }: Change) =>
      `The model is so sure that temperature changes little: even at ${number(hot)}, **${name}** has **${chance(to)}**.`,
    staysEven: ({ temperatures: [cold, hot] }: Change) =>
      `Temperature changes little here, because the likeliest tokens are about equally likely at ${number(cold)} and at ${number(hot)}.`,
    fromGreedy: ({ name, temperatures: [, hot], chances: [, to] }: Change) =>
      `Temperature 0 always takes **${name}**. At ${number(hot)} it has only **${chance(to)}**.`,
    fromTie: ({ temperatures: [, hot] }: Change) =>
      `At temperature 0 one of the likeliest tokens is taken, and nobody can say which one. At ${number(hot)} many tokens can come.`,

    /** Behind Details. */
    entropyChange: (temperatures: readonly [number, number], entropies: readonly [string, string]) =>
      `**Entropy** goes from ${entropies[0]} at T = ${number(temperatures[0])} to ${entropies[1]} at T = ${number(temperatures[1])}. It says how open the choice is: 0 bits means one token is certain, and 1 bit more is like twice as many tokens to choose from. The order of the tokens stays the same.`,
    formula: (name: string, temperature: number) =>
      `**The formula** with the numbers of ${name} at T = ${number(temperature)}:`,
    formulaNote:
      '-# z is the score of a token. Here it is the natural logarithm of the token’s probability at T = 1. Inside the model all scores may be higher or lower by one number, but that changes no result.',
    listedAlone: (tokens: number, sum: string) =>
      `(the ${plural(tokens, { one: 'listed token', other: 'listed tokens' })} alone: ${sum})`,
    /** Plain text: a chance with its range. */
    estimated: (chance: string) => `${chance}, with an estimate of the tokens that are not listed`,
    to: (from: string, to: string) => `${from} to ${to}`,
    greedy: (isTied: boolean) =>
      `-# T = 0 is greedy: nobody can divide by 0, so the likeliest token is simply taken.${isTied ? ' Here several are equally likely, and nobody can say which one the server takes.' : ''}`,
    sweepAlt: (ends: readonly string[]) =>
      `Animation: the temperature rises and falls again. At its lowest: ${ends.join('. At its highest: ')}`,
  };
}

/** A token and its probability. */
interface Named {
  readonly name: string;
  readonly probability: number;
}
