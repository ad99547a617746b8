import { type GoOnEntry, picture, text } from '../../src/discord/reply.js';
import { THEMES } from '../../src/domain/settings.js';
import type { Place } from '../../src/lesson/command/definition.js';
import { layOut } from '../../src/lesson/command/layout.js';
import type { View } from '../../src/lesson/command/view.js';
import { lessonWords } from '../../src/lesson/words.js';
import { carriedBy, FORMS } from './forms.js';
import type { SettingsResult } from './result.js';
import { settingsWords } from './words.js';

/** What is set for a place, on a picture and in plain words, and the buttons and the menu that change it. */
export function viewSettings(result: SettingsResult, at: Place): View {
  const { runId, revision, locale, isLate } = at;
  const { place, theme, changedBy, sample, rules } = result;
  const words = settingsWords(locale);
  return layOut(
    {
      asked: words.asked(place),
      picture: picture('settings', {
        kind: 'token-strip',
        title: words.title,
        tokens: sample.map(({ label, id }) => ({ label, caption: String(id) })),
      }),
      sentence: words.status(place, theme, changedBy),
      notes: [
        ...(isLate ? [`-# ${lessonWords(locale).late}`] : []),
        ...(rules === undefined ? [] : words.overview(place, rules)),
      ],
      buttons: THEMES.map((one) => ({
        action: one,
        runId,
        value: String(revision),
        label: words.use(one),
        disabled: one === theme,
      })),
      goOn: entriesOf(result, at),
      goOnAs: words.change,
      smallPrint: words.smallPrint(place),
    },
    at,
  );
}

/** The entries of the menu **Change…**: those that lead elsewhere come after them. */
function entriesOf({ rules, place, changes }: SettingsResult, { runId, revision, locale }: Place): GoOnEntry[] {
  const words = settingsWords(locale);
  const isServer = place === 'server';
  const forms = FORMS.filter((form) => isServer || (form !== 'channels' && form !== 'roles'));
  const toggled = rules?.replies === 'private' ? 'public' : 'private';
  return [
    ...forms.map((form) => ({
      ...{ action: form, runId, choice: carriedBy(form, rules) },
      ...words.entries[form],
    })),
    ...(isServer
      ? [
          { action: 'here', runId, ...words.entries.here },
          { action: toggled, runId, ...words.entries[toggled] },
        ]
      : []),
    ...(changes === undefined ? [] : [{ action: 'back', runId, value: String(revision), ...words.entries.back }]),
    { action: 'all-back', runId, ...words.entries['all-back'] },
  ];
}

/** What is set, for **Details**. */
export function settingsInFull(result: SettingsResult, locale: string) {
  const { rules, place } = result;
  return rules === undefined ? [] : [text(settingsWords(locale).overview(place, rules).join('\n'))];
}
