import { inlineCode } from '../../src/discord/markdown.js';
import { defineWords } from '../../src/words/define-words.js';
import type { Language } from '../../src/words/language.js';

/** What `/ask` says. Markdown, save for descriptions, labels, the form, what stands in lists, and the picture's title. */
export const askWords = defineWords({ en });

/** What **Details** tells of a reply in one line. */
interface ReplyFacts {
  /** The model and where it runs, as markdown. */
  readonly model: string;
  readonly hasSystem: boolean;
  readonly usage: { readonly promptTokens: number; readonly completionTokens: number } | undefined;
  readonly seconds: number;
  /** `untold`: the server gave tokens, and not every token's probability. Undefined: it gave none. */
  readonly perplexity: number | 'untold' | undefined;
}

/** A token in the list of those that the model was the least sure of. */
interface LeastCertain {
  /** In the reply, from 1. */
  readonly number: number;
  readonly token: ListedToken;
  /** In bits; undefined where its probability is. */
  readonly surprise: number | undefined;
  readonly others: readonly ListedToken[];
}

interface ListedToken {
  readonly label: string;
  /** Undefined where the server did not tell. */
  readonly probability: number | undefined;
}

/** A token as a sentence names it, with its chance. */
interface NamedToken {
  readonly name: string;
  readonly chance: number;
}

