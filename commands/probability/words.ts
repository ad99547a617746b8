import type { TwoAnswers, TwoByTwo } from '../../src/charts/kinds/two-questions/two-questions.js';
import { plain } from '../../src/discord/markdown.js';
import { defineWords } from '../../src/words/define-words.js';
import type { Language } from '../../src/words/language.js';
import { shorten } from '../../src/words/shorten.js';

/** What `/probability` says of a room. Markdown, save for descriptions, labels and what stands in pictures and tables. */
export const probabilityWords = defineWords({ en });

/** The short names of the two questions. */
export type Names = readonly [string, string];

/** One chance given another: how many of whom. */
export interface Given {
  /** Names of what is asked for, and of what is given. */
  readonly name: string;
  readonly given: string;
  readonly part: number;
  readonly whole: number;
}

/** Of a question, where both stand in one line. */
const MAX_QUESTION = 64;

function en(language: Language) {
  const { count, percent, plural } = language;
  const people = (amount: number) => plural(amount, { one: 'person', other: 'people' });
  const share = (part: number, whole: number) => `${count(part)} of ${count(whole)}`;
  const question = (text: string) => plain(shorten(text.trim().replace(/\s+/g, ' '), MAX_QUESTION, 'both'));
  const fraction = (part: number, whole: number) => `${count(part)}/${count(whole)} = ${percent(part / whole)}`;
  const cannotSay = (name: string, given: string) =>
    `Nobody said yes to ${plain(given)}, so **nobody can say** how likely ${plain(name)} is, given ${plain(given)}: there is no one to count.`;
  return {
    /** How figures are written beside these words. */
    figures: language,
    description: 'Ask the room two yes-or-no questions, and see chances as counts of people',
    first: (standard: string) => `The first yes-or-no question (default: ${standard})`,
    second: (standard: string) => `The second yes-or-no question (default: ${standard})`,
    standard: ['Do you like tennis?', 'Do you like football?'] as const,
    link: 'Probability',
    hint: 'Count which words follow these in the texts of the embedded model',

    /** Both questions in one line; with their letters, where they are named by these. */
    asked: (first: string, second: string, letters: Names | undefined) =>
      letters === undefined
        ? `> ${question(first)} · ${question(second)}`
        : `> **${letters[0]}** ${question(first)} · **${letters[1]}** ${question(second)}`,

    title: 'Who said yes to what?',
    titleGiven: (name: string, given: string) => `Given ${given}: who says ${name}?`,
    sampleAside: (all: number) => `a sample class of ${count(all)}`,
    roomAside: (all: number) => `our room: ${count(all)}`,
    groups: ([first, second]: Names): Readonly<Record<TwoAnswers, string>> => ({
      both: 'both',
      first: `only ${first}`,
      second: `only ${second}`,
      neither: 'neither',
    }),

    answers: ([first, second]: Names): Readonly<Record<TwoAnswers, string>> => ({
      both: 'Both',
      first: `Only ${first}`,
      second: `Only ${second}`,
      neither: 'Neither',
    }),
    withWords: 'Now with words',
    withWordsHint: 'The next word, given the words before: the same fraction, on text',
    onlyGiven: (given: string) => `Only who said yes to ${given}`,
    onlyGivenHint: (name: string) => `How many of them said yes to ${name}, too?`,
    /** The same on a button. */
    given: (name: string) => `Given ${name}`,
    everybody: 'Everybody again',
    everybodyHint: 'All four groups count',
    sample: 'The sample class',
    sampleHint: 'Show the made-up class once more, with nobody of the room in it',
    room: 'Our room',
    roomHint: 'Show what the room has answered',
    close: 'Close the questions',
    closeHint: 'Nobody can answer after that. For who asked, or who manages this place',

    /** @param more the same the other way round */
    sentence: {
      differ: (one: Given, other: Given) =>
        `Of the **${count(one.whole)}** who said yes to ${plain(one.given)}, **${count(one.part)}** also said yes to ${plain(one.name)}: **${percent(one.part / one.whole)}**. ` +
        `But of the **${count(other.whole)}** with yes to ${plain(other.given)}, the same ${count(other.part)} are **${percent(other.part / other.whole)}**.`,
      same: (one: Given, other: Given) =>
        `Of the **${count(one.whole)}** who said yes to ${plain(one.given)}, **${count(one.part)}** also said yes to ${plain(one.name)}: **${percent(one.part / one.whole)}**. ` +
        `The other way round it is the same, because ${count(other.whole)} said yes to each.`,
      noneOfBoth: (one: Given, other: Given) =>
        `Nobody said yes to both. So **none** of the ${count(one.whole)} with yes to ${plain(one.given)} said yes to ${plain(one.name)}, and none of the ${count(other.whole)} the other way round.`,
      all: (one: Given, other: Given) =>
        `Everybody with yes to ${plain(one.given)} also said yes to ${plain(one.name)}: **${share(one.part, one.whole)}, ${percent(1)}**. ` +
        `But of the **${count(other.whole)}** with yes to ${plain(other.given)}, the same ${count(other.part)} are **${percent(other.part / other.whole)}**.`,
      cannotSay: ({ name, given }: Given, other: Given) =>
        `${cannotSay(name, given)} The other way round it is ${share(other.part, other.whole)}.`,
      nobody: ([first, second]: Names) =>
        `Nobody said yes to ${plain(first)} or to ${plain(second)}, so **nobody can say** how likely one is given the other: there is no one to count.`,
      given: ({ name, given, part, whole }: Given, all: { readonly part: number; readonly whole: number }) =>
        `Look only at the **${count(whole)}** who said yes to ${plain(given)}: **${count(part)}** of them also said yes to ${plain(name)}, that is **${percent(part / whole)}**. ` +
        `Of everybody, ${share(all.part, all.whole)} said yes to ${plain(name)}: ${percent(all.part / all.whole)}.`,
      givenNobody: cannotSay,
    },
    smallPrint: {
      sample: (all: number) => `a sample class of ${count(all)}, made up · answer, and your room is shown instead`,
      /** @param answered people whose answers are not in it */
      sampleAgain: (all: number, answered: number) =>
        `a sample class of ${count(all)}, made up · ${people(answered)} of our room answered, none is in this picture`,
      closedEmpty: (all: number) => `a sample class of ${count(all)}, made up · closed before anybody answered`,
      room: (answered: number) => `answers of ${people(answered)} · you can change yours until somebody closes it`,
      closed: (answered: number) => `answers of ${people(answered)} · closed`,
    },

    aside: ([first, second]: Names, answers: TwoAnswers, isFew: boolean) => {
      const [one, other] = [plain(first), plain(second)];
      const said = {
        both: `**yes** to ${one} and **yes** to ${other}`,
        first: `**yes** to ${one} and **no** to ${other}`,
        second: `**no** to ${one} and **yes** to ${other}`,
        neither: `**no** to ${one} and **no** to ${other}`,
      }[answers];
      const few = isFew ? '\n-# So few have answered that others may guess your answer from the picture.' : '';
      return `You said ${said}. Only you see this. Press another button to change it, until somebody closes the questions.${few}`;
    },

    explain: {
      idea:
        'A chance is a count: how many of how many. “Given” says who is counted at all: **P(A given B)** looks only at those with yes to B, and asks how many of them also have yes to A. ' +
        'Turn it round, and other people are counted, so the chance is another one. Who mixes the two up is often wrong, also about tests and news.',
      example: (one: Given, other: Given) =>
        [one, other]
          .map(({ name, given, part, whole }) =>
            whole === 0
              ? `P(${plain(name)} given ${plain(given)}): nobody said yes to ${plain(given)}, so there is nothing to divide by.`
              : `P(${plain(name)} given ${plain(given)}) = both ÷ ${plain(given)} = ${fraction(part, whole)}`,
          )
          .join('\n'),
      next: 'A language model asks the same of texts: given the words before, which word comes next? Count it.',
    },

    inFull: {
      heads: ['count', 'percent'] as const,
      rows: ([first, second]: Names) => ({
        yesFirst: `P(${first})`,
        yesSecond: `P(${second})`,
        both: `P(${first} and ${second})`,
        firstGiven: `P(${first} given ${second})`,
        secondGiven: `P(${second} given ${first})`,
      }),
      share,
      /** In the place of a percentage that is divided by nobody. */
      none: 'cannot be said',
      /** Plain text. */
      formula: ([first, second]: Names, { both, yesSecond, all }: TwoByTwo) =>
        yesSecond === 0
          ? `P(${first} given ${second}) = P(${first} and ${second}) / P(${second}): nobody to divide by`
          : [
              `P(${first} given ${second}) = P(${first} and ${second}) / P(${second})`,
              `  = (${count(both)}/${count(all)}) / (${count(yesSecond)}/${count(all)}) = ${fraction(both, yesSecond)}`,
            ].join('\n'),
      /** Plain text. */
      bayes: ([first, second]: Names, { both, yesFirst, yesSecond, all }: TwoByTwo) =>
        yesFirst === 0 || yesSecond === 0
          ? undefined
          : [
              'Turned round (Bayes’ rule):',
              `P(${second} given ${first}) = P(${first} given ${second}) · P(${second}) / P(${first})`,
              `  = (${count(both)}/${count(yesSecond)}) · (${count(yesSecond)}/${count(all)}) / (${count(yesFirst)}/${count(all)}) = ${fraction(both, yesFirst)}`,
            ].join('\n'),
      /** What both would be if one answer told nothing of the other. */
      independent: ([first, second]: Names, { both, yesFirst, yesSecond, all }: TwoByTwo) =>
        `If one answer told nothing about the other, P(${plain(first)} and ${plain(second)}) would be P(${plain(first)}) · P(${plain(second)}) = ${percent((yesFirst / all) * (yesSecond / all))}. It is ${percent(both / all)}.`,
      questions: (first: string, second: string, [one, other]: Names) =>
        `**${plain(one)}**: ${plain(first)}\n**${plain(other)}**: ${plain(second)}`,
      sample: (all: number) => `These are the ${count(all)} people of a sample class. Their answers are made up.`,
      room: (all: number) => `These are the answers of ${people(all)} in this room. Who said what is not told.`,
    },
  };
}
