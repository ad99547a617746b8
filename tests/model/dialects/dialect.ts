import type { ScoringMethod } from '../../../src/domain/capabilities.js';
import type { Distribution, LogprobScale } from '../../../src/domain/distribution.js';
import type { ModelErrorKind } from '../../../src/domain/model-failure.js';
import type { StubAnswer, StubRequest } from '../endpoint-stub.js';

/** The name under which every emulator serves the truth. */
export const servedModel = 'truth';
/** The longest context that an emulator takes, in bytes. */
export const contextLength = 1000;
/** The API key that emulators refuse. */
export const wrongKey = 'sk-wrong';

/** The protocol as one server speaks it: what the contract can expect, and what answers. */
export interface Dialect {
  readonly name: string;
  /** Whether its shapes are those of recorded answers, written after a description, or the server's own. */
  readonly source: 'recorded' | 'described' | 'live';
  /** The route on which distributions come; undefined where none come. */
  readonly route: Distribution['route'] | undefined;
  /** Whether replies come with logprobs. */
  readonly repliesWithLogprobs: boolean;
  /** What `model.scale` finds. */
  readonly scale: LogprobScale;
  /** Where the logprobs of its answers are taken. */
  readonly values: 'raw' | 'tempered' | 'warped';
  /** The most tokens that it lists. */
  readonly mostListed: number;
  /** Whether tokens come by text, so that those of the same text overwrite each other. */
  readonly byText: boolean;
  readonly ids: boolean;
  /** `id`: a token's text is its number. */
  readonly texts: 'text' | 'id';
  readonly vocabularySize: number | undefined;
  /** How it scores a text that is handed in, and whether it has a tokenizer to ask. */
  readonly scoring: ScoringMethod;
  readonly tokenizer: string;
  /** The kinds of error; undefined where the server answers all the same. */
  readonly errors: {
    readonly tooLong: ModelErrorKind | undefined;
    readonly unknownModel: ModelErrorKind | undefined;
    readonly wrongKey: ModelErrorKind | undefined;
  };
  /**
   * What it tells of the tokens of a character that is several: each, or in place of the last one all of them together, and
   * nothing of a character that is not whole.
   */
  readonly parts?: 'told' | 'joined';
  /** The bytes that a request asks to go on from, where the server puts something of its own in front of a text. */
  readonly read?: (body: Readonly<Record<string, unknown>>) => Buffer;
  readonly answer: (request: StubRequest) => StubAnswer | undefined;
}
