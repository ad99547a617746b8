import { z } from 'zod';
import { endpointSchema, sentRequestSchema } from '../../src/lesson/stored/sent-request.js';
import { factSchema } from '../../src/lesson/stored/stored-fact.js';
import { beforeQuestionSchema } from '../../src/lesson/stored/stored-question.js';
import { chosenSamplingSchema } from '../../src/lesson/stored/stored-sampling.js';

/** By which the bot's own tokenizer estimates, where the endpoint has none to ask. */
export const ESTIMATE_ENCODING = 'o200k_base';

/**
 * Of whom a token of a prompt is. `before`: what was said before in the conversation. `answer`: what the model has written so
 * far, which it reads again for each next token.
 */
export const OWNERS = ['template', 'system', 'before', 'user', 'answer'] as const;

const ownerSchema = z.enum(OWNERS);

/** A prompt as the model gets it. */
const promptSchema = z.object({
  text: z.string(),
  ...beforeQuestionSchema.shape,
  answer: z.string().optional(),
  /** The model that was asked for, and the one that answered. */
  model: z.string().optional(),
  answeredBy: z.string().optional(),
  endpoint: endpointSchema,
  /** What was chosen of how tokens are drawn, to go along: reading draws none. */
  sampling: chosenSamplingSchema.optional(),
  /** Tokens that the model can read at once; undefined where the server does not tell. */
  window: z.number().optional(),
  /**
   * How the tokens are known. `template`: the server's tokenizer puts the chat template around them. `alone`: it cuts the
   * texts, and tells no template. `estimate`: the bot's own tokenizer cut them, which may cut otherwise.
   */
  way: z.enum(['template', 'alone', 'estimate']),
  /** Why there is no template. */
  why: factSchema.optional(),
  /** In the order in which the model reads them; of a long prompt the first. */
  tokens: z.array(z.object({ label: z.string(), owner: ownerSchema, id: z.number(), endsLine: z.boolean() })),
  /** All of them. Where no template is told, those of the template are not counted here. */
  counts: z.object({
    template: z.number(),
    system: z.number(),
    before: z.number().default(0),
    user: z.number(),
    answer: z.number(),
  }),
  /** As the server counted a real request. */
  usage: z.object({ prompt: z.number(), completion: z.number() }).optional(),
  /** That request. `isAnswer`: it is the one that the answer came from, and was not made for this. */
  request: sentRequestSchema.optional(),
  isAnswer: z.boolean(),
  /** Why that request came to nothing. */
  refused: factSchema.optional(),
  notices: z.array(factSchema),
});

const rowSchema = z.object({
  /** `near`: the fact stands right before the end. `far`: as far from it as the window allows. `gone`: it fell off. */
  place: z.enum(['near', 'far', 'gone']),
  /** Tokens of each part. */
  fact: z.number(),
  filler: z.number(),
  end: z.number(),
  /** Tokens of the sentences that fell off behind the fact, because one more sentence is longer than the fact. */
  dropped: z.number().default(0),
  /** Sentences in between. */
  sentences: z.number(),
  /** What was sent, without what fell off. */
  sent: z.string(),
  /** How likely the word is; `isBound`: no more than that. */
  chance: z.object({ probability: z.number(), isBound: z.boolean() }).optional(),
  /** The likeliest next tokens. */
  first: z.array(z.object({ label: z.string(), probability: z.number() })),
  /** What the model answered, where it was asked a question. */
  reply: z.string().optional(),
});

/** The same question with a fact inside of the window, and outside. */
const forgetSchema = z.object({
  fact: z.string(),
  /** How the text ends: the model says what comes next. Or a question. */
  end: z.string(),
  /** What the model can only know from the fact. */
  word: z.string(),
  /** The token whose chance is told, where that is not the whole word. */
  token: z.string().optional(),
  model: z.string(),
  endpoint: endpointSchema,
  /** Tokens that the model sees at once. `isOwn`: the bot drops what is older, because the model’s own window is larger, or is not told. */
  window: z.number(),
  isOwn: z.boolean(),
  /** As the server tells it. */
  modelWindow: z.number().optional(),
  /** Tokens of the window that are kept for what the model writes. */
  reserved: z.number(),
  /** The bot's own tokenizer counted the tokens. */
  isEstimate: z.boolean(),
  rows: z.array(rowSchema),
  request: sentRequestSchema,
});

/** What `/context` shows: a prompt in its window; or what becomes of a fact that falls out of it. */
export const contextResult = z.object({ prompt: promptSchema, forget: forgetSchema.optional() });

export type ContextResult = z.infer<typeof contextResult>;

export type ReadPrompt = ContextResult['prompt'];

export type Forget = NonNullable<ContextResult['forget']>;

export type ForgetRow = Forget['rows'][number];

export type Owner = z.infer<typeof ownerSchema>;

/** Tokens that are listed: those of the template too, where it is known. */
export function listedCount({ counts }: Pick<ReadPrompt, 'counts'>): number {
  return counts.template + wordsCount({ counts }) + counts.answer;
}

/** Tokens of all words that the model reads before it answers. */
export function wordsCount({ counts }: Pick<ReadPrompt, 'counts'>): number {
  return counts.system + counts.before + counts.user;
}

/** Tokens of the template: as they are listed, or what the server counted more than the words have; undefined where neither tells. */
export function templateCount({
  way,
  counts,
  usage,
}: Pick<ReadPrompt, 'way' | 'counts' | 'usage'>): number | undefined {
  if (way === 'template') return counts.template;
  if (usage === undefined) return undefined;
  const rest = usage.prompt - wordsCount({ counts });
  return rest < 0 ? undefined : rest;
}

/** Tokens that fill the window. */
export function usedCount(prompt: ReadPrompt): number {
  const { usage, counts } = prompt;
  if (prompt.way === 'template') return listedCount(prompt);
  return usage === undefined ? listedCount(prompt) : usage.prompt + counts.answer;
}

/** How many of the oldest tokens do not fit into the window. */
export function overflowOf(prompt: ReadPrompt): number {
  return prompt.window === undefined ? 0 : Math.max(0, usedCount(prompt) - prompt.window);
}

/** The tokens of each owner, as far as there are any. */
export function promptParts(prompt: ReadPrompt): { readonly owner: Owner; readonly count: number }[] {
  const counts = { ...prompt.counts, template: templateCount(prompt) ?? 0 };
  return OWNERS.map((owner) => ({ owner, count: counts[owner] })).filter(({ count }) => count > 0);
}
