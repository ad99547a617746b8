import { AUDIENCES, type Audience, THEMES, type Theme } from '../src/domain/settings.js';
import { UserError } from '../src/errors.js';
import { defineCommand } from '../src/lesson/command/define-command.js';
import type { ActionDefinition, AskContext, AskPress } from '../src/lesson/command/definition.js';
import { suggestModels } from '../src/lesson/options/chosen-model.js';
import { roundTemperature } from '../src/lesson/options/temperatures.js';
import type { Services } from '../src/services.js';
import {
  changeCommands,
  changeIds,
  changeWords,
  HIGHEST_TEMPERATURE,
  LEAST_TOKENS,
  MOST_DAYS,
  MOST_TOKENS,
  readLanguage,
  readNumber,
  STAYING,
  toggleId,
} from './settings/changes.js';
import { explainSettings } from './settings/explain.js';
import { FORMS, type FormName, settingsForm } from './settings/forms.js';
import { type SettingsResult, settingsResult } from './settings/result.js';
import { change, look, setBack, toChange, type Wanted } from './settings/set.js';
import { settingsInFull, viewSettings } from './settings/view.js';
import { settingsWords } from './settings/words.js';

export const settings = defineCommand({
  name: 'settings',
  description: (locale) => settingsWords(locale).description,
  options: {
    theme: {
      type: 'string',
      description: (locale) => settingsWords(locale).options.theme,
      choices: THEMES,
      choiceLabel: (theme, locale) => settingsWords(locale).choice(theme as Theme),
    },
    model: {
      type: 'string',
      description: (locale) => settingsWords(locale).options.model,
      maxLength: 100,
      autocomplete: true,
    },
    temperature: {
      type: 'number',
      description: (locale) => settingsWords(locale).options.temperature,
      minimum: 0,
      maximum: HIGHEST_TEMPERATURE,
    },
    highest_temperature: {
      type: 'number',
      description: (locale) => settingsWords(locale).options.highest_temperature,
      minimum: 0,
      maximum: HIGHEST_TEMPERATURE,
    },
    longest_reply: {
      type: 'integer',
      description: (locale) => settingsWords(locale).options.longest_reply,
      minimum: LEAST_TOKENS,
      maximum: MOST_TOKENS,
    },
    channel: { type: 'channel', description: (locale) => settingsWords(locale).options.channel },
    command: { type: 'string', description: (locale) => settingsWords(locale).options.command, maxLength: 40 },
    replies: {
      type: 'string',
      description: (locale) => settingsWords(locale).options.replies,
      choices: AUDIENCES,
      choiceLabel: (one, locale) => settingsWords(locale).audience(one as Audience),
    },
    language: { type: 'string', description: (locale) => settingsWords(locale).options.language, maxLength: 20 },
    withhold: { type: 'string', description: (locale) => settingsWords(locale).options.withhold, maxLength: 2000 },
    keep_days: {
      type: 'integer',
      description: (locale) => settingsWords(locale).options.keep_days,
      minimum: 1,
      maximum: MOST_DAYS,
    },
    role: { type: 'role', description: (locale) => settingsWords(locale).options.role },
  },
  isForManagers: true,
  isAlwaysAllowed: true,
  needs: 'nothing',
  leadsTo: ['tokenize', 'nextword'],
  explain: explainSettings,
  result: { version: 1, schema: settingsResult },
  async ask(options, context, services) {
    if (Object.values(options).every((value) => value === undefined)) return look({}, context, services);
    const now = await toChange(context, services);
    const { theme, model, temperature, highest_temperature, longest_reply, replies, language, keep_days } = options;
    const wanted: Wanted = {
      ...(theme !== undefined && { theme }),
      ...(model !== undefined && { model: await fullName(model, services) }),
      ...(temperature !== undefined && { temperature: roundTemperature(temperature) }),
      ...(highest_temperature !== undefined && { highestTemperature: roundTemperature(highest_temperature) }),
      ...(longest_reply !== undefined && { longestReply: longest_reply }),
      ...(options.channel !== undefined && { channels: toggleId(now.channels, options.channel, 'channel') }),
      ...(options.command !== undefined && {
        withoutCommands: toggleCommand(now.withoutCommands, options.command, context),
      }),
      ...(replies !== undefined && { replies }),
      ...(language !== undefined && { language: readLanguage(language) }),
      ...(options.withhold !== undefined && {
        withheldWords: changeWords(now.withheldWords, { add: wordsIn(options.withhold) }, 'withhold'),
      }),
      ...(keep_days !== undefined && { retentionDays: keep_days }),
      ...(options.role !== undefined && { exemptRoles: toggleId(now.exemptRoles, options.role, 'role') }),
    };
    return change(wanted, context, services);
  },
  view: viewSettings,
  // What the picture shows, so that another picture can be looked at.
  subject: (result) => ({
    prompt: settingsWords('en').sampleText,
    inFull: (locale) => settingsInFull(result, locale),
  }),
  // Who changed something on somebody else's message is named there.
  forget: (result) => ({ ...result, changedBy: undefined }),
  autocomplete: { model: suggestModels },
  actions: {
    dark: { kind: 'add', fromView: true, ask: (_, press, services) => set({ theme: 'dark' }, press, services) },
    light: { kind: 'add', fromView: true, ask: (_, press, services) => set({ theme: 'light' }, press, services) },
    back: {
      kind: 'add',
      fromView: true,
      async ask(result, press, services) {
        const seen = await setBack(result, press, services);
        return () => seen;
      },
    },
    ...Object.fromEntries(
      FORMS.map((name): [string, ActionDefinition<SettingsResult>] => [
        name,
        {
          kind: 'add',
          form: (press) => settingsForm(name, press),
          ask: async (_, press, services) => set(await readForm(name, press, services), press, services),
        },
      ]),
    ),
    here: {
      kind: 'add',
      async ask(_, press, services) {
        const { channels } = await toChange(press, services);
        const id = press.channel.within ?? press.channel.id;
        return set({ channels: toggleId(channels, id, 'channel') }, press, services);
      },
    },
    private: { kind: 'add', ask: (_, press, services) => set({ replies: 'private' }, press, services) },
    public: { kind: 'add', ask: (_, press, services) => set({ replies: 'public' }, press, services) },
    'all-back': {
      kind: 'add',
      async ask(_, press, services) {
        const names = Object.keys(await toChange(press, services));
        return set(Object.fromEntries(names.map((name) => [name, undefined])), press, services);
      },
    },
  },
});

