import { inlineCode } from '../../src/discord/markdown.js';
import { type Interval, middleOf } from '../../src/domain/interval.js';
import { defineWords } from '../../src/words/define-words.js';
import type { Language } from '../../src/words/language.js';
import { BITS_OF_A_WORD, type Race } from './shannon.js';

/** What `/guess` says. Markdown, unless it says something else. */
export const guessWords = defineWords({ en });

/** A word in a sentence. */
interface Told {
  /** As markdown. */
  readonly name: string;
  readonly chance: string;
  readonly guesses: number;
}

function en(language: Language) {
  const { count, percent, percentRange, isPercentRange, decimals, decimalsRange, plural } = language;
  const people = (amount: number) => plural(amount, { one: 'person', other: 'people' });
  const points = (amount: number) => plural(amount, { one: 'point', other: 'points' });
  const range = ({ low, high }: Interval) =>
    isPercentRange({ low, high }) ? `between ${percent(low)} and ${percent(high)}` : percentRange(low, high);
  const some = (amount: number, of: number) => `${count(amount)} of ${count(of)}`;
  const perLetter = (bits: Interval) =>
    Number.isFinite(bits.high) ? `${decimalsRange(bits, 1)} bits` : `at least ${decimals(bits.low, 1)} bits`;
  const between = ({ low, high }: Interval) =>
    decimals(low, 1) === decimals(high, 1)
      ? `about ${decimals(high, 1)} bits`
      : `between ${decimals(low, 1)} and ${decimals(high, 1)} bits`;
  const rightWords = (amount: number) => plural(amount, { one: 'word right', other: 'words right' });
  return {
    figures: language,
    /** In a sentence. */
    chance: range,
    link: 'Guess',
    description: 'Everybody guesses the next word, then the model shows how likely each guess was',
    prompt: (text: string) => `A text without its next word; “${text}” by default`,
    hiddenOption: 'A hidden text instead: the room guesses it word by word, against the model',
    defaultPrompt: 'The cat sat on the',

    guess: 'Guess…',
    reveal: 'Reveal',
    otherText: 'Next round…',
    goOnWith: (word: string) => `Go on with “${word}”`,
    nextWord: 'Next word',
    otherHidden: 'Another hidden text',
    backToChart: 'Back to the words',
    board: 'Board',
    race: 'Who is better?',
    against: 'Guess a hidden text',
    againstHint: 'Room against model: who knows the next word of a real text?',
    ownText: 'Hide a text of your own…',
    ownTextHint: 'Put in a text; the room guesses it word by word, against the model',
    leaveOut: (word: string) => `Leave out “${word}”`,
    leaveOutHint: 'Takes this guess off the picture, for who started the round or manages this place',
    ownTitle: 'a text of yours',

    form: {
      title: 'Your guess',
      word: 'Which word comes next?',
      examples: 'One word, such as a thing, a name or “the”',
      textTitle: 'Next round',
      text: 'A text without its next word',
      textExample: 'Once upon a time, there was a',
      ownTitle: 'A text to hide',
      own: 'Its first 6 words are shown',
      ownHint: 'A few sentences that nobody here knows by heart',
    },

    /** Titles and labels of pictures, in plain text. */
    whatNext: 'Which word comes next?',
    howLikely: 'How likely was each guess?',
    whatStood: 'Who knew the word?',
    whoIsBetter: 'Who predicts better?',
    whoLeads: 'Who guesses like the model?',
    whoWasRight: 'Who found the hidden words?',
    roundName: (round: number) => `Round ${count(round)}`,
    hiddenName: (title: string, at: number, all: number) => `${title}: hidden word ${count(at)} of ${count(all)}`,
    haveGuessed: (amount: number) =>
      amount === 0
        ? 'nobody has guessed yet'
        : amount === 1
          ? '1 person has guessed'
          : `${people(amount)} have guessed`,
    model: 'The model',
    room: 'The room',
    rightWord: 'hidden word',
    /** In alt texts. */
    figuresOfWords: 'The chance of each word, and how many people guessed it',
    figuresOfRace: 'The chance of each hidden word, and how many people guessed it',
    ofPeople: some,
    meanOf: (words: number) => (words === 1 ? 'mean (1 word)' : `mean (${count(words)})`),
    points: 'points',
    point: 'point',
    wordsRight: 'words right',
    wordRight: 'word right',
    inRounds: (rounds: number) => plural(rounds, { one: 'round', other: 'rounds' }),

    /** In the last line, in plain text. */
    roundOf: (round: number, left: number) =>
      [
        `round ${count(round)}`,
        ...(left > 0 ? [`${plural(left, { one: 'more guess', other: 'more guesses' })} in Details`] : []),
      ].join(' · '),

    nobodyYet: 'What comes next? Press **Guess…** and type one word. Nobody sees it until **Reveal**.',
    waiting: (amount: number) =>
      `**${people(amount)}** ${amount === 1 ? 'has' : 'have'} guessed. Press **Reveal** when all are ready.`,
    notCounted: 'The guesses are in, but the model has not answered yet. Press **Reveal** once more.',
    taken: (word: string) =>
      `Your guess is **${word}**. Nobody else sees it before the reveal. To change it, press **Guess…** again.`,
    noWords: 'The model told no word that could come next.',
    nobody: ({ name, chance }: Told) => `Nobody guessed. The model finds **${name}** likeliest, with ${chance}.`,
    allLeftOut: ({ name, chance }: Told) =>
      `All guesses were taken off the picture. The model finds **${name}** likeliest, with ${chance}.`,
    oneRight: ({ name, chance }: Told) => `The guess was **${name}**, and the model says so, too: ${chance}.`,
    oneOther: (guess: Told, model: Told) =>
      `The guess was **${guess.name}**: the model gives it ${guess.chance}. It finds **${model.name}** likeliest, with ${model.chance}.`,
    sameFirst: ({ name, chance, guesses }: Told, of: number) =>
      `The room and the model agree on **${name}**: ${some(guesses, of)} guessed it, and the model gives it ${chance}.`,
    otherFirst: (guess: Told, model: Told, of: number) =>
      `${some(guess.guesses, of)} guessed **${guess.name}**, to which the model gives ${guess.chance}. It finds **${model.name}** likeliest, with ${model.chance}.`,

    stood: ({ name, chance, guesses }: Told, of: number) =>
      `The word was **${name}**. **${some(guesses, of)}** guessed it; the model gave it **${chance}**.`,
    stoodNobody: ({ name, chance }: Told) =>
      `The word was **${name}**. Nobody guessed; the model gave it **${chance}**.`,
    textIsOver: 'That was the last word of this text.',

    emptyBoard: 'Nobody has guessed yet, so the board is empty.',
    boardSentence: (first: { name: string; points: number; same: number; isHidden: boolean }) => {
      const { name, points: won, same, isHidden } = first;
      const has = isHidden ? rightWords(won) : points(won);
      if (won === 0) return isHidden ? 'Nobody has found a hidden word yet.' : 'Nobody has any points yet.';
      if (same > 0)
        return `**${name}** and ${plural(same, { one: 'other person', other: 'other people' })} lead with ${has}.`;
      return `**${name}** leads with ${has}.${isHidden ? '' : ' Points tell who guesses like the model, not who is right.'}`;
    },
    noRace: 'Nobody has guessed a hidden word yet.',
    /** @param isRoomAhead undefined where what is known of the model leaves it open */
    raceSentence: ({ room, model, modelBits, roomBits }: Race, isRoomAhead: boolean | undefined) => {
      const chances = `On average ${percent(room)} of those who guessed had the right word; the model gave it ${range(model)}.`;
      const better =
        isRoomAhead === undefined
          ? '**So far nobody is ahead for sure.**'
          : isRoomAhead
            ? '**So far the room is ahead.**'
            : '**So far the model is ahead.**';
      const bits = `The model needs **${perLetter(modelBits)} a letter**; the room, as an estimate, ${roomBits === undefined ? 'cannot be told yet' : between(roomBits)}.`;
      return `${better} ${chances} ${bits}`;
    },

    explain: {
      idea: 'To guess the next word from the words before: that is what a language model does. But it does not choose one word. It gives **every** word a chance. After **Reveal** you see which chance it gave to yours. **Capitals do not matter**: “Mat” and “mat” count as one word.',
      waiting: 'Points come with the chart: a word with 100% gets 10, one with 50% gets 9, one with 25% gets 8.',
      waitingNext: 'Guess, reveal, and see whether you think like the model. Or let the room play against the model.',
      example: (told: { name: string; chance: number; isLeast: boolean; points: number }) => {
        const { name, chance, isLeast, points: won } = told;
        const has = `**${name}** has ${isLeast ? 'at least ' : ''}${percent(chance)}.${isLeast ? ' What is sure counts.' : ''}`;
        if (!(chance >= 2 ** -10)) {
          return `${has} A word with 100% gets 10 points, and each time the chance is half of that, it is one point less: 50% gets 9, 25% gets 8. Below 0.1% nothing is left. So it gets 0 points.`;
        }
        const halvings = -Math.log2(chance);
        return `${has} A word with 100% gets 10 points, and each time the chance is half of that, it is one point less: 50% gets 9, 25% gets 8. From 100% to ${percent(chance)} it is halved ${decimals(halvings, 1)} times, so it gets 10 − ${decimals(halvings, 1)} = **${decimals(won, 1)} points**.`;
      },
      next: 'These points tell who guesses like the model, and a model can be wrong. Take a text that somebody wrote: then there is a right word, and the room can beat the model.',
      tryHidden: 'Room against model',
      hiddenIdea:
        'In 1951 Claude Shannon let people guess a hidden text. Whoever knows what comes next needs less to be told. This is counted in **bits**: one bit is one question with yes or no. A word that the model gives 50% costs 1 bit, 25% costs 2 bits, 12.5% costs 3. Good guessing means few bits for each letter.',
      noRace: 'Nobody has guessed a hidden word yet. Guess one, and the numbers stand here.',
      raceExample: ({ words, letters, modelBits, room, roomBits }: Race) => {
        const counted = `${plural(words, { one: 'word with its space is', other: 'words with their spaces are' })} ${count(Math.round(letters))} letters`;
        const total = { low: modelBits.low * letters, high: modelBits.high * letters };
        const all = Number.isFinite(total.high) ? decimals(middleOf(total), 1) : `at least ${decimals(total.low, 1)}`;
        const model = `${counted}. The model needed ${all} bits for them: ${all} ÷ ${count(Math.round(letters))} = **${perLetter(modelBits)} a letter**.`;
        const own =
          roomBits === undefined
            ? 'None of the room’s guesses was right yet, so nothing can be said of the room.'
            : `The room gave no chances. We only know that on average ${percent(room)} of those who guessed had the right word. From this follows only an **estimate** of its bits a letter: ${between(roomBits)}.`;
        return `${model} ${own}`;
      },
      hiddenNext:
        'Guess some more words: with few, the numbers are mostly luck. Which words are easy for the room and hard for the model?',
      tryOtherHidden: 'Another hidden text',
    },

    /** In **Details**. */
    details: {
      waiting:
        'Guesses are private until somebody presses **Reveal**: then each word stands here with its chance. Who guessed which word is not told. But the board has names and points, so others can often work it out.',
      words: '**Each word, with the spellings that count as the same**',
      whole:
        'The chance of a **whole word**: the text goes on with exactly these letters, and then comes something that is no letter and no digit. So “sun” does not count where the model means “sunny”. A word of several tokens has the product of their chances. Spellings that differ only in capitals (as typed, small, with a capital, all capitals) are added up, with a space before or, where no letter stands before the gap, without. Other ways to cut the same letters into tokens are left out, because they are very unlikely. A range stands where the server does not list all tokens.',
      points:
        'Points: 10 + log₂ of the chance, and never less than 0. It is the logarithmic score of the word, cut off at 1 in 1,024. Of a range the lower end counts.',
      isTrue: ' (in the text)',
      guessed: (amount: number) => (amount === 0 ? '' : `guessed ${count(amount)}×`),
      pointsOf: (won: number) => points(Number(decimals(won, 1))),
      board: '**The board**',
      person: (name: string, won: number, rounds: number, isHidden: boolean) =>
        `- ${name}: ${isHidden ? rightWords(won) : points(won)} in ${plural(rounds, { one: 'round', other: 'rounds' })}`,
      race: '**The hidden words so far**: the model’s chance of the word, how many of the room had it, and how many bits the model needed for its letters',
      bitsOf: (bits: Interval, letters: number) =>
        `${Number.isFinite(bits.high) ? decimalsRange(bits, 2) : `≥ ${decimals(bits.low, 2)}`} bits, ${plural(letters, { one: 'letter', other: 'letters' })}`,
      raceNumbers: ({ words, letters, modelBits, roomBits, room }: Race) =>
        `Over the ${plural(words, { one: 'word', other: 'words' })} that somebody guessed (${count(Math.round(letters))} letters with spaces): the model needs ${Number.isFinite(modelBits.high) ? decimalsRange(modelBits, 2) : `at least ${decimals(modelBits.low, 2)}`} bits a letter, the sum of −log₂ of its tokens’ chances over the letters. On average ${percent(room)} of those who guessed had the right word${roomBits === undefined ? '.' : `: ${decimalsRange(roomBits, 2)} bits a letter, as an estimate.`}`,
      estimate: `**Why the room has only an estimate.** One guess a person tells whether it was right, and no chances. The lower end is Shannon’s lower bound for that share of right guesses. The upper end: to say whether the guess was right, and for a wrong one to name the word, at ${decimals(BITS_OF_A_WORD, 2)} bits, which Shannon found for an English word by how often each is used. Few words also mean much luck. Shannon let people guess letter by letter, as often as they needed, and found 0.6 to 1.3 bits a letter. Source: C. E. Shannon, “Prediction and entropy of printed English”, Bell System Technical Journal 30, 1951. Punctuation is shown and not counted here.`,
      ownText: '-# Somebody put this text in. The model may have seen it when it was trained.',
      unseen:
        '-# This text was written for this game. The models that Tokenscope brings have not seen it; of others nobody can be sure.',
      asked: (model: string, path: string, requests: number) =>
        `-# ${inlineCode(model)} · ${inlineCode(`POST ${path}`)} · ${plural(requests, { one: 'question', other: 'questions' })} to the model`,
    },
  };
}
