import type { Press } from '../../src/discord/command.js';
import type { Form } from '../../src/discord/reply.js';
import type { ShownRules } from './result.js';
import { settingsWords } from './words.js';

type FormPress = Pick<Press, 'runId' | 'value' | 'choice' | 'locale'>;

/** The settings that a form asks for, each by an action of its own. */
export const FORMS = ['model', 'numbers', 'channels', 'commands', 'language', 'words', 'days', 'roles'] as const;
export type FormName = (typeof FORMS)[number];

/** Between the values that an entry carries, so that a form opens filled in without waiting for anything. */
const BETWEEN = '|';

/** A menu's value has room for so much beside where it leads. */
const MAX_CARRIED = 60;

/** What is set, as the entry carries it that opens the form. */
export function carriedBy(form: FormName, rules: ShownRules | undefined): string | undefined {
  const values = carriedValues(form, rules);
  if (values === undefined) return undefined;
  const written = values.map((value) => value ?? '').join(BETWEEN);
  return written.length > MAX_CARRIED ? undefined : written;
}

function carriedValues(form: FormName, rules: ShownRules | undefined): (string | number | undefined)[] | undefined {
  switch (form) {
    case 'model':
      return [rules?.model];
    case 'numbers':
      return [rules?.temperature, rules?.highestTemperature, rules?.longestReply];
    case 'language':
      return [rules?.language];
    case 'days':
      return [rules?.hasRetention ? rules.retentionDays : undefined];
    default:
      return undefined;
  }
}

/** The form of one kind of settings. */
export function settingsForm(name: FormName, { runId, value, choice, locale }: FormPress): Form {
  const words = settingsWords(locale).forms;
  const now = (choice ?? '').split(BETWEEN);
  const single = (id: string, label: string, maxLength: number, at = 0) => ({
    id,
    label,
    maxLength,
    optional: true,
    value: now[at] || undefined,
  });
  const lists = (add: string, remove: string, example: string) => [
    { id: 'add', label: add, placeholder: example, maxLength: 2000, isLong: true, optional: true },
    { id: 'remove', label: remove, placeholder: words.all, maxLength: 2000, isLong: true, optional: true },
  ];
  const fields = (): Form['fields'] => {
    switch (name) {
      case 'model':
        return [single('model', words.model, 100)];
      case 'numbers':
        return [
          single('temperature', words.temperature, 8, 0),
          single('highest', words.highest, 8, 1),
          single('longest', words.longest, 8, 2),
        ];
      case 'language':
        return [single('language', words.language, 20)];
      case 'days':
        return [single('days', words.days, 8)];
      case 'channels':
        return lists(words.addChannels, words.removeChannels, words.channelsExample);
      case 'commands':
        return lists(words.addCommands, words.removeCommands, words.commandsExample);
      case 'words':
        return lists(words.addWords, words.removeWords, words.wordsExample);
      case 'roles':
        return lists(words.addRoles, words.removeRoles, words.rolesExample);
    }
  };
  return { action: name, runId, value, title: words.titles[name], fields: fields() };
}
