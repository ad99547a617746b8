import { z } from 'zod';
import type { Picture } from '../../src/charts/kinds/registry.js';
import type { ResultType } from '../../src/lesson/command/result.js';
import { truthSchema } from './runs/truth.js';

/** A picture as it is stored: JSON has no undefined, and keeps a gap in a list as null. */
const pictureCodec = z.codec(z.unknown(), z.custom<Picture>(), {
  decode: (stored) => withoutNulls(stored) as Picture,
  encode: (picture) => picture,
});

function withoutNulls(stored: unknown): unknown {
  if (stored === null) return undefined;
  if (Array.isArray(stored)) return stored.map(withoutNulls);
  if (typeof stored !== 'object') return stored;
  return Object.fromEntries(Object.entries(stored).map(([key, value]) => [key, withoutNulls(value)]));
}

/** What one person says: the letter of an option, a number, a word, or the letters of an order. */
const answerSchema = z.union([z.string(), z.number()]);

export type Answer = z.infer<typeof answerSchema>;

/** What was run for a step, and what it found. */
const outcomeSchema = z.object({
  /** Of the stored result of that command. */
  runId: z.string(),
  truth: truthSchema,
  /** The connected endpoint could not do it, and the embedded model did. */
  isElsewhere: z.boolean(),
});

export type Outcome = z.infer<typeof outcomeSchema>;

/** The course: nothing has begun. */
const courseSchema = z.object({
  kind: z.literal('course'),
  /** The lesson that is under way in this channel. */
  underWay: z.string().optional(),
});

/** A lesson under way, of a class or of one person alone. */
const lessonSchema = z.object({
  kind: z.literal('lesson'),
  pace: z.enum(['together', 'alone']),
  /** The ids of its units. */
  plan: z.array(z.string()),
  salt: z.string(),
  leader: z.object({
    key: z.string(),
    name: z.string(),
    /** When the leader last did something, in milliseconds since 1970. */
    seenAt: z.number(),
  }),
  /** Results carry the names of those who join from now on. */
  withNames: z.boolean(),
  /** By key, with a number from 1 in the order in which they joined, which stands for them in answers. */
  people: z.record(z.string(), z.object({ number: z.number(), name: z.string().optional() })),
  /** Where it is among its stations. */
  at: z.number(),
  /** By station, and then by the number of who answered. */
  answers: z.record(z.string(), z.record(z.string(), answerSchema)),
  /** The class's own texts by station, in the place of the file's. */
  own: z.record(z.string(), z.string()),
  outcomes: z.record(z.string(), outcomeSchema),
  /** The stations of which the right answer was shown. */
  revealed: z.array(z.string()),
  /** The picture of the outcome that is shown. */
  picture: pictureCodec.optional(),
});

/** What `/lesson` shows. */
const lessonResult = z.discriminatedUnion('kind', [courseSchema, lessonSchema]);

/** How it is stored. */
export const lessonType: ResultType<LessonResult> = { version: 1, schema: lessonResult };

export type LessonResult = z.infer<typeof lessonResult>;
export type CourseResult = z.infer<typeof courseSchema>;
export type Lesson = z.infer<typeof lessonSchema>;
