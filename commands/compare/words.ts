import { inlineCode, plain } from '../../src/discord/markdown.js';
import { defineWords } from '../../src/words/define-words.js';
import type { Language } from '../../src/words/language.js';
import type { TextParting, Way } from './parting.js';
import type { Difference, Setting, TextEnd } from './result.js';
import type { Degree, LeastOverlap } from './verdict.js';

/** What `/compare` says. Markdown, save for descriptions, labels, names, and what stands in pictures and tables. */
export const compareWords = defineWords({ en });

function en(language: Language) {
  const { percentRange, plural } = language;
  const tokens = (amount: number) => plural(amount, { one: 'token', other: 'tokens' });
  const characters = (amount: number) => plural(amount, { one: 'character', other: 'characters' });
  return {
    /** How figures are written beside these words. */
    figures: language,
    description: 'Put temperatures, models or system prompts side by side on one prompt',
    prompt: 'The question, or the text to go on with',
    what: 'What differs (default: temperatures)',
    differences: {
      temperatures: 'temperatures',
      models: 'models',
      systems: 'system prompts',
      styles: 'as a text or as a question',
    } satisfies Record<Difference, string>,
    values: 'Two to four, such as “0, 0.7, 1.5”, or names of models, or system prompts with | between them',
    tokens: (standard: number) => `How long each text may be, in tokens (default: ${standard})`,
    temperature: (standard: number) => `Of all texts, where the temperature is not what differs (default: ${standard})`,
    seed: (standard: number) => `The same seed for every text, so that only the setting differs (default: ${standard})`,
    link: 'Compare',
    lesson: {
      idea: 'Everything that stands around a text changes the probabilities of what comes next: the system prompt, the model, whether it is asked or goes on. The temperature changes no score in the model, only how a token is drawn. How far apart are two distributions?\n**Overlap** adds up, token by token, the smaller of the two probabilities: 100% means the same, 0% that no token is possible in both. **Jensen–Shannon** (JS) asks how many bits a drawn token tells, on average, about which of the two it was drawn from: 0 bits nothing, 1 bit everything.',
      example:
        'A says `·yes` 50%, `·no` 50%. B says `·yes` 75%, `·no` 25%.\nOverlap: 50% + 25% = **75%**.\nJensen–Shannon: the mean of both is 62.5% and 37.5%, which has 0.954 bits of entropy. A alone has 1 bit, B 0.811, on average 0.906. The difference is **0.05 bits**: one token hardly tells who said it.',
      next: '`/compare prompt:What is a token? what:system prompts` to see how a few words before a question change the reply, then **Another seed** to see what was only luck. `/temperature` shows the reshaping itself.',
    },
    /** The system prompt that is compared with none where nobody wrote one. */
    exampleSystem: 'Answer like a pirate.',

    /** What tells a setting from the others; where there is little room, shorter. */
    names: {
      temperature: (temperature: number) => `Temperature ${temperature}`,
      shortTemperature: (temperature: number) => `T = ${temperature}`,
      system: (prompt: string) => `“${prompt}”`,
      noSystem: 'No system prompt',
      shortNoSystem: 'none',
      style: (as: Setting['as']) => (as === 'text' ? 'As a text' : 'As a question'),
    },

    anotherSeed: 'Another seed',
    details: (name: string) => `Details: ${name}`,
    detailsOfFirst: 'Details: first token',
    detailsOfFirstOf: (name: string) => `First token: ${name}`,

    /** Over a text. `hint`: what to expect of its temperature, in plain text. */
    heading: (name: string, hint: string | undefined) => `**${plain(name)}**${hint === undefined ? '' : ` · ${hint}`}`,
    pending: '-# …',
    breaksOff: (reason: string) => `**It breaks off here.** ${plain(reason)}`,
    /** @param amount of tokens; undefined where the server did not tell them */
    ending: (amount: number | undefined, end: TextEnd) =>
      `-# ${[...(amount === undefined ? [] : [tokens(amount)]), ENDS_EN[end]].join(' · ')}`,

    /** In one line, where the texts part and how much the choice of the first token differs; at least one of the two. */
    verdict: (parting: TextParting | undefined, overlap: LeastOverlap | undefined) => {
      const parts = [...(parting ? [partingOf(parting)] : []), ...(overlap ? [overlapOf(overlap)] : [])];
      const line = parts.join('; ');
      return `${line.charAt(0).toUpperCase()}${line.slice(1)}.`;
    },

    title: (end: string) => `The first token after “${end}”`,
    subtitle: (isTempered: boolean) =>
      isTempered ? 'one distribution, reshaped by each temperature' : 'the model’s own probabilities, at temperature 1',
    allOthers: 'all others',
    compareColumns: (isTempered: boolean) =>
      `**Compare the columns:** each has the first token’s chances under one setting, and an arrow at the token that its text begins with.${isTempered ? ' The model computes the same distribution each time; the temperature only reshapes it before the draw.' : ''}`,
    farApart:
      '**How far apart** they are, over all tokens: an overlap of 100% or a Jensen–Shannon divergence (JS) of 0 bits is no difference at all.',
    overlapHead: 'overlap',
    jensenShannonHead: 'JS in bits',
    both: (one: string, other: string) => `${one} and ${other}`,
    ranges:
      '-# A range, in the picture a whisker, stands where a figure depends on tokens that the endpoint does not list.',
    ties: '-# At T = 0 several tokens are tied, and which of them is taken is the server’s own affair.',

    takesNoQuestions: '-# The model takes no questions here, so it goes on with the prompt as a text.',
    missing: (reason: string) => `-# The first token’s probabilities are missing: ${plain(reason)}`,
    untold:
      '-# Of some columns the endpoint does not tell which token is the likeliest, so these have no place in the picture.',
    tooSmall: '-# The model that comes with Tokenscope is too small to follow a system prompt; a larger one can.',
    otherVocabulary:
      '-# Models cut text into tokens each in its own way: tokens count as the same here where their text is.',
    beforeCuts:
      '-# Top-k, top-p and min-p cut when a text is drawn. The first token’s chances stand here as they are before that.',
    facts: ({ models, temperature, topK, topP, minP, seed, maxTokens, hasSystem }: CompareFacts) =>
      `-# ${[
        ...models,
        ...(temperature === undefined ? [] : [`temperature ${temperature}`]),
        ...(topK === undefined ? [] : [`top-k ${topK}`]),
        ...(topP === undefined ? [] : [`top-p ${topP}`]),
        ...(minP === undefined ? [] : [`min-p ${minP}`]),
        `seed ${seed}`,
        `at most ${tokens(maxTokens)}`,
        ...(hasSystem ? ['with a system prompt'] : []),
      ].join(' · ')}`,
  };

  function partingOf(parting: TextParting): string {
    const { unit, agreeing, untold } = parting;
    const parts = plural(untold, { one: 'part', other: 'parts' });
    const amount = `${(unit === 'token' ? tokens : characters)(agreeing)}${untold === 0 ? '' : ` (but for ${parts} of characters that are not told apart)`}`;
    if (parting.how === 'equal') return `The same words throughout, all ${amount}`;
    const ways = parting.ways.map(wayOf).join(', ');
    if (parting.start === undefined) return `They part at once: ${ways}`;
    return `The same words for ${amount}, ${inlineCode(parting.start)}, then ${ways}`;
  }

  function wayOf({ names, goesOn }: Way): string {
    const isOne = names.length === 1;
    const who = listOf(names.map((name) => `**${plain(name)}**`));
    if (goesOn === 'limit') return `${who} ${isOne ? 'stops at its limit' : 'stop at their limit'}`;
    if (goesOn === 'end') return `${who} ${isOne ? 'ends' : 'end'}`;
    return `${who} ${isOne ? 'says' : 'say'} ${inlineCode(goesOn.says)}`;
  }

  function overlapOf({ overlap, degree, between, isMost }: LeastOverlap): string {
    const sides = between === undefined ? '' : ` between ${listOf(between.map((name) => `**${plain(name)}**`))}`;
    return `the first token’s choice ${DEGREES_EN[degree]}${isMost ? ', most of all' : ''}${sides}: overlap ${percentRange(overlap.low, overlap.high)}`;
  }
}

/** What was asked, in the small print. */
interface CompareFacts {
  /** The models and where they run, as markdown; of several models only where. */
  readonly models: readonly string[];
  /** Of all texts; undefined where it differs. */
  readonly temperature: number | undefined;
  /** Of all texts; undefined where nothing is cut. */
  readonly topK: number | undefined;
  readonly topP: number | undefined;
  readonly minP: number | undefined;
  readonly seed: number;
  readonly maxTokens: number;
  /** Every text has the same system prompt before it. */
  readonly hasSystem: boolean;
}

const ENDS_EN: Readonly<Record<TextEnd, string>> = {
  model: 'ended by itself',
  limit: 'cut at the limit',
  endpoint: 'ended by the endpoint',
};

const DEGREES_EN: Readonly<Record<Degree, string>> = {
  same: 'is the same',
  hardly: 'hardly differs',
  little: 'differs a little',
  clearly: 'differs clearly',
  much: 'differs a lot',
  almost: 'differs almost completely',
  some: 'differs',
  maybe: 'may differ',
};

/** Names in a row: `A`, `A and B`, `A, B and C`. */
function listOf(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
