import { inlineCode, plain } from '../../src/discord/markdown.js';
import { type Interval, middleOf } from '../../src/domain/interval.js';
import type { TextEnd } from '../../src/lesson/record/text-record.js';
import { spreadWords } from '../../src/lesson/rows/words.js';
import { defineWords } from '../../src/words/define-words.js';
import type { Language } from '../../src/words/language.js';
import type { TextParting, Way } from './parting.js';
import type { Difference, Setting } from './result.js';
import type { LeastOverlap } from './verdict.js';

/** What `/compare` says. Markdown, save for descriptions, labels, names, and what stands in pictures and tables. */
export const compareWords = defineWords({ en });

/** What the sentence of a comparison is made of. */
export interface Compared {
  readonly parting: TextParting | undefined;
  readonly overlap: LeastOverlap | undefined;
  /** How many texts there are. */
  readonly texts: number;
  readonly isTempered: boolean;
}

/** What the example of **Explain** is worked with: the likeliest first tokens of two settings. */
export interface CompareExample {
  readonly names: readonly [string, string];
  readonly rows: readonly { readonly label: string; readonly one: Interval; readonly other: Interval }[];
  readonly overlap: Interval;
}

function en(language: Language) {
  const { plural } = language;
  const { chance } = spreadWords(language.tag);
  const tokens = (amount: number) => plural(amount, { one: 'token', other: 'tokens' });
  const characters = (amount: number) => plural(amount, { one: 'character', other: 'characters' });

  const small = (name: string) => `${name.charAt(0).toLowerCase()}${name.slice(1)}`;

  /** `62`, `30 to 38`, `fewer than 1`, `about 62 (58–66)`. */
  const ofHundred = ({ low, high, about }: Interval): string => {
    const one = (end: number) => {
      if (end > 0 && end < 0.005) return 'fewer than 1';
      if (end < 1 && end > 0.995) return 'more than 99';
      return language.count(Math.round(end * 100));
    };
    if (about === undefined && high - low < 0.002) return one(middleOf({ low, high }));
    const [from, to] = [one(low), one(high)];
    if (about !== undefined) return `about ${one(about)}${from === to ? '' : ` (${from}–${to})`}`;
    if (from === to || low > 0.995) return from;
    return Math.round(low * 100) === 0 ? `at most ${Math.max(1, Math.round(high * 100))}` : `${from} to ${to}`;
  };

  return {
    /** How figures are written beside these words. */
    figures: language,
    description: 'Compare temperatures, models or system prompts on one prompt, side by side',
    prompt: 'A question, or a text to go on with',
    what: 'What differs (default: temperatures)',
    differences: {
      temperatures: 'temperatures',
      models: 'models',
      systems: 'system prompts',
      styles: 'a text or an answer',
    } satisfies Record<Difference, string>,
    values: 'Two to four: “0, 0.7, 1.5”, or names of models, or system prompts with | between them',
    tokens: ({ text, question }: Readonly<Record<Setting['as'], number>>) =>
      `How long each text may be, in tokens (default: ${text}, or ${question} for answers)`,
    temperature: (standard: number) =>
      `The temperature of all texts, unless you compare temperatures (default: ${standard})`,
    seed: 'One seed for all texts, so that only the setting differs (default: a new one each time)',
    link: 'Compare',

    /** The system prompt that is compared with none where nobody wrote one. */
    exampleSystem: 'Answer like a pirate.',

    /** What tells a setting from the others; where there is little room, shorter. */
    names: {
      temperature: (temperature: number) => `Temperature ${temperature}`,
      shortTemperature: (temperature: number) => `T = ${temperature}`,
      system: (prompt: string) => `“${prompt}”`,
      noSystem: 'No system prompt',
      shortNoSystem: 'none',
      style: (as: Setting['as']) => (as === 'text' ? 'The text' : 'The answer'),
    },

    /** Plain text in the picture. */
    title: 'How likely is each first token?',
    allOthers: 'all others',

    /** One text in one line. `why`: what broke it off; `same` as one before. `isDone`: it is finished. */
    line: (
      name: string,
      {
        excerpt,
        why,
        isDone,
      }: {
        readonly excerpt: string;
        readonly why: string | { readonly same: true } | undefined;
        readonly isDone: boolean;
      },
    ) => {
      const shown = excerpt === '' && isDone ? '(nothing: the text ends at once)' : excerpt;
      const broken = typeof why === 'string' ? `(it breaks off: ${plain(why)})` : '(it breaks off, too)';
      const reason = why === undefined ? '' : `${shown === '' ? '' : ' '}${broken}`;
      return `${plain(name)}: ${shown === '' && why === undefined ? '…' : shown}${reason}`;
    },

    sentence: ({ parting, overlap, texts, isTempered }: Compared) => {
      const isOfTwo = texts === 2;
      const isEqual = parting?.how === 'equal';
      const same = `**${isOfTwo ? 'Both' : 'All'} texts are the same.**`;
      if (overlap === undefined) {
        if (parting === undefined) return 'There are no two finished texts to compare.';
        return isEqual ? same : '**The texts differ.**';
      }
      const { between } = overlap;
      // The two ends of the temperatures are the two that differ most, and have one name.
      const pair =
        isTempered && between
          ? `Temperatures ${listOf(between.map(figureOf))}`
          : listOf(between?.map((name) => plain(name)) ?? []);
      const who = between === undefined ? (isOfTwo ? 'They' : 'All') : pair;
      const agree = overlap.isSame
        ? 'Their first token has the same chances.'
        : `${who} agree on ${ofHundred(overlap.overlap)} of 100 first tokens.`;
      return isEqual ? `${same} ${agree}` : `**${agree}**`;
    },
    mute: '**The model adds nothing:** for it, the text ends here.',

    anotherSeed: 'Another seed',
    restyle: {
      question: { label: 'Ask it as a question', hint: 'Let the model answer, and not go on with the text' },
      text: { label: 'Go on with it as a text', hint: 'Let the model go on with the text, and not answer' },
    } satisfies Record<Setting['as'], { readonly label: string; readonly hint: string }>,
    details: (name: string) => `Details of ${small(name)}`,
    detailsHint: 'This text: what was asked, and what came back',
    detailsOfFirst: 'Details of the first token',
    detailsOfFirstOf: (name: string) => `First token of ${small(name)}`,
    detailsOfFirstHint: 'Its chances: what was asked, and what came back',

    takesNoTexts: '-# The model tells no chances of a text here, so it takes the prompt as a question.',
    takesNoQuestions: '-# The model takes no questions here, so it goes on with the prompt as a text.',
    missing: (reason: string) => `-# There is no chart of the first token: ${plain(reason)}`,
    tooSmall: '-# The small model of Tokenscope follows no system prompt. A larger model can.',

    idea: 'The temperature, the model, or a few words before the question change the chances of every next token.\nHow often do two settings **agree**? Let both draw their first token 100 times, and match as many draws as possible.\nOne seed gives all texts the same luck. They are bold from where they part.',
    example: ({ names: [one, other], rows, overlap }: CompareExample) => {
      const lines = rows.map(({ label, one: first, other: second }) => {
        const isEstimate = (first.about ?? second.about) !== undefined;
        const least = {
          low: Math.min(first.low, second.low),
          high: Math.min(first.high, second.high),
          about: isEstimate ? Math.min(middleOf(first), middleOf(second)) : undefined,
        };
        return `${inlineCode(label)}: ${chance(first)} and ${chance(second)} share **${chance(least)}**`;
      });
      return [
        `Each token’s chance: ${small(one)}, then ${small(other)}. They share the smaller one.`,
        ...lines,
        `Added up over all tokens: **${chance(overlap)}**. So they agree on ${ofHundred(overlap)} of 100.`,
      ].join('\n');
    },
    noExample: 'The chances of the first token are not known here, so there is nothing to add up.',
    next: 'Run the same with another seed. What changes then is luck. What stays comes from the setting.',

    /** In **Details**. Over a text. `hint`: what to expect of its temperature, in plain text. */
    heading: (name: string, hint: string | undefined) => `**${plain(name)}**${hint === undefined ? '' : ` · ${hint}`}`,
    pending: '-# …',
    breaksOff: (reason: string) => `**It breaks off here.** ${plain(reason)}`,
    /** @param amount of tokens; undefined where the server did not tell them */
    ending: (amount: number | undefined, end: TextEnd) =>
      `-# ${[...(amount === undefined ? [] : [tokens(amount)]), ENDS_EN[end]].join(' · ')}`,
    parting: (parting: TextParting) => {
      const line = partingOf(parting);
      return `**Where they part.** ${line.charAt(0).toUpperCase()}${line.slice(1)}.`;
    },
    compareColumns: (isTempered: boolean) =>
      `**The first token’s probabilities.**${isTempered ? ' The model computes the same ones each time. Only the temperature changes them before the draw.' : ''}`,
    farApart:
      '**How far apart they are.** The **overlap** adds up, token by token, the smaller of the two probabilities: 100% means that all is the same, and 0% that no token can come in both. The **Jensen–Shannon divergence** (JS) says how well one drawn token shows from which of the two it comes: 0 bits means not at all, 1 bit means always. With m = (p + q) ÷ 2 it is half of Σ p · log₂(p ÷ m) + Σ q · log₂(q ÷ m).',
    overlapHead: 'overlap',
    jensenShannonHead: 'JS in bits',
    both: (one: string, other: string) => `${one} and ${other}`,
    ranges: 'A range, in the picture a line with two ends, depends on tokens that the server does not list.',
    ties: 'At T = 0 several tokens are equally likely, and the server decides which one it takes.',
    untold: 'For some texts the server does not tell which token is the likeliest. So they are not in the picture.',
    otherVocabulary:
      'Each model cuts text into tokens in its own way. Here tokens count as the same where their text is the same.',
    beforeCuts:
      'Top-k, top-p and min-p cut when a text is drawn. The first token’s probabilities are shown as they are before that.',
    /** In the small print; plain text. */
    facts: ({ as, temperature, ownTemperature, topK, topP, minP, seed, maxTokens, hasSystem }: CompareFacts) =>
      [
        ...(as === undefined ? [] : [as === 'text' ? 'as a text' : 'as a question']),
        ...(temperature === undefined ? [] : [temperatureOf(temperature, ownTemperature)]),
        ...(topK === undefined ? [] : [`top-k ${topK}`]),
        ...(topP === undefined ? [] : [`top-p ${topP}`]),
        ...(minP === undefined ? [] : [`min-p ${minP}`]),
        `seed ${seed}`,
        `at most ${tokens(maxTokens)}`,
        ...(hasSystem ? ['with a system prompt'] : []),
      ].join(' · '),
  };

  function temperatureOf(temperature: number, own: CompareFacts['ownTemperature']): string {
    if (own === 'all') return 'the server’s own temperature';
    return `temperature ${temperature}${own === 'some' ? ', or the server’s own where it takes none' : ''}`;
  }

  function partingOf(parting: TextParting): string {
    const { unit, agreeing, untold } = parting;
    const parts = plural(untold, { one: 'part', other: 'parts' });
    const amount = `${(unit === 'token' ? tokens : characters)(agreeing)}${untold === 0 ? '' : ` (but for ${parts} of characters that are not told apart)`}`;
    if (parting.how === 'equal') return `the same words throughout, all ${amount}`;
    const ways = parting.ways.map(wayOf).join(', ');
    if (parting.start === undefined) return `they part at once: ${ways}`;
    return `the same words for ${amount}, ${inlineCode(parting.start)}, then ${ways}`;
  }

  function wayOf({ names, goesOn }: Way): string {
    const isOne = names.length === 1;
    const who = listOf(names.map((name) => `**${plain(name)}**`));
    if (goesOn === 'limit') return `${who} ${isOne ? 'stops at its limit' : 'stop at their limit'}`;
    if (goesOn === 'end') return `${who} ${isOne ? 'ends' : 'end'}`;
    return `${who} ${isOne ? 'says' : 'say'} ${inlineCode(goesOn.says)}`;
  }
}

/** What was asked, in the small print. */
interface CompareFacts {
  /** How the prompt was read; undefined where that differs. */
  readonly as: Setting['as'] | undefined;
  /** Of all texts; undefined where it differs. */
  readonly temperature: number | undefined;
  /** How many texts were drawn at a temperature of the server's own, because it takes none. */
  readonly ownTemperature: 'none' | 'some' | 'all';
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
  endpoint: 'ended by the server',
};

/** The figure in `Temperature 0.7`. */
function figureOf(name: string): string {
  return name.replace(/^Temperature /, '');
}

/** Names in a row: `A`, `A and B`, `A, B and C`. */
function listOf(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
