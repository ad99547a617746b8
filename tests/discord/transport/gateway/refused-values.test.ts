import type { APIMessage } from 'discord-api-types/v10';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { commands } from '../../../../commands/index.js';
import { checkOptions, type OptionSpec } from '../../../../src/discord/options.js';
import type { Services } from '../../../../src/services.js';
import { openStorage } from '../../../../src/storage/open-storage.js';
import { type Desk, openDesk } from './desk.js';
import { answerStraight, eventLike, type InteractionEvent, type Said, sendStraight } from './straight-at-the-bot.js';

/** Counts whatever a command asks of a service. */
let touched = 0;
const counting = new Proxy(
  {},
  {
    get() {
      touched += 1;
      return undefined;
    },
  },
);
const storage = await openStorage({ url: 'file::memory:' });
let desk: Desk;
let slash: InteractionEvent;
let menu: InteractionEvent;
let message: APIMessage;

beforeAll(async () => {
  desk = await openDesk(commands, {
    model: counting,
    tokenizer: counting,
    charts: counting,
    runs: storage.runs,
    channels: storage.channels,
    settings: storage.settings,
  } as unknown as Services);
  // Real events are the pattern of the false ones.
  message = await desk.ada.slash('nextword', { prompt: 'x' }).settled();
  slash = eventLike(desk.between, 2, 1);
  const said = desk.ada.say(desk.playground.channels[0]?.id ?? '', 'x');
  await desk.ada.messageCommand(menuName(), said.id).settled();
  menu = eventLike(desk.between, 2, 3);
  desk.between.fail((request) => answerStraight(request, message));
});
afterAll(async () => {
  await desk?.close();
  await storage.close();
});
beforeEach(() => {
  desk.between.requests.length = 0;
  desk.lines.length = 0;
  touched = 0;
});

function menuName(): string {
  const [name] = commands.flatMap(({ messageMenu }) => messageMenu?.name ?? []);
  if (name === undefined) throw new Error('some command has a message menu');
  return name;
}

const TYPES = { string: 3, integer: 4, boolean: 5, channel: 7, role: 8, number: 10 };
const option = (name: string, spec: OptionSpec, value: unknown) => ({ name, type: TYPES[spec.type], value });

/** Values that an option takes: also the longest, the least and the greatest. */
function goodValues(spec: OptionSpec): (string | number | boolean)[] {
  if (spec.type === 'boolean') return [true, false];
  if (spec.type === 'channel' || spec.type === 'role') return ['100000000000000001'];
  if (spec.type === 'string') {
    if (spec.choices !== undefined) return Object.values(spec.choices);
    const most = spec.maxLength ?? 6000;
    return ['x', '🙂'.repeat(most), 'y'.repeat(most)];
  }
  return [spec.minimum ?? -1, spec.maximum ?? 2 ** 40];
}

/** Values that an option does not take. */
function badValues(spec: OptionSpec): unknown[] {
  const never: unknown[] = [null, undefined, [], {}, ['x'], { value: 'x' }];
  if (spec.type === 'boolean') return [...never, 'true', 1, 0];
  if (spec.type === 'channel' || spec.type === 'role') return [...never, true, 5, '', 'x', '<#100000000000000001>'];
  never.push(true);
  if (spec.type === 'string') {
    if (spec.choices !== undefined) return [...never, 5, '', 'no such choice', '__proto__', 'x'.repeat(100_000)];
    const most = spec.maxLength ?? 6000;
    return [...never, 5, 'x'.repeat(most + 1), '🙂'.repeat(most + 1), 'x'.repeat(100_000)];
  }
  return [
    ...never,
    '',
    '1',
    'x',
    ...(spec.type === 'integer' ? [1.5, 1e300] : []),
    ...(spec.minimum === undefined ? [] : [spec.minimum - 1, -1e300]),
    ...(spec.maximum === undefined ? [] : [spec.maximum + 1, 1000 * spec.maximum, 1e300]),
  ];
}

