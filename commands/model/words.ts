import { inlineCode, plain } from '../../src/discord/markdown.js';
import type { LogprobScale } from '../../src/domain/distribution.js';
import type { Need, Variant } from '../../src/lesson/command/needs.js';
import { defineWords } from '../../src/words/define-words.js';
import type { Language } from '../../src/words/language.js';
import type { FoundCapabilities } from './result.js';

/** What `/model` says. Markdown, save for descriptions and labels. */
export const modelWords = defineWords({ en });

export type ModelWords = ReturnType<typeof modelWords>;

type Question = FoundCapabilities['failures'][number]['question'];

function en({ count, plural }: Language) {
  const tokens = (amount: number) => plural(amount, { one: 'token', other: 'tokens' });
  return {
    description: 'Show what the endpoint can do for a model, and choose the model of this channel',
    name: 'Which of the endpoint’s models to look at (default: the channel’s)',
    asking: 'Asking a few short questions…',

    title: (model: string, probedAt: number, server: string | undefined) => {
      const asked = `As its answers to a few short questions showed, <t:${Math.floor(probedAt / 1000)}:R>.`;
      const by = server === undefined ? '' : ` The server calls itself ${plain(server)}.`;
      return `**What this model can do:** ${model}\n-# ${asked}${by}`;
    },
    cannotBeTold: (model: string, why: string) => `**What ${inlineCode(model)} can do cannot be told.** ${plain(why)}`,
    status: (channelModel: string | undefined, defaultModel: string | undefined, setBy: string | undefined) => {
      const standard = `the default${defaultModel === undefined ? '' : ` (${inlineCode(defaultModel)})`}`;
      const used = channelModel === undefined ? standard : inlineCode(channelModel);
      const by = setBy === undefined ? '' : ` Changed by ${plain(setBy)}.`;
      return `**This channel uses ${used}** where a command names no model.${by}`;
    },
    moreModels: (amount: number) =>
      `-# The menu has no room for ${plural(amount, { one: 'more model', other: 'more models' })}: name one with /model.`,
    /** Plain text. */
    late: 'A press came from an earlier view and changed nothing. This is the view as it is now.',
    use: 'Use in this channel',
    reset: 'Back to the default',
    again: 'Ask again',
    look: 'Look at another model',
    setHere: 'set for this channel',
    isDefault: 'the default',

    /** One thing that a model can do, or not. */
    row: (name: keyof typeof ROWS_EN, value: string) => `**${ROWS_EN[name]}:** ${value}`,
    notFoundOut: 'not found out',
    none: 'none',
    yesOrNo: (value: boolean) => (value ? 'yes' : 'no'),
    logprobs: (
      listed: readonly number[],
      vocabularySize: number | undefined,
      scale: LogprobScale,
      isLeast: boolean,
      byRoute: readonly (readonly [route: string, listed: number])[],
    ) => {
      const most = listed.map(count).join(' or ');
      const of = vocabularySize === undefined ? 'tokens' : `of ${tokens(vocabularySize)}`;
      const where =
        byRoute.length === 0 ? '' : ` (${byRoute.map(([route, some]) => `${route}: ${count(some)}`).join(', ')})`;
      return `${isLeast ? 'at least ' : ''}the ${most} most likely ${of}, ${SCALE_EN[scale]}${where}`;
    },
    bytes: (bytes: FoundCapabilities['bytes'] | 'unseen') => BYTES_EN[bytes ?? 'unseen'],
    tokenizer: (hasOne: boolean) => (hasOne ? 'the server’s own' : 'the server has none to ask'),
    scoring: (method: NonNullable<FoundCapabilities['scoring']>) => SCORING_EN[method],
    seed: (seed: NonNullable<FoundCapabilities['seed']>) => SEED_EN[seed],
    continuation: (way: NonNullable<FoundCapabilities['continuation']>) =>
      way === 'prefix' ? 'yes' : 'no: an instruction asks it to go on',
    ways: (available: readonly string[], others: readonly { readonly route: string; readonly isUnknown: boolean }[]) =>
      [
        ...(available.length === 0 ? [] : [available.join(' and ')]),
        ...others.map(({ route, isUnknown }) => (isUnknown ? `${route} not found out` : `no ${route}`)),
      ].join(', '),
    contextWindow: (length: number | undefined) => (length === undefined ? 'the server does not tell' : tokens(length)),
    refusesNothing: 'nothing that was sent',

    failed: (questions: readonly Question[], why: string) =>
      `-# Not found out by asking for ${plain(questions.map((one) => QUESTIONS_EN[one]).join(', '))}: ${plain(why)}`,
    /** A command as it is typed, or one way to use it. */
    command: (name: string, variant: Variant | undefined) =>
      `/${name}${variant === undefined ? '' : ` ${VARIANTS_EN[variant]}`}`,
    works: (commands: readonly string[]) => `**Works with it:** ${commands.join(', ')}`,
    doesNotWork: (command: string, need: Need) => `**Does not work:** ${command}, because ${LACKS_EN[need]}`,
    mayWork: (command: string) => `**Not found out:** whether ${command} works`,
  };
}

const ROWS_EN = {
  logprobs: 'Logprobs',
  ids: 'Token ids',
  bytes: 'Token bytes',
  tokenizer: 'Tokenizer',
  scoring: 'Scoring your text',
  seed: 'Seed',
  several: 'Several answers per request',
  continuation: 'Continues its own message',
  embeddings: 'Embeddings',
  ways: 'Ways to ask',
  context: 'Context window',
  refuses: 'Refuses',
  length: 'Length limit is called',
} as const;

const SCALE_EN: Readonly<Record<LogprobScale, string>> = {
  raw: 'before temperature',
  processed: 'after temperature',
  unknown: 'whether before or after temperature was not found out',
};

const BYTES_EN: Readonly<Record<NonNullable<FoundCapabilities['bytes']> | 'unseen', string>> = {
  true: 'the tokens’ own',
  're-encoded': 'made from decoded text: parts of a character are lost',
  none: 'none',
  unseen: 'not seen: no token was a part of a character',
};

const SCORING_EN: Readonly<Record<NonNullable<FoundCapabilities['scoring']>, string>> = {
  echo: 'yes, in one request',
  'prompt-logprobs': 'yes, in two requests',
  stepping: 'yes, with one request for each token',
  none: 'no',
};

const SEED_EN: Readonly<Record<NonNullable<FoundCapabilities['seed']>, string>> = {
  repeats: 'the same seed gave the same tokens',
  varies: 'the same seed gave other tokens',
  refused: 'refused',
};

/** What was sent to find something out. */
const QUESTIONS_EN: Readonly<Record<Question, string>> = {
  completions: 'a completion',
  chat: 'a chat completion',
  scale: 'one completion at two temperatures',
  tokens: 'a completion after emoji',
  continuation: 'an unfinished message to continue',
  tokenizer: 'the tokenizer',
  scoring: 'the scores of a short text',
  several: 'two answers at once',
  seed: 'the same seed twice',
  embeddings: 'an embedding',
  models: 'the list of models',
  'context-length': 'the context length',
};

const VARIANTS_EN: Readonly<Record<Variant, string>> = {
  'own-tokenizer': 'with the model’s own tokenizer',
};

/** Why a command does not work without what it needs. */
const LACKS_EN: Readonly<Record<Need, string>> = {
  nothing: '',
  logprobs: 'no logprobs come',
  chat: 'the endpoint has no chat for it',
  texts: 'the endpoint has no chat for it and no logprobs come',
  scoring: 'no probabilities of a text come',
  tokenizer: 'the server has none to ask',
};
