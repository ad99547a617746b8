import { createRequire } from 'node:module';
import { GlobalFonts } from '@napi-rs/canvas';
import { cjkFamily, isCjkCluster } from './cjk-fonts.js';
import { isScriptCluster, scriptFamily } from './script-fonts.js';
import { parseUnicodeRanges } from './unicode-ranges.js';

const require = createRequire(import.meta.url);

/** One font file; its family name is ours alone, so an installed font of the same name never stands in for it. */
interface Face {
  readonly family: string;
  readonly file: string;
}

/** Fontsource cuts a family into files by script; together they cover Latin, Cyrillic, Greek and Vietnamese. */
const subsets = ['latin', 'latin-ext', 'cyrillic', 'cyrillic-ext', 'greek', 'greek-ext', 'vietnamese'];

const monoFaces = subsets.flatMap((subset) => weights('Mono', 'noto-sans-mono', subset));
const sansFaces = subsets.flatMap((subset) => weights('Sans', 'noto-sans', subset));
/** Scripts that have a package of their own. */
const scripts = ['arabic', 'hebrew', 'thai'];
const scriptFaces = [
  ...weights('Sans', 'noto-sans', 'devanagari'),
  ...scripts.flatMap((script) => weights('Sans', `noto-sans-${script}`, script)),
];
const emojiFace = face('Emoji', 'noto-color-emoji', 'emoji', 400);
/** Draws every character of the Basic Multilingual Plane, so it stands last. */
const lastResortFace = face('Pixel', 'unifont', 'latin', 400);

const allFaces = [...monoFaces, ...sansFaces, ...scriptFaces, emojiFace, lastResortFace];
const fallbacks = [...scriptFaces, emojiFace, lastResortFace];
const families = {
  mono: familyList([...monoFaces, ...fallbacks]),
  sans: familyList([...sansFaces, ...fallbacks]),
  pixel: familyList([lastResortFace]),
};

/**
 * The families that pictures use: `mono` for tokens, `sans` for words and figures (tabular by design), `pixel` for
 * scripts that only the last resort has. Each list ends in fonts that cover every character `drawableText` leaves.
 */
export type FontFamily = keyof typeof families;

/** A value for a canvas's `font`. */
export function fontOf(family: FontFamily, pixels: number, bold = false): string {
  return `${bold ? 700 : 400} ${pixels}px ${families[family]}`;
}

/**
 * A value for a canvas's `font` that draws a cluster of the kind `script` or `cjk`, and those with the same value, but no
 * others.
 *
 * @throws Error when the cluster is of another kind
 */
export function loadedFontOf(cluster: string, pixels: number, bold = false): string {
  const family = isScriptCluster(cluster) ? scriptFamily(cluster) : cjkFamily(cluster);
  return `${bold ? 700 : 400} ${pixels}px "${family}"`;
}

/**
 * Makes the fonts known to the canvas library, unless they are.
 *
 * Its register belongs to the process, not to the thread, so only the first thread pays for loading them.
 *
 * @throws Error when a font file is missing or damaged
 */
export function registerFonts(): void {
  // The last resort is registered last, so where it is known, all are.
  if (GlobalFonts.has(lastResortFace.family)) return;
  for (const { family, file } of allFaces) {
    if (!GlobalFonts.registerFromPath(require.resolve(file), family)) {
      throw new Error(`The font ${file} could not be loaded; run "npm ci" again.`);
    }
  }
}

/**
 * Which fonts draw a user-perceived character: `text` those that `fontOf` names, `script` and `cjk` one that `loadedFontOf`
 * loads, and `pixel` the last resort alone, whose glyphs are 16 × 16 pixels.
 */
export function fontKindOf(cluster: string): 'text' | 'script' | 'cjk' | 'pixel' {
  if (isScriptCluster(cluster)) return 'script';
  designedCharacters ??= readDesignedCharacters();
  const code = cluster.codePointAt(0) ?? 0;
  if (designedCharacters[code] === 1 && !overstated.test(String.fromCodePoint(code))) return 'text';
  return isCjkCluster(cluster) ? 'cjk' : 'pixel';
}

/** Packages whose subsets are all used, or the one that is. */
const designedFonts: readonly { readonly name: string; readonly subset?: string }[] = [
  { name: 'noto-sans-mono' },
  { name: 'noto-sans' },
  { name: 'noto-color-emoji' },
  ...scripts.map((script) => ({ name: `noto-sans-${script}`, subset: script })),
];

/** What these fonts state to have without a glyph for it; a test compares each with what is drawn. */
const overstated = new RegExp(
  '[\\u03E2-\\u03EF\\u1C89\\u1C8A\\u1CD3\\u1CE9-\\u1CEC\\u1CEE-\\u1CF3\\u1CF5\\u1CF6\\u2012\\u2015-\\u2017\\u201B\\u201F\\u2021' +
    '\\u2023-\\u2025\\u2027\\u2030\\u2031\\u2034-\\u2038\\u203B\\u203D-\\u2043\\u2045-\\u2048\\u204A-\\u204E\\u2050-\\u205E\\u2215' +
    '\\uA7CB-\\uA7CF\\uA7D2\\uA7D4\\uA7DA-\\uA7DC\\uA7F1\\uA830-\\uA839\\uA8F2-\\uA8FE\\uFBC3-\\uFBD2\\uFD90\\uFD91\\uFDC8-\\uFDCE]',
);

/** One entry a code point, 1 where a designed font states to have it. */
let designedCharacters: Uint8Array | undefined;

function readDesignedCharacters(): Uint8Array {
  const characters = new Uint8Array(0x110000);
  for (const { name, subset } of designedFonts) {
    const subsets: Record<string, string> = require(`@fontsource/${name}/unicode.json`);
    const lists = subset === undefined ? Object.values(subsets) : [subsets[subset] ?? ''];
    for (const { from, to } of lists.flatMap(parseUnicodeRanges)) characters.fill(1, from, to + 1);
  }
  return characters;
}

function weights(family: string, name: string, subset: string): Face[] {
  return [face(family, name, subset, 400), face(family, name, subset, 700)];
}

function face(family: string, name: string, subset: string, weight: 400 | 700): Face {
  return {
    family: `Tokenscope ${family} ${subset}`,
    file: `@fontsource/${name}/files/${name}-${subset}-${weight}-normal.woff2`,
  };
}

function familyList(faces: readonly Face[]): string {
  return [...new Set(faces.map((entry) => `"${entry.family}"`))].join(', ');
}
