import { createRequire } from 'node:module';
import { GlobalFonts } from '@napi-rs/canvas';
import { parseUnicodeRanges } from './unicode-ranges.js';

const require = createRequire(import.meta.url);

/** A font for one script, of which Fontsource has the letters in one file of all weights, or in a file a weight. */
interface ScriptFont {
  /** Of the package, without its scope. */
  readonly name: string;
  /** The set of characters in the package that has the script. */
  readonly subset: string;
  /** Whether a character is a letter or a mark of the script. */
  readonly letters: RegExp;
  /** Its files, by their ends; several are weights of one family. */
  readonly files: 'variable' | readonly number[];
}

const BOTH_WEIGHTS = [400, 700];

/**
 * The scripts of living languages that have neither a place in Noto Sans nor some thousand signs. Those that come in one
 * file of all weights do, because it is the smaller package.
 */
const scriptFonts: readonly ScriptFont[] = [
  sans('armenian', /\p{Script=Armenian}/u),
  sans('balinese', /\p{Script=Balinese}/u),
  sans('bengali', /\p{Script=Bengali}/u),
  sans('canadian-aboriginal', /\p{Script=Canadian_Aboriginal}/u),
  sans('cherokee', /\p{Script=Cherokee}/u),
  sans('ethiopic', /\p{Script=Ethiopic}/u),
  sans('georgian', /\p{Script=Georgian}/u),
  sans('gujarati', /\p{Script=Gujarati}/u),
  sans('gurmukhi', /\p{Script=Gurmukhi}/u),
  sans('javanese', /\p{Script=Javanese}/u),
  sans('kannada', /\p{Script=Kannada}/u),
  sans('khmer', /\p{Script=Khmer}/u),
  sans('lao', /\p{Script=Lao}/u),
  sans('malayalam', /\p{Script=Malayalam}/u),
  sans('meetei-mayek', /\p{Script=Meetei_Mayek}/u),
  sans('myanmar', /\p{Script=Myanmar}/u),
  sans('ol-chiki', /\p{Script=Ol_Chiki}/u),
  sans('oriya', /\p{Script=Oriya}/u),
  sans('sinhala', /\p{Script=Sinhala}/u),
  sans('sundanese', /\p{Script=Sundanese}/u),
  sans('tamil', /\p{Script=Tamil}/u),
  sans('telugu', /\p{Script=Telugu}/u),
  { name: 'noto-serif-tibetan', subset: 'tibetan', letters: /\p{Script=Tibetan}/u, files: 'variable' },
  sans('adlam', /\p{Script=Adlam}/u, BOTH_WEIGHTS),
  sans('mongolian', /\p{Script=Mongolian}/u, [400]),
  sans('nko', /\p{Script=Nko}/u, [400]),
  sans('syriac', /\p{Script=Syriac}/u, BOTH_WEIGHTS),
  sans('thaana', /\p{Script=Thaana}/u, BOTH_WEIGHTS),
  sans('tifinagh', /\p{Script=Tifinagh}/u, [400]),
  sans('yi', /\p{Script=Yi}/u, [400]),
];

/** Before the first script of these no character needs to be looked at. */
const FIRST_LETTER = 0x0530;

/** What these fonts state to have without a glyph for it. */
const overstated = /[\u0860-\u086A\u1B4C\u1B7D\u1B7E]/;

/** True for a cluster that the font of its script has whole. */
export function isScriptCluster(cluster: string): boolean {
  return fontOfCluster(cluster) !== undefined;
}

/**
 * The family of such a cluster, which is loaded when a text first needs it, in 1 to 6 ms. It also has the space, so that
 * words of a script that runs from right to left can be drawn together.
 *
 * It is to stand alone in a canvas's `font`, as those of `cjk-fonts.ts`.
 *
 * @throws Error when the cluster is none, or a font file is missing or damaged
 */
export function scriptFamily(cluster: string): string {
  const font = fontOfCluster(cluster);
  if (!font) throw new Error(`“${cluster}” is in none of the fonts for single scripts.`);
  return load(font);
}

/** Which font has a letter; the few that a text has are asked for again and again. */
const known = new Map<string, ScriptFont | undefined>();

function fontOfCluster(cluster: string): ScriptFont | undefined {
  let found: ScriptFont | undefined;
  const characters = Array.from(cluster);
  // What comes before may be a dotted circle, which stands for the letter that a mark lacks.
  for (const character of characters) {
    found = fontOfLetter(character);
    if (found) break;
  }
  return found && characters.every((character) => serves(found, character)) ? found : undefined;
}

function fontOfLetter(character: string): ScriptFont | undefined {
  if ((character.codePointAt(0) ?? 0) < FIRST_LETTER || overstated.test(character)) return undefined;
  if (known.has(character)) return known.get(character);
  const font = scriptFonts.find(({ letters }) => letters.test(character));
  const serving = font && serves(font, character) ? font : undefined;
  known.set(character, serving);
  return serving;
}

const characterSets = new Map<ScriptFont, ReadonlySet<number>>();

function serves(font: ScriptFont, character: string): boolean {
  let set = characterSets.get(font);
  if (!set) {
    set = readCharacters(font);
    characterSets.set(font, set);
  }
  return set.has(character.codePointAt(0) ?? 0);
}

function readCharacters({ name, subset, files }: ScriptFont): ReadonlySet<number> {
  const ranges: Record<string, string> =
    files === 'variable'
      ? require(`@fontsource-variable/${name}/unicode.json`)
      : require(`@fontsource/${name}/unicode.json`);
  const characters = new Set<number>();
  for (const { from, to } of parseUnicodeRanges(ranges[subset] ?? '')) {
    for (let code = from; code <= to; code += 1) characters.add(code);
  }
  return characters;
}

const loaded = new Set<string>();

function load({ name, subset, files }: ScriptFont): string {
  const family = `Tokenscope ${subset}`;
  if (loaded.has(family)) return family;
  const ends = files === 'variable' ? ['wght'] : files;
  for (const end of ends) {
    const scope = files === 'variable' ? '@fontsource-variable' : '@fontsource';
    const file = `${scope}/${name}/files/${name}-${subset}-${end}-normal.woff2`;
    if (!GlobalFonts.registerFromPath(require.resolve(file), family)) {
      throw new Error(`The font ${file} could not be loaded; run "npm ci" again.`);
    }
  }
  loaded.add(family);
  return family;
}

function sans(subset: string, letters: RegExp, files: ScriptFont['files'] = 'variable'): ScriptFont {
  return { name: `noto-sans-${subset}`, subset, letters, files };
}
