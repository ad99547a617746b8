import { inlineCode } from '../../src/discord/markdown.js';
import { sentenceOf } from '../../src/facts.js';
import type { FoundCapabilities } from './result.js';
import { type ModelWords, modelWords } from './words.js';

type Route = 'completions' | 'chat';

const ROUTES: readonly Route[] = ['completions', 'chat'];

/**
 * What an endpoint can do for a model, one thing a line of markdown: its name in bold, and words or numbers. An empty line
 * parts what it tells of tokens, how it answers, and how it is asked.
 */
export function capabilityLines(capabilities: FoundCapabilities, words: ModelWords): string[] {
  const { ids, bytes, embeddings, looksUp, several, contextLength, tokenizer, scoring, seed, continuation } =
    capabilities;
  const { row, notFoundOut } = words;
  const known = <T>(value: T | undefined, tell: (value: T) => string) =>
    value === undefined ? notFoundOut : tell(value);
  const isListed = ROUTES.some((route) => capabilities[route].listed > 0);
  const mayBeListed = isListed || ROUTES.some((route) => hasFailed(capabilities, route));
  return [
    row('logprobs', isListed ? logprobs(capabilities, words) : mayBeListed ? notFoundOut : words.none),
    ...(mayBeListed
      ? [
          row('ids', known(ids, words.yesOrNo)),
          row(
            'bytes',
            known(ids, () => words.bytes(bytes)),
          ),
        ]
      : []),
    row(
      'tokenizer',
      known(tokenizer, (own) => words.tokenizer(own !== 'none')),
    ),
    row('scoring', known(scoring, words.scoring)),
    '',
    row('seed', known(seed, words.seed)),
    row('several', known(several, words.yesOrNo)),
    ...(capabilities.chat.available ? [row('continuation', known(continuation, words.continuation))] : []),
    row('embeddings', known(embeddings, words.yesOrNo)),
    ...(looksUp ? [row('retrieval', words.yesOrNo(true))] : []),
    '',
    row('ways', waysToAsk(capabilities, words)),
    row('context', words.contextWindow(contextLength)),
    row(
      'refuses',
      onEachRoute(capabilities, words, ({ refused }) => refused.map(inlineCode).join(', ') || words.refusesNothing),
    ),
    row(
      'length',
      onEachRoute(capabilities, words, ({ lengthParameter }) => inlineCode(lengthParameter)),
    ),
  ];
}

/** What could not be found out, and how it failed; questions that failed alike share a line. */
export function failureLines({ failures }: FoundCapabilities, locale: string): string[] {
  const alike = new Map<string, (typeof failures)[number]['question'][]>();
  for (const { question, failure } of failures) {
    const why = sentenceOf(failure, locale);
    alike.set(why, [...(alike.get(why) ?? []), question]);
  }
  return [...alike].map(([why, questions]) => modelWords(locale).failed(questions, why));
}

/** Whether it could not be found out what one of the ways to ask can do. */
export function hasFailed({ failures }: FoundCapabilities, route: Route): boolean {
  return failures.some(({ question }) => question === route);
}

function waysToAsk(capabilities: FoundCapabilities, words: ModelWords): string {
  const available = ROUTES.filter((route) => capabilities[route].available);
  const others = ROUTES.filter((route) => !capabilities[route].available);
  return words.ways(
    available,
    others.map((route) => ({ route, isUnknown: hasFailed(capabilities, route) })),
  );
}

function logprobs(capabilities: FoundCapabilities, words: ModelWords): string {
  const giving = ROUTES.filter((route) => capabilities[route].listed > 0);
  const counts = [...new Set(giving.map((route) => capabilities[route].listed))];
  const { vocabularySize, scale } = capabilities;
  const areAlike =
    counts.length === 1 && ROUTES.every((route) => !capabilities[route].available || giving.includes(route));
  const isLeast = giving.some((route) => capabilities[route].mayListMore);
  const byRoute = areAlike ? [] : giving.map((route) => [route, capabilities[route].listed] as const);
  return words.logprobs(counts, vocabularySize, scale, isLeast, byRoute);
}

/** One value where both routes agree, else each with its route. */
function onEachRoute(
  capabilities: FoundCapabilities,
  words: ModelWords,
  value: (route: FoundCapabilities[Route]) => string,
): string {
  const values = ROUTES.filter((route) => capabilities[route].available).map((route) => [
    route,
    value(capabilities[route]),
  ]);
  if (values.length === 0) return words.notFoundOut;
  if (new Set(values.map(([, one]) => one)).size === 1) return values[0]?.[1] ?? '';
  return values.map(([route, one]) => `${one} (${route})`).join(' · ');
}
