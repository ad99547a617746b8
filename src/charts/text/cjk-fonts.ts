import { createRequire } from 'node:module';
import { GlobalFonts } from '@napi-rs/canvas';
import { parseUnicodeRanges } from './unicode-ranges.js';

const require = createRequire(import.meta.url);

/** A font for one language, which Fontsource cuts into some hundred files, each for a set of characters. */
interface SlicedFont {
  readonly language: 'sc' | 'jp' | 'kr';
  /** Characters that its files really have among those its ranges state. */
  readonly serves: RegExp;
}

/** Its ranges also state Hangul, compatibility ideographs and the latest Han characters, without glyphs. */
const chinese: SlicedFont = { language: 'sc', serves: /[\u2E80-\u4DB5\u4E00-\u9FEF\uFE30-\uFE4F\uFF00-\uFFEF]/ };
/** Its files also have Latin, Greek and Cyrillic letters, for which others stand before it. */
const japanese: SlicedFont = { language: 'jp', serves: /(?!\p{Script=Hangul})[\u2000-\uFFEF]/u };
const korean: SlicedFont = { language: 'kr', serves: /\p{Script=Hangul}/u };

const kana = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;

let order: readonly SlicedFont[] = [chinese, japanese, korean];

/**
 * Chooses between the Chinese and the Japanese form of Han characters for the picture that is drawn next: the Japanese
 * one where any of its texts has kana.
 *
 * A thread draws one picture at a time, so what is chosen holds until the next call.
 */
export function chooseHanForms(texts: Iterable<string>): void {
  order = [chinese, japanese, korean];
  for (const text of texts) {
    if (!kana.test(text)) continue;
    order = [japanese, chinese, korean];
    return;
  }
}

/** True for a cluster that one file of the Chinese, Japanese or Korean font has whole. */
export function isCjkCluster(cluster: string): boolean {
  return sliceOf(cluster) !== undefined;
}

/**
 * The family of such a cluster, which is one file, loaded when a text first needs it: in some 3 ms, where all 349 would
 * take half a second and 130 MB.
 *
 * It is to stand alone in a canvas's `font`: for each new list with a variable font in it, the canvas library makes
 * copies of all fonts listed, and keeps them.
 *
 * @throws Error when the cluster is none, or a font file is missing or damaged
 */
export function cjkFamily(cluster: string): string {
  const slice = sliceOf(cluster);
  if (!slice) throw new Error(`“${cluster}” is not in the Chinese, Japanese and Korean fonts.`);
  return load(slice);
}

interface Slice {
  readonly language: string;
  readonly number: number;
}

function sliceOf(cluster: string): Slice | undefined {
  for (const { language, serves } of order) {
    const numbers = new Set(Array.from(cluster, (character) => numberOf(character, language, serves)));
    const [number = 0, ...others] = numbers;
    if (number > 0 && others.length === 0) return { language, number: number - 1 };
  }
  return undefined;
}

function numberOf(character: string, language: string, serves: RegExp): number {
  return serves.test(character) ? (slicesByCharacter(language)[character.codePointAt(0) ?? 0] ?? 0) : 0;
}

/** For each language one entry a code point of the Basic Multilingual Plane: the number of its file plus 1, or 0. */
const indexes = new Map<string, Uint8Array>();

function slicesByCharacter(language: string): Uint8Array {
  const known = indexes.get(language);
  if (known) return known;
  const index = new Uint8Array(0x10000);
  const ranges: Record<string, string> = require(`@fontsource-variable/noto-sans-${language}/unicode.json`);
  for (const [name, list] of Object.entries(ranges)) {
    // The other files are for scripts that fonts chosen before have, such as `latin`.
    const number = /^\[(\d+)\]$/.exec(name)?.[1];
    if (number === undefined) continue;
    for (const { from, to } of parseUnicodeRanges(list)) index.fill(Number(number) + 1, from, to + 1);
  }
  indexes.set(language, index);
  return index;
}

const loaded = new Set<string>();

function load({ language, number }: Slice): string {
  const name = `noto-sans-${language}`;
  const family = `Tokenscope ${language} ${number}`;
  if (loaded.has(family)) return family;
  const file = `@fontsource-variable/${name}/files/${name}-${number}-wght-normal.woff2`;
  // The library's register belongs to the process: a file that another thread has loaded is not loaded twice.
  if (!GlobalFonts.registerFromPath(require.resolve(file), family)) {
    throw new Error(`The font ${file} could not be loaded; run "npm ci" again.`);
  }
  loaded.add(family);
  return family;
}
