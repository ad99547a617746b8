import { DATABASE_TROUBLE_EN } from '../../words/database-trouble.js';
import { defineWords } from '../../words/define-words.js';
import type { Lowered } from '../command.js';

/** What stands around pictures. Markdown, save for the alt text's `page`. */
export const pictureWords = defineWords({
  en: () => ({
    page: (number: number, pages: number) => `Picture ${number} of ${pages}.`,
    inWords: (reason: string, alt: string) => `${reason} In words: ${alt}`,
    noAnimation: (reason: string) => `There is no animation here. ${reason}`,
  }),
});

/** What stands around a reply, in plain text; what is markdown says so. */
export const messageWords = defineWords({
  en: ({ count, number, ordinal, plural }) => ({
    /** How many words of this server's list are covered; markdown. */
    withheld: (words: number) =>
      `-# ${plural(words, { one: 'word is', other: 'words are' })} withheld here because of this server’s list.`,
    /** What this server's settings made less; markdown. */
    lowered: ({ what, from, to }: Lowered) =>
      what === 'temperature'
        ? `The highest temperature on this server is ${number(to)}, so ${number(from)} became ${number(to)}.`
        : `The longest reply on this server has ${count(to)} tokens, so ${count(from)} became ${count(to)}.`,
    /** When a limit ends; markdown, Unix time in seconds. */
    limitEnds: (at: number) => `<t:${at}:R>, at <t:${at}:t>`,
    /** Markdown. */
    stillWriting: '-# …still writing. It goes on below.',
    stop: 'Stop',
    /** @param place from 1 */
    inLine: (place: number) =>
      place === 1
        ? 'Many people are asking the model. You are next in line.'
        : `Many people are asking the model. You are ${ordinal(place)} in line.`,
    checkedFirst: 'The model is at work. What it writes is checked before it is shown.',
    working: 'This takes a while…',
    waiting: 'Waiting for the model server…',
    serverSilent: 'The model server has not begun to answer yet. It may still be loading the model.',
    /** Markdown. */
    nothing: '-# (nothing to show)',
    /** Of a text that goes on in a file; markdown. */
    beginning: (characters: number) =>
      `-# This is the beginning. All ${count(characters)} characters are in the file below.`,
    /** What stands in the place of a part that is left out; markdown, and so is the alt text that it takes. */
    withoutButtons: '-# Discord did not take the buttons of this reply.',
    withoutFile: '-# Discord did not take the file of this reply.',
    withoutPicture: (alt: string) => `**Discord did not take this picture.** ${alt}`.trim(),
    /** Of a text that is longer than what is used of it; markdown, and so are the names. */
    textCut: (files: readonly string[], used: number, of: number) =>
      `-# This is about the first ${count(used)} of ${count(of)} characters of ${files.join(', ')}.`,
    /** Where Discord shows a reply to who asked alone; markdown. */
    hidden:
      '-# Only you can see this, because members may not use apps of their own here for all to see. Ask who manages this server to allow “Use External Apps”, or to add the bot.',
    /**
     * Where the runs behind a reply's buttons are in memory only; markdown. @param isShared whether other processes, which
     * know nothing of them, may get a press
     */
    notStored: (trouble: keyof typeof DATABASE_TROUBLE_EN, days: number, isShared: boolean) =>
      `-# This is not stored yet, because ${DATABASE_TROUBLE_EN[trouble]}. ${
        isShared ? 'Until it is, the buttons may not work.' : 'The buttons work until the bot starts again.'
      } Once this is stored, they work for ${days} days.`,
    /** The first message of a thread; markdown. */
    threadBegins:
      'The conversation goes on here: mention me, or answer one of my messages. Of other messages Discord shows me nothing.',
    /** Of a reply that another process left unfinished; markdown. */
    brokenOff: '**This was broken off, because Tokenscope was stopped.** Press “Run again” to get the whole reply.',
    runAgain: 'Run again',
    /** Of a press that another process left unanswered; markdown. */
    pressAgain: 'Tokenscope was stopped while it worked on your press. If the message does not show it, press again.',
    /** Of an answer that another process may have left unfinished, where nothing of it can be changed; markdown. */
    mayBeMissing:
      'Tokenscope was stopped while it worked on what you asked for. If the answer or a part of it is missing, press “Run again”.',
    /** What to do where the model that a channel is set to is gone. */
    channelsModelGone: 'This channel is set to that model: change it with /model.',
  }),
});
