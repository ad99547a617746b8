import { looksLikeMarker } from '../../domain/control-token.js';
import type { Token } from '../../domain/token.js';
import { visibleBytes, visibleText } from '../../tokens/visible.js';
import { shorten } from '../../words/shorten.js';

/** Hardly any token of any vocabulary is longer; of one that is, both ends are shown. UTF-16 code units. */
const MAX_LABEL = 300;

/** Bytes of a token that is no text, which has a character's few. */
const MAX_BYTES = 64;

/** A token as far as its label goes. */
export type LabelledToken = Pick<Token, 'text' | 'bytes' | 'ends'>;

/** The label of every token that ends a text, whatever the model's own spelling of it. */
const END_LABEL = '⟨end of text⟩';

/**
 * A model's token as charts and tables show it: its visible text, its bytes where it is part of a character and the server
 * tells them, or `⟨end of text⟩`. It has at most 300 code units. In a sentence a token has `tokenName`.
 */
export function tokenLabel(token: LabelledToken): string {
  return isEndOfText(token) ? END_LABEL : tokenSpelling(token);
}

/** The same in the model's own spelling, such as `<|im_end|>` of what ends a text; `⟨no text⟩` where the server shows none. */
export function tokenSpelling({ text, bytes }: Pick<Token, 'text' | 'bytes'>): string {
  const isWhole = text !== '' && !text.includes('\uFFFD');
  if (isWhole) return bothEnds(visibleText(bothEnds(text)));
  if (bytes !== undefined && bytes.length > MAX_BYTES) return `${visibleBytes(bytes.subarray(0, MAX_BYTES))}…`;
  if (bytes !== undefined && bytes.length > 0) return visibleBytes(bytes);
  return text === '' ? '⟨no text⟩' : bothEnds(text);
}

/** A text that is too long for a label without its middle. */
function bothEnds(text: string): string {
  return shorten(text, MAX_LABEL, 'both', 'units');
}

/**
 * Whether a token is none that a text can be continued with: the end of the text or of a turn, by what the server does.
 * Where that is not known, one that is spelled as such tokens are counts too.
 */
export function endsText(token: LabelledToken): boolean {
  return token.ends ?? (isUnseen(token) || looksLikeMarker(token));
}

/** Whether nothing but its spelling tells that a token ends the text. */
export function mayEndText(token: LabelledToken): boolean {
  return token.ends === undefined && !isEndOfText(token) && looksLikeMarker(token);
}

/** What the models of several families name the end of a text or of a turn; other names in angle brackets are no end. */
const END_NAMES =
  /^<[|｜](?:endoftext|end[_▁]of[_▁](?:text|sentence|turn|turn_token|message)|im_end|eot_id|eom_id|eot|eom|eos|end|return)[|｜]>$|^<\/s>$|^<(?:eos|end_of_turn)>$/i;

/** Whether a token is known to end a text or a turn; one of which nothing is shown mostly does. */
export function isEndOfText(token: LabelledToken): boolean {
  return token.ends ?? (isUnseen(token) || END_NAMES.test(token.text));
}

/** Whether a token shows neither text nor bytes: one that ends the text, or part of a character that is drawn as a whole. */
export function isUnseen({ text, bytes }: Pick<Token, 'text' | 'bytes'>): boolean {
  return text === '' && (bytes === undefined || bytes.length === 0);
}
