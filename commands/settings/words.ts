import { inlineCode, plain } from '../../src/discord/markdown.js';
import type { Theme } from '../../src/domain/settings.js';
import { defineWords } from '../../src/words/define-words.js';
import type { Language } from '../../src/words/language.js';
import type { SettingsResult } from './result.js';

/** What `/settings` says. Markdown, save for descriptions, labels and what stands on the picture. */
export const settingsWords = defineWords({ en });

function en({ plural }: Language) {
  return {
    description: 'See and change how Tokenscope works on this server',
    theme: 'How new pictures look: dark for screens, light for projectors and print',
    /** What Discord's menu of the option says. */
    choice: (theme: Theme) => CHOICES_EN[theme],

    asked: (place: SettingsResult['place']) =>
      place === 'server' ? 'Settings of this server' : 'Settings of this chat',
    title: 'How do pictures look here?',
    sampleText: 'A picture looks like this.',
    status: (place: SettingsResult['place'], theme: Theme, changedBy: string | undefined) => {
      const where = place === 'server' ? 'on this server' : 'in this chat';
      const by = changedBy === undefined ? '' : ` Changed by ${plain(changedBy)}.`;
      return `New pictures ${where} are **${THEMES_EN[theme]}**.${by}`;
    },
    use: (theme: Theme) => BUTTONS_EN[theme],
    smallPrint: (place: SettingsResult['place']) =>
      `older pictures stay as they are · ${place === 'server' ? 'only people who may manage this server can change it' : 'everybody here can change it'}`,

    explain: {
      idea: [
        'The words of a picture are easy to read when they are much lighter or much darker than the ground behind them.',
        'A screen can show a really dark ground, and that does not dazzle. A projector cannot: it only adds light to a wall, so dark becomes grey in a bright room. There a **light** ground is better. It is better on paper too, because it needs less ink.',
      ].join('\n'),
      example: (sample: SettingsResult['sample']) => {
        const [first] = sample;
        const named =
          first === undefined ? '' : ` The first one is ${inlineCode(first.label)} with the id ${first.id}.`;
        return `The picture shows ${plural(sample.length, { one: 'token', other: 'tokens' })}.${named} On the other ground all ids are the same, and only the colours differ. The ground never changes a number.`;
      },
      next: 'Make a new picture, and look at it from the back of the room. Can you read the smallest number? If not, try the other ground.',
      tryIt: 'Show a picture',
    },
  };
}

const THEMES_EN: Readonly<Record<Theme, string>> = { dark: 'dark', light: 'light' };
const BUTTONS_EN: Readonly<Record<Theme, string>> = { dark: 'Dark pictures', light: 'Light pictures' };
const CHOICES_EN: Readonly<Record<Theme, string>> = { dark: 'Dark', light: 'Light' };
