import type { Candidate } from '../../domain/token.js';
import { takeTurn } from '../../turns.js';
import type { LogprobPosition } from './parse-logprobs.js';
import type { TextEnds } from './text-ends.js';
import { decodeByteLevel, decodeSentencePiece } from './undecoded-pieces.js';

/** How an endpoint writes tokens: as the text they stand for, or as its tokenizer keeps them. */
export type TokenSpelling = 'decoded' | 'byte-level' | 'sentencepiece';

/** What is known of how an endpoint writes tokens. */
export interface SpellingKnowledge {
  /** `unknown`: it was asked for, and the answer did not tell. */
  readonly spelling: TokenSpelling | 'unknown' | undefined;
  /** An answer told it, or the one to a probe did not. */
  learnSpelling(spelling: TokenSpelling | 'unknown'): void;
  /** Which tokens end a text. */
  readonly ends?: TextEnds | undefined;
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** A special token stands for itself in every spelling. */
const SPECIAL = /^(?:<(?!0x[0-9a-f]{2}>).+>|\[[A-Z_]+\])$/is;
/** No tokenizer keeps a space before a letter: byte-level ones write `Ġ` for it and SentencePiece `▁`. */
const DECODED_WORD = /^ \p{L}/u;

/** Tokens from the start that are compared with an answer's text: more of them tell nothing else. */
const MAX_COMPARED = 1000;
/** The same of their characters, in UTF-16 code units; those tokens are compared that begin before. */
const MAX_COMPARED_TEXT = 16 * 1024;

/**
 * How the tokens of an answer are written, by the answer alone: its text against its joined tokens.
 *
 * @param text the answer's text, which the server decoded
 * @returns undefined when the answer fits more than one spelling
 */
function findSpelling(positions: readonly LogprobPosition[], text: string): TokenSpelling | undefined {
  const start = takeStart(positions);
  const fitting = start.some(({ sampled }) => isTelling(sampled.text)) ? findFitting(start, text) : undefined;
  if (fitting !== undefined) return fitting;
  const isWord = (token: Candidate) => DECODED_WORD.test(token.text);
  return positions.some(({ listed, sampled }) => isWord(sampled) || listed.some(isWord)) ? 'decoded' : undefined;
}

/** The only spelling by which the tokens join to the text. */
function findFitting(start: readonly LogprobPosition[], text: string): TokenSpelling | undefined {
  const readings = (['decoded', 'byte-level', 'sentencepiece'] as const).map((spelling) => {
    return { spelling, joined: readAs(start, spelling) };
  });
  const fitting = readings.filter(({ joined }) => agrees(joined, text));
  // Spellings that read the tokens alike cannot be told apart by them.
  const told = fitting.filter(({ spelling, joined }) => spelling === 'decoded' || joined !== readings[0]?.joined);
  return told.length === 1 ? told[0]?.spelling : undefined;
}

/** The places from the start that are compared with an answer's text. */
function takeStart(positions: readonly LogprobPosition[]): readonly LogprobPosition[] {
  const start: LogprobPosition[] = [];
  let length = 0;
  for (const position of positions) {
    if (start.length === MAX_COMPARED || length >= MAX_COMPARED_TEXT) break;
    start.push(position);
    length += position.sampled.text.length;
  }
  return start;
}

/** Whether some token of an answer could be one that its server did not decode. */
export function mayBeUndecoded(positions: readonly LogprobPosition[]): boolean {
  const mayBe = (token: Candidate) => isTelling(token.text);
  return positions.some(({ listed, sampled }) => mayBe(sampled) || listed.some(mayBe));
}

/**
 * The places of an answer with their tokens as the text and the bytes that they stand for. What the answer tells of their
 * spelling is remembered.
 *
 * @param text the answer's text, which the server decoded
 */
export function readSpelling(
  positions: readonly LogprobPosition[],
  text: string,
  knowledge: SpellingKnowledge,
): readonly LogprobPosition[] {
  const spelling = learnSpelling(positions, text, knowledge);
  return isUndecoded(spelling) ? positions.map((position) => readPosition(position, spelling)) : positions;
}

/** Reads the places of one answer while they come in, each of them once; takes all that have come, and the text so far. */
export interface SpellingReader {
  /** As `readSpelling`. */
  readNow(positions: readonly LogprobPosition[], text: string): readonly LogprobPosition[];
  /** The same, with turns for others where there are many. */
  readInTurns(positions: readonly LogprobPosition[], text: string): Promise<readonly LogprobPosition[]>;
}

/** Creates the reader of one answer. */
export function createSpellingReader(knowledge: SpellingKnowledge): SpellingReader {
  let spelling: SpellingKnowledge['spelling'];
  let read: LogprobPosition[] = [];

  /** Reads one place at each step. Both ways of reading can go on with what the other began. */
  function* steps(positions: readonly LogprobPosition[], text: string): Generator<void, void, void> {
    const learned = learnSpelling(positions, text, knowledge);
    if (learned !== spelling) read = [];
    spelling = learned;
    for (;;) {
      const next = positions[read.length];
      if (next === undefined) return;
      read.push(isUndecoded(spelling) ? readPosition(next, spelling) : next);
      yield;
    }
  }

  return {
    readNow(positions, text) {
      for (const _ of steps(positions, text));
      return read;
    },
    async readInTurns(positions, text) {
      for (const _ of steps(positions, text)) await takeTurn();
      return read;
    },
  };
}

/** Learns how the endpoint writes tokens, where an answer tells it. @returns what is known of it then */
export function learnSpelling(
  positions: readonly LogprobPosition[],
  text: string,
  knowledge: SpellingKnowledge,
): SpellingKnowledge['spelling'] {
  if (knowledge.spelling === undefined || knowledge.spelling === 'unknown') {
    const found = findSpelling(positions, text);
    if (found !== undefined) knowledge.learnSpelling(found);
  }
  return knowledge.spelling;
}

type Undecoded = Exclude<TokenSpelling, 'decoded'>;

function isUndecoded(spelling: SpellingKnowledge['spelling']): spelling is Undecoded {
  return spelling === 'byte-level' || spelling === 'sentencepiece';
}

function readPosition(position: LogprobPosition, spelling: Undecoded): LogprobPosition {
  const read = (token: Candidate) => readToken(token, spelling);
  return { ...position, sampled: read(position.sampled), listed: position.listed.map(read) };
}

/** Whether a string looks different once it is decoded. */
function isTelling(piece: string): boolean {
  if (SPECIAL.test(piece)) return false;
  if (/▁|<0x[0-9a-f]{2}>/i.test(piece)) return true;
  // Every character that stands for a byte other than its own is beyond ASCII.
  return /[^\0-\x7f]/.test(piece) && decodeByteLevel(piece) !== undefined;
}

function readToken(token: Candidate, spelling: TokenSpelling): Candidate {
  const bytes = decode(token, spelling);
  return bytes === undefined ? token : { ...token, text: decoder.decode(bytes), bytes };
}

function decode({ text, id }: Candidate, spelling: TokenSpelling): Uint8Array | undefined {
  if (text === '' || SPECIAL.test(text) || text === `token_id:${id}`) return undefined;
  return spelling === 'byte-level' ? decodeByteLevel(text) : decodeSentencePiece(text);
}

function readAs(positions: readonly LogprobPosition[], spelling: TokenSpelling): string {
  if (spelling === 'decoded') return positions.map(({ sampled }) => sampled.text).join('');
  const parts = positions.map(({ sampled }) => decode(sampled, spelling) ?? Buffer.from(sampled.text));
  return decoder.decode(Buffer.concat(parts));
}

/**
 * Whether tokens and text begin alike: a stop text can make the text shorter and special tokens the tokens longer, some
 * servers drop a space before the first word, and either can end inside a character.
 */
function agrees(tokens: string, text: string): boolean {
  const [a, b] = [tokens, text].map((part) => withoutOpenEnd(part).trimStart());
  return a !== undefined && b !== undefined && a !== '' && b !== '' && (a.startsWith(b) || b.startsWith(a));
}

/** A text without what stands for a character that is not whole, at its end. */
function withoutOpenEnd(text: string): string {
  let end = text.length;
  while (text[end - 1] === '\uFFFD') end -= 1;
  return text.slice(0, end);
}
