import { DATABASE_TROUBLE_EN } from '../database-trouble.js';
import { defineWords } from '../define-words.js';
import { startSentence } from '../start-sentence.js';

/** What people are told when the database does not do what it was asked for, or cannot be opened. */
export const storageErrors = defineWords({
  en: () => {
    const { busy, full, broken, ended, 'read-only': readOnly } = DATABASE_TROUBLE_EN;
    return {
      'database-busy': () =>
        `${startSentence(busy)}, so nothing was changed. Try again in a minute; if this goes on, tell whoever runs this bot to end that program.`,
      'database-full': () =>
        `${startSentence(full)}, so nothing was changed. Tell whoever runs this bot to free some space.`,
      'database-read-only': () =>
        `${startSentence(readOnly)}, so nothing was changed. Tell whoever runs this bot to check the permissions of the file.`,
      'database-broken': () =>
        `${startSentence(broken)}, so nothing was changed. Tell whoever runs this bot to check the file and its disk.`,
      'database-ended': () => `${startSentence(ended)}, so this may not have been stored. Try again in a minute.`,
      'database-newer': ({ version, known }: { readonly version: number; readonly known: number }) =>
        `The database is of version ${version}, which a newer Tokenscope wrote; this one knows ${known}. Update Tokenscope, or choose another file with DATABASE_URL.`,
      'database-not-opened': ({
        path,
        trouble,
        reason,
      }: {
        readonly path: string;
        readonly trouble: 'busy' | 'full' | 'other';
        /** What the system says. */
        readonly reason: string;
      }) => {
        const why = trouble === 'busy' ? 'another program holds it' : reason;
        const way = { busy: 'End that program', full: 'Free some space', other: 'Check the folder’s permissions' };
        return `The database ${path} cannot be opened: ${why}. ${way[trouble]}, or choose another file with DATABASE_URL.`;
      },
    };
  },
});
