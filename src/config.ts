import { config as loadDotenv } from 'dotenv';
import { z } from 'zod';
import { hasBrowser } from './open-browser.js';
import { operatorWords } from './words/operator.js';

/** Everything that the environment decides of the bot. */
export interface Config {
  readonly discord: {
    /** Undefined: the playground starts, and the bot logs in there. */
    readonly token: string | undefined;
    /** Discord's own when undefined. */
    readonly apiURL: string | undefined;
  };
  readonly model: {
    /** Undefined: the embedded tiny model starts. */
    readonly baseURL: string | undefined;
    readonly apiKey: string | undefined;
    readonly defaultModel: string | undefined;
    /** How long to wait for the first byte of an answer; absent: as long as an interaction lives. */
    readonly firstByteTimeoutSeconds?: number;
    /** How long an answer may pause; absent: two minutes. */
    readonly idleTimeoutSeconds?: number;
  };
  readonly playgroundPort: number;
  /** Whether the playground is a class that phones of the local network join; absent: it is for this machine alone. */
  readonly playgroundClass?: boolean;
  readonly databaseURL: string;
  readonly logLevel: LogLevel;
  /** How long replies under way may take to finish when the bot is told to stop. */
  readonly stopTimeoutSeconds: number;
}

/** What the environment decides of the bot, and of how its process meets who started it. */
export interface ProcessConfig extends Config {
  /** `json`: an object a line. `text`: a short line for who sits at the terminal. */
  readonly logFormat: LogFormat;
  /** Whether the playground is to be opened in a browser: one is at hand, and nobody said no. */
  readonly openBrowser: boolean;
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const LOG_FORMATS = ['json', 'text'] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];

const YES_OR_NO = ['true', 'false'] as const;

const MAX_PORT = 65_535;

/** No reply takes longer than its interaction lives. */
const MAX_STOP_TIMEOUT_SECONDS = 900;

/** A reply cannot be waited for any longer. */
const MAX_MODEL_TIMEOUT_SECONDS = 840;

/** Every problem of the environment, in words. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

const words = operatorWords('en').setting;

const httpURL = (example: string) =>
  z
    .string()
    .refine(isHttpURL, words.noAddress(example))
    .transform((url) => url.replace(/\/+$/, ''))
    .optional();

const modelTimeout = z.coerce
  .number(words.notFromTo(1, MAX_MODEL_TIMEOUT_SECONDS))
  .min(1, words.notFromTo(1, MAX_MODEL_TIMEOUT_SECONDS))
  .max(MAX_MODEL_TIMEOUT_SECONDS, words.notFromTo(1, MAX_MODEL_TIMEOUT_SECONDS))
  .optional();

const schema = z.object({
  DISCORD_TOKEN: z.string().regex(/^\S+$/, words.tokenWithSpaces).optional(),
  DISCORD_API_URL: httpURL('http://127.0.0.1:3000/api').refine(
    (url) => url === undefined || !/\/v\d+$/.test(url),
    words.addressWithVersion,
  ),
  OPENAI_BASE_URL: httpURL('http://localhost:8000/v1'),
  OPENAI_API_KEY: z.string().regex(/^\S+$/, words.keyWithSpaces).optional(),
  OPENAI_MODEL: z.string().optional(),
  OPENAI_FIRST_BYTE_TIMEOUT_SECONDS: modelTimeout,
  OPENAI_IDLE_TIMEOUT_SECONDS: modelTimeout,
  PLAYGROUND_PORT: z.coerce
    .number(words.notFromTo(0, MAX_PORT))
    .int(words.notWhole)
    .min(0, words.notFromTo(0, MAX_PORT))
    .max(MAX_PORT, words.notFromTo(0, MAX_PORT))
    .default(3000),
  PLAYGROUND_CLASS: z.enum(YES_OR_NO, words.noneOf(YES_OR_NO)).default('false'),
  DATABASE_URL: z.string().startsWith('file:', words.noFile).default('file:./data/tokenscope.db'),
  LOG_LEVEL: z.enum(LOG_LEVELS, words.noneOf(LOG_LEVELS)).optional(),
  LOG_FORMAT: z.enum(LOG_FORMATS, words.noneOf(LOG_FORMATS)).optional(),
  OPEN_BROWSER: z.enum(YES_OR_NO, words.noneOf(YES_OR_NO)).default('true'),
  STOP_TIMEOUT_SECONDS: z.coerce
    .number(words.notFromTo(0, MAX_STOP_TIMEOUT_SECONDS))
    .min(0, words.notFromTo(0, MAX_STOP_TIMEOUT_SECONDS))
    .max(MAX_STOP_TIMEOUT_SECONDS, words.notFromTo(0, MAX_STOP_TIMEOUT_SECONDS))
    .default(30),
});

/** Where the process writes to a terminal, and not into a pipe or a file. */
export interface Terminal {
  readonly hasOutput: boolean;
  readonly hasLog: boolean;
}

/** Reads `.env` in the working directory into the environment, where it does not override what is set, and parses it. */
export function loadConfig(terminal: Terminal): ProcessConfig {
  loadDotenv({ quiet: true });
  return parseConfig(process.env, terminal);
}

/** Parses an environment; an empty value counts as unset. Throws a `ConfigError` that holds every problem. */
export function parseConfig(
  environment: Readonly<Record<string, string | undefined>>,
  { hasOutput, hasLog }: Terminal = { hasOutput: false, hasLog: false },
  platform = process.platform,
): ProcessConfig {
  const set = Object.fromEntries(
    Object.entries(environment)
      .map(([name, value]) => [name, value?.trim()] as const)
      .filter(([, value]) => value !== ''),
  );
  const result = schema.safeParse(set);
  if (!result.success) {
    throw new ConfigError(result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`));
  }
  const env = result.data;
  const isClass = env.PLAYGROUND_CLASS === 'true';
  if (isClass && env.DISCORD_TOKEN !== undefined) throw new ConfigError([words.classWithDiscord]);
  const logFormat = env.LOG_FORMAT ?? (hasLog ? 'text' : 'json');
  return {
    discord: { token: env.DISCORD_TOKEN, apiURL: env.DISCORD_API_URL },
    model: {
      // A key alone means the service that keys of this name belong to.
      baseURL: env.OPENAI_BASE_URL ?? (env.OPENAI_API_KEY === undefined ? undefined : 'https://api.openai.com/v1'),
      apiKey: env.OPENAI_API_KEY,
      defaultModel: env.OPENAI_MODEL,
      ...optional('firstByteTimeoutSeconds', env.OPENAI_FIRST_BYTE_TIMEOUT_SECONDS),
      ...optional('idleTimeoutSeconds', env.OPENAI_IDLE_TIMEOUT_SECONDS),
    },
    playgroundPort: env.PLAYGROUND_PORT,
    ...(isClass ? { playgroundClass: true } : {}),
    databaseURL: env.DATABASE_URL,
    // In a terminal the greeting says what the log would: what is left is what goes wrong.
    logLevel: env.LOG_LEVEL ?? (logFormat === 'text' ? 'warn' : 'info'),
    logFormat,
    openBrowser: env.OPEN_BROWSER === 'true' && hasBrowser({ platform, environment, isTerminal: hasOutput }),
    stopTimeoutSeconds: env.STOP_TIMEOUT_SECONDS,
  };
}

function optional<K extends string, V>(name: K, value: V | undefined): { readonly [key in K]?: V } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [key in K]?: V });
}

function isHttpURL(text: string): boolean {
  return URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol);
}
