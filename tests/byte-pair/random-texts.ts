import { createSeededRandom } from '../../src/sampling/random.js';

/** Characters by range, of scripts, signs and spaces that Unicode has had for long. */
const RANGES: readonly (readonly [number, number])[] = [
  [0x61, 0x7a],
  [0x61, 0x7a],
  [0x41, 0x5a],
  [0x30, 0x39],
  [0x21, 0x2f],
  [0x3a, 0x40],
  [0xc0, 0x17f],
  [0x300, 0x36f],
  [0x391, 0x3a1],
  [0x3b1, 0x3c9],
  [0x410, 0x44f],
  [0x5d0, 0x5ea],
  [0x627, 0x64a],
  [0x660, 0x669],
  [0x905, 0x939],
  [0x93e, 0x94d],
  [0xe01, 0xe2e],
  [0x1c5, 0x1cc],
  [0x2b0, 0x2b8],
  [0x2160, 0x2169],
  [0x2190, 0x21ff],
  [0x3041, 0x3096],
  [0x30a1, 0x30fa],
  [0x4e00, 0x9fa5],
  [0xac00, 0xd7a3],
  [0xff10, 0xff19],
  [0x1f300, 0x1f5ff],
  [0x1f600, 0x1f64f],
  [0x1d400, 0x1d454],
];

const FIXED = [
  ' ',
  ' ',
  '  ',
  '   ',
  '\n',
  '\n\n',
  '\r\n',
  '\r',
  '\t',
  '\u00a0',
  '\u0085',
  '\u2003',
  '\u2028',
  '\u3000',
  '\ufeff',
  '\u200d',
  '\ufe0f',
  '\ud83d',
  '\udc00',
  "'s",
  "'T",
  "'ſ",
  "'re",
  "'LL",
  "'",
  '’s',
  '/',
  '//\n',
  '...',
  '\u0000',
  ' the',
  ' token',
  'ing',
  'Hello',
  'HTTPServer',
  '2024',
  '👩‍👩‍👧',
  '🇩🇪',
  '<|endoftext|>',
];

/** Texts of mixed scripts, spaces, digits, signs and long runs; the same ones each time. */
export function* randomTexts(count: number): Generator<string> {
  const random = createSeededRandom(31);
  const below = (limit: number) => Math.floor(random() * limit);
  const oneOf = <T>(items: readonly T[]) => items[below(items.length)] as T;
  const character = () => {
    const [from, to] = oneOf(RANGES);
    return String.fromCodePoint(from + below(to - from + 1));
  };
  const part = (): string => {
    const kind = below(10);
    if (kind < 4) return oneOf(FIXED);
    if (kind === 4) return character().repeat(1 + below(40));
    if (kind === 5) return oneOf(FIXED).repeat(1 + below(6));
    if (kind === 6) return character();
    const range = oneOf(RANGES);
    const letters = Array.from({ length: 1 + below(8) }, () => range[0] + below(range[1] - range[0] + 1));
    return (below(2) === 0 ? ' ' : '') + String.fromCodePoint(...letters);
  };
  for (let at = 0; at < count; at++) yield Array.from({ length: below(10) }, part).join('');
}
