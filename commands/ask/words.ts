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
  const messages = (amount: number) => plural(amount, { one: 'message', other: 'messages' });
  const withShare = ({ label, probability }: ListedToken) =>
    `${label} ${probability === undefined ? 'not told' : percent(probability)}`;
  const capital = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);
  const inWords = (chance: number) => percent(chance).replace('< ', 'less than ').replace('> ', 'more than ');

  return {
    description: 'Ask the model a question, and see how sure it is of its answer',
    question: 'What to ask',
    temperature: (standard: number) =>
      `0: always the likeliest token. Higher: unlikely tokens come more often (default: ${standard})`,
    maxTokens: (standard: number) => `How many tokens the answer may have (default: ${standard})`,
    seed: 'The same seed gives the same answer again, if the server can do that',
    system: 'Instructions that the model reads before the question',
    link: 'Ask',

    conversation: {
      askOnAt: (temperature: number) => `Ask on from temperature ${temperature}…`,
      askOnHint: 'Say something to this answer; the model reads all of it again',
      field: 'What do you want to say?',
      thread: 'True: opens a thread from the answer, in which the conversation goes on',
      /** What somebody asks about a message; the model reads it. */
      about: (asked: string, { by, text }: { readonly by: string; readonly text: string }) =>
        `${asked}\n\n${by} wrote:\n${text.replace(/^/gm, '> ')}`,
      /** Of whom no letter of the name can be shown to the model. */
      nameless: 'Somebody',
      /** In the small print. `left`: older messages that the model did not read. */
      read: (read: number, left: number) =>
        left === 0 ? `after ${messages(read)}` : `after the last ${count(read)} of ${messages(read + left)}`,
      /** In **Details**. */
      readInFull: (read: number, left: number, window: number | undefined, isEstimate: boolean) => {
        if (left === 0)
          return `-# Before the question the model read ${read === 1 ? 'the message' : `all ${messages(read)}`} of this conversation.`;
        const why =
          window === undefined
            ? 'More is not kept.'
            : `The others have no room in its window of ${tokens(window)}${isEstimate ? ', by an estimate: the server has no tokenizer to ask' : ''}.`;
        return `-# Before the question the model read the last ${count(read)} of ${messages(read + left)} of this conversation. ${why}`;
      },
    },

    waiting: 'Waiting for the first token…',
    breaksOff: (reason: string) => `**The answer breaks off here.** ${reason}`,

    /** What is to be seen: how sure the model was. */
    nearlySure: (least: NamedToken) =>
      `The model was **almost sure of every token**: even the least likely one, ${least.name}, had ${inWords(least.chance)}.`,
    oneDoubt: (number: number, least: NamedToken, other: NamedToken | undefined) => doubt(number, least, other),
    manyDoubts: (unsure: number, told: number, least: NamedToken) =>
      `**${count(unsure)} of ${tokens(told)}** had a chance of less than 50%. The least likely was ${least.name} with ${inWords(least.chance)}.`,
    untold: 'The server does not tell how sure the model was. Press **Another answer**: is it the same?',
    greedyUntold: 'Temperature 0 always takes the likeliest token. So the answer should be the same each time.',

    /** Why an answer ends. */
    cutByWindow: 'It was cut here, because the question and the answer together fill what the model can read at once.',
    cutAtLimit: (limit: number, canBeLonger: boolean) =>
      `It was cut after ${tokens(limit)}, ${canBeLonger ? 'because that was the limit. The menu has a longer answer.' : 'because no answer can be longer.'}`,
    filtered: 'The server’s content filter ended it.',

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
    allAgain: 'Ask all again',
    temperatures: (list: readonly number[]) => `temperatures ${list.join(', ')}`,
    /** What several answers have in common; each has its temperature. */
    allSame: 'All of them are the same: here the temperature changed nothing.',
    sameStart: (words: string) => `They all begin with ${inlineCode(words)}, and then go different ways.`,
    allDiffer: 'They differ from the first word on. The drawn ones have other words each time.',
    someMissing: 'Not every answer is complete. What came is kept.',

    /** Of **How sure was it?** */
    stripTitle: 'How likely was each token?',
    sameColour: (least: number) =>
      `Nearly one colour: **every token had at least ${inWords(least)}**. The model saw hardly any other way to go on.`,
    unsureAt: (unsure: number, told: number) => `${count(unsure)} of ${tokens(told)} had less than 50%.`,
    noneTold: 'The server told no chances.',
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
    /** @param temperature undefined where the server took none */
    sampledAt: (temperature: number | undefined, measured: string) =>
      `-# ${temperature === 0 ? 'Taken' : 'Drawn'} at ${temperature === undefined ? 'the server’s own temperature' : `temperature ${temperature}`}. The probabilities are those ${measured}.`,
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
        'The model has no answer ready. It reads the question and gives every token a **chance** to come first. One token is drawn by these chances. Then the model reads everything again with that token, and the next one is drawn.',
        'So the same question can have another answer each time. At temperature 0 nothing is drawn: the likeliest token is always taken.',
      ].join('\n'),
      /** Where something was said before. */
      conversation:
        'Of what was said before it remembers nothing. It reads all of that again, from the beginning, before each token.',
      product: (first: readonly NamedToken[], product: number, total: number) => {
        const factors = first.map(({ chance }) => decimals(chance, 2));
        return `The answer begins with ${first.map(({ name, chance }) => `${name} (${inWords(chance)})`).join(', ')}. By these chances, the probability that exactly these ${first.length} come in a row is ${factors.join(' × ')} = about **${percent(product)}**.${total > first.length ? ` The whole answer has ${tokens(total)}, and each one makes its probability smaller.` : ''}`;
      },
      /** @param isOwn the chance is the model's own, before any temperature */
      one: (only: NamedToken, total: number, isOwn: boolean) =>
        `The ${total === 1 ? 'answer is one token' : 'first token is'} ${only.name}, with a chance of ${inWords(only.chance)}.${isOwn ? ` At temperature 1, about ${count(Math.round(only.chance * 100))} of 100 answers begin with it.` : ''}`,
      counted: (amount: number) =>
        `This answer has ${tokens(amount)}. So the model read the question, and what it had written so far, ${plural(amount, { one: 'time', other: 'times' })}.`,
      uncounted:
        'The server does not tell how many tokens this answer has. The model read the question again for each of them.',
      next: 'Ask the same at three temperatures. Where do the answers part? Is the one at temperature 0 the best?',
      nextOwn:
        'This server takes no temperature: it draws at one of its own. Ask once more. Is it the same answer as here?',
      nextColumns: 'Ask once more at temperature 1. Is it the same answer as here?',

      strip: {
        idea: [
          'Every token was drawn from many. The colour shows the **chance** that the model gave to the one that was drawn.',
          'An unlikely token need not be wrong: the model only saw likelier ways to go on. And a likely token need not be true. The model is then sure which word comes next, not that it is right.',
        ].join('\n'),
        example: (number: number, { name, chance }: NamedToken, surprise: number) => {
          const start = `Token ${count(number)}, ${name}, had ${inWords(chance)}. A surprise of 1 bit is like one coin that shows heads (50%), 2 bits are like two coins, and so on.`;
          const least = Math.floor(surprise);
          if (least === 0)
            return `${start} ${inWords(chance)} is more, so its surprise is less: **${bits(surprise)}**.`;
          const [low, high] = [least, least + 1].map((power) => count(2 ** Math.min(power, 50)));
          return `${start} ${plural(least, { one: 'coin that shows', other: 'coins that all show' })} heads: 1 in ${low}. ${count(least + 1)} coins: 1 in ${high}. ${capital(name)} had 1 in ${count(Number((1 / chance).toPrecision(3)))}, so its surprise lies between ${least} and ${least + 1} bits: **${bits(surprise)}**.`;
        },
        next: 'Ask again at a high temperature. Are more tokens unlikely then?',
      },
    },
  };

  /** The least likely token, and what else could have stood there. */
  function doubt(number: number, { name, chance }: NamedToken, other: NamedToken | undefined): string {
    const [at, own] = [`token ${count(number)}`, inWords(chance)];
    if (other === undefined) return `The model was **least sure at ${at}**: ${name} had ${own}.`;
    const instead = `${other.name} had ${inWords(other.chance)}`;
    if (other.chance > 1.5 * chance) return `The **least likely draw was ${at}**: ${name} had ${own}, and ${instead}.`;
    if (other.chance > 0.6 * chance) return `It was **close at ${at}**: ${name} had ${own}, and ${instead}.`;
    return `The model was **least sure at ${at}**: ${name} had ${own}, and ${instead}.`;
  }

  function perplexityFact(value: ReplyFacts['perplexity']): string[] {
    if (value === undefined) return [];
    if (value === 'untold') return ['perplexity unknown (the server does not tell every token’s probability)'];
    return [`perplexity ${perplexity(value)}`];
  }
}
