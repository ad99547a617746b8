import { inlineCode, plain } from '../../src/discord/markdown.js';
import type { Interval } from '../../src/domain/interval.js';
import { defineWords } from '../../src/words/define-words.js';
import type { Language } from '../../src/words/language.js';
import type { PairParting, Repeat } from './parting.js';
import type { PathToken, Perplexity, StepFacts } from './step-facts.js';

/** What `/generate` says. Markdown, save for descriptions, labels, titles and names. */
export const generateWords = defineWords({ en });

function en({ percent, percentRange, perplexity, plural }: Language) {
  const tokens = (amount: number) => plural(amount, { one: 'token', other: 'tokens' });

  return {
    description: 'Watch the model write: a distribution, a draw, a longer text, and again',
    prompt: 'The text to go on with',
    tokens: (standard: number) => `How many tokens to draw (default: ${standard})`,
    seed: 'The same seed, prompt and settings draw the same text, as far as the server can',
    link: 'Watch it write',
    lesson: {
      idea: 'A language model does one thing: it reads a text and gives every token a probability of coming next. To write, one token is **drawn** by these probabilities and put behind the text, and the model reads the longer text. No sentence is written ahead, and no token is taken back: each one is a new draw.\n**Greedy** (temperature 0) always takes the most likely token. That sounds safe, but it is dull, and it easily runs in circles: once a text repeats itself, the same words become likely again.',
      example:
        'After `I like` the model says: `·tea` 50%, `·you` 30%, `·it` 20%. Greedy takes `·tea` every time. Sampling takes it in about 5 of 10 tries. For three such tokens in a row, each with 50%, the chance is 0.5 × 0.5 × 0.5 = 12.5%.',
      next: '`/generate prompt:Once upon a time temperature:1.8` to see unlikely tokens being drawn, and then **Greedy beside it**. `/dice` draws the same token many times.',
    },

    waiting: 'Waiting for the first token…',
    soFar: (written: number, most: number) => `${written} of ${tokens(most)}…`,

    first: '⏮ First',
    back: '◀ Back',
    next: 'Next ▶',
    last: 'Last ⏭',
    still: 'Still picture',
    animation: 'Animation',
    beside: (isGreedy: boolean) => (isGreedy ? 'Sampled beside it' : 'Greedy beside it'),
    watch: (isGreedy: boolean) => (isGreedy ? 'Watch greedy write' : 'Watch it write'),

    title: (sampling: string, isGreedy: boolean) =>
      isGreedy ? 'Greedy: the most likely token is taken' : `Drawn at ${sampling}`,
    allOthers: 'all others',
    /** In the place of a token, in a picture. */
    end: '⟨end⟩',

    nothingAdded: 'The model ended the text at once, so nothing was added to it.',
    rounds: (isGreedy: boolean, steps: number, animated: number | undefined) =>
      [
        `Each round is the same: the model gives **every** token a probability, ${isGreedy ? 'the most likely one is taken' : 'one is drawn'}, and it becomes part of the text that the next round starts from.`,
        ...(animated === undefined ? [] : [`The animation shows the first ${animated} of ${steps} rounds.`]),
        '**Next ▶** goes through them one by one.',
      ].join(' '),
    path: (isGreedy: boolean, path: readonly PathToken[]) =>
      `${isGreedy ? 'Taken' : 'Drawn'}, with the model’s own probabilities: ${path
        .map(({ label, own }) => `${label === undefined ? '(end)' : inlineCode(label)} ${ownOf(own)}`)
        .join(' → ')}`,
    step: ({ step, steps, isGreedy, label, own, ...shaped }: StepFacts) => {
      const place = `**Step ${step} of ${steps}.**`;
      const token = tokenOf(label);
      if (own === undefined) {
        return `${place} Added: ${token}. The endpoint told no probabilities here, as for parts of one character that are drawn together.`;
      }
      return `${place} ${isGreedy ? 'Taken' : 'Drawn'}: ${token}. ${[`The model gave it **${ownOf(own)}**`, ...shapedOf(shaped)].join('; ')}.`;
    },
    breaksOff: (steps: number, reason: string) => `**The text breaks off after ${tokens(steps)}.** ${plain(reason)}`,

    endedItself: '-# The model ended the text here by itself.',
    /** The small print. `seed`: undefined where none was set. */
    facts: ({ model, sampling, isGreedy, seed, amount, perplexity: value }: TextFacts) =>
      `-# ${[
        ...(model === undefined ? [] : [model]),
        sampling,
        ...(isGreedy ? [] : [seed === undefined ? 'no seed' : `seed ${seed}`]),
        tokens(amount),
        ...perplexityOf(value),
      ].join(' · ')}`,

    /** Two texts, one below the other. */
    sides: { sampled: 'Sampled', greedy: 'Greedy' },
    side: (name: string, sampling: string, amount: number, value: Perplexity | undefined) =>
      `**${name}** · ${[sampling, tokens(amount), ...perplexityOf(value)].join(' · ')}`,
    sideBreaksOff: (reason: string) => `**It breaks off here.** ${plain(reason)}`,
    sideTitle: (name: string) => `${name}: how likely each token was`,
    parting: (parting: PairParting) => {
      const { untold } = parting;
      const parts = `${plural(untold, { one: 'part', other: 'parts' })} of characters that the endpoint does not tell apart`;
      if (parting.how === 'equal') {
        return untold === 0
          ? '**They are the same:** each draw happened to give the token that greedy takes.'
          : `**They look the same,** but for ${parts}: these may differ.`;
      }
      if (parting.how === 'ends') {
        const who = parting.first === 'sampled' ? 'the sampled one' : 'greedy';
        const perhaps = untold === 0 ? '' : ` (but for ${parts})`;
        return `**They are the same** for ${tokens(parting.agreeing)}${perhaps}, until ${who} ends.`;
      }
      const { agreeing, drawn, taken } = parting;
      const before = agreeing === 0 ? 'at once' : `after ${tokens(agreeing)}`;
      const perhaps = untold === 0 ? '' : `, or before, at one of ${parts}`;
      return `**They part ${before}${perhaps}:** sampling drew ${wayOf(drawn)}, greedy took ${wayOf(taken)}.`;
    },
    /** @param shortest a run of so many tokens would have been found */
    noRepeat: (shortest: number, amount: number, mayGoOn: boolean) =>
      `Greedy does not repeat itself here: no run of ${shortest} or more tokens comes twice in its ${tokens(amount)}.${mayGoOn ? ' Ask for more `tokens`, and it may.' : ''}`,
    repeats: (greedy: Repeat, sampled: Repeat | undefined) => {
      const sampledToo =
        sampled === undefined ? 'The sampled text does not.' : `So does the sampled text: ${repeatOf(sampled)}.`;
      return `**Greedy repeats itself:** ${repeatOf(greedy)}. ${sampledToo}`;
    },
    colours:
      '-# The colours are the model’s own probability of each token: greedy keeps to the likely ones, sampling sometimes takes a less likely way.',
    again: (hasSeed: boolean) =>
      `-# Asked again, greedy takes the same tokens, ${hasSeed ? 'and so does sampling with the same seed, as far as the server can' : 'and sampling draws anew'}.`,
  };

  /** The model's own probability of a token. */
  function ownOf({ low, high }: Interval): string {
    if (low === high) return percent(high);
    return high < 1 ? `at most ${percent(high)}` : 'not told';
  }

  function shapedOf({ isMostLikely, tempered, afterCut }: ShapedFacts): string[] {
    return [
      ...(isMostLikely ? ['it is the most likely token'] : []),
      ...(tempered === undefined ? [] : [`at temperature ${tempered.temperature} that is **${range(tempered)}**`]),
      ...(afterCut === undefined ? [] : [`after the cut **${range(afterCut)}**`]),
    ];
  }

  function perplexityOf(value: Perplexity | undefined): string[] {
    return value === undefined ? [] : [`perplexity ${value.isBound ? 'at least ' : ''}${perplexity(value.value)}`];
  }

  function wayOf({ label, chance }: Extract<PairParting, { how: 'parts' }>['drawn']): string {
    return `${tokenOf(label)} (${range(chance)})`;
  }

  function range({ low, high }: Interval): string {
    return percentRange(low, high);
  }
}

type ShapedFacts = Pick<StepFacts, 'isMostLikely' | 'tempered' | 'afterCut'>;

/** What the small print of a text tells. */
interface TextFacts {
  /** As markdown; undefined where it was not told. */
  readonly model: string | undefined;
  readonly sampling: string;
  readonly isGreedy: boolean;
  readonly seed: number | undefined;
  /** Of tokens. */
  readonly amount: number;
  readonly perplexity: Perplexity | undefined;
}

function tokenOf(label: string | undefined): string {
  return label === undefined ? 'the end of the text' : inlineCode(label);
}

function repeatOf({ words, length, places }: Repeat): string {
  const times = places.length === 2 ? 'twice' : `${places.length} times`;
  const where = places.map((place) => String(place + 1));
  return `the ${length} tokens ${inlineCode(words)} come ${times}, at tokens ${where.slice(0, -1).join(', ')} and ${where.at(-1)}`;
}
