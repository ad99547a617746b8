import { picture, text } from '../../src/discord/reply.js';
import { THEMES } from '../../src/domain/settings.js';
import type { Place } from '../../src/lesson/command/definition.js';
import { row, type View } from '../../src/lesson/command/view.js';
import type { SettingsResult } from './result.js';
import { settingsWords } from './words.js';

/** What is set for a place, on a picture and in a sentence, and the buttons that change it. */
export function viewSettings(result: SettingsResult, { runId, revision, locale, isLate }: Place): View {
  const { place, theme, changedBy, sample } = result;
  const words = settingsWords(locale);
  return {
    blocks: [
      picture('settings', {
        kind: 'token-strip',
        title: words.title,
        tokens: sample.map(({ label, id }) => ({ label, caption: String(id) })),
      }),
      text([words.status(place, theme, changedBy), ...(isLate ? [`-# ${words.late}`] : [])].join('\n')),
      row(
        ...THEMES.map((one) => ({
          action: one,
          runId,
          value: String(revision),
          label: words.use(one),
          disabled: one === theme,
        })),
      ),
    ],
  };
}
