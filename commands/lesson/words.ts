import { plain } from '../../src/discord/markdown.js';
import { type Interval, isExact, scale } from '../../src/domain/interval.js';
import { defineWords } from '../../src/words/define-words.js';
import type { Language } from '../../src/words/language.js';
import type { Gain } from './gain.js';
import type { TruthUnit } from './runs/truth.js';

/** What `/lesson` says. Markdown, save for descriptions, labels and what stands in pictures. */
export const lessonWords = defineWords({ en });

function en(language: Language) {
  const { plural, count } = language;
  const people = (amount: number) => plural(amount, { one: 'person', other: 'people' });
  const minutes = (amount: number) => plural(amount, { one: 'minute', other: 'minutes' });
  const units = (amount: number) => plural(amount, { one: 'unit', other: 'units' });
  const figure = (value: Interval, unit: TruthUnit) => figureOf(value, unit, language);
  return {
    description: 'Take a lesson: everybody predicts, the model answers, and you see what you have learned',
    link: 'Lesson',
    unitOption: 'One unit of five to ten minutes, or several with commas between them',
    planOption: 'A plan for so many minutes',
    paceOption: 'Together with everybody here, or alone, seen by you only (together)',
    paces: { together: 'together, led by you', alone: 'alone, at your own pace' },
    plans: (length: number) => minutes(length),

    course: {
      title: 'What do you want to learn?',
      asked: '**A lesson about language models**',
      sentence:
        'First you say what you expect, and then the real model shows what is true. **Choose your time**: you lead, and everybody here answers.',
      alone: 'On my own',
      unit: 'One unit…',
      unitHint: (part: string, length: number) => `${part} · ${minutes(length)}`,
      underWay: 'A lesson is under way in this channel.',
      goOn: 'Go on with it',
      /** Files of units that are left out. */
      problems: (problems: readonly string[]) =>
        `-# Some units are left out, because their files have faults: ${problems.map((one) => plain(one)).join('; ')}`,
    },

    start: {
      asked: (amount: number, length: number) => `**Lesson** · ${units(amount)} · about ${minutes(length)}`,
      unit: (number: number, title: string, length: number) => `${number}. ${title} (${minutes(length)})`,
      leads: (name: string) =>
        `**${plain(name)}** leads. Everybody else presses **Join**, and then answers with the buttons.`,
      alone: 'Answer with the buttons, as fast or as slowly as you like. Nobody else sees your answers.',
      pseudonyms: 'Nobody sees who said what. Results show made-up names.',
      names: '**The results for who leads show your real name.** The room never sees who said what.',
      isIn: (amount: number) =>
        amount === 0 ? 'Nobody has pressed **Join** yet.' : `**${people(amount)}** ${amount === 1 ? 'is' : 'are'} in.`,
      join: 'Join',
      begin: 'Start',
      showNames: 'Show real names in results',
      hideNames: 'Use made-up names',
    },

    /** What only who joined is told. */
    youAreIn: (name: string, isReal: boolean) =>
      isReal
        ? `You are in. The results call you **${plain(name)}**, which is your real name here.`
        : `You are in. The results call you **${plain(name)}**, so nobody knows who you are.`,
    /** What only who answered is told. */
    youSaid: (answer: string) => `You said: **${plain(answer)}**. You can change it until the answer is shown.`,

    /** The line above a question. */
    place: (title: string, number: number, of: number) => `**${title}** · question ${number} of ${of}`,
    before: 'First: what do you think?',
    after: 'And now?',
    answeredOf: (answers: number, of: number) => `**${count(answers)} of ${count(of)}** have answered.`,
    computing: 'The model computes the answer …',
    isClosed: 'You have seen something of this unit already, so this question is closed.',
    nobodyAnswered: 'Nobody has answered yet.',
    ownText: 'The class’s text:',
    answer: 'Answer…',
    answerTitle: 'Your answer',
    numberField: (from: number, to: number) => `A number from ${count(from)} to ${count(to)}`,
    wordField: 'One word',
    ownField: 'The text that the class chose',
    order: 'Choose the order…',
    orderEntry: (items: readonly string[]) => items.join(' → '),

    lead: {
      /** Buttons of who leads begin with it where others see them too. */
      mark: '🎓 ',
      next: 'Next',
      back: 'Back',
      backHint: 'To the question before this one',
      reveal: 'Reveal',
      skip: 'Skip this unit',
      skipHint: 'Goes to the next unit at once',
      end: 'End the lesson',
      endHint: 'Goes to the results; you can still go back',
      own: 'Use a text of the class',
      ownHint: 'Instead of the text of the lesson; answers so far are taken away',
      takeOver: 'Lead on',
      takeOverHint: 'If who leads is away',
      csv: 'Download results',
    },
    /** The small print of the course. */
    length: (amount: number, length: number) => `${units(amount)} · ${minutes(length)} in all`,

    gain: {
      asked: '**The lesson is over.** What has changed?',
      title: (isClass: boolean) => (isClass ? 'What did the class learn?' : 'What did you learn?'),
      all: 'All units',
      sentence: (gain: Gain | undefined, isClass: boolean) => gainSentence(gain, isClass, language),
    },
    csv: {
      header: ['name', 'unit', 'question', 'asked', 'answer', 'right'],
      before: 'before',
      after: 'after',
      step: (number: number) => `prediction ${count(number)}`,
      right: 'yes',
      wrong: 'no',
      file: 'lesson-results.csv',
      said: (rows: number) =>
        `All answers as a table, with ${plural(rows, { one: 'row', other: 'rows' })}. Any program for tables opens it.`,
    },

    mineNotIn: 'You have not answered in this lesson yet.',
    mineHead: (name: string) => `**What you said** · your name in the results: ${plain(name)}`,
    mineNothing: 'Nothing so far.',
    mineLine: (ask: string, said: string, isRight: boolean | undefined, because: string | undefined) =>
      `- ${ask} You said: **${said}**${isRight === undefined ? '' : isRight ? ', and that was right.' : '.'}${because === undefined ? '' : ` ${plain(because)}`}`,
    mineGain: (before: number, after: number, of: number) =>
      `Of ${plural(of, { one: 'idea', other: 'ideas' })}, you knew **${count(before)}** before and **${count(after)}** after.`,
    mine: 'My answers',
    mineHint: 'What you said, what is right, and why; only you see it',
    repost: 'Show it again below',
    repostHint: 'If it is too far up in the channel',
    details: 'Details',
    detailsHint: 'All numbers of this picture, and how the model was asked',
    open: (command: string) => `Open /${command}`,
    openHint: 'The same text, to try more with it',

    /** Above what people said, in a picture. */
    said: 'What you said',
    roomSaid: 'What the room said',

    reveal: {
      number: (value: Interval, unit: TruthUnit) => `It is **${figure(value, unit)}**.`,
      choice: (label: string) => `What came: **${plain(label)}**.`,
      first: (label: string, value: Interval, unit: TruthUnit) =>
        `First comes **“${plain(label)}”**, with ${figure(value, unit)}.`,
      firsts: (labels: readonly string[]) =>
        `First may come each of these: **${labels.map((one) => plain(one)).join(', ')}**.`,
      order: (labels: readonly string[]) => `The order is **${labels.map((one) => plain(one)).join(' → ')}**.`,
      right: (right: number, of: number) =>
        of === 0
          ? ''
          : right === of && of > 1
            ? 'All of you were right.'
            : `${count(right)} of ${count(of)} ${right === 1 || of === 1 ? 'was' : 'were'} right.`,
      youWereRight: 'You were right.',
      youSaid: (answer: string) => `You said ${plain(answer)}.`,
      elsewhere: 'The connected model cannot do this, so the embedded model did it.',
      rightOption: (label: string, because: string) => `**${plain(label)}** is right, ${plain(because)}`,
      often: (label: string, people: number, because: string) =>
        `${count(people)} said “${plain(label)}”. ${plain(because)}`,
      sources: (links: readonly string[]) => `Read more: ${links.join(' · ')}`,
    },

    figure,

    explain: {
      idea: 'A lesson asks you first, because you remember better what you have guessed. Then the real model runs, and its numbers say what is right. At the end of a unit the first idea is asked again in other words, so you see what you have learned.',
      example: (number: number, of: number, amount: number) =>
        `This is question ${count(number)} of ${count(of)} in the unit. So far ${amount === 0 ? 'nobody has' : `${people(amount)} ${amount === 1 ? 'has' : 'have'}`} answered.`,
      exampleStart: (amount: number, length: number) =>
        `This lesson has ${units(amount)} and takes about ${minutes(length)}.`,
      nextStart: 'Take one unit alone first, to see how it goes.',
      next: 'Answer before you know it. A wrong guess costs nothing.',
      tryIt: 'My answers',
    },
  };
}

