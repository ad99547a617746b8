import { setImmediate as othersFirst } from 'node:timers/promises';
import { z } from 'zod';
import { formatCount } from '../src/charts/format.js';
import type { TokenStrip } from '../src/charts/picture.js';
import { defineCommand, type Press } from '../src/discord/command.js';
import { codeBlock, plain } from '../src/discord/markdown.js';
import { type Block, buttons, file, type Reply, text } from '../src/discord/reply.js';
import { UserError } from '../src/errors.js';
import type { Services } from '../src/services.js';
import { ENCODINGS, encodingLabel } from '../src/tokens/encodings.js';
import type { EncodingName, Token, Tokenization } from '../src/tokens/token.js';
import { hexadecimal, visibleText, visibleToken } from '../src/tokens/visible.js';
import { drawPicture } from './draw-picture.js';
import { plural } from './plural.js';
import { defineStoredRun } from './stored-run.js';

const DEFAULT_ENCODING: EncodingName = 'o200k_base';

/** Ids in the message; more of them are a list nobody reads there, and go into a file. */
const MAX_IDS_CHARACTERS = 1200;

/** Given to be drawn: more than four pictures hold, and few enough to get ready in a moment. */
const MAX_DRAWN_TOKENS = 400;

/** Rows of a full list that are written in one go, between which others get their turn. */
const ROWS_AT_ONCE = 500;

/** Bytes under one token in the picture; the file has all. */
const MAX_CAPTION_BYTES = 8;

const storedRun = defineStoredRun(
  'tokenize',
  z.object({ text: z.string(), encoding: z.enum(['o200k_base', 'cl100k_base', 'p50k_base', 'r50k_base']) }),
);

type View = 'ids' | 'bytes';

export const tokenize = defineCommand({
  name: 'tokenize',
  description: 'Cut a text into the tokens a language model reads',
  options: {
    text: { type: 'string', description: 'The text to cut', required: true, maxLength: 6000 },
    encoding: {
      type: 'string',
      description: 'The tokenizer to cut with (default: o200k_base)',
      choices: Object.fromEntries(ENCODINGS.map(({ name }) => [encodingLabel(name), name])) as Record<
        string,
        EncodingName
      >,
    },
  },
  run: ({ options, signal }, services) =>
    start({ text: options.text, encoding: options.encoding ?? DEFAULT_ENCODING }, signal, services),

  messageMenu: {
    name: 'Tokenize',
    run: ({ text: message, signal }, services) => {
      if (message === '') {
        throw new UserError('That message has no text, only a picture or the like. Try it on a message with words.');
      }
      return start({ text: message, encoding: DEFAULT_ENCODING }, signal, services);
    },
  },

  actions: {
    bytes: { respond: 'update', run: (press, services) => again(press, 'bytes', services) },
    ids: { respond: 'update', run: (press, services) => again(press, 'ids', services) },
    compare: { respond: 'reply', run: compareEncodings },
    list: { respond: 'private', run: fullList },
  },
});

interface Request {
  readonly text: string;
  readonly encoding: EncodingName;
}

async function start(request: Request, signal: AbortSignal, services: Services): Promise<Reply> {
  const tokenization = await services.tokenizer.tokenize(request.text, request.encoding, signal);
  const runId = storedRun.create(services, request);
  return present(tokenization, runId, 'ids', signal, services);
}

async function again(press: Press, view: View, services: Services): Promise<Reply> {
  const { text, encoding } = storedRun.load(services, press.runId).payload;
  const tokenization = await services.tokenizer.tokenize(text, encoding, press.signal);
  return present(tokenization, press.runId, view, press.signal, services);
}

async function present(
  tokenization: Tokenization,
  runId: string,
  view: View,
  signal: AbortSignal,
  services: Services,
): Promise<Reply> {
  const { picture, shown } = await drawPicture(services, tokenStrip(tokenization, view), 'tokens', signal);
  const { markdown, complete } = idList(tokenization.tokens);
  const total = tokenization.tokens.length;
  const notes: Block[] =
    shown < total
      ? [
          text(
            `-# The pictures show the first ${formatCount(shown)} of ${formatCount(total)} tokens; **Full list** has them all.`,
          ),
        ]
      : [];
  return {
    blocks: [
      text(summary(tokenization)),
      picture,
      ...notes,
      text(markdown),
      buttons(
        view === 'ids' ? { action: 'bytes', runId, label: 'Show bytes' } : { action: 'ids', runId, label: 'Show ids' },
        { action: 'compare', runId, label: 'Compare encodings' },
        ...(complete && shown === total ? [] : [{ action: 'list', runId, label: 'Full list' }]),
      ),
    ],
  };
}

