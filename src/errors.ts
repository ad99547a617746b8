import { randomBytes } from 'node:crypto';
import type { Fact } from './domain/fact.js';
import { createFact, type FactArguments, type FactParams, sentenceOf } from './facts.js';
import type { ErrorCode } from './words/facts.js';

/** What follows an error's code: what its sentence is made with, and further options. */
export type ErrorArguments<C extends ErrorCode, Options = ErrorOptions> =
  FactParams<C> extends undefined
    ? [params?: undefined | Record<string, never>, options?: Options]
    : [...params: FactArguments<C>, options?: Options];

/**
 * An error for the person who typed the command: which one it is, and what its sentence is made with. The sentence stands
 * under the code in `words/errors`: what went wrong and what to do next, in plain text (no markdown: it is escaped where it
 * is shown). It never holds a secret. `message` has it in English, for the log.
 */
export class UserError<C extends ErrorCode = ErrorCode> extends Error {
  override readonly name: string = 'UserError';
  /** What went wrong, to be stored, or to be told in the language of whoever reads it. */
  readonly fact: Fact;

  constructor(code: C, ...given: ErrorArguments<C>);
  constructor(fact: Fact, options?: ErrorOptions);
  constructor(what: Fact | C, ...given: readonly unknown[]) {
    const { fact, options } = readErrorArguments<ErrorOptions>(what, given);
    super(sentenceOf(fact, 'en'), options);
    this.fact = fact;
  }
}

/** What is in the arguments of an error's constructor. */
export function readErrorArguments<Options>(
  what: Fact | string,
  given: readonly unknown[],
): { readonly fact: Fact; readonly options: Options | undefined } {
  const [first, second] = given as [Fact['params']?, Options?];
  if (typeof what !== 'string') return { fact: what, options: first as Options | undefined };
  return { fact: { code: what, params: { ...first } }, options: second };
}

/** What a person is told about an error, and what the log gets. */
export interface Explanation {
  readonly sentence: string;
  /** Set for an error that nobody foresaw: the same id is in the sentence and in the log. */
  readonly incident: string | undefined;
}

/**
 * Turns any thrown value into a sentence with a way out; one that is not a `UserError` gets an id to look up in the log.
 *
 * @param locale of who reads it
 */
export function explain(error: unknown, locale: string): Explanation {
  if (error instanceof UserError) return { sentence: sentenceOf(error.fact, locale), incident: undefined };
  const incident = randomBytes(4).toString('hex');
  return { sentence: sentenceOf(createFact('unforeseen', { incident }), locale), incident };
}
