import { endOfText, idsOf, vocabulary } from './truth-vocabulary.js';

/** Tokens that never come. */
const impossible = new Set(['z', 'q', ' never'].flatMap((text) => idsOf(text)));

/** Characters that are several tokens, one for each byte. */
const split = ['f09f9880', 'e4bda0'];

const [cat = 0] = idsOf(' cat');
const [dog = 0] = idsOf(' dog');
/** Two tokens that read alike, and are often both in a list. */
const twins = new Set(idsOf(' the'));

const partId = (hex: string | undefined) => idsOf(Buffer.from(hex ?? '', 'hex'))[0];
const [emoji, chinese] = split.map((hex) => partId(hex.slice(0, 2)));

/** Contexts that call for something: the end of the text, a part of a character, or the stop text. */
const calls: readonly (readonly [RegExp, number | undefined])[] = [
  [/the end:$/, endOfText],
  [/an emoji:$|draw an emoji\nassistant:.{2,8}$/, emoji],
  [/in Chinese:$|say you\nassistant:.{2,8}$/, chinese],
  [/and stop\nassistant:.{6,30}$/, idsOf(' ##')[0]],
];

/** The token that goes on inside a character. */
function findCompletion(context: Buffer): number | undefined {
  const end = context.toString('hex');
  for (const hex of split) {
    for (let length = hex.length - 2; length > 0; length -= 2) {
      if (end.endsWith(hex.slice(0, length))) return partId(hex.slice(length, length + 2));
    }
  }
  return undefined;
}

/** What was computed, by the bytes that it follows from. */
const known = new Map<string, Float64Array>();

/**
 * The model that all emulators serve: the probability of every token by id, as a pure function of the bytes before it.
 *
 * Some contexts are flat and some are peaked. Some tokens have probability 0, ` cat` and ` dog` are always tied, and parts
 * of characters come only where they make one.
 */
export function nextTokenTruth(context: Uint8Array): Float64Array {
  const end = Buffer.from(context.subarray(-64));
  const before = known.get(end.toString('latin1'));
  if (before) return before;
  const truth = computeTruth(end);
  known.set(end.toString('latin1'), truth);
  return truth;
}

function computeTruth(end: Buffer): Float64Array {
  const text = end.toString('utf8');
  const spread = 2 + 10 * random(hash(end, 1));
  const complete = findCompletion(end);
  const called = calls.find(([pattern]) => pattern.test(text))?.[1];
  const weights = vocabulary.map(({ id, bytes }) => {
    if (impossible.has(id)) return 0;
    if (complete !== undefined) return id === complete ? 1 : 1e-6 * random(hash(end, id + 2));
    const isInside = (bytes[0] ?? 0) >= 0x80 && (bytes[0] ?? 0) < 0xc0;
    const own = Math.exp(spread * random(hash(end, 2 + (id === cat ? dog : id))));
    return own * (isInside ? 1e-9 : 1) * (id === called ? 1e5 : 1) * (twins.has(id) ? 5 : 1);
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return Float64Array.from(weights, (weight) => weight / total);
}

/** What temperature makes of probabilities; at 0 the most likely takes all. */
export function temper(probabilities: Float64Array, temperature: number): Float64Array {
  const most = Math.max(...probabilities);
  if (temperature === 0) {
    const best = probabilities.indexOf(most);
    return probabilities.map((_, id) => (id === best ? 1 : 0));
  }
  const weights = probabilities.map((p) => (p / most) ** (1 / temperature));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** Ids by probability, most likely first; tied ones by id. */
export function rank(probabilities: Float64Array): number[] {
  return Array.from(probabilities.keys()).sort((a, b) => (probabilities[b] ?? 0) - (probabilities[a] ?? 0) || a - b);
}

/** A number in [0, 1) from a hash (mulberry32). */
export function random(seed: number): number {
  let t = (seed + 0x6d2b79f5) | 0;
  t = Math.imul(t ^ (t >>> 15), t | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
}

/** FNV-1a of bytes and a number. */
export function hash(bytes: Uint8Array, salt: number): number {
  let state = 0x811c9dc5 ^ Math.imul(salt, 0x9e3779b1);
  for (const byte of bytes) state = Math.imul(state ^ byte, 0x01000193);
  return state;
}
