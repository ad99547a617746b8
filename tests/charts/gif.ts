/** One frame of a GIF file. */
export interface GifFrame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** How long it stays. */
  readonly ms: number;
}

/** What a GIF file says of itself. */
export interface Gif {
  readonly width: number;
  readonly height: number;
  /** How often it repeats, 0 for ever. */
  readonly repeat: number | undefined;
  readonly frames: readonly GifFrame[];
}

/** Reads the blocks of a GIF file (GIF89a Specification, 17 to 27); throws when it is none. */
export function readGif(file: Buffer): Gif {
  if (file.toString('latin1', 0, 6) !== 'GIF89a') throw new Error('not a GIF file');
  const tableBytes = (flags: number) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  const afterBlocks = (start: number) => {
    let at = start;
    while (file[at]) at += 1 + (file[at] ?? 0);
    return at + 1;
  };
  const frames: GifFrame[] = [];
  let repeat: number | undefined;
  let ms = 0;
  let at = 13 + tableBytes(file[10] ?? 0);
  while (file[at] !== 0x3b) {
    if (file[at] === 0x21) {
      if (file[at + 1] === 0xf9) ms = file.readUInt16LE(at + 4) * 10;
      if (file.toString('latin1', at + 3, at + 14) === 'NETSCAPE2.0') repeat = file.readUInt16LE(at + 16);
      at = afterBlocks(at + 2);
    } else if (file[at] === 0x2c) {
      const [left, top, width, height] = [1, 3, 5, 7].map((offset) => file.readUInt16LE(at + offset)) as [
        number,
        number,
        number,
        number,
      ];
      frames.push({ left, top, width, height, ms });
      at = afterBlocks(at + 10 + tableBytes(file[at + 9] ?? 0) + 1);
    } else throw new Error(`no block of a GIF starts at ${at}`);
  }
  return { width: file.readUInt16LE(6), height: file.readUInt16LE(8), repeat, frames };
}
