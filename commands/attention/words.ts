import { inlineCode } from '../../src/discord/markdown.js';
import type { HeadPattern } from '../../src/domain/inside.js';
import { defineWords } from '../../src/words/define-words.js';
import type { Language } from '../../src/words/language.js';
import type { Habit, NamedHead } from './heads.js';

/** What `/attention` says. Markdown, save for descriptions, labels, entries, and what is in the picture and the tables. */
export const attentionWords = defineWords({ en });

/** Where a head looks: after “looks at”. */
const HABITS: Readonly<Record<HeadPattern, string>> = {
  'previous-token': 'the token before',
  'same-token': 'the same token earlier',
  'after-same-token': 'what came after the same token',
  'start-of-text': 'the start of the text',
  itself: 'the token itself',
};

/** A guess with its chance, as it stands in a sentence. */
interface ToldGuess {
  /** As `markedTokenName` has it. */
  readonly name: string;
  /** As `chance` has it. */
  readonly chance: string;
}

/** How a token's chance changed. */
interface ToldChange {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

function en(language: Language) {
  const { percent, count, plural, ofHundred } = language;
  const inWords = (share: number) => percent(share).replace('< ', 'less than ').replace('> ', 'more than ');
  const head = ({ layer, head: number }: Pick<NamedHead, 'layer' | 'head'>) =>
    `layer ${count(layer + 1)}, head ${count(number + 1)}`;
  const named = (one: NamedHead) =>
    one.habit === undefined ? head(one) : `${head(one)}: ${HABITS[one.habit.pattern]}`;
  const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
  const list = new Intl.ListFormat(language.tag);
  const tokens = (amount: number) => plural(amount, { one: 'token', other: 'tokens' });

  return {
    /** How figures are written beside these words. */
    figures: language,
    description: 'Look inside a model: which tokens does each token look at?',
    text: (example: string) => `The text to look at (default: ${example})`,
    example: 'The horse is bigger than the cat. The',
    link: 'Attention',

    /** Plain text in the picture. */
    title: (name: string) => `Where does ${name} look?`,
    gridTitle: 'Where does each token look?',
    layersTitle: 'How does the guess form?',
    swapTitle: 'What changes when two words swap places?',
    named,
    /** The first token, which stands for the start of the text. */
    start: 'start',
    leftOut: (amount: number) => `${count(amount)} more`,
    /** The same where there is hardly any room. */
    andMore: (amount: number) => `+${count(amount)}`,
    later: (amount: number) => `${count(amount)} later`,
    /** Before each row. */
    beforeLayers: 'before layer 1',
    afterLayer: (layer: number) => `after layer ${count(layer)}`,

    /** Names of tokens from where one looks, in a sentence. */
    startOfText: 'the start of the text',
    itself: 'itself',
    earlier: (name: string) => `an earlier ${name}`,
    numbered: (name: string, place: number) => `${name} (token ${count(place)})`,

    /** Where one token looks; names as `markedTokenName` has them. */
    onlyStart: 'There is no token yet. So all attention stays at the start of the text.',
    rests: (name: string, share: number) =>
      `**${capital(name)}** mostly rests at **the start of the text** (${inWords(share)}). So it takes little from other tokens here.`,
    /** @param isAfter whether that one came after the same word as the one that looks */
    one: (name: string, to: string, share: number, isAfter: boolean) =>
      `**${capital(name)}** looks mostly at **${to}** (${inWords(share)})${isAfter ? `, which came after an earlier ${name}` : ''}.`,
    two: (name: string, [first, second]: readonly [string, string], shares: readonly [number, number]) =>
      `**${capital(name)}** looks at two: **${first}** (${inWords(shares[0])}) and **${second}** (${inWords(shares[1])}).`,
    most: (name: string, [first, second]: readonly [string, string], shares: readonly [number, number]) =>
      `**${capital(name)}** looks most at **${first}** (${inWords(shares[0])}), then at ${second} (${inWords(shares[1])}).`,
    spread: (name: string, share: number) =>
      `**${capital(name)}** looks a little at everything: no token gets more than ${inWords(share)}.`,
    /** What the rows of a grid show together. */
    gridHabit: ({ pattern, share }: Habit) =>
      `In this text most goes to **${HABITS[pattern]}**: ${inWords(share)} on average.`,
    gridToken: (name: string, share: number) =>
      `The tokens behind **${name}** look at it: it gets ${inWords(share)} of their attention on average.`,
    gridOpen: 'Each row shows where one token looks. In this text the head has no habit that stands out.',

    /** How the guess forms. `layer`: the layer after which the last guess is first, and stays first. */
    atLast: ({ name, chance }: ToldGuess) => `Only the last layer puts **${name}** first, with **${chance}**.`,
    fromLayer: (layer: number, { name, chance }: ToldGuess, then: string) =>
      `From layer ${count(layer)} on, **${name}** is first. Its chance goes from ${then} to **${chance}**.`,
    fromStart: ({ name, chance }: ToldGuess) =>
      `**${capital(name)}** is first before any layer has worked, and ends with **${chance}**.`,

    /** What a swap changes. */
    otherFirst: (before: ToldGuess, after: ToldGuess) =>
      `**The order matters:** first ${before.name} was likeliest (${before.chance}), now it is **${after.name}** (${after.chance}).`,
    sameFirst: ({ name, before, after }: ToldChange) =>
      `**The order matters:** ${name} stays first, but its chance goes from ${before} to **${after}**.`,
    littleChange: ({ name, before, after }: ToldChange) =>
      `**The swap changes little here:** the most for ${name}, from ${before} to ${after}.`,
    looksElsewhere: (before: string, after: string) =>
      `The last token now looks most at **${after}**; before, at ${before}.`,
    looksTheSame: (at: string) => `The last token looks most at ${at}, as before.`,

    /** Buttons and entries. */
    swap: (first: string, second: string) => `Swap “${first}” and “${second}”`,
    swapOthers: 'Swap other words…',
    swapOthersHint: 'Choose two words that change places',
    arcs: 'As arcs',
    grid: 'As a grid',
    layers: 'Layer by layer',
    headEntry: (one: NamedHead) => capital(named(one)),
    headHint: ({ habit }: NamedHead) =>
      habit === undefined
        ? undefined
        : `It gets ${inWords(habit.share)} on texts that the model never read; usual is ${inWords(habit.usual)}`,
    otherToken: 'Look from another token…',
    otherTokenHint: 'By its place in the text, or by what it says',
    /** Forms. */
    tokenForm: {
      title: 'Which token looks?',
      field: 'Its place in the text, or the token itself',
      placeholder: '3, or cat',
    },
    swapForm: {
      title: 'Swap two words',
      first: 'One word, or its place in the text',
      second: 'The other word, or its place',
      placeholder: '2, or cat',
    },

    /** Behind **Explain**. */
    explain: {
      attention: {
        idea: 'Before a model guesses, every token looks back at the tokens before it and takes something over from them: that is **attention**. A **head** decides how much from each, together 100%. No token looks ahead, because what comes later is not written yet.\nA head that finds nothing can rest at the **start**, which stands before every text. Attention shows where a head looks. It does not say why.',
        /** @param shares as they are shown, largest first, and the rest together */
        example: (name: string, shares: readonly { readonly name: string; readonly share: number }[], rest: number) => {
          // Added up as they are shown, so that it can be checked by hand.
          const shown = (tenths: number) => ofHundred(language.decimals(tenths / 10, 1));
          const parts = shares.map(({ share }) => Math.round(1000 * share));
          const left = 1000 - parts.reduce((sum, part) => sum + part, 0);
          const told = shares.map((one, at) => `${one.name} gets ${shown(parts[at] ?? 0)}`);
          const others =
            rest === 0 ? [] : [`${plural(rest, { one: 'more token gets', other: 'more tokens get' })} ${shown(left)}`];
          const sum = [...parts, ...(rest === 0 ? [] : [left])].map(shown).join(' + ');
          return `**${capital(name)}** shares out its attention: ${list.format([...told, ...others])}. ${sum} = ${ofHundred(100)}.`;
        },
        measured: ({ pattern, share, usual }: NonNullable<NamedHead['habit']>) =>
          `On texts that the model never read, this head gives ${inWords(share)} to ${HABITS[pattern]}. Half of the heads give that ${inWords(usual)} or less.`,
        next: (first: string, second: string) =>
          `Swap “${first}” and “${second}”. Does the model now guess something else?`,
        nextLayers: 'See what the model would say after each layer. When does the last guess come first?',
      },
      layers: {
        idea: 'A model works in **layers**. Each layer adds something to the numbers that stand for a token: attention brings in other tokens, and then the numbers are worked on. Here we stop after each layer and ask: what would come next now? (This is called the **logit lens**.) Before the first layer the model knows only the last token itself.',
        example: (
          rows: readonly { readonly layer: number; readonly name: string; readonly chance: string }[],
          last: string,
        ) =>
          `${rows.map(({ layer, name, chance }) => `${layer === 0 ? 'Before layer 1' : `After layer ${count(layer)}`}: ${name}, ${chance}.`).join(' ')} What counts is the last one: ${last} is what the model really guesses first.`,
        next: 'Now look at where the tokens look, which is how they take something over from each other.',
      },
      swap: {
        idea: 'Both texts have the same words. If a model only counted words, nothing would change. But a model also knows the **place** of each token. So its heads find other tokens at other places, take over something else, and the guess changes.',
        example: (name: string, before: number, after: number) => {
          const shown = (share: number) => ofHundred(language.decimals(100 * share, 1));
          const [from, to] = [Math.round(1000 * before), Math.round(1000 * after)];
          const difference = Math.abs(to - from);
          const [more, less] = [Math.max(from, to), Math.min(from, to)];
          const sum = `${shown(more / 1000)} − ${shown(less / 1000)} = ${shown(difference / 1000)}`;
          const what =
            to === from ? 'Nothing changes.' : `${sum}: so much the swap ${to > from ? 'adds' : 'takes away'}.`;
          return `${name} has ${shown(from / 1000)} with the words as they were, and ${shown(to / 1000)} after the swap. ${what}`;
        },
        next: 'Look at the text layer by layer. When does the last guess come first?',
      },
      tryLayers: 'Layer by layer, here',
      tryArcs: 'Where do they look?',
      trySwap: (first: string, second: string) => `Swap “${first}” and “${second}” here`,
    },

    /** In **Details**: markdown, and plain text in the tables. */
    rowHeading: (name: string, where: string) => `**Where ${name} looks** (${where})`,
    rest: (amount: number) => `${tokens(amount)} with less, together`,
    gridHeading: (where: string) => `**Where each token looks** (${where}), in percent: a row for the token that looks`,
    headsHeading:
      '**What the heads do on texts that the model was not trained on.** For each head, the mean share of attention that goes to: the token before (prev), the same token earlier (same), what came after the same token (after), the start of the text (start), and the token itself (self).',
    headColumns: ['layer', 'head', 'prev', 'same', 'after', 'start', 'self'],
    notMeasured: 'Nobody measured what the heads of this model do.',
    naming:
      '-# A head has a name only where a share is at least 10%, and at least 1.7 times the usual one: half of the heads give no more than that. Attention that is spread evenly gives 4% to 7% there.',
    layersHeading: '**The likeliest next tokens after each layer**',
    swapHeading: (first: string, second: string) =>
      `**Chances of the next token** as the text is, and with ${inlineCode(first)} and ${inlineCode(second)} swapped`,
    swapColumns: ['token', 'as it is', 'swapped'],
    atMost: (chance: number) => {
      const shown = percent(chance);
      return shown.startsWith('<') ? shown : `≤ ${shown}`;
    },
    asked: (model: string, path: string, seconds: number) =>
      `-# ${inlineCode(model)} · ${inlineCode(`POST ${path}`)} · answered in ${language.decimals(seconds, 2)} s`,

    /** In the last line. */
    where: head,
  };
}