async function set(wanted: Wanted, press: AskPress, services: Services): Promise<() => SettingsResult> {
  const seen = await change(wanted, press, services);
  return () => seen;
}

/** What a filled-in form asks for. */
async function readForm(name: FormName, press: AskPress, services: Services): Promise<Wanted> {
  const { fields, locale } = press;
  const now = await toChange(press, services);
  const { add, remove } = fields;
  const { forms } = settingsWords(locale);
  const setting = forms.titles[name];
  switch (name) {
    case 'model': {
      const typed = (fields.model ?? '').trim();
      return { model: typed === '' ? undefined : await fullName(typed, services) };
    }
    case 'numbers': {
      const temperature = { least: 0, most: HIGHEST_TEMPERATURE };
      return {
        temperature: readNumber(fields.temperature, { setting: forms.temperature, ...temperature }),
        highestTemperature: readNumber(fields.highest, { setting: forms.highest, ...temperature }),
        longestReply: readNumber(fields.longest, {
          ...{ setting: forms.longest, least: LEAST_TOKENS, most: MOST_TOKENS, isWhole: true },
        }),
      };
    }
    case 'language':
      return { language: readLanguage(fields.language) };
    case 'days':
      return { retentionDays: readNumber(fields.days, { setting, least: 1, most: MOST_DAYS, isWhole: true }) };
    case 'channels':
      return { channels: changeIds(now.channels, { add, remove }, setting) };
    case 'roles':
      return { exemptRoles: changeIds(now.exemptRoles, { add, remove }, setting) };
    case 'commands':
      return { withoutCommands: changeCommands(now.withoutCommands, { add, remove }, namesIn(press)) };
    case 'words':
      return { withheldWords: changeWords(now.withheldWords, { add, remove }, setting) };
  }
}

/** The commands that can be switched off. */
function namesIn({ commandNeeds }: Pick<AskContext, 'commandNeeds'>): string[] {
  return [...new Set(commandNeeds.map(({ command }) => command))].filter((name) => !STAYING.includes(name));
}

function toggleCommand(list: readonly string[], typed: string, context: AskContext): readonly string[] {
  const [name = ''] = changeCommands([], { add: typed }, namesIn(context));
  return list.includes(name) ? list.filter((one) => one !== name) : [...list, name];
}

/** @throws UserError where there is no word */
function wordsIn(typed: string): string {
  if (typed.replace(/[\s,;]/g, '') === '') throw new UserError('no-words');
  return typed;
}

/** Of several endpoints, with the one that has it. */
async function fullName(name: string, { model }: Services): Promise<string> {
  return (await model.fullName?.(name)) ?? name;
}
