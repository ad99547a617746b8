import { formatCount } from '../src/charts/format.js';
import { inlineCode, plain } from '../src/discord/markdown.js';
import type { Capabilities, RouteCapabilities } from '../src/model/capabilities.js';
import type { LogprobScale } from '../src/model/distribution.js';
import { plural } from './plural.js';

type Route = 'completions' | 'chat';

const ROUTES: readonly Route[] = ['completions', 'chat'];

/** How `failures` names the question whether an endpoint has a route. */
const ROUTE_REQUEST: Readonly<Record<Route, string>> = { completions: 'a completion', chat: 'a chat completion' };

const NOT_FOUND_OUT = 'not found out';

/** What an endpoint can do for a model, one thing a line of markdown: its name in bold, and words or numbers. */
export function capabilityLines(capabilities: Capabilities): string[] {
  const { contextLength, embeddings, several } = capabilities;
  const rows: readonly (readonly [name: string, value: string])[] = [
    ['Ways to ask', waysToAsk(capabilities)],
    ['Logprobs', logprobs(capabilities)],
    ['Token ids', tokenIds(capabilities)],
    ['Tokenizer', TOKENIZER[capabilities.tokenizer ?? 'unknown']],
    ['Scoring your text', SCORING[capabilities.scoring ?? 'unknown']],
    ['Seed', SEED[capabilities.seed ?? 'unknown']],
    ['Several answers per request', yesOrNo(several)],
    ...(capabilities.chat.available
      ? [['Continues its own message', CONTINUATION[capabilities.continuation ?? 'unknown']] as const]
      : []),
    ['Embeddings', yesOrNo(embeddings)],
    ['Context window', contextLength === undefined ? 'the server does not tell' : plural(contextLength, 'token')],
    [
      'Refuses',
      onEachRoute(capabilities, ({ refused }) => refused.map(inlineCode).join(', ') || 'nothing of what was sent'),
    ],
    ['The length limit is called', onEachRoute(capabilities, ({ lengthParameter }) => inlineCode(lengthParameter))],
  ];
  return rows.map(([name, value]) => `**${name}:** ${value}`);
}

/** What could not be found out, and how it failed; questions that failed alike share a line. */
export function failureLines({ failures }: Capabilities): string[] {
  const requests = new Map<string, string[]>();
  for (const { request, sentence } of failures) requests.set(sentence, [...(requests.get(sentence) ?? []), request]);
  return [...requests].map(
    ([sentence, asked]) => `-# Not found out with ${plain(asked.join(', '))}: ${plain(sentence)}`,
  );
}

/** Which commands work with the model, and which do not and why, in lines of markdown. */
export function commandLines(capabilities: Capabilities): string[] {
  const listsTokens = ROUTES.some((route) => capabilities[route].listed > 0);
  const needs = [
    {
      command: '/ask',
      works: workOf(capabilities, ['chat'], capabilities.chat.available),
      lacks: 'the endpoint has no chat for it',
    },
    { command: '/nextword', works: workOf(capabilities, ROUTES, listsTokens), lacks: 'no logprobs come' },
    { command: '/tokenize', works: 'yes', lacks: '' },
  ] as const;
  const works = needs.filter((one) => one.works === 'yes').map(({ command }) => command);
  return [
    `**Works with it:** ${works.join(', ')}`,
    ...needs
      .filter((one) => one.works === 'no')
      .map(({ command, lacks }) => `**Does not work:** ${command}, for ${lacks}`),
    ...needs
      .filter((one) => one.works === 'unknown')
      .map(({ command }) => `**Not found out:** whether ${command} works`),
  ];
}

/** A command does not work only where all that it could use was asked and is missing. */
function workOf(capabilities: Capabilities, routes: readonly Route[], has: boolean): 'yes' | 'no' | 'unknown' {
  if (has) return 'yes';
  return routes.some((route) => hasFailed(capabilities, route)) ? 'unknown' : 'no';
}

function hasFailed({ failures }: Capabilities, route: Route): boolean {
  return failures.some(({ request }) => request === ROUTE_REQUEST[route]);
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
  if (giving.length === 0) return ROUTES.some((route) => hasFailed(capabilities, route)) ? NOT_FOUND_OUT : 'none';
  const counts = new Set(giving.map((route) => capabilities[route].listed));
  const listed =
    counts.size === 1
      ? `the ${formatCount([...counts][0] ?? 0)} most likely`
      : giving.map((route) => `the ${formatCount(capabilities[route].listed)} most likely (${route})`).join(' and ');
  const { vocabularySize, scale } = capabilities;
  const tokens = vocabularySize === undefined ? 'tokens' : `of ${plural(vocabularySize, 'token')}`;
  return `${listed} ${tokens}, ${SCALE[scale]}${counts.size === 1 ? ` · ${giving.join(' and ')}` : ''}`;
}

function tokenIds({ ids, bytes }: Capabilities): string {
  if (ids === undefined) return NOT_FOUND_OUT;
  return `${yesOrNo(ids)} · bytes: ${BYTES[bytes ?? 'unknown']}`;
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
  unknown: 'whether before or after temperature is not found out',
};

const BYTES: Readonly<Record<NonNullable<Capabilities['bytes']> | 'unknown', string>> = {
  true: 'the tokens’ own',
  're-encoded': 'made from decoded text, so that parts of a character are lost',
  none: 'no',
  unknown: 'not seen, for no token came that is a part of a character',
};

const TOKENIZER: Readonly<Record<NonNullable<Capabilities['tokenizer']> | 'unknown', string>> = {
  vllm: 'the server’s own',
  'llama.cpp': 'the server’s own',
  none: 'the server has none to ask',
  unknown: NOT_FOUND_OUT,
};

const SCORING: Readonly<Record<NonNullable<Capabilities['scoring']> | 'unknown', string>> = {
  echo: 'yes, in one request',
  'prompt-logprobs': 'yes, in one request',
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
  instruction: 'no, it is told to by an instruction',
  unknown: NOT_FOUND_OUT,
};