/** Fewer people say too little of a class. */
const MIN_CLASS = 10;

/** What the difference between before and after says. */
function gainSentence(gain: Gain | undefined, isClass: boolean, { percent, plural, decimals }: Language): string {
  if (gain === undefined)
    return 'Nobody has answered the same question before and after, so there is nothing to compare.';
  const { before, after, persons, interval } = gain;
  const shares = `**${percent(before)}** of the answers were right before, and **${percent(after)}** after.`;
  if (!isClass) return shares;
  const points = (share: number) => decimals(100 * share, 0);
  const range = `the true gain is likely between ${points(interval.low)} and ${points(interval.high)} points`;
  if (persons < MIN_CLASS) {
    return `${shares} With ${plural(persons, { one: 'person', other: 'people' })} to compare, that can easily be luck: ${range}.`;
  }
  if (interval.low > 0) return `${shares} That is more than luck: ${range}.`;
  return `${shares} That can still be luck: ${range}.`;
}

/** A number as it is told. */
function figureOf(
  value: Interval,
  unit: TruthUnit,
  { percentRange, count, plural, decimalsRange, countRange }: Language,
): string {
  switch (unit) {
    case 'share':
      return percentRange(value.low, value.high);
    case 'ratio':
      return `${decimalsRange(scale(value, 100), 0)}%`;
    case 'points':
      return `${value.low > 0 ? '+' : ''}${decimalsRange(scale(value, 100), 0)} points`;
    case 'tokens':
      return isExact(value)
        ? plural(Math.round(value.low), { one: 'token', other: 'tokens' })
        : `${countRange(value)} tokens`;
    case 'count':
      return isExact(value) ? count(Math.round(value.low)) : countRange(value);
    case 'bits':
      return `${decimalsRange(value, 2)} bits`;
    case 'number':
      return decimalsRange(value, 2);
  }
}
