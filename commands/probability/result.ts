import { z } from 'zod';
import { sumsOf, type TwoAnswers, type TwoByTwo } from '../../src/charts/kinds/two-questions/two-questions.js';
import { UserError } from '../../src/errors.js';
import { type Ballot, ballotSchema, votesIn } from '../../src/lesson/room/ballot.js';
import { endpointSchema, sentRequestSchema } from '../../src/lesson/stored/sent-request.js';
import { chosenSamplingSchema } from '../../src/lesson/stored/stored-sampling.js';
import { candidateCodec, intervalSchema } from '../../src/lesson/stored/stored-tokens.js';

/** What one person says to both questions. */
export const ANSWERS = ['both', 'first', 'second', 'neither'] as const satisfies readonly TwoAnswers[];

/** One of the two questions. */
const questionSchema = z.enum(['first', 'second']);

export type Question = z.infer<typeof questionSchema>;

/** Two questions to a room, and what it says to them. */
const roomSchema = z.object({
  kind: z.literal('room'),
  first: z.string(),
  second: z.string(),
  ballot: ballotSchema(z.enum(ANSWERS)),
  /** Somebody wants to see the sample class, though people of the room have answered. */
  wantsSample: z.boolean(),
  /** Only who said yes to this question counts. */
  given: questionSchema.optional(),
});

/** How often words stand in the texts of the embedded model, what follows them there, and what the model says. */
const wordsSchema = z.object({
  kind: z.literal('words'),
  prompt: z.string(),
  endpoint: endpointSchema,
  /** The model that learned from the texts. */
  model: z.string(),
  /** What was chosen of how tokens are drawn, to go along: counting draws none. */
  sampling: chosenSamplingSchema.optional(),
  /** How often they stand there, and how often nothing comes after them. */
  occurrences: z.number(),
  ends: z.number(),
  /** In how many texts it was counted, and how many words these have. */
  documents: z.number(),
  words: z.number(),
  /** How many different words follow. */
  different: z.number(),
  /** Most frequent first, with what the model gives each. */
  followers: z.array(z.object({ text: z.string(), count: z.number(), chance: intervalSchema.optional() })),
  /** The prompt, and the same with ever fewer words, from its end. */
  endings: z.array(z.object({ text: z.string(), occurrences: z.number() })),
  /** The tokens to which the model gives most. */
  likeliest: z.array(candidateCodec),
  request: sentRequestSchema,
});

/** What `/probability` shows. */
export const probabilityResult = z.discriminatedUnion('kind', [roomSchema, wordsSchema]);

export type ProbabilityResult = z.infer<typeof probabilityResult>;

export type RoomResult = Extract<ProbabilityResult, { kind: 'room' }>;

export type WordsResult = Extract<ProbabilityResult, { kind: 'words' }>;

/**
 * The sample class: 14 people whose answers are made up, so that they show how different the two ways round can be. Of the
 * 10 who say yes to the second question, 4 say yes to the first; of the 5 who say yes to the first, 4 say yes to the second.
 */
export const SAMPLE_CLASS = sumsOf({ both: 4, first: 1, second: 6, neither: 3 });

/** Whether the sample class is shown: until somebody answers, or where it is asked for. */
export function showsSample({ ballot, wantsSample }: RoomResult): boolean {
  return wantsSample || votesIn(ballot).length === 0;
}

/** Who is counted: the sample class, or the room alone. */
export function countedIn(result: RoomResult): TwoByTwo {
  return showsSample(result) ? SAMPLE_CLASS : countAnswers(result.ballot);
}

function countAnswers(ballot: Ballot<TwoAnswers>): TwoByTwo {
  const votes = votesIn(ballot);
  const of = (answers: TwoAnswers) => votes.filter((vote) => vote === answers).length;
  return sumsOf({ both: of('both'), first: of('first'), second: of('second'), neither: of('neither') });
}

/** @throws UserError for what is not asked of a room */
export function roomOf(result: ProbabilityResult): RoomResult {
  if (result.kind !== 'room') throw new UserError('not-opened-from-here');
  return result;
}

/** @throws UserError for what is not counted in texts */
export function wordsOf(result: ProbabilityResult): WordsResult {
  if (result.kind !== 'words') throw new UserError('not-opened-from-here');
  return result;
}
