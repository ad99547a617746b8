import type { AnimationBlock, BesideAnimationBlock, Block, PictureBlock, Reply } from '../reply.js';

/** A reply whose pictures are drawn. */
export interface DrawnReply {
  readonly blocks: readonly DrawnBlock[];
  readonly tone?: Reply['tone'];
  readonly isPrivate?: Reply['isPrivate'];
  readonly aside?: DrawnReply | undefined;
  readonly later?: LaterReply | undefined;
}

export type DrawnBlock = Exclude<Block, PictureBlock | AnimationBlock | BesideAnimationBlock> | PicturesBlock;

/** One to ten pictures. */
export interface PicturesBlock {
  readonly kind: 'pictures';
  readonly pictures: readonly DrawnPicture[];
}

interface DrawnPicture {
  /** Its ending says what the image is, such as `.png` or `.gif`. */
  readonly name: string;
  readonly image: Buffer;
  readonly alt: string;
  /** The same in another theme, a file that goes along where the message has room for it. */
  readonly sibling?: { readonly name: string; readonly image: Buffer } | undefined;
}

/**
 * What takes the place of a finished reply when it is ready, such as one with an animation where a picture was: unless
 * somebody's press changes the message before. Where a reply needs several messages, it is the first that changes.
 */
export interface LaterReply {
  /** Makes it; the signal aborts when nobody waits for it any more. */
  readonly make: (signal: AbortSignal) => Promise<DrawnReply>;
  /** What takes the place where that fails, with a sentence that says why, in plain text. */
  readonly otherwise: (sentence: string) => DrawnReply;
}

export function pictures(list: PicturesBlock['pictures']): PicturesBlock {
  return { kind: 'pictures', pictures: list };
}

/** A reply as far as it can be shown before its pictures are drawn, such as one that still grows. */
export function withoutPictures({ tone, blocks }: Reply): DrawnReply {
  return { tone, blocks: blocks.filter(isDrawn) };
}

function isDrawn(block: Block): block is Exclude<Block, PictureBlock | AnimationBlock | BesideAnimationBlock> {
  return block.kind !== 'picture' && block.kind !== 'animation' && block.kind !== 'beside-animation';
}
