import { plain } from '../../src/discord/markdown.js';
import type { Theme } from '../../src/domain/settings.js';
import { defineWords } from '../../src/words/define-words.js';
import type { SettingsResult } from './result.js';

/** What `/settings` says. Markdown, save for descriptions, labels and what stands on the picture. */
export const settingsWords = defineWords({ en });

function en() {
  return {
    description: 'See and change how Tokenscope works on this server',
    theme: 'How new pictures look: dark for screens, light for projectors and print',
    /** What Discord's menu of the option says. */
    choice: (theme: Theme) => CHOICES_EN[theme],

    title: 'How do pictures look here?',
    sampleText: 'A picture looks like this.',
    status: (place: SettingsResult['place'], theme: Theme, changedBy: string | undefined) => {
      const where = place === 'server' ? 'on this server' : 'in this chat';
      const by = changedBy === undefined ? '' : ` Changed by ${plain(changedBy)}.`;
      return `New pictures ${where} are **${THEMES_EN[theme]}**.${by}`;
    },
    /** Plain text. */
    late: 'Somebody was faster, so your press changed nothing. This is how it is now.',
    use: (theme: Theme) => BUTTONS_EN[theme],
  };
}

const THEMES_EN: Readonly<Record<Theme, string>> = { dark: 'dark', light: 'light' };
const BUTTONS_EN: Readonly<Record<Theme, string>> = { dark: 'Dark pictures', light: 'Light pictures' };
const CHOICES_EN: Readonly<Record<Theme, string>> = { dark: 'Dark', light: 'Light' };
