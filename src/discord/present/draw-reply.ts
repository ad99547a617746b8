import { altText, animationAltText, MAX_ALT_TEXT } from '../../charts/alt.js';
import type { Charts } from '../../charts/picture.js';
import { picturePart } from '../../charts/picture-part.js';
import { explain, UserError } from '../../errors.js';
import { plain } from '../markdown.js';
import { type AnimationBlock, type Block, type PictureBlock, pictures, type Reply, status, text } from '../reply.js';
import { pictureWords } from './words.js';

/** What drawing needs besides the reply. */
export interface Drawing {
  readonly charts: Charts;
  readonly locale: string;
  /** Once it aborts, what is not drawn is told in words. */
  readonly signal: AbortSignal;
}

/**
 * Draws the pictures that a reply describes. Where one cannot be drawn, the reply says so, and in words what it would show.
 * An animation takes seconds, and with many people at once minutes, so a still picture stands in its place until then.
 */
export async function drawReply(reply: Reply, drawing: Drawing): Promise<Reply> {
  const drawn = await Promise.all(reply.blocks.map((block) => drawBlock(block, drawing)));
  const blocks = drawn.flatMap(({ first }) => first);
  const coming = reply.blocks.find((block) => block.kind === 'animation');
  if (coming === undefined || drawing.signal.aborted) return { ...reply, blocks };
  const replyWith = (place: readonly Block[]): Reply => ({
    ...reply,
    blocks: drawn.flatMap(({ first, still }) => (still === undefined ? first : place)),
  });
  const still = drawn.flatMap((one) => one.still ?? []);
  const words = pictureWords(drawing.locale);
  return {
    ...reply,
    blocks,
    later: {
      make: async (signal) => {
        const { locale } = drawing;
        const { gif } = await drawing.charts.animate(coming.frames, { locale, signal });
        const alt = coming.alt ?? animationAltText(coming.frames, { locale });
        return replyWith([pictures([{ name: `${coming.name}.gif`, image: gif, alt }]), ...captionOf(coming)]);
      },
      otherwise: (sentence) => replyWith([...still, text(`-# ${words.noAnimation(plain(sentence))}`)]),
    },
  };
}

/** What a block becomes at first, and for an animation its still picture alone. */
interface DrawnBlock {
  readonly first: readonly Block[];
  readonly still?: readonly Block[] | undefined;
}

async function drawBlock(block: Block, drawing: Drawing): Promise<DrawnBlock> {
  if (block.kind === 'picture') return { first: await drawPicture(block, drawing) };
  if (block.kind !== 'animation') return { first: [block] };
  const described: PictureBlock = { kind: 'picture', picture: block.still, name: `${block.name}-still` };
  const still = await drawPicture(described, drawing);
  if (drawing.signal.aborted) return { first: still, still };
  const coming = status(pictureWords(drawing.locale).animationComes(block.frames.length));
  return { first: [...still, coming, ...captionOf(block)], still };
}

function captionOf({ caption }: AnimationBlock): Block[] {
  return caption === undefined ? [] : [text(caption)];
}

async function drawPicture({ picture, name, caption }: PictureBlock, drawing: Drawing): Promise<Block[]> {
  const { charts, locale, signal } = drawing;
  const words = pictureWords(locale);
  let drawn: Awaited<ReturnType<Charts['draw']>>;
  try {
    signal.throwIfAborted();
    drawn = await charts.draw(picture, { locale, signal });
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
