import { z } from 'zod';
import { unitFileWords } from './words.js';

const words = unitFileWords('en');

/** As many answers as buttons stand in a row, with one place left. */
const MAX_OPTIONS = 4;

/** Words that stand on a button, letter and all. */
const optionLabel = z.string().min(1).max(70);

const sentence = z.string().min(1).max(400);

/** A question about the idea of a unit, which is asked before and, in other words, after it. */
const ideaQuestion = z
  .strictObject({
    ask: z.string().min(1).max(300),
    options: z
      .array(
        z.strictObject({
          label: optionLabel,
          /** Exactly one is. */
          isRight: z.literal(true).optional(),
          /** Why it is right, or where the thought behind it goes wrong. */
          because: sentence,
        }),
      )
      .min(2)
      .max(MAX_OPTIONS),
  })
  .refine(({ options }) => options.filter(({ isRight }) => isRight).length === 1, words.oneRight);

/** What of the computed numbers makes an option of a poll the right one: a range of a number, or the item that comes first. */
const optionIs = z.union([
  z.strictObject({ from: z.number().optional(), below: z.number().optional() }),
  z.strictObject({ item: z.string().min(1) }),
]);

/** What the room predicts before a command runs. The right answer is read from what the command then finds. */
const prediction = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('poll'),
    ask: z.string().min(1).max(300),
    options: z
      .array(z.strictObject({ label: optionLabel, is: optionIs, because: sentence.optional() }))
      .min(2)
      .max(MAX_OPTIONS),
  }),
  z.strictObject({
    kind: z.literal('number'),
    ask: z.string().min(1).max(300),
    /** What may be typed. */
    from: z.number(),
    to: z.number(),
    /** So far off counts as right. */
    tolerance: z.number().min(0),
  }),
  z.strictObject({ kind: z.literal('word'), ask: z.string().min(1).max(300) }),
  z.strictObject({
    kind: z.literal('order'),
    ask: z.string().min(1).max(300),
    items: z.array(z.string().min(1).max(24)).length(3),
  }),
]);

const step = z.strictObject({
  title: z.string().min(1).max(60),
  /** What to know before one predicts. */
  say: z.string().min(1).max(400).optional(),
  predict: prediction,
  /** What then runs. */
  run: z.strictObject({
    /** One of `runs/lesson-runs.ts`. */
    run: z.string(),
    options: z.record(z.string(), z.union([z.string(), z.number()])),
    /** The option in whose place the class may put a text of its own, and what that text is called. */
    own: z.strictObject({ option: z.string(), label: z.string().min(1).max(45) }).optional(),
  }),
  /** What of the result the prediction was about. */
  truth: z.strictObject({
    measure: z.string(),
    /** What is measured, where there are several things: such as the words whose chances count. */
    of: z.array(z.string()).optional(),
    /** Of several the one with the most is right, unless it says this. */
    first: z.literal('least').optional(),
  }),
  /** Why it came out so, in two sentences that hold whatever the numbers are. */
  why: sentence,
});

/** One unit of a lesson, as a teacher may write it: `docs/lessons.md` says what each field does. */
export const unitSchema = z.strictObject({
  /** Also the file's name. */
  id: z.string().regex(/^[a-z][a-z0-9-]{1,23}$/, words.idCharacters),
  title: z.string().min(1).max(48),
  /** The title in a word or two, where there is little room. */
  topic: z.string().min(1).max(20),
  /** The part of the story that it belongs to. */
  part: z.string().min(1).max(40),
  minutes: z.number().int().min(3).max(15),
  /** What makes one curious. */
  hook: z.string().min(1).max(400),
  before: ideaQuestion,
  steps: z.array(step).min(1).max(4),
  after: ideaQuestion,
  sources: z.array(z.strictObject({ title: z.string().min(1).max(160), url: z.url() })).max(5),
});

export type Unit = z.infer<typeof unitSchema>;
export type IdeaQuestion = Unit['before'];
export type Step = Unit['steps'][number];
export type Prediction = Step['predict'];
export type Poll = Extract<Prediction, { kind: 'poll' }>;
