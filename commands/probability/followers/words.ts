import { plain } from '../../../src/discord/markdown.js';
import { defineWords } from '../../../src/words/define-words.js';
import type { Language } from '../../../src/words/language.js';
import { shorten } from '../../../src/words/shorten.js';

/** What `/probability` says of words in texts. Markdown, save for labels and what stands in pictures and tables. */
export const followerWords = defineWords({ en });

/** A follower, as a sentence has it. */
export interface ToldFollower {
  /** As markdown, in quotes where it is a word. */
  readonly name: string;
  readonly count: number;
  /** In percent, as it is written; undefined where the model tells none. */
  readonly chance: string | undefined;
}

/** Of some words in a sentence, and on a button. */
const MAX_SHOWN = 30;
const MAX_LABEL = 24;

function en(language: Language) {
  const { count, percent, plural } = language;
  const quoted = (text: string) => `“${plain(shorten(text, MAX_SHOWN, 'end'))}”`;
  const label = (text: string) => `“${shorten(text, MAX_LABEL, 'end')}”`;
  const times = (amount: number) => plural(amount, { one: 'time', other: 'times' });
  const says = (chance: string | undefined) => (chance === undefined ? '' : ` The model says **${chance}**.`);
  return {
    /** How figures are written beside these words. */
    figures: language,
    /** What is counted first, and what stands nowhere in the texts. */
    standard: 'a cup of',
    unseen: 'I like to play',
    title: (prompt: string) => `What comes after ${label(prompt)}?`,
    endingsTitle: 'How often do these words stand in the texts?',
    columns: { texts: 'counted in the texts', model: 'said by the model' },
    /** In the alt text. */
    figuresOfWords: 'Chances of the next word',
    of: (part: number, whole: number) => `${count(part)} of ${count(whole)}`,
    rest: (different: number) => plural(different, { one: 'other word', other: 'other words' }),
    restOrEnd: 'others, or the end',
    end: 'the text ends',
    times: 'times',
    timesOfOne: 'time',

    sentence: {
      seen: (prompt: string, occurrences: number, { name, count: often, chance }: ToldFollower) =>
        `${quoted(prompt)} stands **${times(occurrences)}** in the texts. Given these words, **${name}** came next in **${count(often)} of ${count(occurrences)}**: ${percent(often / occurrences)}.${says(chance)}`,
      once: (prompt: string, { name, chance }: ToldFollower) =>
        `${quoted(prompt)} stands only **once** in the texts, and **${name}** follows. One place says little.${says(chance)}`,
      ends: (prompt: string, occurrences: number) =>
        `${quoted(prompt)} stands **${times(occurrences)}** in the texts, and each time nothing comes after it.`,
      never: (prompt: string, ending: string, occurrences: number, guess: ToldFollower | undefined) =>
        `${quoted(prompt)} stands **nowhere** in the texts, so there is nothing to count. Drop words from the front: ${quoted(ending)} stands there **${times(occurrences)}**.${guesses('The model drops words, too, and guesses', guess)}`,
      unknown: (prompt: string, isOneWord: boolean, guess: ToldFollower | undefined) =>
        `${quoted(prompt)} stands **nowhere** in the texts${isOneWord ? '' : ', and not even its last word does'}. So there is nothing to count.${guesses('The model has to answer all the same, and guesses', guess)}`,
    },

    otherWords: 'Other words…',
    only: (ending: string) => `Only ${label(ending)}`,
    onlyHint: (occurrences: number) => `Stands ${times(occurrences)} in the texts`,
    form: {
      title: 'Which words stand before?',
      prompt: 'A few words, such as: once upon a',
    },

    smallPrint: (documents: number, model: string) =>
      `counted in the ${count(documents)} texts of the embedded model · ${plain(model)}`,

    explain: {
      idea:
        'The next word, **given the words before**, is the same fraction as with people. Take all places where these words stand; how many of them go on with this word? The simplest language models count just so. ' +
        'This one counts in these texts, too, and then smooths: it also looks at shorter endings and at texts that are alike, so words that never came here get a chance as well.',
      /** @param whole the words before, and then the word that follows */
      example: (prompt: string, name: string, whole: string, part: number, all: number) =>
        `P(${name} given ${quoted(prompt)}) = ${count(part)}/${count(all)} = ${percent(part / all)}: ${times(part)} ${quoted(whole)}, divided by ${times(all)} ${quoted(prompt)}.`,
      exampleNever: (prompt: string, endings: readonly { readonly text: string; readonly occurrences: number }[]) =>
        `${endings.map(({ text, occurrences }) => `${quoted(text)}: ${times(occurrences)}`).join('. ')}. Divided by 0, ${quoted(prompt)} would have no answer. So one drops words until something is left to count; that is called **backing off**.`,
      exampleUnknown: (prompt: string, isOneWord: boolean) =>
        `${quoted(prompt)}: 0 times${isOneWord ? '' : ', and its last word alone: 0 times'}. Nothing can be divided by 0, so counting gives no answer here.`,
      exampleEnds: (prompt: string, whole: number) =>
        `${quoted(prompt)} stands ${times(whole)} in the texts, always at the end of one. So no word has ever followed: 0 of ${count(whole)}.`,
      next: (unseen: string) =>
        `Count ${quoted(unseen)}. It makes sense, but stands nowhere in these texts. What can a model do that only counts?`,
      nextSeen: (ending: string) => `Count what follows ${quoted(ending)}, which does stand there.`,
      tryIt: (prompt: string) => `Count ${label(prompt)}`,
    },

    inFull: {
      heads: ['count', 'of all', 'model'] as const,
      ends: '(the text ends)',
      rest: '(all others)',
      unknown: '–',
      where: (documents: number, words: number) =>
        `Counted in the ${count(documents)} texts that the embedded model learned from: ${count(words)} words and signs. Capitals make no difference, and each word has its most frequent spelling. In a conversation each turn is a text of its own.`,
      model: (model: string) =>
        `The chances are those of ${plain(model)}, the n-gram model that learned from these texts, for a text that goes on with exactly this word, as a product over its tokens. A longer word that begins with the same tokens is part of that. Of a sign, all tokens that begin with it are added up. The model smooths its counts, and looks up texts that are alike, so its chances are not the fractions.`,
      likeliest: (tokens: readonly (readonly [string, string])[]) =>
        `The model’s likeliest next tokens: ${tokens.map(([name, chance]) => `${name} ${chance}`).join(', ')}.`,
      endings: 'How often the words stand there, with ever fewer of them:',
      formula:
        'P(word given the words before) = times that the words and then this word stand there / times that the words stand there',
    },
  };

  function guesses(start: string, guess: ToldFollower | undefined): string {
    return guess?.chance === undefined ? '' : ` ${start} **${guess.name}** (${guess.chance}).`;
  }
}
