import fc from 'fast-check';
import { commands } from '../../commands/index.js';
import type { Command } from '../../src/discord/command.js';
import type { OptionSpec } from '../../src/discord/options.js';
import { USABLE_MODEL } from './hostile-model.js';
import { NASTY_TEXTS } from './nasty-texts.js';

/** An option as it goes over the gateway; nothing of it need be as Discord was told. */
export interface FuzzedOption {
  readonly name: unknown;
  readonly type: number;
  readonly value: unknown;
}

/** Something that somebody sends the bot. Numbers choose among what is there when it is sent. */
export type FuzzCase =
  | { readonly kind: 'slash'; readonly command: string; readonly options: readonly FuzzedOption[] }
  | { readonly kind: 'autocomplete'; readonly command: string; readonly option: string; readonly typed: string }
  | { readonly kind: 'file'; readonly command: string; readonly file: FuzzedFile }
  | { readonly kind: 'menu'; readonly command: string; readonly message: Record<string, unknown> }
  | { readonly kind: 'say'; readonly where: 'dm' | 'mention' | 'answer'; readonly text: string; readonly pick: number }
  | { readonly kind: 'press'; readonly pick: number; readonly change: IdChange; readonly values?: readonly unknown[] }
  | {
      readonly kind: 'form';
      readonly pick: number;
      readonly change: IdChange;
      readonly fields: readonly FuzzedField[];
    };

/** A file that somebody uploads. */
export interface FuzzedFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A field of a form; one without an id is the form's own of that number. */
export interface FuzzedField {
  readonly id: string | undefined;
  readonly value: unknown;
}

/** What becomes of a custom id that the bot made. */
export type IdChange =
  | { readonly to: 'itself' }
  | { readonly to: 'action'; readonly command: string; readonly action: string; readonly value: string | undefined }
  | { readonly to: 'value'; readonly value: string }
  | { readonly to: 'run'; readonly runId: string }
  | { readonly to: 'text'; readonly text: string };

const nastyText = fc.oneof(
  { arbitrary: fc.constantFrom(...NASTY_TEXTS), weight: 6 },
  {
    arbitrary: fc
      .array(fc.constantFrom(...NASTY_TEXTS), { minLength: 2, maxLength: 4 })
      .map((texts) => texts.join(' ')),
    weight: 2,
  },
  { arbitrary: fc.string({ unit: 'binary', maxLength: 200 }), weight: 1 },
  // Halves of characters are among them.
  { arbitrary: fc.array(fc.nat(0xffff), { maxLength: 60 }).map((units) => String.fromCharCode(...units)), weight: 1 },
);

/** What no option takes. */
const mistyped = fc.constantFrom<unknown>(
  null,
  undefined,
  [],
  {},
  ['x'],
  { value: 'x' },
  true,
  5,
  '',
  '1',
  1e300,
  -1e300,
  1.5,
);

function valuesOf(spec: OptionSpec): fc.Arbitrary<unknown> {
  const odd = { arbitrary: mistyped, weight: 1 };
  if (spec.type === 'boolean') return fc.oneof({ arbitrary: fc.boolean(), weight: 6 }, odd);
  if (spec.type === 'string') {
    const nasty = { arbitrary: nastyText, weight: 12 };
    if (spec.choices !== undefined) {
      const right = { arbitrary: fc.constantFrom(...Object.values(spec.choices)), weight: 12 };
      return fc.oneof(right, { ...nasty, weight: 1 }, odd);
    }
    if (spec.autocomplete)
      return fc.oneof({ arbitrary: fc.constant(USABLE_MODEL), weight: 4 }, { ...nasty, weight: 4 }, odd);
    const fitting = nastyText.map((text) =>
      Array.from(text)
        .slice(0, spec.maxLength ?? 6000)
        .join(''),
    );
    return fc.oneof({ arbitrary: fitting, weight: 12 }, { ...nasty, weight: 2 }, odd);
  }
  if (spec.type === 'channel' || spec.type === 'role') {
    const id = { arbitrary: fc.constantFrom('100000000000000000', '1575886134439837697'), weight: 6 };
    return fc.oneof(id, { arbitrary: nastyText, weight: 2 }, odd);
  }
  const { minimum = -10, maximum = 10 } = spec;
  const near = Math.min(maximum, minimum + 8);
  const least =
    spec.type === 'integer'
      ? fc.integer({ min: minimum, max: near })
      : fc.double({ min: minimum, max: near, noNaN: true });
  const edges = fc.constantFrom(minimum, maximum, minimum - 1, maximum + 1, 1000 * maximum, 0.1, -0);
  return fc.oneof({ arbitrary: least, weight: 12 }, { arbitrary: edges, weight: 1 }, odd);
}

