import { z } from 'zod';
import { ballotSchema } from '../../src/lesson/room/ballot.js';
import { endpointSchema, sentRequestSchema } from '../../src/lesson/stored/sent-request.js';
import { chosenSamplingSchema } from '../../src/lesson/stored/stored-sampling.js';
import { intervalSchema, unboundedNumber } from '../../src/lesson/stored/stored-tokens.js';

/** The ways in which a result is shown: the round, the points of all, and the room beside the model. */
export const SIGHTS = ['round', 'board', 'race'] as const;

/** What one person says. */
const guessSchema = z.object({ word: z.string(), name: z.string() });

/** One word with its chance, summed over the spellings that count as the same. */
const wordSchema = z.object({
  /** What all its spellings have in common. */
  key: z.string(),
  /** As it is shown. */
  shown: z.string(),
  chance: intervalSchema,
  /** How the text goes on with its likeliest spelling. */
  text: z.string(),
  /** The spellings that count, each as it stands behind the text. */
  spellings: z.array(z.object({ text: z.string(), chance: intervalSchema })),
  /** How many people guessed it. */
  guesses: z.number(),
  /** It stands in the hidden text. */
  isTrue: z.boolean().optional(),
});

/** What a round came to. */
const outcomeSchema = z.object({
  /** The model that answered. */
  model: z.string(),
  /** How many people guessed. */
  people: z.number(),
  /** Likeliest first: all that were guessed, and what the model finds likeliest. */
  words: z.array(wordSchema),
  request: sentRequestSchema,
  requests: z.number(),
});

/** One word of a hidden text, with what stands around it. */
const hiddenSchema = z.object({
  /** What stands between the word before and this one, without the last space. */
  before: z.string(),
  /** As it stands there, with the space before it. */
  text: z.string(),
  /** In bits, how surprising the model finds these characters, all before them given. */
  bits: z.object({ low: z.number(), high: unboundedNumber }),
});

/** A word of a hidden text that was guessed. */
const guessedSchema = z.object({
  word: z.string(),
  /** The model's chance of the word, as that of guesses is computed. */
  chance: intervalSchema,
  guesses: z.number(),
  right: z.number(),
  /** Characters with the space before it. */
  letters: z.number(),
  bits: z.object({ low: z.number(), high: unboundedNumber }),
});

/** What `/guess` shows: a text whose next word a room guesses, what each guess is worth, and a board over rounds. */
export const guessResult = z.object({
  /** The text before the gap. */
  prompt: z.string(),
  /** The model that was asked for. */
  model: z.string().optional(),
  /** The one that answers. */
  answers: z.string().optional(),
  endpoint: endpointSchema,
  /** What was chosen of how tokens are drawn, to go along: nothing is drawn here. */
  sampling: chosenSamplingSchema.optional(),
  /** From 1. */
  round: z.number(),
  ballot: ballotSchema(guessSchema),
  outcome: outcomeSchema.optional(),
  /** Words that whoever leads left out of what is shown, by their keys. */
  leftOut: z.array(z.string()),
  /** By person, as the ballot knows them. */
  board: z.record(z.string(), z.object({ name: z.string(), points: z.number(), rounds: z.number() })),
  sight: z.enum(SIGHTS),
  hidden: z
    .object({
      title: z.string(),
      /** Somebody put it in. */
      isOwn: z.boolean(),
      /** What is hidden, word by word. */
      words: z.array(hiddenSchema),
      /** The word that is guessed now. */
      at: z.number(),
      guessed: z.array(guessedSchema),
    })
    .optional(),
});

export type GuessResult = z.infer<typeof guessResult>;

export type Guess = z.infer<typeof guessSchema>;

export type Sight = GuessResult['sight'];

export type Outcome = NonNullable<GuessResult['outcome']>;

export type GuessedWord = Outcome['words'][number];

export type Hidden = NonNullable<GuessResult['hidden']>;

export type HiddenWord = Hidden['words'][number];

/** What is shown of the words of a round: none that was left out. */
export function shownWords({ outcome, leftOut }: Pick<GuessResult, 'outcome' | 'leftOut'>): GuessedWord[] {
  return (outcome?.words ?? []).filter(({ key, guesses, isTrue }) => isTrue || guesses === 0 || !leftOut.includes(key));
}
