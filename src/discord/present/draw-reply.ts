import { animationAltText } from '../../charts/alt.js';
import { plain } from '../markdown.js';
import { type Block, type Reply, text } from '../reply.js';
import { type Drawing, drawPicture, joinTurns, type TurnsBlock } from './draw-picture.js';
import { type DrawnBlock, type DrawnReply, pictures } from './drawn-reply.js';
import { pictureWords } from './words.js';

/**
 * Draws the pictures that a reply describes. Where one cannot be drawn, the reply says so, and in words what it would show.
 * An animation takes seconds, and with many people at once minutes, so a still picture stands in its place until then.
 */
export async function drawReply(reply: Reply, drawing: Drawing): Promise<DrawnReply> {
  const aside = reply.aside && (await drawReply(reply.aside, drawing));
  const coming = reply.blocks.find((block) => block.kind === 'animation');
  const drawn = await Promise.all(
    reply.blocks.map(async (block) => ({ ...(await drawBlock(block, drawing)), isPlace: block === coming })),
  );
  /** @param place what stands in the animation's place; the still picture by default */
  const replyAs = (state: keyof Shown, place?: Shown['there']): DrawnReply => ({
    tone: reply.tone,
    isPrivate: reply.isPrivate,
    aside,
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
  readonly there: readonly (DrawnBlock | TurnsBlock)[];
  readonly missing: readonly (DrawnBlock | TurnsBlock)[];
}

async function drawBlock(block: Block, drawing: Drawing): Promise<Shown> {
  switch (block.kind) {
    case 'picture':
      return always(await drawPicture(block, drawing));
    case 'animation':
      // It takes the place of the still picture without a word: a finished reply says nothing of what is under way.
      return always(await drawPicture({ kind: 'picture', picture: block.still, name: `${block.name}-still` }, drawing));
    case 'beside-animation':
      return block;
    default:
      return always([block]);
  }
}

function always(blocks: Shown['there']): Shown {
  return { there: blocks, missing: blocks };
}
