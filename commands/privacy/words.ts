import { inlineCode, plain } from '../../src/discord/markdown.js';
import { defineWords } from '../../src/words/define-words.js';
import type { Language } from '../../src/words/language.js';
import type { PrivacyFacts } from './facts.js';

const REPLIES = { one: 'reply', other: 'replies' };

/** What `/privacy` says. Markdown, save for the description and labels. */
export const privacyWords = defineWords({ en });

function en({ plural, count }: Language) {
  const days = (amount: number) => plural(amount, { one: 'day', other: 'days' });
  return {
    description: 'See what is kept of you, for how long, and where it goes; see or delete all of it',
    asked: 'What is kept of you',
    lines: ({ asked, withWords, takenPartIn, days: kept, endpoints, moderation, isShared }: PrivacyFacts) => [
      `**Kept of you now:** ${plural(asked, REPLIES)} that you asked for${
        withWords + takenPartIn === 0
          ? '.'
          : `, and your part in ${plural(withWords + takenPartIn, REPLIES)} that others asked for.`
      }`,
      `**What that is:** what you write to Tokenscope, what the model answers, and your votes, guesses and answers in lessons. Your name is kept only where it is shown, such as in a conversation. Other messages are never read.`,
      `**For how long:** ${days(kept)} after a reply was last used. Then it is deleted.`,
      `**Where it goes:** it is kept in ${isShared ? 'the database' : 'one file on the computer'} of whoever runs this bot. ${
        endpoints.length === 0
          ? 'What you write does not leave this computer: the model runs on it.'
          : `What you write goes to ${endpoints.map(plain).join(', ')}, where the model answers. Your name goes there only in a conversation of several people.`
      }${moderation === undefined ? '' : ` Before that, ${plain(moderation)} checks it.`} Discord itself keeps the messages until somebody deletes them.`,
    ],
    show: 'Show mine',
    remove: 'Delete mine',
    smallPrint: 'only you see this · who manages this server sets how long replies are kept, with /settings',

    kept: (asked: number) => `**${plural(asked, REPLIES)}** that you asked for, all of them in the file:`,
    line: (command: string, runs: number, from: number, to: number) =>
      `• ${inlineCode(command)}: ${count(runs)}, ${from === to ? `<t:${to}:d>` : `<t:${from}:d> to <t:${to}:d>`}`,
    others: (withWords: number, takenPartIn: number) => [
      ...(withWords === 0 ? [] : [`Your words are in ${plural(withWords, REPLIES)} that go on from yours.`]),
      ...(takenPartIn === 0
        ? []
        : [`You took part in ${plural(takenPartIn, REPLIES)} of others, such as with a vote or an answer.`]),
    ],
    notWhole: (inFile: number, all: number) =>
      `-# The file has no room for more than the newest ${count(inFile)} of ${count(all)}.`,
    nothingKept: 'Nothing is kept that you asked for.',

    confirm: (asked: number, others: number) =>
      `**Delete ${plural(asked, REPLIES)}${others === 0 ? '' : `, and your part in ${plural(others, REPLIES)} of others`}?** It cannot be undone. The messages stay in Discord, but their buttons no longer work. A lesson that you lead ends for everybody.`,
    sure: 'Yes, delete all',
    keep: 'Keep it',
    deleted: (deleted: number, changed: number) =>
      deleted + changed === 0
        ? 'There was nothing of you to delete.'
        : `**Deleted:** ${plural(deleted, REPLIES)}${changed === 0 ? '' : `, and your part in ${plural(changed, REPLIES)} of others`}. Nothing of you is kept any more.`,

    explain: {
      idea: 'The buttons below a reply go on from its numbers, and they work for days, also after the bot has started again. For that, the reply is kept with what you asked. Votes and answers are kept under a code that is made anew for each reply, so that they tell nobody who you are. **Delete mine** takes all of it out at once.',
      example: ({ asked, takenPartIn, withWords, days: kept }: PrivacyFacts) =>
        `Of you, ${plural(asked, REPLIES)} and your part in ${count(takenPartIn + withWords)} others are kept. If you do nothing, the last of them is deleted ${days(kept)} after somebody last used it.`,
      next: 'Look at what is kept: open the file, and search for a word that you typed.',
    },
  };
}
