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
import { modelCommandErrors } from './errors/model-command.js';
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
import { replyNotices } from './notices/replies.js';
import { scoringNotices } from './notices/scoring.js';
import { tokenizerNotices } from './notices/tokenizer.js';

/** The sentences of all errors; an error is added by adding its function to one of these parts. */
export function errorWords(locale: string) {
  return {
    ...generalErrors(locale),
    ...connectionErrors(locale),
    ...refusalErrors(locale),
    ...answerErrors(locale),
    ...askingErrors(locale),
    ...contextErrors(locale),
    ...insideErrors(locale),
    ...tokenizerErrors(locale),
    ...scoringErrors(locale),
    ...tokensErrors(locale),
    ...chartsErrors(locale),
    ...storageErrors(locale),
    ...discordErrors(locale),
    ...lessonErrors(locale),
    ...modelCommandErrors(locale),
    ...nextwordErrors(locale),
    ...generateErrors(locale),
    ...samplingErrors(locale),
    ...repliesErrors(locale),
    ...compareErrors(locale),
    ...diceErrors(locale),
    ...courseErrors(locale),
    ...roomErrors(locale),
    ...preferErrors(locale),
    ...guessErrors(locale),
    ...surpriseErrors(locale),
    ...embedErrors(locale),
    ...optionsErrors(locale),
    ...settingsErrors(locale),
    ...tokenizeErrors(locale),
    ...bpeErrors(locale),
    ...trainingErrors(locale),
    ...startErrors(locale),
  };
}

/** The words for every fact that can be told: errors, and what else is noted on the way. */
export function factWords(locale: string) {
  return {
    ...errorWords(locale),
    ...tokenizerNotices(locale),
    ...scoringNotices(locale),
    ...replyNotices(locale),
    ...names(locale),
  };
}

type FactWords = ReturnType<typeof factWords>;

/** What an error can be. */
export type ErrorCode = keyof ReturnType<typeof errorWords>;

/** What a fact can be. */
export type FactCode = keyof FactWords;

/** What a fact's words are made with; undefined where they are always the same. */
export type WordsOf<C extends FactCode> = FactWords[C] extends () => string
  ? undefined
  : FactWords[C] extends (params: infer P) => string
    ? P
    : never;