function en({ bits, count, decimals, percent, perplexity, plural }: Language) {
  const tokens = (amount: number) => plural(amount, { one: 'token', other: 'tokens' });
  const withShare = ({ label, probability }: ListedToken) =>
    `${label} ${probability === undefined ? 'not told' : percent(probability)}`;
  const inWords = (chance: number) => percent(chance).replace('< ', 'less than ').replace('> ', 'more than ');

  return {
    description: 'Ask the model a question, at a temperature of your choice',
    question: 'What to ask',
    temperature: (standard: number) =>
      `0 always takes the likeliest token; the higher, the more daring (default: ${standard})`,
    maxTokens: (standard: number) => `How many tokens the answer may have (default: ${standard})`,
    seed: 'The same seed, question and settings give the same answer, if the server can do that',
    system: 'Instructions for the model, which stand before the question',
    link: 'Ask',

    waiting: 'Waiting for the first token…',
    breaksOff: (reason: string) => `**The answer breaks off here.** ${reason}`,

    /** What is to be seen: how sure the model was. */
    nearlySure: (least: NamedToken) =>
      `The model was **almost sure of every token**: even the least likely one, ${least.name}, had ${inWords(least.chance)}.`,
    oneDoubt: (number: number, least: NamedToken, other: NamedToken | undefined) => doubt(number, least, other),
    manyDoubts: (unsure: number, told: number, least: NamedToken) =>
      `The model was **often not sure**: ${count(unsure)} of ${tokens(told)} had less than half. ${least.name} was the least likely with ${inWords(least.chance)}.`,
    untold:
      'The endpoint does not tell how sure the model was. **Ask again**, and see whether the answer is another one.',
    greedyUntold: 'At temperature 0 the model always takes its likeliest token, so it answers the same each time.',

    /** Why an answer ends. */
    cutByWindow: 'It was cut here, because question and answer together fill what the model can read at once.',
    cutAtLimit: (limit: number, canBeLonger: boolean) =>
      `It was cut after ${tokens(limit)}, ${canBeLonger ? 'because that was the limit. The menu has a longer answer.' : 'the most there can be.'}`,
    filtered: 'The content filter of the endpoint ended it.',

    again: 'Another answer',
    answerAt: (temperature: number) => `Answer at temperature ${temperature}`,
    howSure: 'How sure was it?',
    howSureHint: 'How likely each token of the answer was',
    otherTemperature: 'Answer at another temperature…',
    anyTemperature: 'Any number from 0 to 2',
    longer: 'A longer answer',
    longerHint: (most: number) => `The same question, with up to ${tokens(most)}`,
    temperatureForm: 'Answer at another temperature',
    temperatureField: 'Temperature, from 0 to 2',
    sideBySide: 'Side by side',
    sideBySideHint: (temperatures: readonly number[]) =>
      `The same question at the temperatures ${temperatures.join(', ')}`,
    seedUsed: (seed: number) => `seed ${seed}`,
    answerNumber: (sample: number) => `answer ${count(sample)}`,

    column: (temperature: number, meaning: string) => `**Temperature ${temperature}** · ${meaning}`,
    columnPending: '-# …',
    columnBreaksOff: (reason: string) => `**It breaks off here.** ${reason}`,
    detailsAt: (temperature: number) => `Details at temperature ${temperature}`,
    detailsHint: 'The request, and how sure the model was',
    forkAt: (temperature: number) => `Why this word? at temperature ${temperature}`,
    forkHint: 'Where that answer could have gone another way',
    allAgain: 'All of them again',
    temperatures: (list: readonly number[]) => `temperatures ${list.join(', ')}`,
    /** What several answers have in common; each has its temperature. */
    allSame: 'All of them are the same: the model is so sure here that the temperature changes nothing.',
    sameStart: (words: string) => `They all begin with ${inlineCode(words)}, and then go different ways.`,
    allDiffer: 'They differ from the first word on. Each is one draw: another time the words are others.',
    someMissing: 'Not every answer is whole. What came is kept.',

    /** Of **How sure was it?** */
    stripTitle: 'How likely was each token?',
    sameColour: (least: number) =>
      `Nearly one colour: **every token had at least ${inWords(least)}**. The model hardly saw anything else to say.`,
    unsureAt: (unsure: number, told: number) => `${count(unsure)} of ${tokens(told)} had less than half.`,
    noneTold: 'The endpoint told the chance of no token.',
    onlyFirst: (kept: number, total: number) => `This is about the first ${count(kept)} of ${tokens(total)}.`,

    /** In **Details**. */
    facts: (facts: ReplyFacts) =>
      `-# ${[
        facts.model,
        ...(facts.hasSystem ? ['with a system prompt'] : []),
        ...(facts.usage === undefined
          ? []
          : [`${tokens(facts.usage.promptTokens)} in, ${count(facts.usage.completionTokens)} out`]),
        `${decimals(facts.seconds, 1)} s`,
        ...perplexityFact(facts.perplexity),
      ].join(' · ')}`,
    sampledAt: (temperature: number, measured: string) =>
      `-# Drawn at temperature ${temperature}. The probabilities are those ${measured}.`,
    listIsOf: (kept: number, total: number) => `-# The list is about the first ${count(kept)} of ${tokens(total)}.`,
    leastCertain: (list: string) =>
      `**The least likely tokens**, with their surprise in bits (−log₂ of the probability), and what else could have stood there:\n${list}`,
    leastCertainLine: ({ number, token, surprise, others }: LeastCertain) => {
      const inBits = surprise === undefined ? '' : ` (${bits(surprise)})`;
      const instead = others.length === 0 ? '' : `   else: ${others.map(withShare).join(', ')}`;
      return `${String(number).padStart(4)}. ${withShare(token)}${inBits}${instead}`;
    },

    explain: {
      idea: [
        'The model does not have an answer ready. It reads the question and gives every token a **chance** to come first. One token is drawn by these chances. Then the model reads all of it again, with that token, and the next one is drawn.',
        'So the same question can have another answer each time. At temperature 0 nothing is drawn: the likeliest token is always taken.',
      ].join('\n'),
      product: (first: readonly NamedToken[], product: number, total: number) => {
        const factors = first.map(({ chance }) => decimals(chance, 2));
        return `The answer begins with ${first.map(({ name, chance }) => `${name} (${inWords(chance)})`).join(', ')}. The chance of just these ${first.length} in a row is ${factors.join(' × ')} = about **${percent(product)}**.${total > first.length ? ` The whole answer has ${tokens(total)}, and each one makes its chance smaller.` : ''}`;
      },
      one: (only: NamedToken) =>
        `The answer is one token, ${only.name}, with a chance of ${inWords(only.chance)}. Of 100 answers about ${count(Math.round(only.chance * 100))} would be this one.`,
      counted: (amount: number) =>
        `This answer has ${tokens(amount)}. So the model read the question, and what it had written so far, ${plural(amount, { one: 'time', other: 'times' })}.`,
      uncounted:
        'The endpoint does not tell how many tokens this answer has. The model read the question anew for each of them.',
      next: 'Ask the same at three temperatures. Where do the answers part? And is the one at temperature 0 the best one?',
      nextColumns: 'Ask once more at temperature 1. Is it the same answer as here?',

      strip: {
        idea: [
          'Every token was drawn from many. The colour shows the **chance** that the model gave to the one that was drawn.',
          'An unlikely token is not wrong: the model only saw other ways to go on. And a likely one is not true because it is likely: the model is then sure of which word comes, not of whether it is so.',
        ].join('\n'),
        example: (number: number, { name, chance }: NamedToken, surprise: number) => {
          const share =
            chance < 0.5 ? `1 in ${count(Math.round(1 / chance))}` : `${count(Math.round(chance * 100))} in 100`;
          return `Token ${count(number)}, ${name}, had ${inWords(chance)}: about ${share}. Its surprise is −log₂(${decimals(chance, chance < 0.1 ? 5 : 3)}) = **${bits(surprise)}**. A token that was certain would have 0 bits.`;
        },
        next: 'Ask again at a high temperature. Then less likely tokens are drawn, and more of them have another colour.',
      },
    },
  };

  /** The least likely token, and what else could have stood there. */
  function doubt(number: number, { name, chance }: NamedToken, other: NamedToken | undefined): string {
    const [at, own] = [`token ${count(number)}`, inWords(chance)];
    if (other === undefined) return `The model was **least sure at ${at}**: ${name} had ${own}.`;
    const instead = `${other.name} had ${inWords(other.chance)}`;
    if (other.chance > 1.5 * chance) return `The **boldest draw was ${at}**: ${name} had only ${own}, and ${instead}.`;
    if (other.chance > 0.6 * chance) return `It was **close at ${at}**: ${name} had ${own}, and ${instead}.`;
    return `The model was **least sure at ${at}**: ${name} had ${own}, and ${instead}.`;
  }

  function perplexityFact(value: ReplyFacts['perplexity']): string[] {
    if (value === undefined) return [];
    if (value === 'untold') return ['perplexity unknown (the endpoint does not tell every token’s probability)'];
    return [`perplexity ${perplexity(value)}`];
  }
}