const TYPES = { string: 3, integer: 4, boolean: 5, channel: 7, role: 8, number: 10 };

function optionsOf({ options }: Command): fc.Arbitrary<FuzzedOption[]> {
  const each = Object.entries(options).map(([name, spec]) => {
    const given = valuesOf(spec).map((value): FuzzedOption => ({ name, type: TYPES[spec.type], value }));
    const share = spec.type === 'string' && spec.required ? 30 : 1;
    return fc.oneof({ arbitrary: given, weight: share }, { arbitrary: fc.constant(undefined), weight: 1 });
  });
  const strange = fc.oneof(
    { arbitrary: fc.constant<FuzzedOption[]>([]), weight: 20 },
    {
      arbitrary: fc
        .record({ name: fc.oneof(nastyText, mistyped), type: fc.constant(3), value: nastyText })
        .map((one) => [one]),
      weight: 1,
    },
  );
  return fc
    .tuple(fc.tuple(...each), strange)
    .map(([own, more]) => [...own.filter((one) => one !== undefined), ...more]);
}

const typed = commands.filter(({ isHidden }) => isHidden !== true);
const withFiles = typed.filter(({ options }) =>
  Object.values(options).some((spec) => spec.type === 'string' && spec.file),
);
const suggesting = typed.flatMap(({ name, autocomplete }) =>
  Object.keys(autocomplete).map((option) => ({ name, option })),
);
const menus = typed.flatMap(({ messageMenu }) => messageMenu?.name ?? []);

const slash: fc.Arbitrary<FuzzCase> = fc
  .constantFrom(...typed)
  .chain((command) => optionsOf(command).map((options) => ({ kind: 'slash', command: command.name, options })));

const suggestions: fc.Arbitrary<FuzzCase> = fc
  .tuple(fc.constantFrom(...suggesting), nastyText)
  .map(([{ name, option }, text]) => ({ kind: 'autocomplete', command: name, option, typed: text }));

const bytes = fc.oneof(
  nastyText.map((text) => Buffer.from(text, 'utf8')),
  nastyText.map((text) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')])),
  nastyText.map((text) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)])),
  fc.uint8Array({ maxLength: 300 }).map((some) => Buffer.from(some)),
  fc.constantFrom(
    Buffer.alloc(0),
    Buffer.alloc(2_000_000, 'zqzq '),
    Buffer.alloc(100_000),
    Buffer.from('%PDF-1.7'),
    Buffer.from('89504e47', 'hex'),
  ),
);

const files: fc.Arbitrary<FuzzCase> = fc
  .record({
    command: fc.constantFrom(...withFiles.map(({ name }) => name)),
    name: fc.oneof(
      fc.constantFrom('a.txt', 'a.md', 'a.csv', 'x'.repeat(150), '**zqzq**.txt', '../../zqzq.txt'),
      nastyText,
    ),
    type: fc.constantFrom(
      'text/plain',
      'text/html',
      'image/svg+xml',
      'application/json',
      'application/octet-stream',
      'image/png',
    ),
    bytes,
  })
  .map(({ command, name, type, bytes: content }) => {
    const file = { name: name.slice(0, 200) || 'file', type, bytes: new Uint8Array(content) };
    return { kind: 'file', command, file };
  });

