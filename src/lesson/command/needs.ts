/**
 * What a command needs of an endpoint: `nothing`; `logprobs`: probabilities of the next token; `chat`: replies to questions;
 * `texts`: either of these; `scoring`: probabilities of a given text; `tokenizer`: the model's own tokenizer, to ask.
 */
export type Need = 'nothing' | 'logprobs' | 'chat' | 'texts' | 'scoring' | 'tokenizer';

/** A command, or one way to use it, and what it needs. */
export interface CommandNeed {
  /** As it is typed, such as `/tokenize`; for one way to use it with words that say which. */
  readonly name: string;
  readonly need: Need;
}
