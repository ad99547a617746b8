import type { Interval } from '../../src/domain/interval.js';
import { isExact } from '../../src/domain/interval.js';
import { plain } from '../../src/discord/markdown.js';
import { defineWords } from '../../src/words/define-words.js';
import type { Language } from '../../src/words/language.js';
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
    unitOption: 'One unit alone, of five to ten minutes',
    planOption: 'A plan for so many minutes',
    paceOption: 'Together with everybody here, or alone, seen by you only (together)',
    paces: { together: 'together, led by you', alone: 'alone, at your own pace' },
    plans: (length: number) => minutes(length),

    course: {
      title: 'What do you want to learn?',
      asked: '**A lesson about language models**',
      sentence:
        'In each unit you first say what you expect, and then the real model shows what is true. **Choose how much time you have**: you then lead, and everybody here can answer.',
      plan: (length: number) => minutes(length),
      alone: 'On my own',
      unit: 'One unit…',
      /** An entry of the menu. */
      unitEntry: (title: string) => title,
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
      leads: (name: string) => `**${plain(name)}** leads. Everybody else presses **Join**, and then answers with the buttons.`,
      alone: 'Answer with the buttons, as fast or as slowly as you like. Nobody else sees your answers.',
      pseudonyms: 'Nobody sees who said what. Results show made-up names.',
      names: '**The results for who leads show your real name.** The room never sees who said what.',
      isIn: (amount: number) => (amount === 0 ? 'Nobody has joined yet.' : `**${people(amount)}** ${amount === 1 ? 'is' : 'are'} in.`),
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
    nobodyAnswered: 'Nobody has answered yet.',
    ownText: (text: string) => `The class’s text: ${text}`,
    answer: 'Answer…',
    answerTitle: 'Your answer',
    numberField: (from: number, to: number) => `A number from ${count(from)} to ${count(to)}`,
    wordField: 'One word',
    order: 'Choose the order…',
    orderEntry: (items: readonly string[]) => items.join(' → '),

    lead: {
      /** Buttons of who leads begin with it where others see them too. */
      mark: '🎓 ',
      next: 'Next',
      back: 'Back',
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
      first: (label: string, value: Interval, unit: TruthUnit) =>
        `First comes **${plain(label)}** with ${figure(value, unit)}.`,
      firsts: (labels: readonly string[]) => `First may come each of these: **${labels.map((one) => plain(one)).join(', ')}**.`,
      order: (labels: readonly string[]) => `The order is **${labels.map((one) => plain(one)).join(' → ')}**.`,
      right: (right: number, of: number) =>
        of === 0 ? '' : right === of && of > 1 ? 'All of you were right.' : `${count(right)} of ${count(of)} ${of === 1 ? 'was' : 'were'} right.`,
      youWereRight: 'You were right.',
      youSaid: (answer: string) => `You said ${plain(answer)}.`,
      elsewhere: 'The connected model cannot do this, so the embedded model did it.',
      rightOption: (label: string, because: string) => `Right is **${plain(label)}** ${plain(because)}`,
      often: (label: string, people: number, because: string) =>
        `${count(people)} said “${plain(label)}”. ${plain(because)}`,
      sources: (links: readonly string[]) => `Read more: ${links.join(' · ')}`,
    },

    figure,

    explain: {
      idea: 'A lesson asks you first, because you remember better what you have guessed. Then the real model runs, and its numbers say what is right. At the end of a unit the first idea is asked again in other words, so you see what you have learned.',
      example: (number: number, of: number, amount: number) =>
        `This is question ${count(number)} of ${count(of)} in the unit. So far ${amount === 0 ? 'nobody has' : `${people(amount)} ${amount === 1 ? 'has' : 'have'}`} answered.`,
      exampleStart: (amount: number, length: number) => `This lesson has ${units(amount)} and takes about ${minutes(length)}.`,
      next: 'Answer before you know it. A wrong guess costs nothing.',
      tryIt: 'My answers',
    },
  };
}

/** A number as it is told. */
function figureOf(value: Interval, unit: TruthUnit, { percentRange, count, plural, decimalsRange, countRange }: Language): string {
  switch (unit) {
    case 'share':
      return percentRange(value.low, value.high);
    case 'tokens':
      return isExact(value) ? plural(Math.round(value.low), { one: 'token', other: 'tokens' }) : `${countRange(value)} tokens`;
    case 'count':
      return isExact(value) ? count(Math.round(value.low)) : countRange(value);
    case 'bits':
      return `${decimalsRange(value, 2)} bits`;
    case 'number':
      return decimalsRange(value, 2);
  }
}
