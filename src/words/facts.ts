import type { Words } from './define-words.js';
import { answerErrors } from './errors/answers.js';
import { askingErrors } from './errors/asking.js';
import { bpeErrors } from './errors/bpe.js';
import { chartsErrors } from './errors/charts.js';
import { compareErrors } from './errors/compare.js';
import { connectionErrors } from './errors/connection.js';
import { contextErrors } from './errors/context.js';
import { courseErrors } from './errors/course.js';
import { diceErrors } from './errors/dice.js';
import { discordErrors } from './errors/discord.js';
import { embedErrors } from './errors/embed.js';
import { generalErrors } from './errors/general.js';
import { generateErrors } from './errors/generate.js';
import { guessErrors } from './errors/guess.js';
import { insideErrors } from './errors/inside.js';
import { lessonErrors } from './errors/lesson.js';
import { limitErrors } from './errors/limits.js';
import { modelCommandErrors } from './errors/model-command.js';
import { moderationErrors } from './errors/moderation.js';
import { nextwordErrors } from './errors/nextword.js';
import { optionsErrors } from './errors/options.js';
import { preferErrors } from './errors/prefer.js';
import { refusalErrors } from './errors/refusals.js';
import { repliesErrors } from './errors/replies.js';
import { roomErrors } from './errors/room.js';
import { samplingErrors } from './errors/sampling.js';
import { scoringErrors } from './errors/scoring.js';
import { settingsErrors } from './errors/settings.js';
import { startErrors } from './errors/start.js';
import { storageErrors } from './errors/storage.js';
import { surpriseErrors } from './errors/surprise.js';
import { tokenizeErrors } from './errors/tokenize.js';
import { tokenizerErrors } from './errors/tokenizer.js';
import { tokensErrors } from './errors/tokens.js';
import { trainingErrors } from './errors/training.js';
import { names } from './notices/names.js';
import { promptNotices } from './notices/prompts.js';
import { replyNotices } from './notices/replies.js';
import { scoringNotices } from './notices/scoring.js';
import { tokenizerNotices } from './notices/tokenizer.js';

/** The sentences of all errors; an error is added by adding its function to one of these parts. */
const errorParts = [
  generalErrors,
  connectionErrors,
  refusalErrors,
  answerErrors,
  askingErrors,
  contextErrors,
  insideErrors,
  tokenizerErrors,
  scoringErrors,
  tokensErrors,
  chartsErrors,
  storageErrors,
  discordErrors,
  lessonErrors,
  limitErrors,
  modelCommandErrors,
  moderationErrors,
  nextwordErrors,
  generateErrors,
  samplingErrors,
  repliesErrors,
  compareErrors,
  diceErrors,
  courseErrors,
  roomErrors,
  preferErrors,
  guessErrors,
  surpriseErrors,
  embedErrors,
  optionsErrors,
  settingsErrors,
  tokenizeErrors,
  bpeErrors,
  trainingErrors,
  startErrors,
] as const;

/** What else is noted on the way. */
const noticeParts = [tokenizerNotices, scoringNotices, replyNotices, promptNotices, names] as const;

/** All records that an array of functions gives, as one. */
type Together<Parts extends readonly Words<unknown>[]> = Parts extends readonly [Words<infer W>, ...infer Others]
  ? W & (Others extends readonly Words<unknown>[] ? Together<Others> : unknown)
  : unknown;

type ErrorWords = Together<typeof errorParts>;
type FactWords = ErrorWords & Together<typeof noticeParts>;

/** Where the words of each fact that can be told stand, by its code. */
export const factParts: ReadonlyMap<string, Words<Readonly<Record<string, unknown>>>> = new Map(
  [...errorParts, ...noticeParts].flatMap((words) => Object.keys(words('en')).map((code) => [code, words])),
);

/** What an error can be. */
export type ErrorCode = keyof ErrorWords;

/** What a fact can be. */
export type FactCode = keyof FactWords;

/** What a fact's words are made with; undefined where they are always the same. */
export type WordsOf<C extends FactCode> = FactWords[C] extends () => string
  ? undefined
  : FactWords[C] extends (params: infer P) => string
    ? P
    : never;
