import { setImmediate } from 'node:timers/promises';
import type { NextTokenModel, Probabilities } from './next-token-model.js';
import type { RandomNumbers } from './random.js';
import { mostLikely, type RankedToken, rankOf } from './ranking.js';
import { drawToken, type SamplerSettings } from './sampler.js';
import { type TailBin, tailBins } from './tail-bins.js';
import type { Vocabulary } from './vocabulary.js';

/** A token in its place, with what else could have stood there. */
export interface ScoredToken extends RankedToken {
  /** Most likely first. */
  readonly alternatives: readonly RankedToken[];
  /** All tokens but the alternatives and the token itself, where they were asked for. */
  readonly tail: readonly TailBin[] | undefined;
}

/** A token of a text that was given. */
export interface ScoredPromptToken extends ScoredToken {
  /** Its place by probability, from 1; tokens that are as likely share the first of their places. */
  readonly rank: number;
}

/** How much to tell of what else could have stood at a token's place. */
export interface Listing {
  /** How many of the most likely tokens to list. */
  readonly alternatives: number;
  /** Into how many bins to gather all others; 0 leaves them out. */
  readonly bins: number;
}

/** What to generate. */
export interface GenerationSettings {
  readonly sampler: SamplerSettings;
  readonly maxTokens: number;
  /** Texts before which generation ends. */
  readonly stop: readonly string[];
  readonly listing: Listing;
  readonly random: RandomNumbers;
  readonly signal: AbortSignal;
}

/** A piece of generated text: whole characters, and the tokens that they come from. */
export interface GeneratedPiece {
  readonly text: string;
  readonly tokens: readonly ScoredToken[];
}

/** How a generation ended. */
export interface GenerationEnd {
  readonly reason: 'stop' | 'length';
  /** All tokens that were drawn, those behind a stop text and the end of the document included. */
  readonly tokens: number;
}

/** What generation needs of the model. */
export interface GeneratingModel {
  readonly model: NextTokenModel;
  readonly vocabulary: Vocabulary;
  /** Tokens that the model can look back on, prompt and reply together. */
  readonly contextLength: number;
}

/**
 * Draws tokens one after another and yields their text as soon as it can no longer change: not inside a character, nor
 * where a stop text may have begun.
 *
 * Gives way to other work after every token, and ends with the signal's reason when it is aborted.
 */
export async function* generate(
  { model, vocabulary, contextLength }: GeneratingModel,
  prompt: readonly number[],
  settings: GenerationSettings,
): AsyncGenerator<GeneratedPiece, GenerationEnd> {
  const { sampler, stop, listing, random, signal } = settings;
  const maxTokens = Math.min(settings.maxTokens, contextLength - prompt.length);
  const session = model.open(prompt);
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let heldTokens: ScoredToken[] = [];
  let heldText = '';
  const release = (text: string): GeneratedPiece => {
    const piece = { text, tokens: heldTokens };
    heldTokens = [];
    heldText = '';
    return piece;
  };

  for (let drawn = 1; drawn <= maxTokens; drawn++) {
    await setImmediate();
    signal.throwIfAborted();
    const probabilities = session.probabilities();
    const id = drawToken(probabilities, sampler, random);
    heldTokens.push(scored(id, probabilities, listing));
    session.push(id);
    const bytes = vocabulary.bytes(id);
    // A special token is no text: it ends the document, or would begin somebody's turn.
    const isSpecial = vocabulary.specialName(id) !== undefined;
    const text = isSpecial ? decoder.decode() : decoder.decode(bytes, { stream: true });
    heldText += text;

    const found = firstStop(heldText, stop);
    if (found >= 0) {
      heldTokens = tokensBefore(found, heldTokens, vocabulary);
      yield release(heldText.slice(0, found));
      return { reason: 'stop', tokens: drawn };
    }
    if (isSpecial) {
      yield release(heldText);
      return { reason: 'stop', tokens: drawn };
    }
    if (drawn < maxTokens && !endsInsideCharacter(bytes, text) && !mayBecomeStop(heldText, stop)) {
      yield release(heldText);
    }
  }
  heldText += decoder.decode();
  if (heldTokens.length > 0) yield release(heldText);
  return { reason: 'length', tokens: Math.max(0, maxTokens) };
}

function scored(id: number, probabilities: Probabilities, { alternatives, bins }: Listing): ScoredToken {
  const listed = mostLikely(probabilities, alternatives);
  const tail = bins === 0 ? undefined : tailBins(probabilities, [id, ...listed.map((token) => token.id)], bins);
  return { id, logprob: Math.log(probabilities[id] ?? 0), alternatives: listed, tail };
}

function firstStop(text: string, stop: readonly string[]): number {
  let first = -1;
  for (const end of stop) {
    const at = text.indexOf(end);
    if (at >= 0 && (first < 0 || at < first)) first = at;
  }
  return first;
}

function mayBecomeStop(text: string, stop: readonly string[]): boolean {
  return stop.some((end) => {
    for (let length = Math.min(end.length - 1, text.length); length > 0; length--) {
      if (text.endsWith(end.slice(0, length))) return true;
    }
    return false;
  });
}

/** Whether the decoder still holds bytes: the token's own that made no text, or the beginning of a character. */
function endsInsideCharacter(bytes: Uint8Array, text: string): boolean {
  if (bytes.length > 0 && text === '') return true;
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return false;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2);
  }
  return false;
}

/** The tokens that begin before the position in their joined text. */
function tokensBefore(position: number, tokens: readonly ScoredToken[], vocabulary: Vocabulary): ScoredToken[] {
  return tokens.filter((_, index) => {
    const before = vocabulary.decode(tokens.slice(0, index).map((token) => token.id));
    return before.length < position;
  });
}

/**
 * Scores a text that is given: each token's probability after those before it, the first one's at the start of a
 * document. Gives way to other work before each.
 */
export async function* scoreTokens(
  { model }: GeneratingModel,
  ids: readonly number[],
  alternatives: number,
  signal: AbortSignal,
): AsyncGenerator<ScoredPromptToken> {
  const session = model.open([]);
  for (const id of ids) {
    await setImmediate();
    signal.throwIfAborted();
    const probabilities = session.probabilities();
    yield { ...scored(id, probabilities, { alternatives, bins: 0 }), rank: rankOf(probabilities, id) };
    session.push(id);
  }
}
