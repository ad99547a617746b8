import { altText, animationAltText, MAX_ALT_TEXT } from '../../charts/alt.js';
import type { ThemeName } from '../../charts/paint/theme.js';
import type { Charts } from '../../charts/picture.js';
import { picturePart } from '../../charts/picture-part.js';
import { explain, UserError } from '../../errors.js';
import { plain } from '../markdown.js';
import { type Block, type Button, type PictureBlock, type Reply, text } from '../reply.js';
import { drawSibling, type Sibling } from './draw-sibling.js';
import { type DrawnBlock, type DrawnReply, pictures } from './drawn-reply.js';
import { pictureWords } from './words.js';

/** What drawing needs besides the reply. */
export interface Drawing {
  readonly charts: Charts;
  readonly locale: string;
  /** Once it aborts, what is not drawn is told in words. */
  readonly signal: AbortSignal;
  /** The theme that each picture is drawn in once more, for whoever shows them in either; none by default. */
  readonly beside?: ThemeName | undefined;
}

/**
 * Draws the pictures that a reply describes. Where one cannot be drawn, the reply says so, and in words what it would show.
 * An animation takes seconds, and with many people at once minutes, so a still picture stands in its place until then.
 */
export async function drawReply(reply: Reply, drawing: Drawing): Promise<DrawnReply> {
  const coming = reply.blocks.find((block) => block.kind === 'animation');
  const drawn = await Promise.all(
    reply.blocks.map(async (block) => ({ ...(await drawBlock(block, drawing)), isPlace: block === coming })),
  );
  /** @param place what stands in the animation's place; the still picture by default */
  const replyAs = (state: keyof Shown, place?: Shown['there']): DrawnReply => ({
    tone: reply.tone,
    blocks: joinTurns(drawn.flatMap((block) => (block.isPlace && place) || block[state])),
  });
  if (coming === undefined) return replyAs('there');
  if (drawing.signal.aborted) return replyAs('missing');
  const still = drawn.find(({ isPlace }) => isPlace)?.missing ?? [];
  const words = pictureWords(drawing.locale);
  return {
    ...replyAs('there'),
    later: {
      make: async (signal) => {
        const { locale } = drawing;
        const frames = coming.frames();
        const { gif } = await drawing.charts.animate(frames, { locale, signal });
        const alt = coming.alt?.() ?? animationAltText(frames, { locale });
        return replyAs('there', [pictures([{ name: `${coming.name}.gif`, image: gif, alt }])]);
      },
      otherwise: (sentence) => replyAs('missing', [...still, text(`-# ${words.noAnimation(plain(sentence))}`)]),
    },
  };
}

/** Puts ◀ and ▶ at the beginning of the row of buttons that follows their picture. */
function joinTurns(blocks: readonly (DrawnBlock | TurnsBlock)[]): DrawnBlock[] {
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

/** ◀ and ▶ of a picture of several pages, until they are in a row of buttons. */
interface TurnsBlock {
  readonly kind: 'turns';
  readonly buttons: readonly Button[];
}

/** What a block becomes while the reply's animation comes or is there, and where there is none. */
interface Shown {
  readonly there: readonly (DrawnBlock | TurnsBlock)[];
  readonly missing: readonly (DrawnBlock | TurnsBlock)[];
}

async function drawBlock(block: Block, drawing: Drawing): Promise<Shown> {
  switch (block.kind) {
    case 'picture':
      return always(await drawPicture(block, drawing));
    case 'animation': {
      const still = await drawPicture({ kind: 'picture', picture: block.still, name: `${block.name}-still` }, drawing);
      return always(still);
    }
    case 'beside-animation':
      return block;
    default:
      return always([block]);
  }
}

function always(blocks: Shown['there']): Shown {
  return { there: blocks, missing: blocks };
}

/** A page of a picture; ◀ and ▶ go into the row of buttons that follows it. */
async function drawPicture(
  { picture, name, page: wanted, turn }: PictureBlock,
  drawing: Drawing,
): Promise<(DrawnBlock | TurnsBlock)[]> {
  const { charts, locale, signal, beside } = drawing;
  const words = pictureWords(locale);
  let drawn: Awaited<ReturnType<Charts['draw']>>;
  let sibling: Sibling | undefined;
  try {
    signal.throwIfAborted();
    [drawn, sibling] = await Promise.all([
      charts.draw(picture, { locale, signal, page: wanted }),
      drawSibling(charts, picture, beside, { locale, signal, page: wanted }),
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
