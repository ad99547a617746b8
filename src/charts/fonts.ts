import { createRequire } from 'node:module';
import { GlobalFonts } from '@napi-rs/canvas';

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
const devanagariFaces = weights('Sans', 'noto-sans', 'devanagari');
const emojiFace = face('Emoji', 'noto-color-emoji', 'emoji', 400);
/** Draws every character of the Basic Multilingual Plane, so it stands last: Arabic, Hebrew, Thai, Chinese and so on. */
const lastResortFace = face('Pixel', 'unifont', 'latin', 400);

const allFaces = [...monoFaces, ...sansFaces, ...devanagariFaces, emojiFace, lastResortFace];
const fallbacks = [...devanagariFaces, emojiFace, lastResortFace];
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
 * True for a character that only the last-resort font draws, whose glyphs are 16 × 16 pixels.
 *
 * @param character one code point
 */
export function isPixelCharacter(character: string): boolean {
  designedCharacters ??= readDesignedCharacters();
  return designedCharacters[character.codePointAt(0) ?? 0] !== 1;
}

/** One entry a code point, 1 where a designed font states to have it. */
let designedCharacters: Uint8Array | undefined;

function readDesignedCharacters(): Uint8Array {
  const characters = new Uint8Array(0x110000);
  for (const name of ['noto-sans-mono', 'noto-sans', 'noto-color-emoji']) {
    const subsets: Record<string, string> = require(`@fontsource/${name}/unicode.json`);
    for (const range of Object.values(subsets).flatMap((ranges) => ranges.split(','))) {
      const [from = '', to = from] = range.trim().slice('U+'.length).split('-');
      characters.fill(1, Number.parseInt(from, 16), Number.parseInt(to, 16) + 1);
    }
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
