import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { addressesInText, addressesSchema, type EndpointAddresses } from './endpoint-addresses.js';
import { readSecret } from './secret-files.js';
import { operatorWords } from './words/operator.js';
import { type SettingNames, USUAL_SETTINGS } from './words/setting-names.js';

/** An OpenAI-compatible endpoint, as the operator names it. */
export interface EndpointSettings extends EndpointAddresses {
  /** What people read of it, and what tells its models from those of others; its host where undefined. */
  readonly name?: string | undefined;
  readonly apiKey: string | undefined;
  /** Undefined: the first that it lists and that answers. */
  readonly defaultModel: string | undefined;
  /** Sent along with each request; what they say may be secret. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** False: answers are never asked for in pieces. */
  readonly streaming?: boolean | undefined;
  /** False: logprobs are never asked for. */
  readonly logprobs?: boolean | undefined;
  /** The parameter that tells the endpoint by a hash who asks; nobody is told of where undefined. */
  readonly userField?: UserField | undefined;
  /** How long to wait for the first byte of an answer; absent: as long as an interaction lives. */
  readonly firstByteTimeoutSeconds?: number;
  /** How long an answer may pause; absent: two minutes. */
  readonly idleTimeoutSeconds?: number;
}

const USER_FIELDS = ['safety_identifier', 'user'] as const;

/** A parameter for a hash of who asks: `safety_identifier` is OpenAI's, `user` the older name that most others take. */
export type UserField = (typeof USER_FIELDS)[number];

type Environment = Readonly<Record<string, string | undefined>>;

/** What a file of endpoints or the variables of one come to: endpoints, or what is wrong, in words. */
interface Read {
  readonly endpoints: readonly EndpointSettings[];
  /** What each of them is set by; undefined for the variables without a number. */
  readonly names: readonly (SettingNames | undefined)[];
  readonly problems: readonly string[];
}

/** Keys of this kind belong to this service. */
const KEY_ALONE_BASE_URL = 'https://api.openai.com/v1';

/** What the connection itself sets. */
const KEPT_HEADERS: readonly string[] = ['host', 'connection', 'content-length', 'content-type', 'transfer-encoding'];

const MAX_NAME = 30;

const words = operatorWords('en').setting;

const keySchema = z.string().regex(/^\S+$/, words.keyWithSpaces);

/** A name that can stand behind a model's, and in a list of models with commas between them. */
const nameSchema = z.string().regex(new RegExp(`^[^@,;|\\p{Cc}]{1,${MAX_NAME}}$`, 'u'), words.endpointName(MAX_NAME));

const headersSchema = z
  .custom<Readonly<Record<string, string>>>(isHeaders, words.noHeaders)
  .refine(
    (headers) => !Object.keys(headers).some((name) => KEPT_HEADERS.includes(name.toLowerCase())),
    words.keptHeader(KEPT_HEADERS),
  );

const yesOrNo = z.enum(['true', 'false'], words.noneOf(['true', 'false'])).transform((value) => value === 'true');

const userFieldSchema = z.enum(USER_FIELDS, words.noneOf(USER_FIELDS));

/** An object in JSON; a message of the parser would quote it, and a key may stand there. */
const headersInText = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue({ code: 'custom', message: words.noHeaders });
      return z.NEVER;
    }
  })
  .pipe(headersSchema);

const variablesSchema = z.object({
  OPENAI_BASE_URL: addressesInText.optional(),
  OPENAI_API_KEY: keySchema.optional(),
  OPENAI_MODEL: z.string().optional(),
  OPENAI_NAME: nameSchema.optional(),
  OPENAI_HEADERS: headersInText.optional(),
  OPENAI_STREAMING: yesOrNo.optional(),
  OPENAI_LOGPROBS: yesOrNo.optional(),
  OPENAI_USER_FIELD: userFieldSchema.optional(),
});

/** The variables of an endpoint, which may have a number behind them. */
export const ENDPOINT_VARIABLES: readonly string[] = Object.keys(variablesSchema.shape);

const PARTS = ['BASE_URL', 'API_KEY', 'MODEL', 'NAME', 'HEADERS', 'STREAMING', 'LOGPROBS', 'USER_FIELD'] as const;

const fileSchema = z
  .array(
    z.strictObject(
      {
        name: nameSchema.optional(),
        baseURL: addressesSchema,
        apiKey: keySchema.optional(),
        apiKeyVariable: z.string().optional(),
        defaultModel: z.string().min(1).optional(),
        headers: headersSchema.optional(),
        streaming: z.boolean(words.noneOf(['true', 'false'])).optional(),
        logprobs: z.boolean(words.noneOf(['true', 'false'])).optional(),
        userField: userFieldSchema.optional(),
      },
      {
        error: (issue) =>
          issue.code === 'unrecognized_keys' ? words.unknownField(issue.keys ?? [], FIELDS) : words.noEndpoint,
      },
    ),
    words.noEndpoints,
  )
  .min(1, words.noEndpoints);

const FIELDS = [
  'name',
  'baseURL',
  'apiKey',
  'apiKeyVariable',
  'defaultModel',
  'headers',
  'streaming',
  'logprobs',
  'userField',
] as const;

/**
 * Every endpoint that the environment names: by `OPENAI_BASE_URL` and what belongs to it, by the same variables with a number
 * behind them, and in the file `ENDPOINTS_FILE`. The first is the one that is asked where nobody names a model.
 *
 * @param environment without empty values
 */