function summary({ encoding, tokens, characters, bytes }: Tokenization): string {
  const perToken = (characters / tokens.length).toFixed(2);
  return (
    `**${plural(tokens.length, 'token')}** · ${plural(characters, 'character')} · ${plural(bytes, 'byte')} · ` +
    `${perToken} characters per token\n-# Cut by ${plain(encodingLabel(encoding))}. Each box is one token: what the model ` +
    `reads is the number under it.`
  );
}

function tokenStrip({ encoding, tokens, groups }: Tokenization, view: View): TokenStrip {
  const drawn = tokens.slice(0, MAX_DRAWN_TOKENS);
  const lastGroup = drawn.findLast(({ group }) => group !== undefined)?.group ?? -1;
  return {
    kind: 'token-strip',
    title: `${plural(tokens.length, 'token')} in ${encoding}`,
    total: tokens.length,
    tokens: drawn.map((token) => ({
      label: visibleToken(token),
      caption: view === 'ids' ? String(token.id) : byteCaption(token.bytes),
      group: token.group,
      breakAfter: token.text?.endsWith('\n') ?? false,
    })),
    groups: groups.slice(0, lastGroup + 1).map(visibleText),
  };
}

function byteCaption(bytes: Uint8Array): string {
  const shown = hexadecimal(bytes.subarray(0, MAX_CAPTION_BYTES));
  return bytes.length > MAX_CAPTION_BYTES ? `${shown} … ${bytes.length} B` : shown;
}

function idList(tokens: readonly Token[]): { markdown: string; complete: boolean } {
  // An id has a digit and a separator at the least.
  const ids = tokens
    .slice(0, MAX_IDS_CHARACTERS / 3 + 1)
    .map(({ id }) => id)
    .join(', ');
  if (ids.length <= MAX_IDS_CHARACTERS) return { markdown: codeBlock(`[${ids}]`), complete: true };
  const start = ids.slice(0, ids.lastIndexOf(',', MAX_IDS_CHARACTERS));
  return { markdown: codeBlock(`[${start}, …`), complete: false };
}

async function compareEncodings(press: Press, services: Services): Promise<Reply> {
  const { text: source, encoding: chosen } = storedRun.load(services, press.runId).payload;
  const counts = await Promise.all(
    ENCODINGS.map(async ({ name, models }) => {
      const { tokens } = await services.tokenizer.tokenize(source, name, press.signal);
      return { name, models, count: tokens.length };
    }),
  );
  const { picture } = await drawPicture(
    services,
    {
      kind: 'count-bars',
      title: 'The same text in four encodings',
      subtitle: 'Fewer tokens: cheaper, faster, and more text fits the context window',
      unit: 'tokens',
      bars: counts.map(({ name, models, count }) => ({ label: name, note: models, count, emphasis: name === chosen })),
    },
    'encodings',
    press.signal,
  );
  const lines = counts.map(({ name, models, count }) => `${name.padEnd(12)} ${String(count).padStart(6)}  ${models}`);
  return {
    blocks: [text('**How many tokens each encoding makes of it**'), picture, text(codeBlock(lines.join('\n')))],
  };
}

async function fullList(press: Press, services: Services): Promise<Reply> {
  const { text: source, encoding } = storedRun.load(services, press.runId).payload;
  const { tokens } = await services.tokenizer.tokenize(source, encoding, press.signal);
  let list = 'place\tid\tbytes\ttoken\n';
  for (const [at, token] of tokens.entries()) {
    if (at % ROWS_AT_ONCE === 0) await othersFirst();
    list += `${at + 1}\t${token.id}\t${hexadecimal(token.bytes)}\t${visibleToken(token)}\n`;
  }
  return {
    blocks: [
      text(`All ${plural(tokens.length, 'token')} in ${encoding}: place, id, bytes and text, separated by tabs.`),
      file('tokens.txt', Buffer.from(list, 'utf8')),
    ],
  };
}
