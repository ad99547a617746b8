import { animationAltText } from '../charts/alt.js';
import type { Frame, Picture } from '../charts/picture.js';
import { plain } from '../discord/markdown.js';
import { type Block, pictures, type Reply, status, text } from '../discord/reply.js';
import type { Services } from '../services.js';
import { drawPicture } from './draw-picture.js';

/** What is to move, and what stands there before. */
export interface Animation {
  readonly frames: readonly Frame[];
  readonly still: Picture;
  /** Of the file, without ending. */
  readonly name: string;
  /** What it shows in words: by default its first and its last picture. */
  readonly alt?: string;
}

/**
 * A reply with a still picture, in whose place an animation comes when it is drawn: that takes seconds, and with many
 * people at once minutes, in which everything else is there to be read and pressed.
 *
 * @param replyWith the reply around the picture's place, for what stands there; `isMissing` where no animation came
 */
export async function animateLater(
  services: Services,
  { frames, still, name, alt = animationAltText(frames) }: Animation,
  signal: AbortSignal,
  replyWith: (place: readonly Block[], isMissing: boolean) => Reply,
): Promise<Reply> {
  const { picture } = await drawPicture(services, still, `${name}-still`, signal);
  const coming = status(`Drawing ${frames.length} pictures for the animation, which comes here…`);
  return {
    ...replyWith([picture, coming], false),
    later: {
      make: async (stillWanted) => {
        const { gif } = await services.charts.animate(frames, { signal: stillWanted });
        return replyWith([pictures([{ name: `${name}.gif`, image: gif, alt }])], false);
      },
      otherwise: (sentence) => replyWith([picture, text(`-# There is no animation here. ${plain(sentence)}`)], true),
    },
  };
}
