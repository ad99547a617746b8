import { z } from 'zod';
import { nextTokenCodec } from '../../src/lesson/asking/next-token.js';
import type { ReplayRecord } from '../../src/lesson/record/record.js';
import { textCodec } from '../../src/lesson/record/text-record.js';
import { endpointSchema } from '../../src/lesson/stored/sent-request.js';
import { factSchema } from '../../src/lesson/stored/stored-fact.js';
import { conversationShape } from '../../src/lesson/stored/stored-question.js';
import { chosenSamplingSchema } from '../../src/lesson/stored/stored-sampling.js';
import { beginningCodec, intervalSchema } from '../../src/lesson/stored/stored-tokens.js';

/** What may differ from one setting to the next. */
export const DIFFERENCES = ['temperatures', 'models', 'systems', 'styles'] as const;

export type Difference = (typeof DIFFERENCES)[number];

const settingSchema = z.object({
  /** `text`: the model goes on with the prompt. `question`: it replies to the prompt. */
  as: z.enum(['text', 'question']),
  temperature: z.number(),
  model: z.string().optional(),
  system: z.string().optional(),
});

/** One way to ask for a text. */
export type Setting = z.infer<typeof settingSchema>;

const columnSchema = z.object({
  setting: settingSchema,
  /** The finished text; undefined where it broke off. */
  record: textCodec.optional(),
  /** The text, where no record holds the whole of it; shown when it is new, and stored in part. */
  written: beginningCodec.optional(),
  /** Why it breaks off. */
  broken: factSchema.optional(),
  /** Which of `firsts` its first token is drawn from; undefined where that is not known. */
  first: z.number().optional(),
});

/** What `/compare` shows: a text under each setting, and the distributions that their first tokens are drawn from. */
export const compareResult = z.object({
  prompt: z.string(),
  /** What was said before, where the prompt is a question of a conversation. */
  ...conversationShape,
  what: z.enum(DIFFERENCES),
  maxTokens: z.number(),
  seed: z.number(),
  /** What was chosen of how tokens are drawn, to go along; its cuts are those of all texts. */
  sampling: chosenSamplingSchema.optional(),
  columns: z.array(columnSchema),
  firsts: z.array(nextTokenCodec),
  /** How far apart every two columns are whose distributions are known, by their places among these; none where one cannot be compared. */
  pairs: z.array(
    z.object({
      between: z.tuple([z.number(), z.number()]),
      overlap: intervalSchema,
      jensenShannon: intervalSchema,
      /** The same whatever the tokens have that are not listed, where those are estimates. */
      sure: z.object({ overlap: intervalSchema, jensenShannon: intervalSchema }).optional(),
    }),
  ),
  /** The model takes no questions, so that it goes on with the prompt as a text. */
  takesNoQuestions: z.boolean(),
  /** Asked as a question, because the model does not go on with texts here. */
  takesNoTexts: z.boolean().optional(),
  /** Why distributions are missing. */
  missing: z.array(factSchema),
  endpoint: endpointSchema,
});

export type CompareResult = z.infer<typeof compareResult>;

/** What came of one setting; neither finished nor broken off while it is written. */
export type Column = CompareResult['columns'][number];

/** How far apart two columns are. */
export type Pair = CompareResult['pairs'][number];

/** At which temperature a column shows its first token's distribution. */
export function shownTemperature(what: Difference, { temperature }: Setting): number {
  return what === 'temperatures' ? temperature : 1;
}

/** Whether nobody chose at which temperature the texts are drawn. */
export function hasDefaultTemperature({ what, sampling }: Pick<CompareResult, 'what' | 'sampling'>): boolean {
  return what !== 'temperatures' && sampling?.temperature === undefined;
}

/** The value of a link to one of `firsts`; that of a link to a column is its place. */
export function firstValue(at: number): string {
  return `first-${at}`;
}

/** What a link leads to the details of. */
export function linkedRecord({ columns, firsts }: CompareResult, value: string): ReplayRecord | undefined {
  return firsts.find((_, at) => firstValue(at) === value) ?? columns[Number(value)]?.record;
}

/** How the texts are cut; nobody cuts where it was not chosen. */
export function cutsOf({ sampling: { topK, topP, minP } = {} }: Pick<CompareResult, 'sampling'>) {
  return { topK, topP, minP };
}
