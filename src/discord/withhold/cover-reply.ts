import type { DrawnBlock, DrawnReply } from '../present/drawn-reply.js';
import { messageWords } from '../present/words.js';
import { type Block, type Button, type Form, type Reply, type TextBlock, text } from '../reply.js';
import type { Cover } from './cover.js';
import { coverPicture } from './cover-picture.js';

/** A reply without the words of a list, before its pictures are drawn. */
export function coverReply(reply: Reply, cover: Cover): Reply {
  const before = askedBefore(reply.blocks);
  return {
    ...asItIs(reply),
    blocks: reply.blocks.map((block) => coverBlock(block, cover, before)),
    thread: reply.thread === undefined ? undefined : cover.text(reply.thread),
  };
}

/** The same of one that still grows: a word that may have begun at its end waits until it is another one. */
export function coverGrowing(reply: Reply, cover: Cover): Reply {
  const held = reply.blocks.map((block): Block => {
    if (block.kind !== 'text' || block.passing) return block;
    const [, words = '', marks = ''] = /^([\s\S]*?)([\s*_~|`▮]*)$/.exec(block.markdown) ?? [];
    const end = cover.list.begunAt(words);
    return end === words.length ? block : { ...block, markdown: words.slice(0, end) + marks };
  });
  return coverReply({ ...asItIs(reply), blocks: held }, cover);
}

/** The same of one whose pictures are drawn, with a line that says what was withheld. */
export function coverDrawn(reply: DrawnReply, cover: Cover, locale: string): DrawnReply {
  const blocks = reply.blocks.map((block) => coverDrawnBlock(block, cover));
  if (cover.covered.size === 0) return { ...reply, blocks };
  const note = cover.text(messageWords(locale).withheld(cover.covered.size));
  return { ...reply, blocks: [...blocks, text(note)] };
}

/** A form without the words of a list. */
export function coverForm(form: Form, cover: Cover): Form {
  return {
    ...form,
    title: cover.text(form.title),
    fields: form.fields.map((field) => ({
      ...field,
      label: cover.text(field.label),
      placeholder: field.placeholder && cover.text(field.placeholder),
      value: field.value && cover.text(field.value),
    })),
  };
}

/** What of a reply is no block; one that is made when it is looked at is made here. */
function asItIs({ tone, isPrivate, isWhole, thread, aside }: Reply): Omit<Reply, 'blocks'> {
  return { tone, isPrivate, isWhole, thread, aside };
}

/** The text that was asked about, which the first line of a reply shows up to where the next token goes. */
function askedBefore([first]: readonly Block[]): string {
  if (first?.kind !== 'text' || !first.markdown.includes('▮')) return '';
  return first.markdown.slice(0, first.markdown.indexOf('▮')).replace(/^.*→/s, '');
}

function coverBlock(block: Block, cover: Cover, before: string): Block {
  switch (block.kind) {
    case 'picture':
      return { ...block, name: cover.fileName(block.name), picture: coverPicture(block.picture, cover, before) };
    case 'animation':
      return {
        ...block,
        name: cover.fileName(block.name),
        still: coverPicture(block.still, cover, before),
        frames: () =>
          block.frames().map((frame) => ({ ...frame, picture: coverPicture(frame.picture, cover, before) })),
        alt: block.alt && (() => cover.text(block.alt?.() ?? '')),
      };
    case 'beside-animation':
      return {
        ...block,
        there: block.there.map((one) => coverPart(one, cover)),
        missing: block.missing.map((one) => coverPart(one, cover)),
      };
    default:
      return coverPart(block, cover);
  }
}

function coverDrawnBlock(block: DrawnBlock, cover: Cover): DrawnBlock {
  if (block.kind !== 'pictures') return coverPart(block, cover);
  return { ...block, pictures: block.pictures.map((one) => ({ ...one, alt: cover.text(one.alt) })) };
}

type Part = Exclude<DrawnBlock, { kind: 'pictures' }>;

function coverPart<B extends Part>(block: B, cover: Cover): B;
function coverPart(block: Part, cover: Cover): Part {
  switch (block.kind) {
    case 'text':
      return coverText(block, cover);
    case 'file':
      return { ...block, name: cover.fileName(block.name), data: coverData(block.data, cover) };
    case 'buttons':
      return { ...block, buttons: block.buttons.map((one): Button => ({ ...one, label: cover.text(one.label) })) };
    case 'menu':
      return {
        ...block,
        placeholder: cover.text(block.placeholder),
        choices: block.choices.map((choice) => coverEntry(choice, cover)),
      };
    case 'go-on':
      return {
        ...block,
        placeholder: cover.text(block.placeholder),
        entries: block.entries.map((entry) => coverEntry(entry, cover)),
      };
  }
}

function coverText(block: TextBlock, cover: Cover): TextBlock {
  const { markdown, overflow } = block;
  return {
    ...block,
    markdown: cover.text(markdown),
    overflow: overflow && {
      ...overflow,
      fileName: cover.fileName(overflow.fileName),
      content: cover.content(overflow.content),
    },
  };
}

function coverEntry<E extends { readonly label: string; readonly description?: string | undefined }>(
  entry: E,
  cover: Cover,
): E {
  const { label, description } = entry;
  return { ...entry, label: cover.text(label), description: description && cover.text(description) };
}

/** A file that is no text, such as a picture, was made of what is covered already. */
function coverData(data: Buffer, cover: Cover): Buffer {
  const read = data.toString('utf8');
  if (read.includes('\uFFFD') || read.includes('\0')) return data;
  const shown = cover.content(read);
  return shown === read ? data : Buffer.from(shown, 'utf8');
}
