import type { TokenStrip } from '../../src/charts/kinds/token-strip/token-strip.js';
import { codeBlock, plain } from '../../src/discord/markdown.js';
import { picture, text } from '../../src/discord/reply.js';
import { sentenceOf } from '../../src/facts.js';
import type { Place } from '../../src/lesson/command/definition.js';
import { row, type View } from '../../src/lesson/command/view.js';
import { encodingLabel } from '../../src/tokens/encodings.js';
import { hexadecimal, visibleText } from '../../src/tokens/visible.js';
import { type ShownToken, type TokenizeResult, tokenCount } from './result.js';
import { type TokenizeWords, tokenizeWords } from './words.js';

/** Ids in the message; more of them are a list nobody reads there, and go into a file. */
const MAX_IDS_CHARACTERS = 1200;

/** Bytes under one token in the picture; the file has all. */
const MAX_CAPTION_BYTES = 8;

/** Shows a text's tokens with their ids: the picture, the counts and the ids. */
export function viewIds(result: TokenizeResult, place: Place): View {
  return viewTokens(result, place, ({ id }) => String(id), 'bytes');
}

/** The same with the bytes under each token. */
export function viewBytes(result: TokenizeResult, place: Place): View {
  const words = tokenizeWords(place.locale);
  return viewTokens(result, place, (token) => byteCaption(token, words), 'ids');
}

function viewTokens(
  result: TokenizeResult,
  place: Place,
  captionOf: (token: ShownToken) => string,
  other: 'ids' | 'bytes',
): View {
  const { runId, locale } = place;
  const words = tokenizeWords(locale);
  const { markdown, isWhole } = idList(result);
  const name = nameOf(result);
  const tokenizer = result.encoding === 'model' ? words.byModel(name) : plain(encodingLabel(result.encoding));
  return {
    blocks: [
      text(words.summary(result, tokenizer)),
      picture('tokens', tokenStrip(result, name, captionOf, words), place),
      ...result.notices.map((notice) => text(`-# ${plain(sentenceOf(notice, locale))}`)),
      text(markdown),
      row(
        { action: other, runId, label: other === 'bytes' ? words.showBytes : words.showIds },
        { action: 'compare', runId, label: words.compare },
        ...(isWhole ? [] : [{ action: 'list', runId, label: words.fullList }]),
      ),
    ],
  };
}

/** The encoding or model, short enough for a title. */
export function nameOf({ encoding, model }: Pick<TokenizeResult, 'encoding' | 'model'>): string {
  return model ?? encoding;
}

function tokenStrip(
  result: TokenizeResult,
  name: string,
  captionOf: (token: ShownToken) => string,
  words: TokenizeWords,
): TokenStrip {
  const { counts, around, tokens, groups, encoding } = result;
  return {
    kind: 'token-strip',
    title: words.title(counts, name, encoding === 'model'),
    subtitle: counts.around === 0 ? undefined : words.hatched(around),
    total: tokenCount(result),
    tokens: tokens.map((token) => ({
      label: token.label,
      caption: captionOf(token),
      group: token.group,
      breakAfter: token.endsLine,
      around: token.around,
    })),
    groups: groups.map(visibleText),
  };
}

/** A token's bytes as hexadecimal digits, or why there are none. */
export function byteCaption({ bytes, around }: ShownToken, { captions }: TokenizeWords): string {
  if (around) return captions.around;
  if (bytes === undefined) return captions.notTold;
  if (bytes.length === 0) return captions.noBytes;
  const shown = hexadecimal(bytes.subarray(0, MAX_CAPTION_BYTES));
  return bytes.length > MAX_CAPTION_BYTES ? `${shown} … ${bytes.length} B` : shown;
}

function idList(result: TokenizeResult): { readonly markdown: string; readonly isWhole: boolean } {
  const ids = result.tokens.map(({ id }) => id).join(', ');
  if (ids.length <= MAX_IDS_CHARACTERS && result.tokens.length === tokenCount(result)) {
    return { markdown: codeBlock(`[${ids}]`), isWhole: true };
  }
  const end = ids.lastIndexOf(',', MAX_IDS_CHARACTERS);
  return { markdown: codeBlock(`[${ids.slice(0, end === -1 ? undefined : end)}, …`), isWhole: false };
}
