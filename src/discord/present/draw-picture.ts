import { altText, MAX_ALT_TEXT } from '../../charts/alt.js';
import type { Charts } from '../../charts/picture.js';
import { picturePart } from '../../charts/picture-part.js';
import type { Theme } from '../../domain/settings.js';
import { explain, UserError } from '../../errors.js';
import { plain } from '../markdown.js';
import { type Button, type PictureBlock, text } from '../reply.js';
import { drawSibling, type Sibling } from './draw-sibling.js';
import { type DrawnBlock, pictures } from './drawn-reply.js';
import { pictureWords } from './words.js';

/** What drawing needs besides the reply. */
export interface Drawing {
  readonly charts: Charts;
  readonly locale: string;
  /** Dark by default. */
  readonly theme?: Theme | undefined;
  /** Once it aborts, what is not drawn is told in words. */
  readonly signal: AbortSignal;
  /** The theme that each picture is drawn in once more, for whoever shows them in either; none by default. */
  readonly beside?: Theme | undefined;
}

/** ◀ and ▶ of a picture of several pages, until they are in a row of buttons. */
export interface TurnsBlock {
  readonly kind: 'turns';
  readonly buttons: readonly Button[];
}

/** A page of a picture; ◀ and ▶ go into the row of buttons that follows it. */
export async function drawPicture(
  { picture, name, page: wanted, turn }: PictureBlock,
  drawing: Drawing,
): Promise<(DrawnBlock | TurnsBlock)[]> {
  const { charts, locale, theme, signal, beside } = drawing;
  const words = pictureWords(locale);
  let drawn: Awaited<ReturnType<Charts['draw']>>;
  let sibling: Sibling | undefined;
  try {
    signal.throwIfAborted();
    const options = { theme, locale, signal, page: wanted };
    [drawn, sibling] = await Promise.all([
      charts.draw(picture, options),
      drawSibling(charts, picture, beside, options),
    ]);
  } catch (error) {
    const reason: unknown = signal.aborted ? signal.reason : error;
    if (!(reason instanceof UserError)) throw reason;
    return [text(`-# ${words.inWords(plain(explain(reason, locale).sentence), plain(altText(picture, { locale })))}`)];
  }
  const { image, page, pages, from, count } = drawn;
  const place = pages === 1 ? '' : `${words.page(page + 1, pages)} `;
  const part = picturePart(picture, from, count);
  const alt = place + altText(part, { locale, longest: MAX_ALT_TEXT - place.length });
  const file = `${name}${pages === 1 ? '' : `-${page + 1}`}.png`;
  return [
    pictures([{ name: file, image, alt, ...(sibling && { sibling: sibling(file) }) }]),
    ...(turn === undefined || pages === 1 ? [] : [pageButtons(page, pages, turn)]),
  ];
}

function pageButtons(page: number, pages: number, turn: NonNullable<PictureBlock['turn']>): TurnsBlock {
  const to = (label: string, target: number): Button => {
    const isThere = target >= 0 && target < pages;
    // A button that leads nowhere keeps its place, and an id that no other one has.
    return { ...turn(target), label, disabled: !isThere };
  };
  return { kind: 'turns', buttons: [to('◀', page - 1), to('▶', page + 1)] };
}

/** Puts ◀ and ▶ at the beginning of the row of buttons that follows their picture. */
export function joinTurns(blocks: readonly (DrawnBlock | TurnsBlock)[]): DrawnBlock[] {
  let turns: readonly Button[] = [];
  const joined: DrawnBlock[] = [];
  for (const block of blocks) {
    if (block.kind === 'turns') turns = block.buttons;
    else if (block.kind !== 'buttons') joined.push(block);
    else {
      joined.push({ ...block, buttons: [...turns, ...block.buttons] });
      turns = [];
    }
  }
  return turns.length === 0 ? joined : [...joined, { kind: 'buttons', buttons: turns }];
}
