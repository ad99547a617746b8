import { type Hex, withLuminance } from './colour.js';

/** Every colour of a picture. */
export interface Theme {
  /** The picture's own opaque ground. */
  readonly card: Hex;
  /** A line round the card, so that it stands out on a ground of its own colour. */
  readonly border: Hex;
  /** Titles, labels and values. */
  readonly ink: Hex;
  /** Subtitles, captions and notes. */
  readonly muted: Hex;
  /** Brackets, outlines and hatching: 3 : 1 against the card. */
  readonly line: Hex;
  /** From zero to 100% behind a bar: what a full bar would fill. */
  readonly track: Hex;
  /** Lines across the track of a bar that is cut. */
  readonly cutTrack: Hex;
  readonly bar: Hex;
  /** A value below zero, where others are coloured as bars are. */
  readonly below: Hex;
  /** A bar beside the emphasized one. */
  readonly quietBar: Hex;
  /** Token tiles, used in a cycle: neighbours differ in hue and in lightness. */
  readonly tokens: readonly [TileColours, ...TileColours[]];
  /** Inks to choose from on a coloured tile, by contrast. */
  readonly inks: readonly [Hex, Hex];
}

interface TileColours {
  readonly fill: Hex;
  readonly edge: Hex;
}

/**
 * Six hues that stay apart for the common colour-blindnesses: M. Okabe, K. Ito, "Color Universal Design", 2008. Yellow
 * is left out: as dark as a tile on a dark card has to be, it is the orange's brown.
 */
const okabeIto: readonly Hex[] = ['#56b4e9', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#0072b2'];

/** Tiles whose luminance alternates between two levels, each with its hue's edge. */
function tokenCycle(
  levels: readonly [number, number],
  edges: readonly [number, number],
): [TileColours, ...TileColours[]] {
  return okabeIto.map((hue, index) => {
    const odd = index % 2 === 1;
    return { fill: withLuminance(hue, levels[odd ? 1 : 0]), edge: withLuminance(hue, edges[odd ? 1 : 0]) };
  }) as [TileColours, ...TileColours[]];
}

/** Near-white on slate: reads the same on Discord's dark and light grounds. The default. */
export const darkTheme: Theme = {
  card: '#18212c',
  border: '#344354',
  ink: '#f3f6f9',
  muted: '#a9b6c4',
  line: '#7d8c9c',
  track: '#212d3a',
  cutTrack: '#46586b',
  bar: '#56b4e9',
  below: '#e69f00',
  quietBar: '#6c8296',
  tokens: tokenCycle([0.125, 0.05], [0.34, 0.26]),
  inks: ['#ffffff', '#000000'],
};

/** Dark on near-white, for print and bright rooms. */
export const lightTheme: Theme = {
  card: '#fbfcfd',
  border: '#c9d2db',
  ink: '#15202b',
  muted: '#4b5967',
  line: '#75838f',
  track: '#edf1f4',
  cutTrack: '#bcc8d3',
  bar: '#0072b2',
  below: '#d55e00',
  quietBar: '#7d8c99',
  tokens: tokenCycle([0.78, 0.55], [0.25, 0.2]),
  inks: ['#ffffff', '#000000'],
};

/** The themes by name, as a draw asks for them. */
export const THEMES = { dark: darkTheme, light: lightTheme } as const;

/** What a theme is asked for by. */
export type ThemeName = keyof typeof THEMES;

/** Sizes in pixels of the file, which Discord shows at half, and on a phone at less than a third. */
export const size = {
  width: 1100,
  minHeight: 320,
  usualHeight: 560,
  maxHeight: 570,
  padding: 40,
  title: 40,
  label: 34,
  small: 30,
} as const;
