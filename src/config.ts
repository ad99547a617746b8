import { config as loadDotenv } from 'dotenv';
import { z } from 'zod';
import {
  databaseURLSchema,
  type InteractionsByHTTP,
  interactionsOf,
  numberFrom,
  portSchema,
  publicKeySchema,
  type Shards,
  samePort,
  shardsSchema,
} from './deployment-settings.js';
import { baseURLSchema, isHttpURL } from './endpoint-addresses.js';
import { ENDPOINT_VARIABLES, type EndpointSettings, readEndpoints } from './endpoint-settings.js';
import type { LimitSettings } from './limits/limit-settings.js';
import { LIMIT_VARIABLES, readLimits } from './limits/read-limits.js';
import { findMisspelt, type Misspelt } from './misspelt.js';
import type { ProxySettings } from './network/proxies.js';
import { hasBrowser } from './open-browser.js';
import type { TraceSettings } from './operations/traces/traces.js';
import { readSecretFiles, SECRETS } from './secret-files.js';
import { readTraceSettings } from './trace-settings.js';
import { operatorWords } from './words/operator.js';
import type { SettingNames } from './words/setting-names.js';

/** Everything that the environment decides of the bot. */
export interface Config {
  readonly discord: {
    /** Undefined: the playground starts, and the bot logs in there. */
    readonly token: string | undefined;
    /** Discord's own when undefined. */
    readonly apiURL: string | undefined;
    /** Which shards of the gateway this process serves; absent: as Discord recommends. */
    readonly shards?: Shards;
    /** Takes interactions over HTTP; absent: all comes over the gateway. */
    readonly interactions?: InteractionsByHTTP;
  };
  /** The endpoint that is asked where nobody names a model of another one. */
  readonly model: Omit<EndpointSettings, 'baseURL'> & {
    /** Undefined: the embedded tiny model starts. */
    readonly baseURL: string | undefined;
  };
  /** Further endpoints, in the operator's order. No two have the same name. */
  readonly otherEndpoints?: readonly EndpointSettings[];
  /** How many requests are under way at once, to each endpoint and to all of them; absent: as the line has it. */
  readonly modelRequestsAtOnce?: { readonly perEndpoint?: number | undefined; readonly inAll?: number | undefined };
  /** Absent: the limits that hold where nothing is set. */
  readonly limits?: LimitSettings;
  /** What each endpoint is set by, the first one's first; absent where they are the variables without a number. */
  readonly settingNames?: readonly (SettingNames | undefined)[];
  /** Asked of every text that a person wrote before anything else is; absent: nobody is. */
  readonly moderation?: Moderation;
  /** Absent: everything is asked directly. */
  readonly proxies?: ProxySettings;
  readonly playgroundPort: number;
  /** Where it is asked how the bot is: health and metrics; absent: nowhere. */
  readonly operationsPort?: number;
  /** Where traces are sent; absent: nowhere. */
  readonly traces?: TraceSettings;
  /** Whether the playground is a class that phones of the local network join; absent: it is for this machine alone. */
  readonly playgroundClass?: boolean;
  /** Whether the playground listens on all networks of its container, whose engine publishes the port; absent: it does not. */
  readonly playgroundPublished?: boolean;
  readonly databaseURL: string;
  /** How many days runs are kept after their last change; absent: 30. */
  readonly retentionDays?: number;
  readonly logLevel: LogLevel;
  /** How long replies under way may take to finish when the bot is told to stop. */
  readonly stopTimeoutSeconds: number;
  /** Variables that nothing reads, and that look like one of these settings; absent: there are none. */
  readonly misspelt?: readonly Misspelt[];
}

