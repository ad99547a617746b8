import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { openCharts } from '../src/charts/open-charts.js';
import { darkTheme, THEMES, type Theme, type ThemeName } from '../src/charts/paint/theme.js';
import type { Charts } from '../src/charts/picture.js';
import { fontOf } from '../src/charts/text/fonts.js';
import { drawLesson, type NamedPicture } from './lesson-pictures.js';

/**
 * Draws every picture of a lesson with the embedded tiny model, dark and light, as wide as Discord shows it, onto sheets of
 * which each can be looked at whole; and each animation as a file.
 */
const FOLDER = 'assets/pictures';
/** Pixels that Discord shows a picture wide, on a desktop. */
const SHOWN_WIDTH = 550;
const GAP = 20;
const NAME_HEIGHT = 30;
const PICTURES_PER_SHEET = 6;
const COLUMNS = 2;

async function saveSheets(charts: Charts, theme: ThemeName, pictures: readonly NamedPicture[]): Promise<void> {
  const tiles: Tile[] = [];
  for (const { name: command, picture } of pictures) {
    const { image, pages } = await charts.draw(picture, { theme });
    tiles.push({ name: pages === 1 ? command : `${command} (1 of ${pages})`, image: await loadImage(image) });
  }
  for (let from = 0; from < tiles.length; from += PICTURES_PER_SHEET) {
    const sheet = drawSheet(tiles.slice(from, from + PICTURES_PER_SHEET), THEMES[theme]);
    await writeFile(join(FOLDER, `contact-sheet-${theme}-${from / PICTURES_PER_SHEET + 1}.png`), sheet);
  }
}

interface Tile {
  readonly name: string;
  readonly image: Awaited<ReturnType<typeof loadImage>>;
}

/** Pictures in two columns, each with its name over it, on Discord's own ground. */
function drawSheet(tiles: readonly Tile[], theme: Theme): Buffer {
  const heightOf = ({ image }: Tile) => Math.round((image.height * SHOWN_WIDTH) / image.width);
  const rows: Tile[][] = [];
  for (let at = 0; at < tiles.length; at += COLUMNS) rows.push(tiles.slice(at, at + COLUMNS));
  const heights = rows.map((row) => NAME_HEIGHT + Math.max(...row.map(heightOf)) + GAP);
  const width = COLUMNS * SHOWN_WIDTH + (COLUMNS + 1) * GAP;
  const canvas = createCanvas(width, GAP + heights.reduce((sum, height) => sum + height, 0));
  const context = canvas.getContext('2d');
  context.fillStyle = theme === darkTheme ? '#313338' : '#ffffff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = 'high';
  let top = GAP;
  for (const [at, row] of rows.entries()) {
    for (const [column, tile] of row.entries()) {
      const left = GAP + column * (SHOWN_WIDTH + GAP);
      context.font = fontOf('sans', 18);
      context.fillStyle = theme.muted;
      context.fillText(tile.name, left, top + 18);
      context.drawImage(tile.image, left, top + NAME_HEIGHT, SHOWN_WIDTH, heightOf(tile));
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
