import { isUnsupported } from '../../src/domain/model-failure.js';
import type { Services } from '../../src/services.js';
import { ESTIMATE_ENCODING, type ForgetRow } from './result.js';

/** What stands in a prompt: a fact, sentences about other things, and its end. */
interface Asked {
  readonly fact: string;
  readonly end: string;
  /** Sentences to put in between, over and over. */
  readonly sentences: readonly string[];
  /** So many tokens of them are enough. */
  readonly tokens: number;
  readonly model: string | undefined;
}

/** The parts of a prompt with their tokens. */
export interface Pieces {
  /** The bot's own tokenizer counted them. */
  readonly isEstimate: boolean;
  /** How many sentences fit between the fact and the end in so many tokens. */
  readonly mostFitting: (room: number) => number;
  /** The prompt with so many in between. `room`: without the fact, which fell off, and what else has no room behind it. */
  readonly at: (
    between: number,
    room?: number,
  ) => Pick<ForgetRow, 'fact' | 'filler' | 'end' | 'dropped' | 'sentences' | 'sent'>;
}

/** The longest filler: no sentence has fewer tokens. */
const LEAST_TOKENS = 3;

/** Counts the tokens of each part: by the endpoint's tokenizer, or by the bot's own where it has none to ask. */
export async function readPiecesOf(asked: Asked, signal: AbortSignal, services: Services): Promise<Pieces> {
  const most = Math.ceil(asked.tokens / LEAST_TOKENS) + 1;
  const inBetween = Array.from({ length: most }, (_, at) => asked.sentences[at % asked.sentences.length] ?? '');
  const texts = [asked.fact.trim(), ...inBetween, asked.end.trim()].map((text, at) => (at === 0 ? text : ` ${text}`));
  const { counts, isEstimate } = await countEach(texts, asked.model, signal, services);
  const [fact = 0, ...others] = counts;
  const filler = others.slice(0, -1);
  const end = others.at(-1) ?? 0;
  const fillerTo = (between: number) => filler.slice(0, between).reduce((sum, count) => sum + count, 0);
  return {
    isEstimate,
    mostFitting(room) {
      let between = -1;
      while (between < filler.length - 1 && fact + fillerTo(between + 1) + end <= room) between += 1;
      return between;
    },
    at(between, room) {
      let off = 0;
      if (room !== undefined) while (off < between && fillerTo(between) - fillerTo(off) + end > room) off += 1;
      // Tokens are dropped, so the first one that stays keeps the space before its word.
      const stay = room === undefined ? texts.slice(0, between + 1) : texts.slice(1 + off, between + 1);
      const dropped = fillerTo(off);
      const sent = [...stay, ...texts.slice(-1)].join('');
      return { fact, filler: fillerTo(between) - dropped, end, dropped, sentences: between - off, sent };
    },
  };
}

/** The tokens of each text as they stand in all of them together. */
async function countEach(
  texts: readonly string[],
  model: string | undefined,
  signal: AbortSignal,
  { model: endpoint, tokenizer }: Services,
): Promise<{ counts: number[]; isEstimate: boolean }> {
  const whole = texts.join('');
  const countsOf = (tokens: readonly { readonly bytes: Uint8Array | undefined }[]) =>
    countByBytes(
      texts,
      tokens.map(({ bytes }) => bytes?.length),
    );
  try {
    const counts = countsOf((await endpoint.tokenize({ text: whole, model, around: 'nothing', signal })).tokens);
    if (counts !== undefined) return { counts, isEstimate: false };
  } catch (error) {
    if (!isUnsupported(error)) throw error;
  }
  const counts = countsOf((await tokenizer.tokenize(whole, ESTIMATE_ENCODING, signal)).tokens);
  return { counts: counts ?? [], isEstimate: true };
}

/** A token counts for the text in which it begins; undefined where the bytes are not told. */
function countByBytes(texts: readonly string[], lengths: readonly (number | undefined)[]): number[] | undefined {
  const counts = texts.map(() => 0);
  const ends: number[] = [];
  for (const text of texts) ends.push((ends.at(-1) ?? 0) + Buffer.byteLength(text));
  let [at, text] = [0, 0];
  for (const length of lengths) {
    if (length === undefined) return undefined;
    while (text < ends.length - 1 && at >= (ends[text] ?? 0)) text += 1;
    counts[text] = (counts[text] ?? 0) + 1;
    at += length;
  }
  return counts;
}