export function readEndpoints(environment: Environment): Read {
  const parts = [
    readVariables(environment, ''),
    ...numbersOf(environment).map((number) => readVariables(environment, `_${number}`)),
    ...(environment.ENDPOINTS_FILE === undefined ? [] : [readEndpointsFile(environment.ENDPOINTS_FILE, environment)]),
  ];
  const endpoints = parts.flatMap((part) => part.endpoints);
  const names = parts.flatMap((part) => part.names);
  const problems = parts.flatMap((part) => part.problems);
  return { endpoints, names, problems: [...problems, ...sameNames(endpoints).map(words.sameName)] };
}

/** The numbers that stand behind variables of further endpoints, in their order. */
function numbersOf(environment: Environment): string[] {
  const pattern = new RegExp(`^OPENAI_(?:${PARTS.join('|')})_(\\d{1,3})$`);
  const numbers = Object.entries(environment).flatMap(([name, value]) =>
    value === undefined ? [] : (pattern.exec(name)?.[1] ?? []),
  );
  return [...new Set(numbers)].sort((one, other) => Number(one) - Number(other));
}

function readVariables(environment: Environment, suffix: string): Read {
  const set = Object.fromEntries(PARTS.map((part) => [`OPENAI_${part}`, environment[`OPENAI_${part}${suffix}`]]));
  const result = variablesSchema.safeParse(set);
  if (!result.success) {
    const problems = result.error.issues.map(({ path, message }) => `${path.join('.')}${suffix} ${message}`);
    return { endpoints: [], names: [], problems };
  }
  const { OPENAI_BASE_URL, OPENAI_API_KEY, OPENAI_MODEL, OPENAI_NAME, ...more } = result.data;
  const addresses = OPENAI_BASE_URL ?? (OPENAI_API_KEY === undefined ? undefined : { baseURL: KEY_ALONE_BASE_URL });
  if (addresses !== undefined) {
    const endpoint = {
      name: OPENAI_NAME,
      ...addresses,
      apiKey: OPENAI_API_KEY,
      defaultModel: OPENAI_MODEL,
      headers: more.OPENAI_HEADERS,
      streaming: more.OPENAI_STREAMING,
      logprobs: more.OPENAI_LOGPROBS,
      userField: more.OPENAI_USER_FIELD,
    };
    return { endpoints: [endpoint], names: [namesOfVariables(suffix)], problems: [] };
  }
  // The variables without a number are also for the embedded model, and for the first endpoint of a file.
  const isAlone = suffix !== '' && (OPENAI_MODEL !== undefined || OPENAI_NAME !== undefined);
  return { endpoints: [], names: [], problems: isAlone ? [words.noBaseURL(suffix)] : [] };
}

function readEndpointsFile(path: string, environment: Environment): Read {
  const failed = (problem: string): Read => ({ endpoints: [], names: [], problems: [`ENDPOINTS_FILE ${problem}`] });
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    // What JSON.parse says quotes the file, and a key may stand there.
    return failed(error instanceof SyntaxError ? words.noJson(path) : words.notRead(path, codeOf(error)));
  }
  const result = z
    .union([z.object({ endpoints: z.unknown() }).transform(({ endpoints }) => endpoints), z.unknown()])
    .pipe(fileSchema)
    .safeParse(json);
  if (!result.success) {
    const problems = result.error.issues.map(({ path: [at, ...field], message }) =>
      words.inFile(path, typeof at === 'number' ? at + 1 : undefined, field.join('.'), message),
    );
    return { endpoints: [], names: [], problems };
  }
  const problems: string[] = [];
  const endpoints = result.data.map(({ apiKey, apiKeyVariable, baseURL: addresses, ...endpoint }, at) => {
    const { secret: ofVariable, problem } =
      apiKeyVariable === undefined ? {} : readSecretVariable(apiKeyVariable, environment);
    if (problem !== undefined) problems.push(words.inFile(path, at + 1, 'apiKeyVariable', problem));
    if (apiKey !== undefined && apiKeyVariable !== undefined) {
      problems.push(words.inFile(path, at + 1, 'apiKey', words.twoKeys));
    }
    return { defaultModel: undefined, ...endpoint, ...addresses, apiKey: apiKey ?? ofVariable };
  });
  const names = result.data.map(({ apiKeyVariable }, at): SettingNames => {
    const field = (name: string) => words.ofFile(name, at + 1);
    return {
      baseURL: field('baseURL'),
      apiKey: apiKeyVariable ?? field('apiKey'),
      model: field('defaultModel'),
    };
  });
  return { endpoints, names, problems };
}

/** A secret that a variable holds, or a file that the same variable with `_FILE` behind it names. */
function readSecretVariable(
  variable: string,
  environment: Environment,
): { readonly secret?: string; readonly problem?: string } {
  const secret = environment[variable];
  if (secret !== undefined) return { secret };
  const file = environment[`${variable}_FILE`];
  if (file === undefined) return { problem: words.variableUnset(variable) };
  const read = readSecret(file);
  return 'problem' in read ? { problem: `${variable}_FILE ${read.problem}` } : read;
}

function namesOfVariables(suffix: string): SettingNames | undefined {
  if (suffix === '') return undefined;
  const { baseURL, apiKey, model } = USUAL_SETTINGS;
  return { baseURL: `${baseURL}${suffix}`, apiKey: `${apiKey}${suffix}`, model: `${model}${suffix}` };
}

/** Names as RFC 9110 has them, and values that stay on their line. */
function isHeaders(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.entries(value).every(
      ([name, text]) =>
        /^[!#$%&'*+.^_`|~\w-]+$/.test(name) && typeof text === 'string' && /^[\t\x20-\x7E\x80-\xFF]*$/.test(text),
    )
  );
}

/** Names that more than one endpoint was given. */
function sameNames(endpoints: readonly EndpointSettings[]): string[] {
  const names = endpoints.flatMap(({ name }) => name ?? []);
  const lower = names.map((name) => name.toLowerCase());
  return names.filter((_, at) => lower.indexOf(lower[at] ?? '') !== at);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
