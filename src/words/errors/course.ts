import { defineWords } from '../define-words.js';

/** What people are told who take a lesson. */
export const courseErrors = defineWords({
  en: ({ count, plural }) => ({
    'lesson-unit-gone': ({ unit }: { readonly unit: string }) =>
      `This lesson needs the unit “${unit}”, which is no longer there. Start a new lesson with /lesson.`,
    'no-such-unit': ({ typed }: { readonly typed: string }) =>
      `There is no unit “${typed}”. Run /lesson and choose one in the menu.`,
    'no-units': () =>
      'There are no units of the lesson. Whoever runs the bot finds what is wrong in the folder assets/lessons.',
    'lesson-measures-nothing': ({ measure }: { readonly measure: string }) =>
      `This step asks for “${measure}”, which its command does not find. Whoever wrote the unit finds the right names in docs/lessons.md. Press Skip to go on.`,
    'lesson-is-full': ({ most }: { readonly most: number }) =>
      `This lesson has ${count(most)} people, and there is no room for more. Start another one with /lesson.`,
    'lesson-led-by-other': ({ name }: { readonly name: string }) =>
      `${name} leads this lesson. You can answer, and wait for the next question.`,
    'lesson-not-taken-over': ({ name, minutes }: { readonly name: string; readonly minutes: number }) =>
      `${name} leads this lesson. If ${name} does nothing for ${plural(minutes, { one: 'minute', other: 'minutes' })}, somebody else who takes part can lead on.`,
    'lesson-moved-on': () =>
      'The lesson has moved on, so this answer came too late. Answer the question that is there now.',
    'lesson-question-is-closed': () =>
      'This question is closed, because something of the answer was shown. Answer the next one.',
    'lesson-number': ({ from, to }: { readonly from: number; readonly to: number }) =>
      `Type a number from ${count(from)} to ${count(to)}.`,
    'lesson-own-is-empty': () => 'There is no text. Type one for the class.',
    'lesson-names-are-set': () =>
      'The lesson has begun, so this cannot be changed any more. Start a new one with /lesson.',
  }),
});
