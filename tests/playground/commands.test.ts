import { type APIApplicationCommand, type REST, Routes } from 'discord.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPlayground, type Playground } from '../../src/playground/open-playground.js';
import { complaints, restOf } from './client.js';

const option = (name: string, more: object = {}) => ({ type: 3, name, description: 'd', ...more });
const command = (name: string, more: object = {}) => ({ name, description: 'd', ...more });

describe('registration of commands', () => {
  let playground: Playground;
  let rest: REST;
  let clock = Date.now();
  beforeAll(async () => {
    playground = await openPlayground({
      now: () => {
        clock += 60_000;
        return clock;
      },
    });
    rest = restOf(playground);
  });
  afterAll(async () => await playground?.close());

  const put = async (body: unknown[]) =>
    (await rest.put(Routes.applicationCommands(playground.applicationId), { body })) as APIApplicationCommand[];
  const refused = async (body: unknown[]) => {
    const error = await put(body).catch((caught: unknown) => caught);
    const { errors, code } = (error as { rawError: { errors?: unknown; code: number } }).rawError;
    return errors ? complaints(errors) : [String(code)];
  };

  test.each<[string, unknown[], string[]]>([
    ['an upper-case name', [command('Draw')], ['0.name: APPLICATION_COMMAND_INVALID_NAME']],
    ['a name with a space', [command('draw it')], ['0.name: APPLICATION_COMMAND_INVALID_NAME']],
    ['a name of 33', [command('x'.repeat(33))], ['0.name: BASE_TYPE_BAD_LENGTH']],
    ['no description', [{ name: 'draw' }], ['0.description: BASE_TYPE_REQUIRED']],
    [
      'a description of 101',
      [command('draw', { description: 'x'.repeat(101) })],
      ['0.description: BASE_TYPE_MAX_LENGTH'],
    ],
    ['a name twice', [command('draw'), command('draw')], ['1: APPLICATION_COMMANDS_DUPLICATE_NAME']],
    [
      'a menu command with a description',
      [command('Draw', { type: 3 })],
      ['0.description: APPLICATION_COMMAND_DESCRIPTION_CANNOT_BE_SET'],
    ],
    [
      'a required option after another',
      [command('draw', { options: [option('a'), option('b', { required: true })] })],
      ['0.options.1: APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID'],
    ],
    [
      'an option name twice',
      [command('draw', { options: [option('a'), option('a')] })],
      ['0.options.1.name: APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATE'],
    ],
    [
      '26 options',
      [command('draw', { options: Array.from({ length: 26 }, (_, n) => option(`o${n}`)) })],
      ['0.options: BASE_TYPE_MAX_LENGTH'],
    ],
    [
      '26 choices',
      [
        command('draw', {
          options: [option('a', { choices: Array.from({ length: 26 }, (_, n) => ({ name: `${n}`, value: `${n}` })) })],
        }),
      ],
      ['0.options.0.choices: BASE_TYPE_MAX_LENGTH'],
    ],
    [
      'a choice of the wrong kind',
      [command('draw', { options: [{ ...option('a'), type: 4, choices: [{ name: 'a', value: 'x' }] }] })],
      ['0.options.0.choices.0.value: NUMBER_TYPE_COERCE'],
    ],
    [
      'choices with autocomplete',
      [command('draw', { options: [option('a', { autocomplete: true, choices: [{ name: 'a', value: 'a' }] })] })],
      ['0.options.0.autocomplete: APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_CHOICES'],
    ],
    [
      'an option type that is none',
      [command('draw', { options: [option('a', { type: 99 })] })],
      ['0.options.0.type: BASE_TYPE_CHOICES'],
    ],
    [
      'over 8000 characters',
      [
        command('draw', {
          options: Array.from({ length: 10 }, (_, n) =>
            option(`o${n}`, {
              choices: Array.from({ length: 25 }, (_, m) => ({ name: `${'n'.repeat(30)}${m}`, value: `v${m}` })),
            }),
          ),
        }),
      ],
      ['0: APPLICATION_COMMAND_TOO_LARGE'],
    ],
    ['101 commands', Array.from({ length: 101 }, (_, n) => command(`c${n}`)), ['30032']],
    ['16 menu commands', Array.from({ length: 16 }, (_, n) => ({ name: `c${n}`, type: 3 })), ['30032']],
    ['a command that is none', ['draw'], ['0: MODEL_TYPE_CONVERT']],
  ])('registration refuses %s', async (_name, body, expected) => {
    expect(await refused(body)).toEqual(expected);
  });

  test('a bulk overwrite keeps ids, and versions where nothing changed', async () => {
    const [draw, quick] = await put([command('draw'), command('quick')]);
    const again = await put([command('quick'), command('draw', { description: 'other' })]);
    expect(again.map((one) => [one.name, one.id])).toEqual([
      ['quick', quick?.id],
      ['draw', draw?.id],
    ]);
    expect(again[0]?.version).toBe(quick?.version);
    expect(again[1]?.version).not.toBe(draw?.version);
    expect(await put([])).toEqual([]);
  });

  test('one command is created, replaced, changed, read and deleted; a guild has its own', async () => {
    const guild = Routes.applicationGuildCommands(playground.applicationId, playground.guildId);
    const made = (await rest.post(guild, { body: command('local') })) as APIApplicationCommand;
    expect(made).toMatchObject({ guild_id: playground.guildId, application_id: playground.applicationId, type: 1 });
    const replaced = (await rest.post(guild, {
      body: command('local', { description: 'new' }),
    })) as APIApplicationCommand;
    expect(replaced).toMatchObject({ id: made.id, description: 'new' });
    const one = Routes.applicationGuildCommand(playground.applicationId, playground.guildId, made.id);
    expect(await rest.patch(one, { body: { options: [option('a')] } })).toMatchObject({
      id: made.id,
      description: 'new',
      options: [{ name: 'a' }],
    });
    expect(await rest.get(one)).toMatchObject({ id: made.id });
    const ada = playground.join('Ada');
    expect(ada.commands().map((entry) => entry.name)).toContain('local');
    expect(ada.commands(ada.dmId).map((entry) => entry.name)).not.toContain('local');
    await rest.delete(one);
    await expect(rest.get(one)).rejects.toMatchObject({ code: 10063 });
    await expect(rest.put(Routes.applicationCommands('1'), { body: [] })).rejects.toMatchObject({ code: 10002 });
    await expect(
      rest.put(Routes.applicationGuildCommands(playground.applicationId, '1'), { body: [] }),
    ).rejects.toMatchObject({ code: 50001 });
  });
});
