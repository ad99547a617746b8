import { type Candidate, UNLISTED_LOGPROB } from '../../../src/domain/token.js';
import { openEndpointStub } from '../endpoint-stub.js';
import type { Dialect } from './dialect.js';
import { generate } from './generation.js';
import { contextOf, settingsOf } from './read-request.js';
import { nextTokenTruth } from './truth.js';
import { bytesOf, type TruthToken, vocabulary } from './truth-vocabulary.js';

type Body = Readonly<Record<string, unknown>>;

/** A token with its true probability. */
export interface TrueToken extends TruthToken {
  readonly probability: number;
}

/** What the contract is checked on: a server, and the truth behind it. */
export interface Subject extends Omit<Dialect, 'answer'> {
  readonly model: string;
  open(): Promise<{ readonly baseURL: string; close(): Promise<void> }>;
  /** The tokens after what a request asks to go on from: all, or the likeliest and those that were told. */
  truthAt(body: Body, told: readonly Candidate[]): readonly TrueToken[];
  /**
   * What the server must have drawn for a request.
   *
   * @param told the tokens that came, for a server whose randomness is not the test's
   */
  drawn(body: Body, told: readonly Candidate[]): Drawn;
}

/** What was drawn: each token with the logprob that stands in the server's answer. */
export interface Drawn {
  readonly tokens: readonly (TruthToken & { readonly logprob: number })[];
  /** As the server decoded it, up to the stop text. */
  readonly text: string;
}

/** An emulator as a subject. */
export function emulate({ answer, ...facts }: Dialect, model: string): Subject {
  const { read = contextOf, parts = 'told' } = facts;
  return {
    ...facts,
    model,
    open: () => openEndpointStub(answer),
    truthAt(body) {
      const probabilities = nextTokenTruth(read(body));
      return vocabulary.map((token) => ({ ...token, probability: probabilities[token.id] ?? 0 }));
    },
    drawn(body) {
      const { steps, text } = generate(read(body), settingsOf(body, body.max_completion_tokens ?? body.max_tokens));
      const tokens = steps.flatMap((step) => {
        const token = vocabulary[step.id];
        return token === undefined ? [] : [{ ...token, logprob: Math.log(step[facts.values][step.id] ?? 0) }];
      });
      return { tokens: parts === 'told' ? tokens : joinParts(tokens), text };
    },
  };
}

/** Tokens that together begin a character as one without a value, as far as the character becomes whole. */
function joinParts(tokens: Drawn['tokens']): Drawn['tokens'] {
  const joined: Drawn['tokens'][number][] = [];
  let open: Drawn['tokens'] = [];
  for (const token of tokens) {
    const bytes = Buffer.concat(open.map((part) => part.bytes));
    const isWhole = token.name !== undefined || !Buffer.concat([bytes, token.bytes]).toString().includes('\uFFFD');
    open = isWhole ? [] : [...open, token];
    if (!isWhole) continue;
    if (bytes.length > 0) joined.push({ id: -1, bytes, name: undefined, logprob: UNLISTED_LOGPROB });
    joined.push(token);
  }
  return joined;
}

/** How a token may be shown: as its text, or where it is a part of a character or special, as nothing or by its number. */
export function isShownAs(token: TruthToken, { text, id }: Pick<Candidate, 'text' | 'id'>): boolean {
  if (id !== undefined && id !== token.id) return false;
  if (text === `token_id:${token.id}`) return true;
  const own = token.name ?? Buffer.from(token.bytes).toString('utf8');
  return text === own || (text === '' && (token.name !== undefined || own.includes('\uFFFD')));
}

/** The fewest drawn tokens that are whole characters. */
export function firstCharacter({ tokens }: Drawn): Drawn['tokens'] {
  const lengths = tokens.map((_, place) => place + 1);
  const whole = lengths.find((length) => {
    const bytes = Buffer.concat(tokens.slice(0, length).map(({ bytes: own }) => own));
    return !bytes.toString('utf8').includes('\uFFFD');
  });
  const taken = tokens.slice(0, whole);
  return taken[0]?.name === undefined ? taken : [];
}

/** What tokens are together. */
export function textOf(tokens: readonly Pick<Candidate, 'text' | 'bytes'>[]): string {
  if (tokens.some(({ bytes }) => bytes === undefined)) return tokens.map(({ text }) => text).join('');
  return Buffer.concat(tokens.map(({ bytes }) => bytes ?? bytesOf([]))).toString('utf8');
}
