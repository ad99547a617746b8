import { inlineCode, plain } from '../../src/discord/markdown.js';
import type { Interval } from '../../src/domain/interval.js';
import { spreadWords } from '../../src/lesson/rows/words.js';
import { defineWords } from '../../src/words/define-words.js';
import type { Language } from '../../src/words/language.js';
import type { PairParting, Repeat } from './parting.js';
import type { PathToken, Perplexity, StepFacts } from './step-facts.js';

/** What `/generate` says. Markdown, save for descriptions, labels, titles and names. */
export const generateWords = defineWords({ en });

/** A token as a sentence names it, with its chance as the pictures have it. */
export interface NamedToken {
  readonly name: string;
  readonly chance: Interval;
}

function en({ tag, count, decimals, percent, perplexity, plural }: Language) {
  const { chance } = spreadWords(tag);
  const tokens = (amount: number) => plural(amount, { one: 'token', other: 'tokens' });
  const inWords = (chance: number) => percent(chance).replace('< ', 'less than ').replace('> ', 'more than ');

  return {
    description: 'Watch the model write: it draws one token after the other, each by its chance',
    prompt: 'The text to go on with',
    temperature: '0: always the likeliest token. Higher: unlikely tokens come more often (default: 1)',
    tokens: (standard: number) => `How many tokens to write (default: ${standard})`,
    seed: 'The same seed gives the same text again, if the server can do that',
    link: 'Generate',

    waiting: 'Waiting for the first token…',
    soFar: (written: number, most: number) => `${written} of ${tokens(most)}…`,

    stepByStep: 'Step by step',
    back: '◀ Back',
    next: 'Next ▶',
    first: 'The first step',
    last: 'The last step',
    still: 'Still picture',
    stillHint: 'Stops the animation',
    animation: 'Animation',
    beside: (isGreedy: boolean) => (isGreedy ? 'Drawn beside it' : 'Greedy beside it'),
    besideHint: (isGreedy: boolean) =>
      isGreedy
        ? 'The same start, with every token drawn by its chance'
        : 'The same start, with always the likeliest token',
    another: 'Another text',
    anotherHint: 'The same settings, drawn anew',
    longer: 'A longer text',
    longerHint: (most: number) => `The same start, with up to ${tokens(most)}`,
    writeAt: (temperature: number) => `Write at temperature ${temperature}`,
    watch: (isGreedy: boolean) => (isGreedy ? 'Watch greedy write' : 'Watch it write'),
    detailsOf: { sampled: 'Details of the drawn text', greedy: 'Details of the greedy text' },
    detailsHint: 'Every token with its probability, and the request',
    seedUsed: (seed: number) => `seed ${seed}`,

    title: 'Which token comes next?',
    allOthers: 'all others',
    /** In the place of a token, in a picture. */
    end: '⟨end of text⟩',

    /** What is to be seen of a whole text. */
    nothingAdded: 'The model **ended the text at once**, so nothing was added to it.',
    endedEarly: (amount: number, end: Interval | undefined) =>
      `After ${tokens(amount)} the model **ended the text**${end === undefined ? '' : `. The end had a chance of ${chance(end)}`}.`,
    repeatsItself: (repeat: Repeat) => `The text **repeats itself**: ${repeatOf(repeat)}.`,
    greedyNoRepeat: (amount: number) => `${tokens(amount)}, and at each place **the likeliest one** was taken.`,
    everySure: (amount: number, least: NamedToken) =>
      `${tokens(amount)}, one after the other. The model was **almost sure of each**: even the least likely one, ${least.name}, had ${chance(least.chance)}.`,
    unlikely: (amount: number, least: NamedToken) =>
      `${tokens(amount)}, each drawn by its chance. The least likely draw was **${least.name}**, with ${chance(least.chance)}.`,
    untold: (amount: number) =>
      `${tokens(amount)}, one after the other. Each one was drawn, and then the model read it with the rest.`,
    animated: (shown: number, steps: number) => `The animation shows the first ${shown} of ${steps} steps.`,

    /** What is to be seen of one step. */
    step: ({ step, steps, isGreedy, name, own, isMostLikely, tempered, afterCut }: StepFacts) => {
      const place = `Step ${step} of ${steps}:`;
      if (own === undefined) {
        return `${place} **${name}** came. The server told no chances here. Mostly that is so for a part of a character.`;
      }
      const verb = isGreedy ? 'was taken' : 'was drawn';
      const likeliest = isMostLikely ? ', the likeliest one' : '';
      const shaped = [
        ...(tempered === undefined ? [] : [`temperature ${tempered.temperature} makes that ${chance(tempered)}`]),
        ...(afterCut === undefined ? [] : [`after the cut it is ${chance(afterCut)}`]),
      ];
      return `${place} **${name}** ${verb}${likeliest}. The model gave it **${ownOf(own)}**${shaped.length === 0 ? '' : `; ${shaped.join(', and ')}`}.`;
    },
    breaksOff: (steps: number, reason: string) => `**The text breaks off after ${tokens(steps)}.** ${plain(reason)}`,

    /** In **Details**. */
    path: (isGreedy: boolean, path: readonly PathToken[]) =>
      `**${isGreedy ? 'Taken' : 'Drawn'}**, with the model’s own probabilities:\n${path
        .map(
          ({ label, own }) =>
            `${label === undefined ? '⟨end of text⟩' : inlineCode(label)} ${own.low === 0 && own.high === 1 ? 'not told' : chance(own)}`,
        )
        .join(' → ')}`,
    stepList: (step: number, list: string) => `**Step ${step}**, what the token was drawn from:\n${list}`,
    facts: (amount: number, value: Perplexity | undefined) =>
      `-# ${[tokens(amount), ...perplexityOf(value)].join(' · ')}`,
    endedItself: '-# The model ended the text by itself.',

    /** Two texts, one below the other. */
    sides: { sampled: 'Drawn', greedy: 'Greedy' },
    side: (name: string, sampling: string) => `**${name}** · ${sampling}`,
    sideBreaksOff: (reason: string) => `**It breaks off here.** ${plain(reason)}`,
    partingTitle: 'Where do the two texts part?',
    parting: (parting: PairParting) => {
      const { untold } = parting;
      const parts = `${plural(untold, { one: 'part', other: 'parts' })} of characters that the server does not tell apart`;
      if (parting.how === 'equal') {
        return untold === 0
          ? '**They are the same:** by luck, each draw gave the likeliest token.'
          : `**They look the same,** but for ${parts}: these may differ.`;
      }
      if (parting.how === 'ends') {
        const who = parting.first === 'sampled' ? 'the drawn one' : 'greedy';
        const perhaps = untold === 0 ? '' : ` (but for ${parts})`;
        return `**They are the same** for ${tokens(parting.agreeing)}${perhaps}. Then ${who} ends.`;
      }
      const { agreeing, drawn, taken } = parting;
      const before = agreeing === 0 ? 'at once' : `after ${tokens(agreeing)}`;
      const perhaps = untold === 0 ? '' : `, or before, at one of ${parts}`;
      return `**They part ${before}${perhaps}:** the draw gave ${wayOf(drawn)}, and greedy took ${wayOf(taken)}.`;
    },
    /** @param shortest a run of so many tokens would have been found */
    noRepeat: (shortest: number, amount: number) =>
      `Greedy does not repeat itself here: in its ${tokens(amount)}, no ${shortest} tokens come twice in the same order.`,
    repeats: (greedy: Repeat, sampled: Repeat | undefined) =>
      `**Greedy repeats itself:** ${repeatOf(greedy)}. ${sampled === undefined ? 'The drawn text does not.' : `So does the drawn text: ${repeatOf(sampled)}.`}`,
    again: (hasSeed: boolean) =>
      hasSeed
        ? '-# If you ask again, the same two texts come, as long as the server can draw by a seed.'
        : '-# If you ask again, greedy takes the same tokens, and the other text is drawn anew.',

    explain: {
      idea: (isGreedy: boolean) =>
        [
          'A language model does one thing: it reads a text and gives every token a chance to come next. One token is **drawn** by these chances and added to the text. Then the model reads the longer text, and does the same again.',
          'Only one token is written at a time, and none is taken back.',
          isGreedy
            ? 'This text is **greedy** (temperature 0): nothing is drawn, and the likeliest token is always taken.'
            : '**Greedy** (temperature 0) draws nothing: it always takes the likeliest token.',
        ].join('\n'),
      product: (first: readonly { readonly name: string; readonly chance: number }[], product: number) => {
        const named = first.map(({ name, chance: own }) => `${name} ${inWords(own)}`).join(', ');
        const factors = first.map(({ chance: own }) => decimals(own, 2)).join(' × ');
        return first.length === 1
          ? `The first token: ${named}. At temperature 1 it comes in about ${count(Math.round(100 * product))} of 100 texts.`
          : `The first ${tokens(first.length)}: ${named}. At temperature 1, the probability that exactly these come in a row is ${factors} = about **${percent(product)}**.`;
      },
      untold: (amount: number) =>
        `This text has ${tokens(amount)}, so the model read a text ${plural(amount, { one: 'time', other: 'times' })}, each time with one token more.`,
      nothing: 'Nothing was added here: the first token that came was the end of the text.',
      repeats: (repeat: Repeat) =>
        `In this text ${repeatOf(repeat)}. The model reads its own words again, and this makes the same words likely again.`,
      noRepeat: (shortest: number) =>
        `Nothing repeats itself here: no ${shortest} tokens come twice in the same order. In a long greedy text that can happen.`,
      next: (isGreedy: boolean) =>
        isGreedy
          ? 'Put a drawn text beside it. Where do the two part, and how likely was each way?'
          : 'Put the greedy text beside it. Where do the two part, and how likely was each way?',
      nextBeside: (isGreedy: boolean) =>
        isGreedy
          ? 'Watch the greedy text being written. Is one token always far ahead, or is it sometimes close?'
          : 'Watch the drawn text being written. At which step was a less likely token drawn?',
    },
  };

  /** The model's own probability of a token. */
  function ownOf(own: Interval): string {
    return own.low === 0 && own.high === 1 ? 'a chance that was not told' : chance(own);
  }

  function perplexityOf(value: Perplexity | undefined): string[] {
    return value === undefined ? [] : [`perplexity ${value.isBound ? 'at least ' : ''}${perplexity(value.value)}`];
  }

  function wayOf({ name, chance: share }: Extract<PairParting, { how: 'parts' }>['drawn']): string {
    return `**${name}** (${ownOf(share)})`;
  }

  function repeatOf({ words, length, places }: Repeat): string {
    const times = places.length === 2 ? 'twice' : `${count(places.length)} times`;
    return `the ${length} tokens ${inlineCode(words)} come ${times}`;
  }
}
