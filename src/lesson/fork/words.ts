import { defineWords } from '../../words/define-words.js';
import type { Language } from '../../words/language.js';

/** What **Why this word?** says. Markdown, save for labels, what stands in the menu, lists and pictures. */
export const forkWords = defineWords({ en });

/** A token as a sentence names it, with its chance. */
interface NamedToken {
  readonly name: string;
  /** Undefined where it is not known. */
  readonly chance: number | undefined;
}

/** From this chance on, another token could well have come. */
const CLOSE = 0.1;

function en(language: Language) {
  const { count, decimals, percent, plural } = language;
  const inWords = (chance: number) => percent(chance).replace('< ', 'less than ').replace('> ', 'more than ');
  /** A token with its probability, where that is known. */
  const token = (label: string, probability: number | undefined) =>
    probability === undefined ? label : `${label} ${percent(probability)}`;
  const inTimes = (times: number) => (times < 10 ? decimals(times, 1) : count(Math.round(times)));
  /** In percent, as it is written. */
  const shownShare = (chance: number) => {
    const share = chance * 100;
    return share < 9.95 || share >= 99.5 ? Math.round(share * 10) / 10 : Math.round(share);
  };
  const had = ({ name, chance }: NamedToken) => (chance === undefined ? name : `${name} had ${inWords(chance)}`);
  return {
    /** How figures are written beside these words. */
    figures: language,
    token,
    link: 'Why this word?',
    hint: 'See where the text could have gone another way, and send it there',
    goesOn: 'The model goes on from there…',
    breaksOff: (reason: string) => `**This branch breaks off.** ${reason}`,

    /** What is to be seen at one place. */
    likeliest: (number: number, here: NamedToken, other: NamedToken) =>
      (other.chance ?? 0) >= CLOSE
        ? `Token ${count(number)} is **${here.name}** with ${chanceOf(here)}. But **${other.name}** had ${chanceOf(other)}: it could have come too.`
        : `Token ${count(number)} is **${here.name}** with ${chanceOf(here)}. No other token came near: ${had(other)}.`,
    passedOver: (number: number, here: NamedToken, other: NamedToken) =>
      `Token ${count(number)} is **${here.name}** with ${chanceOf(here)}. But **${other.name}** was likelier: ${chanceOf(other)}.`,
    stands: (number: number, here: string, other: NamedToken) =>
      `Token ${count(number)} is **${here}**. ${had(other)}.`,
    noPlace: 'No other token is known at any place of this branch. The menu has other branches to read.',
    /** What a press came to. */
    known: (name: string) => `**${name}** was written there before. This is that branch.`,
    forced: (number: number, there: NamedToken, instead: NamedToken) =>
      `Token ${count(number)} is now **${there.name}**${inBrackets(there)}, and no longer ${instead.name}${inBrackets(instead)}. The model went on from there.`,
    full: (branches: number) => `The tree is full: it has ${branches} branches.`,

    seedUsed: (seed: number) => `seed ${seed}`,

    /** Buttons, and entries of the menu. */
    earlier: '◀ Earlier place',
    later: 'Later place ▶',
    write: (name: string) => `Write ${name} here`,
    chance: (chance: number) => `It had ${inWords(chance)}`,
    lookAt: (number: number, name: string, chance: number | undefined) =>
      `Go to token ${count(number)}: ${token(name, chance)}`,
    or: (name: string, chance: number) => `or ${name} ${percent(chance)}`,
    read: (name: string) => `Read ${name}`,
    readFirst: 'Read the text as it was written',

    /** The picture of one place, and of all branches. */
    placeTitle: (number: number) => `What could stand at token ${count(number)}?`,
    allOthers: 'all other tokens',
    treeTitle: 'Where could the text have gone?',
    /** In the place of a token, or of a text. */
    end: '⟨end of text⟩',
    start: '⟨start⟩',

    /** In **Details**. */
    ownProbabilities: '-# Probabilities are the model’s own, before temperature and cuts.',
    probabilities: (measured: string) => `-# Probabilities ${measured}.`,
    atPlace: (number: number, list: string) => `**Token ${count(number)}**\n${list}`,
    branches: (list: string) => `**Branches**\n${list}`,
    standsHere: '◀ stands here',
    othersTogether: 'all other tokens together',
    asWritten: 'as it was written',
    insteadOf: (number: number, forced: string, first: string) => `token ${number}: ${forced} instead of ${first}`,
    linksAreOfQuestion: '-# The other commands look at the first token of an answer to the question.',

    explain: {
      idea: [
        'At every place the model gave many tokens a chance, and one of them came. At many places one token is far ahead. Where it is close, **the text could have become another one**.',
        'You can write another token at such a place. The model then goes on as if it had drawn that one itself, because it only reads the text and does not know who wrote it.',
      ].join('\n'),
      together: (number: number, here: NamedToken & { chance: number }, other: NamedToken & { chance: number }) => {
        const [more, less] = here.chance >= other.chance ? [here, other] : [other, here];
        const start = `Token ${count(number)} is ${here.name}. ${more.name} had ${inWords(more.chance)}, and ${less.name} had ${inWords(less.chance)}.`;
        // Of the figures as they are written, so that it can be checked.
        const times = shownShare(more.chance) / Math.max(0.1, shownShare(less.chance));
        const division = `${percent(more.chance).replace(/^[<>] /, '')} ÷ ${percent(less.chance).replace(/^[<>] /, '')} = about ${inTimes(times)}`;
        return less.chance < 0.001
          ? `${start} ${division}, so ${more.name} was at least about ${inTimes(times)} times as likely.`
          : `${start} ${division}, so ${more.name} was about ${inTimes(times)} times as likely.`;
      },
      only: (number: number, here: string, others: number) =>
        `Token ${count(number)} is ${here}. ${plural(others, { one: 'other token is', other: 'other tokens are' })} known that could have stood there.`,
      none: 'Here no place is known where another token could stand.',
      nextAnswer: 'See how this answer could begin at five temperatures. Is there more than one way?',
      next: 'Look at the chances at this place. Which token would you add?',
    },
  };

  function chanceOf({ chance }: NamedToken): string {
    return chance === undefined ? 'a chance that was not told' : `**${inWords(chance)}**`;
  }

  function inBrackets({ chance }: NamedToken): string {
    return chance === undefined ? '' : ` (${inWords(chance)})`;
  }
}
