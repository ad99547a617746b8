/**
 * What a command needs of an endpoint: `nothing`; `logprobs`: probabilities of the next token; `chat`: replies to questions;
 * `texts`: either of these; `scoring`: probabilities of a given text; `tokenizer`: the model's own tokenizer, to ask.
 */
export type Need = 'nothing' | 'logprobs' | 'chat' | 'texts' | 'scoring' | 'tokenizer';

/** One way to use a command. `own-tokenizer`: with the model's own tokenizer. */
export type Variant = 'own-tokenizer';

/** A command, or one way to use it, and what it needs. */
export interface CommandNeed {
  /** Its name, without a slash. */
  readonly command: string;
  /** Undefined: however it is used. */
  readonly variant?: Variant | undefined;
  readonly need: Need;
}