/** A moderation endpoint, of the kind that OpenAI has. */
export interface Moderation {
  readonly baseURL: string;
  readonly apiKey: string | undefined;
  /** Undefined: the endpoint's own choice. */
  readonly model: string | undefined;
  /** Whether it is asked about what is to be shown, too; absent: about what people wrote alone. */
  readonly answers?: true;
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

/** Ten years: whoever wants more wants it for ever, and that is no promise to anybody. */
const MAX_RETENTION_DAYS = 3650;

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

/** Variables of a whole machine, which many programs read: a scheme may be missing, and small letters come first. */
const PROXY_VARIABLES = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'] as const;

const proxyURL = z
  .string()
  .transform((address) => (/^\w+:\/\//.test(address) ? address : `http://${address}`))
  .refine(isHttpURL, words.noProxy)
  .optional();

const modelTimeout = numberFrom(1, MAX_MODEL_TIMEOUT_SECONDS).optional();

const MAX_REQUESTS_AT_ONCE = 1000;

const requestsAtOnce = numberFrom(1, MAX_REQUESTS_AT_ONCE).int(words.notWhole).optional();

const schema = z.object({
  DISCORD_TOKEN: z.string().regex(/^\S+$/, words.tokenWithSpaces).optional(),
  DISCORD_API_URL: httpURL('http://127.0.0.1:3000/api').refine(
    (url) => url === undefined || !/\/v\d+$/.test(url),
    words.addressWithVersion,
  ),
  OPENAI_MODEL: z.string().optional(),
  MODERATION_BASE_URL: baseURLSchema.optional(),
  MODERATION_API_KEY: z.string().regex(/^\S+$/, words.keyWithSpaces).optional(),
  MODERATION_MODEL: z.string().optional(),
  MODERATE_ANSWERS: z.enum(YES_OR_NO, words.noneOf(YES_OR_NO)).default('false'),
  HTTP_PROXY: proxyURL,
  HTTPS_PROXY: proxyURL,
  NO_PROXY: z
    .string()
    .transform((list) => list.split(/[\s,]+/).filter((rule) => rule !== ''))
    .optional(),
  OPENAI_FIRST_BYTE_TIMEOUT_SECONDS: modelTimeout,
  OPENAI_IDLE_TIMEOUT_SECONDS: modelTimeout,
  MODEL_REQUESTS_AT_ONCE: requestsAtOnce,
  MODEL_REQUESTS_AT_ONCE_IN_ALL: requestsAtOnce,
  SHARDS: shardsSchema.optional(),
  INTERACTIONS_PORT: portSchema.optional(),
  DISCORD_PUBLIC_KEY: publicKeySchema.optional(),
  OPERATIONS_PORT: portSchema.optional(),
  PLAYGROUND_PORT: portSchema.default(3000),
  PLAYGROUND_CLASS: z.enum(YES_OR_NO, words.noneOf(YES_OR_NO)).default('false'),
  PLAYGROUND_PUBLISHED: z.enum(YES_OR_NO, words.noneOf(YES_OR_NO)).default('false'),
  DATABASE_URL: databaseURLSchema.default('file:./data/tokenscope.db'),
  RETENTION_DAYS: numberFrom(1, MAX_RETENTION_DAYS).int(words.notWhole).optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS, words.noneOf(LOG_LEVELS)).optional(),
  LOG_FORMAT: z.enum(LOG_FORMATS, words.noneOf(LOG_FORMATS)).optional(),
  OPEN_BROWSER: z.enum(YES_OR_NO, words.noneOf(YES_OR_NO)).default('true'),
  STOP_TIMEOUT_SECONDS: numberFrom(0, MAX_STOP_TIMEOUT_SECONDS).default(30),
});

/** The settings that are read here, without what may stand behind their names. */
const KNOWN = [
  ...[...Object.keys(schema.shape), ...ENDPOINT_VARIABLES, ...LIMIT_VARIABLES, ...SECRETS, 'ENDPOINTS_FILE'],
  ...PROXY_VARIABLES.map((name) => name.toLowerCase()),
];

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
  const set: Record<string, string | undefined> = Object.fromEntries(
    Object.entries(environment)
      .map(([name, value]) => [name, value?.trim()] as const)
      .filter(([, value]) => value !== ''),
  );
  const given = { ...set };
  const secrets = readSecretFiles(set);
  Object.assign(set, secrets.set);
  for (const name of PROXY_VARIABLES) set[name] = set[name.toLowerCase()] ?? set[name];
  const result = schema.safeParse(set);
  const { endpoints, names, problems: ofEndpoints } = readEndpoints(set);
  const limits = readLimits(set);
  const traces = readTraceSettings(set);
  const problems = [...secrets.problems, ...ofEndpoints, ...limits.problems, ...traces.problems];
  if (!result.success || problems.length > 0) {
    const others = (result.error?.issues ?? []).map((issue) => `${issue.path.join('.')} ${issue.message}`);
    // In the order of the variables.
    const ofDiscord = others.filter((problem) => problem.startsWith('DISCORD_'));
    throw new ConfigError([...ofDiscord, ...problems, ...others.slice(ofDiscord.length)]);
  }
  const env = result.data;
  const problem = samePort(env);
  if (problem !== undefined) throw new ConfigError([problem]);
  const misspelt = findMisspelt(given, KNOWN, SECRETS);
  const isClass = env.PLAYGROUND_CLASS === 'true';
  if (isClass && env.DISCORD_TOKEN !== undefined) throw new ConfigError([words.classWithDiscord]);
  const logFormat = env.LOG_FORMAT ?? (hasLog ? 'text' : 'json');
  const timeouts = {
    ...optional('firstByteTimeoutSeconds', env.OPENAI_FIRST_BYTE_TIMEOUT_SECONDS),
    ...optional('idleTimeoutSeconds', env.OPENAI_IDLE_TIMEOUT_SECONDS),
  };
  return {
    discord: {
      token: env.DISCORD_TOKEN,
      apiURL: env.DISCORD_API_URL,
      ...optional('shards', env.SHARDS),
      ...interactionsOf(env),
    },
    model: { ...modelOf(endpoints, env.OPENAI_MODEL), ...timeouts },
    ...(endpoints.length > 1
      ? { otherEndpoints: endpoints.slice(1).map((endpoint) => ({ ...endpoint, ...timeouts })) }
      : {}),
    ...(env.MODEL_REQUESTS_AT_ONCE === undefined && env.MODEL_REQUESTS_AT_ONCE_IN_ALL === undefined
      ? {}
      : {
          modelRequestsAtOnce: {
            perEndpoint: env.MODEL_REQUESTS_AT_ONCE,
            inAll: env.MODEL_REQUESTS_AT_ONCE_IN_ALL,
          },
        }),
    ...optional('limits', limits.settings),
    ...(names.some((name) => name !== undefined) ? { settingNames: names } : {}),
    ...moderationOf(env),
    ...(env.HTTP_PROXY === undefined && env.HTTPS_PROXY === undefined
      ? {}
      : { proxies: { http: env.HTTP_PROXY, https: env.HTTPS_PROXY, except: env.NO_PROXY } }),
    playgroundPort: env.PLAYGROUND_PORT,
    ...optional('operationsPort', env.OPERATIONS_PORT),
    ...optional('traces', traces.settings),
    ...(isClass ? { playgroundClass: true } : {}),
    ...(env.PLAYGROUND_PUBLISHED === 'true' ? { playgroundPublished: true } : {}),
    databaseURL: env.DATABASE_URL,
    ...optional('retentionDays', env.RETENTION_DAYS),
    // In a terminal the greeting says what the log would: what is left is what goes wrong.
    logLevel: env.LOG_LEVEL ?? (logFormat === 'text' ? 'warn' : 'info'),
    logFormat,
    openBrowser: env.OPEN_BROWSER === 'true' && hasBrowser({ platform, environment, isTerminal: hasOutput }),
    stopTimeoutSeconds: env.STOP_TIMEOUT_SECONDS,
    ...(misspelt.length > 0 ? { misspelt } : {}),
  };
}

/** The endpoint that is asked first; else the embedded model, of which one can be chosen too. */
function modelOf([first]: readonly EndpointSettings[], chosen: string | undefined): Config['model'] {
  if (first === undefined) return { baseURL: undefined, apiKey: undefined, defaultModel: chosen };
  return { ...first, defaultModel: first.defaultModel ?? chosen };
}

function moderationOf(env: {
  readonly MODERATION_BASE_URL?: string | undefined;
  readonly MODERATION_API_KEY?: string | undefined;
  readonly MODERATION_MODEL?: string | undefined;
  readonly MODERATE_ANSWERS: (typeof YES_OR_NO)[number];
}): Pick<Config, 'moderation'> {
  const { MODERATION_BASE_URL: baseURL, MODERATION_API_KEY: apiKey, MODERATION_MODEL: model } = env;
  const answers = env.MODERATE_ANSWERS === 'true';
  if (baseURL !== undefined) return { moderation: { baseURL, apiKey, model, ...(answers ? { answers } : {}) } };
  if (apiKey === undefined && model === undefined && !answers) return {};
  throw new ConfigError([words.noModerationURL]);
}

function optional<K extends string, V>(name: K, value: V | undefined): { readonly [key in K]?: V } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [key in K]?: V });
}
