import { defineWords } from '../../src/words/define-words.js';
import type { Language } from '../../src/words/language.js';

/** What `/temperature` says. Markdown, save for descriptions and what stands in pictures and tables. */
export const temperatureWords = defineWords({ en });

export type TemperatureWords = ReturnType<typeof temperatureWords>;

/** A figure at the lowest temperature and at the highest, as it is written. */
interface Change {
  readonly name: string;
  readonly temperatures: readonly [from: number, to: number];
  readonly figures: readonly [from: string, to: string];
  readonly entropies: readonly [from: string, to: string];
}

function en(language: Language) {
  const { plural } = language;
  return {
    /** How figures are written beside these words. */
    figures: language,
    description: 'See one distribution at several temperatures side by side, and watch it change',
    temperatures: (standard: string) => `2 to 5 numbers from 0 to 2 (default: ${standard})`,
    link: 'Temperature',
    lesson: {
      idea: 'A model gives every token a score z. **Temperature** divides all scores by T before they become probabilities. Below 1 the gaps between the scores grow, so the likely tokens win more often; close to 0 that is nearly greedy. Above 1 the gaps shrink, so all tokens come closer to equal, and the text turns to gibberish. The model itself computes the same at any temperature.',
      example:
        'Two tokens have 80% and 20%: one is 4 times as likely as the other. At T = 0.5 the ratio is 4² = 16, so 16/17 = 94% and 1/17 = 6%. At T = 2 it is √4 = 2, so 67% and 33%. At any T it is 4 to the power of 1/T.',
      next: '`/sampling prompt:The capital of France is temperature:1.5 top_p:0.9` heats the tail up and then cuts it off. `/generate prompt:Once upon a time temperature:1.8` shows what becomes of a text.',
    },
    animate: 'Animate',
    subtitle: (model: string, isOne: boolean) =>
      `${model} · the same distribution at ${isOne ? 'one temperature after another' : 'each temperature'}`,
    allOthers: 'all others',
    temperature: (temperature: number) => `T = ${language.number(temperature)}`,
    bits: (figure: string) => `${figure} bits`,
    bitsOfEntropy: 'bits of entropy',
    compare: (change: string) =>
      `**Compare the columns.** A low temperature makes likely tokens likelier still, a high one lifts the unlikely ones; their order stays the same. ${change} Each bit more doubles the choice.`,
    change: ({ name, temperatures, figures, entropies }: Change) =>
      `From T = ${temperatures[0]} to T = ${temperatures[1]}, ${name} goes from **${figures[0]}** to **${figures[1]}**, and the entropy from **${entropies[0]}** to **${entropies[1]}**.`,
    formula: (name: string, temperature: number) =>
      `**The formula** with the numbers of ${name} at T = ${temperature}:`,
    formulaNote:
      '-# z is the logprob: the natural logarithm of the probability at T = 1. The scores inside the model (logits) are the same up to a constant, and any constant added to all z cancels.',
    listedAlone: (tokens: number, sum: string) =>
      `(the ${plural(tokens, { one: 'listed token', other: 'listed tokens' })} alone: ${sum})`,
    to: (from: string, to: string) => `${from} to ${to}`,
    greedy: (isTied: boolean) =>
      `-# T = 0 is greedy: dividing by 0 has no value, so the most likely token is simply taken.${isTied ? ' Here several are tied, and which of them is taken is the server’s own affair.' : ''}`,
    watch: (change: string) =>
      `**Watch the bars:** the temperature goes from 0.1 to 2 and back, in the same distribution. ${change}`,
    sweepAlt: (ends: readonly string[]) =>
      `Animation: the temperature rises and falls again. At its lowest: ${ends.join('. At its highest: ')}`,
  };
}
