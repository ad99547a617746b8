import { inlineCode, plain } from '../../src/discord/markdown.js';
import type { Capabilities, CapabilityQuestion, RouteCapabilities } from '../../src/domain/capabilities.js';
import type { LogprobScale } from '../../src/domain/distribution.js';
import { sentenceOf } from '../../src/facts.js';
import { formatCount } from '../../src/words/format.js';
import { plural } from '../../src/words/plural.js';

type Route = 'completions' | 'chat';

const ROUTES: readonly Route[] = ['completions', 'chat'];

/** What was sent to find something out. */
const REQUEST: Readonly<Record<CapabilityQuestion, string>> = {
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

const NOT_FOUND_OUT = 'not found out';
const NONE = 'none';

/**
 * What an endpoint can do for a model, one thing a line of markdown: its name in bold, and words or numbers. An empty line
 * parts what it tells of tokens, how it answers, and how it is asked.
 */
export function capabilityLines(capabilities: Capabilities): string[] {
  const { ids, bytes, embeddings, several, contextLength } = capabilities;
  const listed = logprobs(capabilities);
  return [
    row('Logprobs', listed),
    ...(listed === NONE
      ? []
      : [
          row('Token ids', yesOrNo(ids)),
          row('Token bytes', ids === undefined ? NOT_FOUND_OUT : BYTES[bytes ?? 'unknown']),
        ]),
    row('Tokenizer', describeTokenizer(capabilities)),
    row('Scoring your text', SCORING[capabilities.scoring ?? 'unknown']),
    '',
    row('Seed', SEED[capabilities.seed ?? 'unknown']),
    row('Several answers per request', yesOrNo(several)),
    ...(capabilities.chat.available
      ? [row('Continues its own message', CONTINUATION[capabilities.continuation ?? 'unknown'])]
      : []),
    row('Embeddings', yesOrNo(embeddings)),
    '',
    row('Ways to ask', waysToAsk(capabilities)),
    row('Context window', contextLength === undefined ? 'the server does not tell' : plural(contextLength, 'token')),
    row(
      'Refuses',
      onEachRoute(capabilities, ({ refused }) => refused.map(inlineCode).join(', ') || 'nothing that was sent'),
    ),
    row(
      'Length limit is called',
      onEachRoute(capabilities, ({ lengthParameter }) => inlineCode(lengthParameter)),
    ),
  ];
}

function row(name: string, value: string): string {
  return `**${name}:** ${value}`;
}

/** What could not be found out, and how it failed; questions that failed alike share a line. */
export function failureLines({ failures }: Capabilities): string[] {
  const requests = new Map<string, string[]>();
  for (const { question, failure } of failures) {
    const sentence = sentenceOf(failure, 'en');
    requests.set(sentence, [...(requests.get(sentence) ?? []), REQUEST[question]]);
  }
  return [...requests].map(
    ([sentence, asked]) => `-# Not found out by asking for ${plain(asked.join(', '))}: ${plain(sentence)}`,
  );
}

/** Whether it could not be found out what one of the ways to ask can do. */
export function hasFailed({ failures }: Capabilities, route: Route): boolean {
  return failures.some(({ question }) => question === route);
}

function waysToAsk(capabilities: Capabilities): string {
  const available = ROUTES.filter((route) => capabilities[route].available);
  const missing = ROUTES.filter((route) => !capabilities[route].available);
  return [
    ...(available.length === 0 ? [] : [available.join(' and ')]),
    ...missing.map((route) => (hasFailed(capabilities, route) ? `${route} ${NOT_FOUND_OUT}` : `no ${route}`)),
  ].join(', ');
}

function logprobs(capabilities: Capabilities): string {
  const giving = ROUTES.filter((route) => capabilities[route].listed > 0);
  if (giving.length === 0) return ROUTES.some((route) => hasFailed(capabilities, route)) ? NOT_FOUND_OUT : NONE;
  const counts = new Set(giving.map((route) => capabilities[route].listed));
  const listed = [...counts].map(formatCount).join(' or ');
  const { vocabularySize, scale } = capabilities;
  const tokens = vocabularySize === undefined ? 'tokens' : `of ${plural(vocabularySize, 'token')}`;
  const areAlike =
    counts.size === 1 && ROUTES.every((route) => !capabilities[route].available || giving.includes(route));
  const where = areAlike
    ? ''
    : ` (${giving.map((route) => `${route}: ${formatCount(capabilities[route].listed)}`).join(', ')})`;
  const least = giving.some((route) => capabilities[route].mayListMore) ? 'at least ' : '';
  return `${least}the ${listed} most likely ${tokens}, ${SCALE[scale]}${where}`;
}

/** One value where both routes agree, else each with its route. */
function onEachRoute(capabilities: Capabilities, value: (route: RouteCapabilities) => string): string {
  const values = ROUTES.filter((route) => capabilities[route].available).map((route) => [
    route,
    value(capabilities[route]),
  ]);
  if (values.length === 0) return NOT_FOUND_OUT;
  if (new Set(values.map(([, one]) => one)).size === 1) return values[0]?.[1] ?? '';
  return values.map(([route, one]) => `${one} (${route})`).join(' · ');
}

function yesOrNo(value: boolean | undefined): string {
  return value === undefined ? NOT_FOUND_OUT : value ? 'yes' : 'no';
}

const SCALE: Readonly<Record<LogprobScale, string>> = {
  raw: 'before temperature',
  processed: 'after temperature',
  unknown: 'whether before or after temperature was not found out',
};

const BYTES: Readonly<Record<NonNullable<Capabilities['bytes']> | 'unknown', string>> = {
  true: 'the tokens’ own',
  're-encoded': 'made from decoded text: parts of a character are lost',
  none: NONE,
  unknown: 'not seen: no token was a part of a character',
};

function describeTokenizer({ tokenizer }: Capabilities): string {
  if (tokenizer === undefined) return NOT_FOUND_OUT;
  return tokenizer === 'none' ? 'the server has none to ask' : 'the server’s own';
}

const SCORING: Readonly<Record<NonNullable<Capabilities['scoring']> | 'unknown', string>> = {
  echo: 'yes, in one request',
  'prompt-logprobs': 'yes, in two requests',
  stepping: 'yes, with one request for each token',
  none: 'no',
  unknown: NOT_FOUND_OUT,
};

const SEED: Readonly<Record<NonNullable<Capabilities['seed']> | 'unknown', string>> = {
  repeats: 'the same seed gave the same tokens',
  varies: 'the same seed gave other tokens',
  refused: 'refused',
  unknown: NOT_FOUND_OUT,
};

const CONTINUATION: Readonly<Record<NonNullable<Capabilities['continuation']> | 'unknown', string>> = {
  prefix: 'yes',
  instruction: 'no: an instruction asks it to go on',
  unknown: NOT_FOUND_OUT,
};
