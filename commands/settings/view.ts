import { picture } from '../../src/discord/reply.js';
import { THEMES } from '../../src/domain/settings.js';
import type { Place } from '../../src/lesson/command/definition.js';
import { layOut } from '../../src/lesson/command/layout.js';
import type { View } from '../../src/lesson/command/view.js';
import { lessonWords } from '../../src/lesson/words.js';
import type { SettingsResult } from './result.js';
import { settingsWords } from './words.js';

/** What is set for a place, on a picture and in a sentence, and the buttons that change it. */
export function viewSettings(result: SettingsResult, at: Place): View {
  const { runId, revision, locale, isLate } = at;
  const { place, theme, changedBy, sample } = result;
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
      notes: isLate ? [`-# ${lessonWords(locale).late}`] : [],
      buttons: THEMES.map((one) => ({
        action: one,
        runId,
        value: String(revision),
        label: words.use(one),
        disabled: one === theme,
      })),
      smallPrint: words.smallPrint(place),
    },
    at,
  );
}
