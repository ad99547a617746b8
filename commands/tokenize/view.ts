import { setImmediate as othersFirst } from 'node:timers/promises';
import type { TokenStrip } from '../../src/charts/picture.js';
import { codeBlock, plain } from '../../src/discord/markdown.js';
import { buttons, file, type Reply, text } from '../../src/discord/reply.js';
import { sentenceOf } from '../../src/facts.js';
import { drawPicture } from '../../src/lesson/draw-picture.js';
import type { Services } from '../../src/services.js';
import { hexadecimal, visibleText } from '../../src/tokens/visible.js';
import { formatCount } from '../../src/words/format.js';
import { plural } from '../../src/words/plural.js';
import type { Around, CutText, ShownToken } from './cut.js';

/** Ids in the message; more of them are a list nobody reads there, and go into a file. */
const MAX_IDS_CHARACTERS = 1200;

/** Given to be drawn: more than four pictures hold, and few enough to get ready in a moment. */
const MAX_DRAWN_TOKENS = 400;

/** Rows of a full list that are written in one go, between which others get their turn. */
const ROWS_AT_ONCE = 500;

/** Bytes under one token in the picture; the file has all. */
const MAX_CAPTION_BYTES = 8;

/** What is written under each token. */
export type View = 'ids' | 'bytes';

/** What of a run is shown, and how. */
export interface TokenizeSight {
  readonly cut: CutText;
  readonly around: Around;
  readonly runId: string;
  readonly view: View;
}

/** Shows a text's tokens: the picture, the counts and the ids. */
export async function presentTokens(sight: TokenizeSight, signal: AbortSignal, services: Services): Promise<Reply> {
  const { cut, runId, view } = sight;
  const { picture, shown } = await drawPicture(services, tokenStrip(sight), 'tokens', signal);
  const { markdown, complete } = idList(cut.tokens);
  const total = cut.tokens.length;
  const notes = [
    ...cut.notices.map((notice) => plain(sentenceOf(notice, 'en'))),
    ...(shown < total
      ? [
          `The pictures show the first ${formatCount(shown)} of ${formatCount(total)} tokens; **Full list** has them all.`,
        ]
      : []),
  ];
  return {
    blocks: [
      text(summary(sight)),
      picture,
      ...notes.map((note) => text(`-# ${note}`)),
      text(markdown),
      buttons(
        view === 'ids' ? { action: 'bytes', runId, label: 'Show bytes' } : { action: 'ids', runId, label: 'Show ids' },
        { action: 'compare', runId, label: 'Compare encodings' },
        ...(complete && shown === total ? [] : [{ action: 'list', runId, label: 'Full list' }]),
      ),
    ],
  };
}

function summary({ cut, around }: TokenizeSight): string {
  const { tokens, characters, bytes } = cut;
  const [own, added] = countTokens(cut);
  const counts = [
    added === 0
      ? `**${plural(own, 'token')}**`
      : `**${plural(own, 'token')}** and **${formatCount(added)} around the text**`,
    plural(characters, 'character'),
    plural(bytes, 'byte'),
    ...(own === 0 ? [] : [`${(characters / own).toFixed(2)} characters per token`]),
  ];
  const none = around !== 'nothing' && added === 0 ? ' It puts none around a text.' : '';
  const hatched = added === 0 ? '' : ` The hatched ones are ${AROUND[around]}.`;
  return (
    `${counts.join(' · ')}\n-# Cut by ${cut.tokenizer}.${none} Each box is one token: what the model ` +
    `reads is the number under it.${tokens.length === 0 ? '' : hatched}`
  );
}

const AROUND: Readonly<Record<Around, string>> = {
  nothing: 'not in the text',
  special: 'special tokens, which the tokenizer puts around every text',
  chat: 'the model’s chat template, with the text as what a person said',
};

function countTokens({ tokens }: CutText): [own: number, added: number] {
  const added = tokens.filter(({ around }) => around).length;
  return [tokens.length - added, added];
}

function tokenStrip({ cut, around, view }: TokenizeSight): TokenStrip {
  const drawn = cut.tokens.slice(0, MAX_DRAWN_TOKENS);
  const lastGroup = drawn.findLast(({ group }) => group !== undefined)?.group ?? -1;
  const [own, added] = countTokens(cut);
  const by = `${cut.model === undefined ? 'in' : 'by'} ${cut.name}`;
  const hatched = around === 'chat' ? 'the chat template around the text' : 'special tokens around the text';
  return {
    kind: 'token-strip',
    title:
      added === 0
        ? `${plural(own, 'token')} ${by}`
        : `${plural(own, 'token')} + ${formatCount(added)} around them, ${by}`,
    subtitle: added === 0 ? undefined : `Hatched: ${hatched}`,
    total: cut.tokens.length,
    tokens: drawn.map((token) => ({
      label: token.label,
      caption: view === 'ids' ? String(token.id) : byteCaption(token),
      group: token.group,
      breakAfter: token.endsLine,
      around: token.around,
    })),
    groups: cut.groups.slice(0, lastGroup + 1).map(visibleText),
  };
}

function byteCaption({ bytes, around }: ShownToken): string {
  if (around) return 'around';
  if (bytes === undefined) return 'not told';
  if (bytes.length === 0) return 'no bytes';
  const shown = hexadecimal(bytes.subarray(0, MAX_CAPTION_BYTES));
  return bytes.length > MAX_CAPTION_BYTES ? `${shown} … ${bytes.length} B` : shown;
}

function idList(tokens: readonly ShownToken[]): { markdown: string; complete: boolean } {
  // An id has a digit and a separator at the least.
  const ids = tokens
    .slice(0, MAX_IDS_CHARACTERS / 3 + 1)
    .map(({ id }) => id)
    .join(', ');
  if (ids.length <= MAX_IDS_CHARACTERS) return { markdown: codeBlock(`[${ids}]`), complete: true };
  const start = ids.slice(0, ids.lastIndexOf(',', MAX_IDS_CHARACTERS));
  return { markdown: codeBlock(`[${start}, …`), complete: false };
}

/** All tokens of a text as a file. */
export async function presentList(cut: CutText): Promise<Reply> {
  const [, added] = countTokens(cut);
  let list = `place\tid\tbytes\ttoken${added === 0 ? '' : '\twhere'}\n`;
  for (const [at, token] of cut.tokens.entries()) {
    if (at % ROWS_AT_ONCE === 0) await othersFirst();
    const bytes = token.bytes === undefined ? byteCaption(token) : hexadecimal(token.bytes);
    const where = added === 0 ? '' : token.around ? '\taround the text' : '\tin the text';
    list += `${at + 1}\t${token.id}\t${bytes}\t${token.label}${where}\n`;
  }
  const columns = added === 0 ? 'place, id, bytes and text' : 'place, id, bytes, text and whether it is the text’s own';
  return {
    blocks: [
      text(`All ${plural(cut.tokens.length, 'token')} by ${plain(cut.name)}: ${columns}, separated by tabs.`),
      file('tokens.txt', Buffer.from(list, 'utf8')),
    ],
  };
}
