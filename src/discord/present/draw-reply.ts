import { altText, animationAltText, MAX_ALT_TEXT } from '../../charts/alt.js';
import type { Charts } from '../../charts/picture.js';
import { picturePart } from '../../charts/picture-part.js';
import type { Theme } from '../../domain/settings.js';
import { explain, UserError } from '../../errors.js';
import { plain } from '../markdown.js';
import { type Block, type PictureBlock, type Reply, status, text } from '../reply.js';
import { type DrawnBlock, type DrawnReply, pictures } from './drawn-reply.js';
import { pictureWords } from './words.js';

/** What drawing needs besides the reply. */
export interface Drawing {
  readonly charts: Charts;
  readonly locale: string;
  /** Dark by default. */
  readonly theme?: Theme | undefined;
  /** Once it aborts, what is not drawn is told in words. */
  readonly signal: AbortSignal;
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
  const replyAs = (state: keyof Shown, place?: readonly DrawnBlock[]): DrawnReply => ({
    tone: reply.tone,
    blocks: drawn.flatMap((block) => (block.isPlace && place) || block[state]),
  });
  if (coming === undefined) return replyAs('there');
  if (drawing.signal.aborted) return replyAs('missing');
  const still = drawn.find(({ isPlace }) => isPlace)?.missing ?? [];
  const words = pictureWords(drawing.locale);
  return {
    ...replyAs('there'),
    later: {
      make: async (signal) => {
        const { locale, theme } = drawing;
        const frames = coming.frames();
        const { gif } = await drawing.charts.animate(frames, { locale, theme, signal });
        const alt = coming.alt?.() ?? animationAltText(frames, { locale });
        return replyAs('there', [pictures([{ name: `${coming.name}.gif`, image: gif, alt }])]);
      },
      otherwise: (sentence) => replyAs('missing', [...still, text(`-# ${words.noAnimation(plain(sentence))}`)]),
    },
  };
}

/** What a block becomes while the reply's animation comes or is there, and where there is none. */
interface Shown {
  readonly there: readonly DrawnBlock[];
  readonly missing: readonly DrawnBlock[];
}

async function drawBlock(block: Block, drawing: Drawing): Promise<Shown> {
  switch (block.kind) {
    case 'picture':
      return always(await drawPicture(block, drawing));
    case 'animation': {
      const still = await drawPicture({ kind: 'picture', picture: block.still, name: `${block.name}-still` }, drawing);
      const coming = status(pictureWords(drawing.locale).animationComes(block.count));
      return { there: [...still, coming], missing: still };
    }
    case 'beside-animation':
      return block;
    default:
      return always([block]);
  }
}

function always(blocks: readonly DrawnBlock[]): Shown {
  return { there: blocks, missing: blocks };
}

async function drawPicture({ picture, name, caption }: PictureBlock, drawing: Drawing): Promise<DrawnBlock[]> {
  const { charts, locale, theme, signal } = drawing;
  const words = pictureWords(locale);
  let drawn: Awaited<ReturnType<Charts['draw']>>;
  try {
    signal.throwIfAborted();
    drawn = await charts.draw(picture, { locale, theme, signal });
  } catch (error) {
    const reason: unknown = signal.aborted ? signal.reason : error;
    if (!(reason instanceof UserError)) throw reason;
    return [text(`-# ${words.inWords(plain(explain(reason, locale).sentence), plain(altText(picture, { locale })))}`)];
  }
  let from = 0;
  const pages = drawn.pages.map((image, at) => {
    const isOnly = drawn.pages.length === 1;
    const place = isOnly ? '' : `${words.page(at + 1, drawn.pages.length)} `;
    const part = picturePart(picture, from, drawn.perPage[at] ?? 0);
    from += drawn.perPage[at] ?? 0;
    const alt = place + altText(part, { locale, longest: MAX_ALT_TEXT - place.length });
    return { name: `${name}${isOnly ? '' : `-${at + 1}`}.png`, image, alt };
  });
  const below = caption?.(drawn.shown);
  return [pictures(pages), ...(below === undefined ? [] : [text(below)])];
}
