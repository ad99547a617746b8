import { inlineCode, plain } from '../../src/discord/markdown.js';
import type { Interval } from '../../src/domain/interval.js';
import { spreadWords } from '../../src/lesson/rows/words.js';
import { defineWords } from '../../src/words/define-words.js';
import type { Language } from '../../src/words/language.js';

/** What `/training` says. Markdown, save for descriptions, labels, and what stands in pictures and tables. */
export const trainingWords = defineWords({ en });

/** What a token got after a number of steps, and after more. */
export interface Learned {
  /** As markdown. */
  readonly name: string;
  /** The end of what stands before it, as markdown. */
  readonly before: string;
  readonly steps: readonly [from: number, to: number];
  readonly chances: readonly [from: Interval, to: Interval];
}

/** What the right next character got, as a geometric mean in [0, 1], at the start and at the end. */
export interface LearnedHere {
  readonly chances: readonly [from: number, to: number];
}

function en(language: Language) {
  const { bits, count, decimals, percent, percentRange, plural, number, ofHundred } = language;
  const { chance } = spreadWords('en');
  const steps = (amount: number) => plural(amount, { one: 'step', other: 'steps' });
  const after = (amount: number) => `after ${steps(amount)}`;
  const tokens = (amount: number) => plural(amount, { one: 'token', other: 'tokens' });
  const characters = (amount: number) => plural(amount, { one: 'character', other: 'characters' });
  const seconds = (amount: number) => plural(Math.round(amount), { one: 'second', other: 'seconds' });
  const three = (value: number) => number(Number(value.toPrecision(3)));
  /** In percent with few digits, and never 100 of what is less. */
  const shareOf = (probability: number) => Number((100 * probability).toPrecision(probability > 0.999 ? 5 : 3));
  const share = (probability: number) => ofHundred(shareOf(probability));
  const got = ({ name, before, steps: [from, to], chances: [first, last] }: Learned, begins: 'after' | 'After') =>
    `${begins} ${steps(from)} **${name}** behind “${before}” got **${chance(first)}**, after ${count(to)} **${chance(last)}**`;
  const gotNow = ({ chances: [from, to] }: LearnedHere) =>
    `the right next character now gets about **${percent(to)}**, and it got **${percent(from)}** at the start`;

  return {
    /** How figures are written beside these words. */
    figures: language,
    description: 'See how a model learns: the same text after few and many steps. Train a small one here',
    prompt: (standard: string) => `A text that is continued (default: ${standard}), or a long one to learn from`,
    next: 'The word that should come next: how likely did the model find it at each step?',
    temperature: (standard: number) =>
      `0: always the likeliest token. Higher: unlikely tokens come more often (default: ${standard})`,
    seed: 'The same seed gives the same texts again (default: a new one each time)',
    link: 'Training',
    hint: 'The same model after few and after many steps of training',
    /** What is continued where nobody wrote anything. */
    example: 'Once upon a time',
    /** What is learned where nobody brings a text; public domain. */
    ownText: rhyme(),

    looking: 'Looking up how the model was trained…',
    begins: (time: number) => `A new model begins to learn. It has ${seconds(time)}…`,
    waits: (ahead: number) =>
      `${plural(ahead, { one: 'other training comes', other: 'other trainings come' })} first. Please wait…`,
    goesOn: (gone: number, time: number) => `It learns: ${decimals(gone, 0)} of ${seconds(time)}…`,
    gauge: (bars: string, { step, bits: loss }: { readonly step: number; readonly bits: number }) =>
      `${inlineCode(bars)} ${bits(loss)} per character ${after(step)}`,

    /** Over a text: how long the model that wrote it was trained; in pictures too. */
    after,
    /** Beside it in the picture. */
    gave: (name: string, { low, high }: Interval) => `gave ${name} ${percentRange(low, high)}`,

    titles: {
      texts: 'How does the text go on?',
      chances: (name: string, before: string) => `How likely was ${name} after “${before}”?`,
      curve: 'How much is left to learn?',
      home: 'What does the new model write?',
    },
    curve: {
      bitsPerByte: 'bits per byte',
      bitsPerCharacter: 'bits per character',
      axis: 'steps',
      own: 'its own texts',
      unseen: 'new texts',
      atTheEnd: 'at the end',
      step: (step: number) => `step ${count(step)}`,
      kept: 'models kept after',
      wrote: 'it wrote after',
    },

    /** Sentences about the texts and the chances. */
    learned: (learned: Learned) => `**It has learned this:** ${got(learned, 'after')}.`,
    rose: (learned: Learned) => `${got(learned, 'After')}.`,
    fell: ({ name, chances: [first, last] }: Learned) =>
      `**${name}** fell from **${chance(first)}** to **${chance(last)}**: at first a model only knows which tokens are frequent, later which ones fit.`,
    stayed: (learned: Learned) => `More steps change little here: ${got(learned, 'after')}.`,
    grown: (from: number, to: number) =>
      `Each row is the same model, only trained for longer: **${steps(from)}** at the top, **${steps(to)}** at the bottom.`,
    lossFell: (first: number, last: number) =>
      `On texts that it never saw, the loss fell from **${decimals(first, 2)}** to **${decimals(last, 2)}**: the lower it is, the better the model guesses.`,
    lossOnly: (first: number, last: number) =>
      `The loss fell from **${decimals(first, 2)}** to **${decimals(last, 2)}**: the lower it is, the better the model guesses.`,
    homeLossFell: (first: number, last: number) =>
      `The loss fell from **${decimals(first, 2)}** to **${decimals(last, 2)}**: the lower it is, the better the model guesses the next character.`,

    /** Sentences about a model that was trained here. */
    byHeart: (learned: LearnedHere) => `**It knows the text nearly by heart**: ${gotNow(learned)}.`,
    muchLearned: (learned: LearnedHere) => `**It has learned much of the text**: ${gotNow(learned)}.`,
    begun: (learned: LearnedHere) =>
      `**It has only begun to learn**: ${gotNow(learned)}. A shorter text is learned sooner.`,

    breaksOff: (reason: string) => `**Not everything is there.** ${plain(reason)}`,
    readPart: (read: number) => `The models read only the last ${characters(read)}.`,
    homePrint: (parameters: number) =>
      [
        'written by a model that knows only this text',
        ...(parameters === 0 ? [] : [`${count(parameters)} numbers in it`]),
      ].join(' · '),

    /** Buttons and entries. */
    train: 'Train one here',
    texts: 'Texts',
    chances: 'Chances',
    lossCurve: 'Loss curve',
    paste: 'Train on another text…',
    pasteHint: (least: number) => `Paste a text of at least ${count(least)} characters`,
    trainAgain: 'Train once more',
    trainAgainHint: 'The same text, a new model: it begins with other random numbers',
    trainOwn: 'Train on a rhyme',
    trainOwnHint: 'The House That Jack Built: easy to learn, because much of it comes again',
    big: 'A model of many texts',
    bigHint: 'What the embedded model wrote while it learned from thousands of texts',
    name: 'Name the right next word…',
    nameHint: 'See how likely the model found your word after few and many steps',
    drawAt: (temperature: number) =>
      temperature === 0 ? 'Always take the likeliest token' : `Draw at temperature ${number(temperature)}`,
    drawAgain: 'Draw once more',
    drawAgainHint: 'Other texts of the same models',
    pasteForm: {
      title: 'Train a small model',
      field: 'The text it learns from',
      placeholder: 'A story, a song, messages…',
    },
    nameForm: { title: 'The right next word', field: 'What should come next?' },

    explain: {
      idea: 'A model begins with random numbers. **Training** shows it texts: in each step it guesses every next token, and then each of its numbers is changed a little, so that the right tokens get a higher chance next time. Nobody writes rules for it. All that it knows comes from these small changes.',
      example: ({ name, steps: [from, to], chances: [first, last] }: Learned) => {
        const [low, high] = [shareOf(first.high), shareOf(last.high)];
        const figures = `${name} had ${ofHundred(low)} after ${steps(from)}, and ${ofHundred(high)} after ${steps(to)}.`;
        if (low === 0 || high === 0) return figures;
        const [more, less] = high >= low ? [high, low] : [low, high];
        const times = count(Number((more / less).toPrecision(3)));
        return `${figures} ${number(more)} ÷ ${number(less)} = about ${times}, so it became ${times} times as ${high >= low ? 'likely' : 'unlikely'}. The ${count(to - from)} steps between did that.`;
      },
      noExample: (amount: number, parameters: number) =>
        `The model has ${count(parameters)} numbers. It was kept after ${count(amount)} different numbers of steps, and each of these models wrote one row.`,
      lossIdea:
        'The **loss** says how badly a model guesses: how many bits it needs, on average, for each byte of a text (a byte is mostly one letter). Bits count like this: 1 bit is a choice of two, 2 bits are a choice of four, and each bit more doubles it. *New texts* are texts that were kept away from training. They show what the model really understood, and did not only learn by heart.',
      /** @param own the last loss on the texts that it learned from, where it is clearly lower than on others */
      lossExample: (first: number, last: number, own: number | undefined) =>
        `At the start: ${decimals(first, 2)} bits per byte, which is a choice of 2^${decimals(first, 2)} = about ${three(2 ** first)} equally likely letters. At the end: ${decimals(last, 2)} bits, a choice of 2^${decimals(last, 2)} = about ${three(2 ** last)}. Without any model it would be 8 bits, because a byte has 2^8 = 256 values.${own === undefined ? '' : ` Its own texts it guesses better (${decimals(own, 2)}), because it has seen them many times.`}`,
      next: 'Let a small model learn here, from nothing, in ten seconds. Watch when the first whole words come.',
      homeIdea: (parameters: number) =>
        `This small model began with random numbers, too. Here a token is one character, so it has to learn even how words are spelled. In each step it reads four pieces of the text and guesses every next character, and then its ${parameters === 0 ? '' : `${count(parameters)} `}numbers are changed a little. It has never seen any other text.`,
      homeExample: (different: number, last: number) =>
        `${different === 0 ? '' : `The text has ${count(different)} different characters. Who guesses blindly gives each 1 ÷ ${count(different)} = ${share(1 / different)}. `}At the end the loss was ${decimals(last, 2)} bits per character: 2^−${decimals(last, 2)} = ${share(2 ** -Number(last.toFixed(2)))}. So much the right next character got (as a geometric mean).`,
      homeNext:
        'Train it on another text: a story of your own, or what your class wrote. A text in which little comes again is harder to learn.',
    },

    inFull: {
      model: (name: string, parameters: number) => `**${plain(name)}** has ${count(parameters)} numbers (parameters).`,
      texts: (own: number, unseen: number) =>
        `It learned from texts of ${tokens(own)}. Texts of ${tokens(unseen)} were kept away, to measure on them what it had learned.`,
      wrote: '**What it wrote**',
      gave: (name: string, before: string) => `**What it gave ${name}** after ${before}`,
      losses:
        '**Loss** in bits per byte: on its own texts (the mean of the steps since the line before in the full log), and on new texts',
      heads: { own: 'own texts', unseen: 'new texts', seconds: 'seconds', bits: 'bits' },
      formula:
        '-# bits per byte = −(the sum of log₂ p over all tokens) ÷ (the number of bytes); p is what the model gave to each token that really came.',
      ended: 'ended by itself',
      homeModel: (parameters: number, different: number) =>
        `A transformer with ${count(parameters)} numbers (2 layers, 4 heads of attention, 64 characters of context). Its tokens are the ${characters(different)} that are in the text.`,
      homeText: (length: number) => `**The text that it learned from** (${characters(length)})`,
      homeLosses: '**Loss** in bits per character: the mean of the steps since the line before in the full log',
      request: (path: string, time: number) => `-# Asked with ${plain(path)} in ${decimals(time, 1)} s.`,
    },
  };
}

/** From the end of the rhyme to its beginning; it is older than 1755. */
const CHAIN = [
  'the house that Jack built',
  'the malt that lay in',
  'the rat that ate',
  'the cat that chased',
  'the dog that worried',
  'the cow with the crumpled horn that tossed',
  'the girl with the golden hair that milked',
  'the boy with the silver shoes that kissed',
];

/** “The House That Jack Built”, a line for each of its figures: a text of which much comes again and again. */
function rhyme(): string {
  return CHAIN.map(
    (_, last) =>
      `This is ${CHAIN.slice(0, last + 1)
        .toReversed()
        .join(' ')}.`,
  ).join('\n');
}
