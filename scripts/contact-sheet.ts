import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { openCharts } from '../src/charts/open-charts.js';
import { darkTheme, THEMES, type Theme, type ThemeName } from '../src/charts/paint/theme.js';
import type { Charts } from '../src/charts/picture.js';
import { fontOf } from '../src/charts/text/fonts.js';
import { drawLesson, type NamedPicture } from './lesson-pictures.js';

/**
 * Draws every picture of a lesson with the embedded tiny model, dark and light, as wide as Discord shows it on a desktop and
 * on a phone, onto sheets of which each can be looked at whole; and each animation as a file.
 */
const FOLDER = 'assets/pictures';
/** Pixels that Discord shows a picture wide, and how many then stand beside each other and on a sheet. */
const SIZES = {
  desktop: { name: '', width: 550, columns: 2, pictures: 6 },
  phone: { name: '-phone', width: 340, columns: 3, pictures: 12 },
} as const;
const GAP = 20;
const NAME_HEIGHT = 30;

async function saveSheets(charts: Charts, theme: ThemeName, pictures: readonly NamedPicture[]): Promise<void> {
  const tiles: Tile[] = [];
  for (const { name: command, picture } of pictures) {
    const { image, pages } = await charts.draw(picture, { theme });
    tiles.push({ name: pages === 1 ? command : `${command} (1 of ${pages})`, image: await loadImage(image) });
  }
  for (const shown of Object.values(SIZES)) {
    for (let from = 0; from < tiles.length; from += shown.pictures) {
      const sheet = drawSheet(tiles.slice(from, from + shown.pictures), THEMES[theme], shown);
      await writeFile(join(FOLDER, `contact-sheet-${theme}${shown.name}-${from / shown.pictures + 1}.png`), sheet);
    }
  }
}

interface Tile {
  readonly name: string;
  readonly image: Awaited<ReturnType<typeof loadImage>>;
}

/** Pictures in columns, each with its name over it, on Discord's own ground. */
function drawSheet(
  tiles: readonly Tile[],
  theme: Theme,
  { width: shown, columns }: { readonly width: number; readonly columns: number },
): Buffer {
  const heightOf = ({ image }: Tile) => Math.round((image.height * shown) / image.width);
  const rows: Tile[][] = [];
  for (let at = 0; at < tiles.length; at += columns) rows.push(tiles.slice(at, at + columns));
  const heights = rows.map((row) => NAME_HEIGHT + Math.max(...row.map(heightOf)) + GAP);
  const width = columns * shown + (columns + 1) * GAP;
  const canvas = createCanvas(width, GAP + heights.reduce((sum, height) => sum + height, 0));
  const context = canvas.getContext('2d');
  context.fillStyle = theme === darkTheme ? '#313338' : '#ffffff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = 'high';
  let top = GAP;
  for (const [at, row] of rows.entries()) {
    for (const [column, tile] of row.entries()) {
      const left = GAP + column * (shown + GAP);
      context.font = fontOf('sans', 18);
      context.fillStyle = theme.muted;
      context.fillText(tile.name, left, top + 18);
      context.drawImage(tile.image, left, top + NAME_HEIGHT, shown, heightOf(tile));
    }
    top += heights[at] ?? 0;
  }
  return canvas.encodeSync('png');
}

await mkdir(FOLDER, { recursive: true });
const { pictures, animations } = await drawLesson();
const charts = openCharts();
await saveSheets(charts, 'dark', pictures);
await saveSheets(charts, 'light', pictures);
for (const { name, frames } of animations) {
  const { gif } = await charts.animate(frames);
  await writeFile(join(FOLDER, `contact-sheet-${name}.gif`), gif);
}
await charts.close();
