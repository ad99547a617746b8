import { readSettings, THEMES, type Theme } from '../src/domain/settings.js';
import { UserError } from '../src/errors.js';
import { defineCommand } from '../src/lesson/command/define-command.js';
import type { AskContext, AskPress } from '../src/lesson/command/definition.js';
import type { Services } from '../src/services.js';
import { visibleToken } from '../src/tokens/visible.js';
import { explainSettings } from './settings/explain.js';
import { type SettingsResult, settingsResult } from './settings/result.js';
import { viewSettings } from './settings/view.js';
import { settingsWords } from './settings/words.js';

export const settings = defineCommand({
  name: 'settings',
  description: (locale) => settingsWords(locale).description,
  options: {
    theme: {
      type: 'string',
      description: (locale) => settingsWords(locale).theme,
      choices: THEMES,
      choiceLabel: (theme, locale) => settingsWords(locale).choice(theme as Theme),
    },
  },
  isForManagers: true,
  needs: 'nothing',
  leadsTo: ['tokenize', 'nextword'],
  explain: explainSettings,
  result: { version: 1, schema: settingsResult },
  async ask({ theme }, context, services) {
    if (theme === undefined) return look(undefined, context, services);
    await setTheme(theme, context, services);
    return look(context.user.name, context, services);
  },
  view: viewSettings,
  // What the picture shows, so that another picture can be looked at.
  subject: () => ({ prompt: settingsWords('en').sampleText }),
  actions: {
    dark: { kind: 'add', fromView: true, ask: (_, press, services) => change('dark', press, services) },
    light: { kind: 'add', fromView: true, ask: (_, press, services) => change('light', press, services) },
  },
});

async function change(theme: Theme, press: AskPress, services: Services): Promise<() => SettingsResult> {
  await setTheme(theme, press, services);
  const seen = await look(press.user.name, press, services);
  return () => seen;
}

async function setTheme(theme: Theme, context: AskContext, services: Services): Promise<void> {
  const { id, mayManage } = placeOf(context);
  if (!mayManage) throw new UserError('may-not-change-settings');
  await services.settings.set(id, 'theme', theme);
}

async function look(
  changedBy: string | undefined,
  context: AskContext,
  { settings, tokenizer }: Services,
): Promise<SettingsResult> {
  const { server, locale, signal } = context;
  const [stored, { tokens }] = await Promise.all([
    settings.of(placeOf(context).id),
    tokenizer.tokenize(settingsWords(locale).sampleText, 'o200k_base', signal),
  ]);
  return {
    place: server === undefined ? 'channel' : 'server',
    theme: readSettings(stored).theme,
    changedBy,
    sample: tokens.map((token) => ({ label: visibleToken(token), id: token.id })),
  };
}

/** Where a setting holds: the whole server; elsewhere the channel, where everybody in it may change it. */
function placeOf({ server, channel }: AskContext): NonNullable<AskContext['server']> {
  return server ?? channel;
}
