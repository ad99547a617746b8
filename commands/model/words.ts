import { inlineCode, plain } from '../../src/discord/markdown.js';
import type { LogprobScale } from '../../src/domain/distribution.js';
import type { Need, Variant } from '../../src/lesson/command/needs.js';
import { defineWords } from '../../src/words/define-words.js';
import type { Language } from '../../src/words/language.js';
import type { FoundCapabilities } from './result.js';

/** What `/model` says. Markdown, save for descriptions and labels. */
export const modelWords = defineWords({ en });

export type ModelWords = ReturnType<typeof modelWords>;

interface Failing {
  readonly failures: number;
  readonly why: string;
  /** Unix time in seconds. */
  readonly triesAt: number | undefined;
}

type Question = FoundCapabilities['failures'][number]['question'];

function en({ count, plural }: Language) {
  const tokens = (amount: number) => plural(amount, { one: 'token', other: 'tokens' });
  return {
    description: 'See what a model can do, and choose the model for this channel',
    name: 'Which model to look at (default: the one that this channel uses)',
    asking: 'Asking the model a few short questions…',

    /** The line above all else. */
    asked: (model: string) => `**What can this model do?** ${model}`,
    can: (abilities: readonly string[]) => `**It can**\n${abilities.map((one) => `- ${one}`).join('\n')}`,
    abilities: {
      goesOn: 'go on with a text',
      answers: 'answer a question',
      looksUp: 'look up answers in its own texts (retrieval)',
      chances: (listed: number, vocabularySize: number | undefined) => {
        if (vocabularySize === undefined) return `tell the chances of the ${count(listed)} likeliest next tokens`;
        return listed >= vocabularySize
          ? `tell the chances of all ${count(vocabularySize)} tokens that can come next`
          : `tell the chances of the ${count(listed)} likeliest of ${tokens(vocabularySize)}`;
      },
      scores: 'tell how likely each token of your own text is',
      cuts: 'show how it cuts a text into tokens',
      reads: (length: number) => `read up to ${tokens(length)} at once`,
    },
    summary: (works: number, all: number) =>
      works === all
        ? '**All commands work** with this model.'
        : `**${count(works)} of ${count(all)} commands work** with this model.`,
    cannotBeTold: (why: string) => `**Nothing is known now.** ${plain(why)}`,
    status: (
      used: string | undefined,
      {
        isShown,
        isDefault,
        setBy,
      }: { readonly isShown: boolean; readonly isDefault: boolean; readonly setBy: string | undefined },
    ) => {
      const name = isShown ? 'it' : used === undefined ? 'the default model' : inlineCode(used);
      const by = setBy === undefined ? '' : ` ${plain(setBy)} chose that.`;
      return `This channel uses ${name}${isDefault && used !== undefined ? ', because it is the default' : ''}.${by}`;
    },
    moreModels: (amount: number) =>
      `-# The menu has no room for ${plural(amount, { one: 'more model', other: 'more models' })}. Write the name after /model.`,
    use: 'Use in this channel',
    reset: 'Back to the default',
    again: 'Ask again',
    look: (name: string) => `Look at ${name}`,
    another: 'another model of this server',
    atEndpoint: (label: string) => `a model of ${label}`,
    setHere: 'this channel uses it',
    isDefault: 'the default',
    smallPrint: (endpoint: string, probedAt: number) =>
      `${plain(endpoint)} · found out <t:${Math.floor(probedAt / 1000)}:R>`,

    /** Each of several servers, as people read of them. */
    endpoints: '**Servers**',
    endpointHas: (
      label: string,
      {
        isShown,
        models,
        names,
        lists,
      }: {
        readonly isShown: boolean;
        readonly models: number;
        readonly names: readonly string[];
        readonly lists: readonly string[];
      },
    ) => {
      const more = models - names.length;
      const named = `${names.map(inlineCode).join(', ')}${more > 0 ? ` and ${count(more)} more` : ''}`;
      const has = models === 0 ? 'lists no models' : named;
      return `- **${plain(label)}**${isShown ? ' (this one)' : ''}: ${has}${lists.length === 0 ? '' : `. ${lists.join('. ')}`}`;
    },
    /** Of a server that fails again and again, though it may list its models. */
    failing: (label: string, { failures, why, triesAt }: Failing) =>
      `**${plain(label)} has failed ${count(failures)} times in a row**, so nothing is sent to it for a while. ${
        triesAt === undefined ? 'The next question tries it again.' : `It is tried again <t:${triesAt}:R>.`
      } The last failure: ${plain(why)}`,
    endpointFails: (label: string, why: string) => `- **${plain(label)}** is left out for now. ${plain(why)}`,
    lists: (model: string, listed: number, vocabularySize: number | undefined) => {
      const chances =
        listed === 0
          ? 'tells no chances'
          : listed >= (vocabularySize ?? Number.POSITIVE_INFINITY)
            ? `tells the chances of all ${tokens(listed)}`
            : `tells the chances of ${tokens(listed)}`;
      return `${inlineCode(model)} ${chances}`;
    },
    knownOf: (model: string, can: readonly string[]) =>
      `  - ${inlineCode(model)} can ${can.length === 0 ? 'do nothing that is needed here' : can.join('; ')}`,
    passedOver: (models: readonly string[]) =>
      `-# The default is the first model of the list that writes texts. ${models.map(inlineCode).join(', ')} ${models.length === 1 ? 'does' : 'do'} not.`,
    passedOverBecause: (model: string, why: string) => `-# ${inlineCode(model)} is not used: ${plain(why)}`,

    explain: {
      idea: 'Tokenscope asks a server that runs the model. Some servers tell the chance of each next token, others send only the text. So not every command works with every model.\nTokenscope asked this one a few short questions. What you see here is what came back.',
      lists: (listed: number, vocabularySize: number | undefined) => {
        if (vocabularySize === undefined) {
          return `This model tells the chances of the ${count(listed)} likeliest tokens. All others share what is left of 100%.`;
        }
        const hidden = vocabularySize - listed;
        return hidden <= 0
          ? `This model knows ${tokens(vocabularySize)} and tells the chance of each. Nothing stays hidden.`
          : `This model knows ${tokens(vocabularySize)} and tells the chances of ${count(listed)}. ${count(vocabularySize)} − ${count(listed)} = ${count(hidden)} tokens share what is left of 100%.`;
      },
      listsNothing: 'This model tells no chances, so no command can draw a chart of them.',
      notFound: 'The server did not answer as it should, so there are no numbers here.',
      next: (model: string) =>
        `Look at what ${inlineCode(model)} expects after a few words. Is there one bar, or are there many?`,
      nextTokens: 'You need no model to cut a text into tokens. Try it.',
      tryIt: 'Next word',
      tryTokens: 'Tokenize',
      /** What is tried; plain text. */
      prompt: 'Once upon a time, there was a',
    },

    /** The head of what **Details** has. */
    inFull: (model: string, probedAt: number, server: string | undefined) => {
      const by = server === undefined ? '' : ` The server calls itself ${plain(server)}.`;
      return `**What was found out about ${inlineCode(model)}**\n-# From its answers to a few short questions, <t:${Math.floor(probedAt / 1000)}:R>.${by}`;
    },
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
      if (vocabularySize !== undefined && listed.every((some) => some >= vocabularySize)) {
        return `all ${tokens(vocabularySize)}, ${SCALE_EN[scale]}`;
      }
      const most = listed.map(count).join(' or ');
      const of = vocabularySize === undefined ? 'tokens' : `of ${tokens(vocabularySize)}`;
      const where =
        byRoute.length === 0 ? '' : ` (${byRoute.map(([route, some]) => `${route}: ${count(some)}`).join(', ')})`;
      return `${isLeast ? 'at least ' : ''}the ${most} likeliest ${of}, ${SCALE_EN[scale]}${where}`;
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
    works: (commands: readonly string[]) => `**Works:** ${commands.join(', ')}`,
    doesNotWork: (commands: readonly string[], need: Need) =>
      `**Does not work:** ${commands.join(', ')}, because ${LACKS_EN[need]}`,
    mayWork: (commands: readonly string[]) =>
      `**Not known:** whether ${commands.join(', ')} ${commands.length === 1 ? 'works' : 'work'}`,
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
  retrieval: 'Looks answers up in its texts',
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
  're-encoded': 'made from the text: parts of a character are lost',
  none: 'none',
  unseen: 'not seen, because no token was a part of a character',
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
  logprobs: 'the server tells no chances',
  chat: 'the model answers no questions here',
  texts: 'the model answers no questions here, and the server tells no chances',
  scoring: 'the server tells no chances of a given text',
  tokenizer: 'the server does not show its tokenizer',
};