const embed = fc.record({ title: nastyText, description: nastyText, footer: nastyText.map((text) => ({ text })) });
const menu: fc.Arbitrary<FuzzCase> = fc
  .record({
    command: fc.constantFrom(...menus),
    message: fc.oneof(
      fc.record<Record<string, unknown>>({ content: nastyText }),
      fc.record<Record<string, unknown>>({ content: fc.constant(''), embeds: fc.array(embed, { maxLength: 3 }) }),
      fc.record<Record<string, unknown>>({ content: mistyped }),
    ),
  })
  .map((one) => ({ kind: 'menu', ...one }));

const say: fc.Arbitrary<FuzzCase> = fc
  .record({ where: fc.constantFrom('dm', 'mention', 'answer'), text: nastyText, pick: fc.nat(10_000) })
  .map((one) => ({ kind: 'say', ...one }));

const ACTIONS = commands.flatMap(({ name, actions }) =>
  Object.keys(actions).map((action) => ({ command: name, action })),
);
const shortText = nastyText.map((text) => text.slice(0, 60));
const change: fc.Arbitrary<IdChange> = fc.oneof(
  { arbitrary: fc.constant<IdChange>({ to: 'itself' }), weight: 12 },
  {
    arbitrary: fc
      .tuple(fc.constantFrom(...ACTIONS), fc.option(fc.oneof(shortText, fc.nat(40).map(String)), { nil: undefined }))
      .map(([action, value]): IdChange => ({ to: 'action', ...action, value })),
    weight: 6,
  },
  {
    arbitrary: fc.oneof(shortText, fc.nat(400).map(String)).map((value): IdChange => ({ to: 'value', value })),
    weight: 4,
  },
  {
    arbitrary: fc.string({ minLength: 16, maxLength: 16 }).map((runId): IdChange => ({ to: 'run', runId })),
    weight: 1,
  },
  { arbitrary: nastyText.map((text): IdChange => ({ to: 'text', text })), weight: 2 },
);

const press: fc.Arbitrary<FuzzCase> = fc
  .record({
    pick: fc.nat(1_000_000),
    change,
    values: fc.option(fc.array(fc.oneof(nastyText, fc.nat(30).map(String), mistyped), { maxLength: 3 }), {
      nil: undefined,
      freq: 4,
    }),
  })
  .map(({ values, ...one }) => ({ kind: 'press', ...one, ...(values === undefined ? {} : { values }) }));

const form: fc.Arbitrary<FuzzCase> = fc
  .record({
    pick: fc.nat(1_000_000),
    change: fc.oneof(
      { arbitrary: fc.constant<IdChange>({ to: 'itself' }), weight: 8 },
      { arbitrary: change, weight: 1 },
    ),
    fields: fc.array(
      fc.record({
        id: fc.oneof({ arbitrary: fc.constant(undefined), weight: 9 }, { arbitrary: shortText, weight: 1 }),
        value: fc.oneof(
          { arbitrary: nastyText, weight: 8 },
          { arbitrary: fc.nat(50).map(String), weight: 4 },
          { arbitrary: mistyped, weight: 1 },
        ),
      }),
      { maxLength: 5 },
    ),
  })
  .map((one) => ({ kind: 'form', ...one }));

const anyCase = fc.oneof(
  { arbitrary: slash, weight: 8 },
  { arbitrary: press, weight: 7 },
  { arbitrary: form, weight: 3 },
  { arbitrary: suggestions, weight: 1 },
  { arbitrary: files, weight: 1 },
  { arbitrary: menu, weight: 1 },
  { arbitrary: say, weight: 1 },
);

/** The case of a number; the same for the same seed. */
export function fuzzCase(seed: number, index: number): FuzzCase {
  const [one] = fc.sample(anyCase, { numRuns: 1, seed: Math.imul(seed, 1_000_003) + index });
  if (one === undefined) throw new Error('a sample has a case');
  return one;
}