const required = (specs: Readonly<Record<string, OptionSpec>>, without?: string) =>
  Object.entries(specs)
    .filter(([name, spec]) => spec.required && name !== without)
    .map(([name, spec]) => option(name, spec, goodValues(spec)[0]));

/** In a sentence, to the person alone, before anything is asked of a service. */
function expectRefusals(said: readonly Said[]): void {
  expect(said.length).toBeGreaterThan(0);
  for (const { answers, text, isPrivate } of said) {
    expect(text).toMatch(/[.!]$/);
    expect(text).not.toMatch(/Something went wrong|undefined|\[object/);
    expect(text.length).toBeLessThan(400);
    expect({ answers, isPrivate }).toEqual({ answers: ['callback 4'], isPrivate: true });
  }
  expect(desk.lines.filter(({ msg }) => msg === 'a command failed')).toEqual([]);
  expect(touched).toBe(0);
}

describe.each(commands.map((command) => [command.name, command] as const))('/%s', (name, { options }) => {
  test('takes what its own words allow', () => {
    for (const [one, spec] of Object.entries(options)) {
      for (const value of goodValues(spec)) {
        const given = [...required(options, one), option(one, spec, value)];
        expect(checkOptions(options, given)).toMatchObject({ [one]: value });
      }
    }
    const all = Object.keys(checkOptions(options, required(options)));
    expect(all).toEqual(Object.keys(options));
  });

  test('refuses values outside of them in a sentence, before any work', async () => {
    const values = Object.entries(options).flatMap(([one, spec]) =>
      badValues(spec).map((value) => [...required(options, one), option(one, spec, value)]),
    );
    const [first] = required(options);
    const lists: unknown[][] = [
      ...values,
      ...Object.entries(options).flatMap(([one, spec]) => (spec.required ? [required(options, one)] : [])),
      ...['nothing', '__proto__', 'constructor', '', 5, null].map((other) => [
        ...required(options),
        { name: other, type: 3, value: 'x' },
      ]),
      ...(first === undefined ? [] : [[first, first, ...required(options).slice(1)]]),
      [{ name: 'inner', type: 1, options: required(options) }],
    ];
    expectRefusals(
      await sendStraight(
        desk.between,
        slash,
        lists.map((list) => ({ name, options: list })),
      ),
    );
  });

  test('refuses the runs of other commands on its buttons', async () => {
    const command = commands.find((one) => one.name === name);
    const runId = await storage.runs.create('none of them', { any: 'thing' });
    const ids = Object.keys(command?.actions ?? {}).map((action) => `${name}:${action}:${runId}:1`);
    if (ids.length === 0) return;
    const press: InteractionEvent = { t: slash.t, d: { ...slash.d, type: 3, message, data: {} } };
    const said = await sendStraight(
      desk.between,
      press,
      ids.map((custom_id) => ({ component_type: 2, custom_id })),
      ({ text, answers }) => text !== '' || answers[0] === 'callback 9',
    );
    for (const { text, answers } of said) {
      expect(text).not.toMatch(/Something went wrong/);
      if (answers[0] !== 'callback 9') expect(text).toMatch(/[.!`*]$/);
    }
    expect(touched).toBe(0);
  });
});

test('what Discord is told of an option is what is checked', () => {
  const spec = { type: 'integer', description: 'd', required: true, minimum: 2, maximum: 5 } as const;
  expect(() => checkOptions({ n: spec }, [{ name: 'n', value: 6 }])).toThrow(
    'The option “n” takes a whole number from 2 to 5. Type one.',
  );
});

test('unknown commands', async () => {
  const names = ['nothing', '__proto__', 'constructor', '', 5, null, 'x'.repeat(100_000)];
  expectRefusals(
    await sendStraight(
      desk.between,
      slash,
      names.map((name) => ({ name, options: [] })),
    ),
  );
  expectRefusals(
    await sendStraight(
      desk.between,
      menu,
      names.map((name) => ({ name })),
    ),
  );
});

test('a message’s menu without its message, or with one that is far too long', async () => {
  const long = { ...message, content: 'x'.repeat(100_000) };
  const datas = [
    { resolved: {} },
    { resolved: { messages: {} } },
    { target_id: '123456789012345678' },
    { resolved: { messages: { [message.id]: long } }, target_id: message.id },
  ];
  expectRefusals(
    await sendStraight(
      desk.between,
      menu,
      datas.map((data) => ({ name: menuName(), ...data })),
    ),
  );
});

test('custom ids that no button has', async () => {
  const ids = [
    '',
    ':',
    ':::',
    'nextword',
    'nextword:add',
    'nextword::r',
    'nextword:nothing:r',
    'nextword:constructor:r',
    '__proto__:add:r',
    'nextword:add:r r',
    'nextword:add:../r',
    `nextword:add:${'r'.repeat(200)}`,
    `nextword:add:r:${'v'.repeat(100_000)}`,
    5,
    null,
    {},
    undefined,
  ];
  const press: InteractionEvent = { t: slash.t, d: { ...slash.d, type: 3, message, data: {} } };
  for (const more of [{ component_type: 2 }, { component_type: 3, values: ['x'] }]) {
    expectRefusals(
      await sendStraight(
        desk.between,
        press,
        ids.map((custom_id) => ({ ...more, custom_id })),
      ),
    );
  }
  const form: InteractionEvent = { ...press, d: { ...press.d, type: 5 } };
  expectRefusals(
    await sendStraight(
      desk.between,
      form,
      ids.map((custom_id) => ({ custom_id, components: [] })),
    ),
  );
});

test('menus without a choice, with several, and with one that is not offered', async () => {
  const values = [undefined, null, [], [5], [null], [{}], ['0', '1'], ['x'.repeat(200)], 'x', 5, {}];
  const press: InteractionEvent = { t: slash.t, d: { ...slash.d, type: 3, message, data: { component_type: 3 } } };
  const custom_id = 'nextword:temperature:r:1';
  expectRefusals(
    await sendStraight(
      desk.between,
      press,
      values.map((list) => ({ custom_id, values: list })),
    ),
  );

  const select = { type: 3, custom_id, options: [{ label: 'One', value: '1' }] };
  const shown = { ...message, components: [{ type: 17, components: [{ type: 1, components: [select] }] }] };
  const offered: InteractionEvent = { ...press, d: { ...press.d, message: { ...shown, id: '123456789012345678' } } };
  expectRefusals(await sendStraight(desk.between, offered, [{ custom_id, values: ['2'] }]));
});

test('forms whose fields are missing, too long, mistyped or none of theirs', async () => {
  const form: InteractionEvent = { t: slash.t, d: { ...slash.d, type: 5, message, data: {} } };
  const field = (custom_id: unknown, value?: unknown) => ({
    type: 18,
    component: { type: 4, custom_id, ...(value === undefined ? {} : { value }) },
  });
  const lists = [
    [],
    [field('temperature')],
    [field('temperature', 5)],
    [field('temperature', null)],
    [field('temperature', [])],
    [field('temperature', '1'.repeat(100_000))],
    [field('temperature', '1'.repeat(25))],
    [field('nothing', '1')],
    [field('__proto__', '1')],
    [field(5, '1')],
    [field('temperature', '1'), field('more', '1')],
    [{ type: 1, components: [{ type: 4, custom_id: 'other', value: '1' }] }],
  ];
  const asked = lists.map((components) => ({ custom_id: 'ask:resample:r', components }));
  expectRefusals(await sendStraight(desk.between, form, asked));
  const changed = lists.slice(1).map((components) => ({ custom_id: 'sampling:change:r:1,,,', components }));
  expectRefusals(await sendStraight(desk.between, form, changed));
});
