import type { AskedQuestion } from '../../domain/turn.js';

/** A token as a server writes it; undefined where it gives the id alone. */
export interface WrittenToken {
  readonly id: number;
  readonly piece: string | Uint8Array | undefined;
}

/** A list of tokens that is read only when it is not too long. */
export interface TokenList {
  readonly count: number;
  /** @returns undefined when it has another shape */
  readonly read: () => readonly WrittenToken[] | undefined;
}

/** What a speaker asks a server with. */
export interface TokenizerWire {
  readonly model: string;
  /** The answer to a request below the server's root. Rejects with a RefusalError where it is refused. */
  post(path: string, body: Record<string, unknown>): Promise<unknown>;
  /** Does what needs the chat template. Rejects with a ModelError `unsupported` where it is refused or brings nothing. */
  template<T>(ask: () => Promise<T | undefined>): Promise<T>;
}

/** How a text is to be cut. */
export interface CutHow {
  /** With what the tokenizer adds to every text, such as a token for its beginning. */
  readonly special: boolean;
  /** Names of control tokens in the text are cut as those, where the server leaves the choice. */
  readonly controls: boolean;
}

/**
 * One protocol of servers that have a tokenizer to ask. A new one is a file in `speakers/` and its entry in `speakers.ts`.
 *
 * A server that does not know a field cuts an empty text, so that no tokens mean another protocol.
 */
export interface TokenizerSpeaker {
  /** By whose protocol it asks. */
  readonly name: string;
  /**
   * Asks for a text's tokens.
   *
   * @returns undefined when the answer has another shape
   */
  cut(wire: TokenizerWire, text: string, how: CutHow): Promise<TokenList | undefined>;
  /** The same with the chat template around a conversation that is about to be answered. */
  cutChat(wire: TokenizerWire, chat: AskedQuestion): Promise<TokenList | undefined>;
  /** Asks for the text of some tokens; what is no string is none. */
  join(wire: TokenizerWire, ids: readonly number[]): Promise<unknown>;
}

/** In characters or bytes. */
const MAX_PIECE = 4096;

/** Whether a value is a token's id. */
export function isId(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

/** Reads a token's piece: a string, or the bytes of what is no UTF-8; undefined for what is neither, or too long. */
export function readPiece(piece: unknown): WrittenToken['piece'] {
  if (typeof piece === 'string') return piece.length <= MAX_PIECE ? piece : undefined;
  const isBytes = Array.isArray(piece) && piece.length <= MAX_PIECE && piece.every((byte) => isId(byte) && byte < 256);
  return isBytes ? Uint8Array.from(piece) : undefined;
}
