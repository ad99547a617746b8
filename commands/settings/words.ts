import { inlineCode, plain } from '../../src/discord/markdown.js';
import type { Audience, Theme } from '../../src/domain/settings.js';
import { defineWords } from '../../src/words/define-words.js';
import type { Language } from '../../src/words/language.js';
import type { SettingsResult, ShownRules } from './result.js';

/** What `/settings` says. Markdown, save for descriptions, labels, forms and what stands on the picture. */
export const settingsWords = defineWords({ en });

function en({ plural, number }: Language) {
  return {
    description: 'See and change how Tokenscope works on this server',
    options: {
      theme: 'How new pictures look: dark for screens, light for projectors and print',
      model: 'The model that is asked where neither a command nor its channel names one',
      temperature: 'The temperature of /ask and /generate where nobody chooses one',
      highest_temperature: 'The highest temperature that anybody may choose',
      longest_reply: 'How many tokens a text or reply may have at most',
      channel: 'Answer in this channel; one that is on the list is taken off',
      command: 'Switch this command off; one that is off is switched on again',
      replies: 'Who sees replies',
      language: 'The language of all replies and numbers, such as en, de or fr',
      withhold: 'Words that are never shown, with commas between them',
      keep_days: 'For how many days replies and what was asked are kept',
      role: 'No limits for this role; one that is on the list is taken off',
    },
    /** What Discord's menu of the option says. */
    choice: (theme: Theme) => CHOICES_EN[theme],
    audience: (one: Audience) => AUDIENCES_EN[one],

    asked: (place: SettingsResult['place']) =>
      place === 'server' ? 'Settings of this server' : 'Settings of this chat',
    title: 'How do pictures look here?',
    sampleText: 'It looks like this.',
    status: (place: SettingsResult['place'], theme: Theme, changedBy: string | undefined) => {
      const where = place === 'server' ? 'on this server' : 'in this chat';
      const by = changedBy === undefined ? '' : ` Changed by ${plain(changedBy)}.`;
      return `New pictures ${where} are **${THEMES_EN[theme]}**.${by}`;
    },
    use: (theme: Theme) => BUTTONS_EN[theme],
    change: 'Change…',

    /** What is set, a line for each kind of thing. */
    overview: (place: SettingsResult['place'], rules: ShownRules) => {
      const { temperature, highestTemperature, longestReply, language, model } = rules;
      const asked = [
        model === undefined ? 'the endpoint’s own model' : inlineCode(model),
        ...(temperature === undefined ? [] : [`temperature ${number(temperature)}`]),
        highestTemperature === undefined ? 'any temperature' : `at most temperature ${number(highestTemperature)}`,
        longestReply === undefined
          ? 'replies of any length'
          : `replies up to ${plural(longestReply, { one: 'token', other: 'tokens' })}`,
      ];
      const channels = rules.channels.map((id) => `<#${id}>`);
      const off = rules.withoutCommands.map((name) => `/${plain(name)}`);
      const roles = rules.exemptRoles.map((id) => `<@&${id}>`);
      const words =
        rules.withheldWords === 0
          ? 'no word is withheld'
          : `${plural(rules.withheldWords, { one: 'word is', other: 'words are' })} withheld`;
      const lines = [
        `**Model:** ${asked.join(', ')}`,
        ...(place === 'server'
          ? [
              `**Where:** ${channels.length === 0 ? 'in all channels' : `only in ${named(channels)}`}, ${withoutEn(off)}`,
            ]
          : [`**Commands:** ${withoutEn(off)}`]),
        `**Replies:** ${[
          ...(place === 'server' ? [AUDIENCES_EN[rules.replies].toLowerCase()] : []),
          language === undefined ? 'the language of who reads' : `language ${plain(language)}`,
          words,
        ].join(', ')}`,
        `**Kept:** ${plural(rules.retentionDays, { one: 'day', other: 'days' })}${roles.length === 0 ? '' : ` · **No limits for:** ${named(roles)}`}`,
      ];
      return lines;
    },

    /** The entries of the menu **Change…**. */
    entries: {
      model: { label: 'Model…', description: 'The model that is asked where nobody names one' },
      numbers: { label: 'Temperature and length…', description: 'Usual and highest temperature, longest reply' },
      channels: { label: 'Channels…', description: 'Where Tokenscope answers' },
      commands: { label: 'Commands…', description: 'Switch commands off, or on again' },
      language: { label: 'Language…', description: 'Of all replies and numbers' },
      words: { label: 'Withheld words…', description: 'Words that are never drawn or shown' },
      days: { label: 'Days…', description: 'For how long replies are kept' },
      roles: { label: 'No limits for…', description: 'Roles that may ask as often as they like' },
      here: { label: 'This channel', description: 'Answer here, or here no more: puts it on the list or takes it off' },
      private: {
        label: 'Make replies private',
        description: 'Only the person who asks sees a reply; lessons stay for all',
      },
      public: { label: 'Make replies public', description: 'Everybody in the channel sees a reply' },
      back: { label: 'Set back the last change', description: 'What was changed on this message is as before' },
      'all-back': { label: 'Set everything back', description: 'As if nothing had ever been set here' },
    },

    forms: {
      titles: {
        model: 'Model',
        numbers: 'Temperature and length',
        channels: 'Channels',
        commands: 'Commands',
        language: 'Language',
        words: 'Withheld words',
        days: 'How long replies are kept',
        roles: 'Roles without limits',
      },
      model: 'Model (empty: the endpoint’s own)',
      temperature: 'Usual temperature, 0 to 2 (empty: 0.7)',
      highest: 'Highest temperature, 0 to 2 (empty: 2)',
      longest: 'Longest reply in tokens (empty: any)',
      language: 'Tag such as en or de (empty: the reader’s)',
      days: 'Days (empty: as long as the bot keeps all)',
      all: '* takes all of them off',
      addChannels: 'Answer in these channels',
      removeChannels: 'No longer in these',
      channelsExample: 'Links or ids of channels; or use /settings channel:',
      addCommands: 'Switch these off',
      removeCommands: 'Switch these on again',
      commandsExample: 'generate, dice',
      addWords: 'Withhold these words',
      removeWords: 'Show these again',
      wordsExample: 'Words with commas between them',
      addRoles: 'No limits for these roles',
      removeRoles: 'Limits again for these',
      rolesExample: 'Ids of roles; or use /settings role:',
    },
    smallPrint: (place: SettingsResult['place']) =>
      `older pictures stay as they are · ${place === 'server' ? 'only people who may manage this server can change it' : 'everybody here can change it'}`,

    explain: {
      idea: [
        'Who manages a server says here how Tokenscope works on it, and it holds at once. **Temperature** is how daring a model is: a class may want a limit. **Withheld words** are covered by ▇▇▇, and their chances stay as they are.',
        'A projector only adds light to a wall, so a dark picture becomes grey in a bright room. There, and on paper, a **light** ground is easier to read.',
      ].join('\n'),
      example: (sample: SettingsResult['sample']) => {
        const [first] = sample;
        const named =
          first === undefined ? '' : ` The first one is ${inlineCode(first.label)} with the id ${first.id}.`;
        return `The picture shows ${plural(sample.length, { one: 'token', other: 'tokens' })}.${named} On the other ground only the colours differ. The ground never changes a number.`;
      },
      next: 'Make a new picture, and look at it from the back of the room. Can you read the smallest number? If not, try the other ground.',
      tryIt: 'Show a picture',
    },
  };
}

/** As many of a list as a line has room for. */
const MAX_NAMED = 4;

function named(list: readonly string[]): string {
  const more = list.length - MAX_NAMED;
  return more > 0 ? `${list.slice(0, MAX_NAMED).join(', ')} and ${more} more` : list.join(', ');
}

function withoutEn(off: readonly string[]): string {
  return off.length === 0 ? 'all commands' : `without ${named(off)}`;
}

const THEMES_EN: Readonly<Record<Theme, string>> = { dark: 'dark', light: 'light' };
const BUTTONS_EN: Readonly<Record<Theme, string>> = { dark: 'Dark pictures', light: 'Light pictures' };
const CHOICES_EN: Readonly<Record<Theme, string>> = { dark: 'Dark', light: 'Light' };
const AUDIENCES_EN: Readonly<Record<Audience, string>> = {
  public: 'Everybody in the channel',
  private: 'Only the person who asks',
};
