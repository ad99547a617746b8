import { type PlaceSettings, readSettings } from '../../src/domain/settings.js';
import { UserError } from '../../src/errors.js';
import type { AskContext } from '../../src/lesson/command/definition.js';
import type { Services } from '../../src/services.js';
import { visibleToken } from '../../src/tokens/visible.js';
import { asStored, checkTemperatures, type SettingName } from './changes.js';
import type { SettingsResult } from './result.js';
import { settingsWords } from './words.js';

/** What is to be set, by name; a name with undefined is set back. */
export type Wanted = Partial<{ readonly [N in SettingName]: PlaceSettings[N] | undefined }>;

/** Where a setting holds: the whole server; elsewhere the channel, where everybody in it may change it. */
export function placeOf({ server, channel }: AskContext): NonNullable<AskContext['server']> {
  return server ?? channel;
}

/** What is set there now; rejects with a `UserError` where the person may not change it. */
export async function toChange(context: AskContext, { settings }: Services): Promise<PlaceSettings> {
  const { id, mayManage } = placeOf(context);
  if (!mayManage) throw new UserError('may-not-change-settings');
  return readSettings(await settings.of(id));
}

/** Sets something, and shows what is then set. */
export async function change(wanted: Wanted, context: AskContext, services: Services): Promise<SettingsResult> {
  const now = await toChange(context, services);
  checkTemperatures({ ...now, ...wanted });
  const { id } = placeOf(context);
  const stored = await services.settings.of(id);
  const changes: NonNullable<SettingsResult['changes']> = [];
  for (const [name, value] of Object.entries(wanted) as [SettingName, PlaceSettings[SettingName]][]) {
    const next = asStored(name, value);
    if (JSON.stringify(next) === JSON.stringify(stored[name])) continue;
    await services.settings.set(id, name, next);
    changes.push({ name, before: stored[name] });
  }
  return look({ changedBy: context.user.name, changes: changes.length === 0 ? undefined : changes }, context, services);
}

/** Sets back what was changed on a message last. */
export async function setBack(
  { changes }: Pick<SettingsResult, 'changes'>,
  context: AskContext,
  services: Services,
): Promise<SettingsResult> {
  await toChange(context, services);
  if (changes === undefined) throw new UserError('not-changed-lately');
  const { id } = placeOf(context);
  const stored = await services.settings.of(id);
  for (const { name, before } of changes) await services.settings.set(id, name, before ?? undefined);
  const undone = changes.map(({ name }) => ({ name, before: stored[name] }));
  return look({ changedBy: context.user.name, changes: undone }, context, services);
}

/** What is set for the place. */
export async function look(
  shown: Pick<SettingsResult, 'changedBy' | 'changes'>,
  context: AskContext,
  { settings, tokenizer, runs }: Services,
): Promise<SettingsResult> {
  const { server, locale, signal } = context;
  const [stored, { tokens }] = await Promise.all([
    settings.of(placeOf(context).id),
    tokenizer.tokenize(settingsWords(locale).sampleText, 'o200k_base', signal),
  ]);
  const { theme, withheldWords, retentionDays, channels, withoutCommands, exemptRoles, ...rules } =
    readSettings(stored);
  return {
    place: server === undefined ? 'channel' : 'server',
    theme,
    rules: {
      ...rules,
      channels: [...channels],
      withoutCommands: [...withoutCommands],
      exemptRoles: [...exemptRoles],
      withheldWords: withheldWords.length,
      retentionDays: Math.min(retentionDays ?? runs.retentionDays, runs.retentionDays),
      hasRetention: retentionDays !== undefined,
    },
    ...shown,
    sample: tokens.map((token) => ({ label: visibleToken(token), id: token.id })),
  };
}
