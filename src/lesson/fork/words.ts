import { inlineCode } from '../../discord/markdown.js';
import { defineWords } from '../../words/define-words.js';
import type { Language } from '../../words/language.js';

/** What **Why this word?** says. Markdown, save for labels, what stands in menus, tables and pictures, and notes. */
export const forkWords = defineWords({ en });

function en(language: Language) {
  const { percent } = language;
  /** A token with its probability, where that is known. */
  const token = (label: string, probability: number | undefined) =>
    probability === undefined ? label : `${label} ${percent(probability)}`;
  return {
    /** How figures are written beside these words. */
    figures: language,
    token,
    link: 'Why this word?',
    heading: (start: string) => `**Why this word?**\n${start}`,
    goesOn: 'The model goes on from there…',
    breaksOff: (reason: string) => `**The branch breaks off here.** ${reason}`,
    /** Notes on what a press came to. */
    late: 'A press came from an earlier view and changed nothing. This is how it is now.',
    known: 'There is such a branch already: this is it.',
    forced: (label: string) => `Forced: ${label}`,
    pick: 'Pick a token in the menu to see what else could have stood there.',
    stands: (number: number, label: string, probability: number | undefined) => {
      const share = probability === undefined ? '' : `, to which the model gave **${percent(probability)}**`;
      return `**At token ${number} stands ${inlineCode(label)}**${share}. What else could have stood there? Force one of these, and the model goes on from it.`;
    },
    ownProbabilities: '-# Probabilities are the model’s own, before temperature and cuts.',
    probabilities: (measured: string) => `-# Probabilities ${measured}.`,
    standsHere: '◀ stands here',
    allOthers: 'all other tokens together',
    /** How a branch came to be. */
    asWritten: 'as it was written',
    insteadOf: (number: number, forced: string, first: string) => `token ${number}: ${forced} instead of ${first}`,
    /** In the place of a token, or of a text. */
    end: '⟨end of text⟩',
    start: '(start)',
    treeTitle: 'Where the text could have gone',
    lookAt: 'Look at another token…',
    place: (number: number, label: string, probability: number | undefined) =>
      `Token ${number}: ${token(label, probability)}`,
    or: (other: string) => `or ${other}`,
    force: (number: number) => `Force another token at ${number}…`,
    read: 'Read another branch…',
    full: (branches: number) =>
      `-# The tree has ${branches} branches and is full. Start a new one from the first message.`,
    linksAreOfQuestion: '-# These look at the first token of a reply to the question:',
  };
}
