import { z } from 'zod';
import { factSchema } from '../../src/lesson/stored/stored-fact.js';
import { beforeQuestionSchema } from '../../src/lesson/stored/stored-question.js';
import { chosenSamplingSchema } from '../../src/lesson/stored/stored-sampling.js';
import { packBytes, unpackBytes } from '../../src/lesson/stored/stored-tokens.js';

const bytesCodec = z.codec(z.string(), z.custom<Uint8Array>(), {
  decode: (stored) => unpackBytes(stored) ?? new Uint8Array(),
  encode: (bytes) => packBytes(bytes) ?? '',
});

/** Cut into tokens by one of OpenAI's encodings, or by a model's own tokenizer. */
export const encodingSchema = z.enum(['o200k_base', 'cl100k_base', 'p50k_base', 'r50k_base', 'model']);

/** What cuts where nobody chose. */
export const DEFAULT_ENCODING = 'o200k_base';

/** What a model's own tokenizer puts around the text. */
export const aroundSchema = z.enum(['nothing', 'special', 'chat']);

const shownToken = z.object({
  id: z.number(),
  /** With whitespace made visible. */
  label: z.string(),
  /** Its share of the text's UTF-8; undefined where the endpoint does not tell it, and for what stands around the text. */
  bytes: bytesCodec.optional(),
  /** Tokens of one character have one number. */
  group: z.number().optional(),
  around: z.boolean(),
  endsLine: z.boolean(),
});

const countSchema = z.object({ encoding: encodingSchema, count: z.number(), model: z.string().optional() });

/** How many tokens one tokenizer makes of a text; `model`: whose own tokenizer it is. */
export type TokenizerCount = z.infer<typeof countSchema>;

/** A text and its tokens: the counts are of all of them, of which only the first are kept. */
export const tokenizeResult = z.object({
  text: z.string(),
  encoding: encodingSchema,
  /** The model whose own tokenizer cut; undefined for an encoding. */
  model: z.string().optional(),
  around: aroundSchema,
  /** The first tokens of the text. */
  tokens: z.array(shownToken),
  /** The characters that the tokens of a group share, by the group's number. */
  groups: z.array(z.string()),
  counts: z.object({
    /** Tokens of the text itself, and of what stands around it. */
    own: z.number(),
    around: z.number(),
    /** User-perceived characters, and UTF-8 bytes. */
    characters: z.number(),
    bytes: z.number(),
  }),
  /** What is not as it was asked. */
  notices: z.array(factSchema),
  /** How many tokens each tokenizer makes of the text, where they are compared. */
  comparison: z
    .object({
      counts: z.array(countSchema),
      /** Why the model's own is missing, unless the endpoint has none. */
      withoutOwn: factSchema.optional(),
    })
    .optional(),
  /** How the reply was asked that this was opened from: for the commands that are opened from this one. */
  asked: z
    .object({
      question: beforeQuestionSchema.optional(),
      model: z.string().optional(),
      sampling: chosenSamplingSchema.optional(),
    })
    .optional(),
});

export type TokenizeResult = z.infer<typeof tokenizeResult>;

/** One token as it is shown. */
export type ShownToken = z.infer<typeof shownToken>;

/** How many tokens there are, with those around the text. */
export function tokenCount({ counts }: Pick<TokenizeResult, 'counts'>): number {
  return counts.own + counts.around;
}

/** The encoding, or the model whose own tokenizer cuts. */
export function nameOf({ encoding, model }: Pick<TokenizeResult, 'encoding' | 'model'>): string {
  return encoding === 'model' ? (model ?? encoding) : encoding;
}
