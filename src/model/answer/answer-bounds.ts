import { ModelError } from '../errors.js';
import { isRecord } from '../wire/json.js';
import { keepLikeliest } from './keep-likeliest.js';
import { isAboveOne, parseLogprob } from './parse-token.js';

/** How much of an answer was asked for; what a server sends beyond that is left out. */
export interface Wanted {
  /** Alternatives at each place. */
  readonly listed: number;
  /** Tokens of each choice; undefined where it depends on the text, as in an echo. */
  readonly tokens: number | undefined;
}

/** Some servers always list so many, whatever they are asked for. */
const USUALLY_LISTED = 20;
/** No text that is scored and no reply has more tokens: the longest text can be three for each of its 6,000 characters. */
const MAX_PLACES = 20_000;
/** All lists of an answer together, with the drawn token beside the alternatives at each place. */
const MAX_LISTED = MAX_PLACES * (USUALLY_LISTED + 1);
const MAX_CHOICES = 128;

/** The token that was drawn at a place, as far as the server tells it. */
interface Drawn {
  readonly token?: unknown;
  readonly id?: unknown;
  readonly logprob?: unknown;
}

/**
 * Cuts the lists of an answer to what was asked for, in place: of each list the likeliest tokens and the drawn one, and no
 * more places than tokens were asked for. An answer that keeps to its request stays as it is.
 *
 * @throws ModelError `protocol` when there is more than can be read even so, or when a list of more than a thousand
 *   tokens sums to a probability above 1
 */
export function boundAnswer(json: unknown, wanted: Wanted): void {
  if (!isRecord(json) || !Array.isArray(json.choices)) return;
  if (json.choices.length > MAX_CHOICES) throw tooMany(MAX_CHOICES, 'answers');
  // The drawn token can stand beside as many as were asked for.
  const most = Math.max(wanted.listed, USUALLY_LISTED) + 1;
  let listed = 0;
  const createBound = () => {
    let places = 0;
    return (list: unknown, drawn: Drawn): unknown => {
      const kept = boundList(list, most, drawn);
      places += 1;
      listed += sizeOf(kept);
      if (places > MAX_PLACES) throw tooMany(MAX_PLACES, 'tokens');
      if (listed > MAX_LISTED) throw tooMany(MAX_LISTED, 'candidates');
      return kept;
    };
  };
  // An answer can list the same tokens of a text in both ways.
  const [bound, boundPrompt] = [createBound(), createBound()];
  for (const choice of json.choices.filter(isRecord)) {
    const { logprobs, prompt_logprobs: prompt } = choice;
    if (isRecord(logprobs)) {
      for (const part of ['content', 'tokens', 'token_logprobs', 'top_logprobs']) {
        if (Array.isArray(logprobs[part])) logprobs[part].splice(wanted.tokens ?? Number.POSITIVE_INFINITY);
      }
      boundLogprobs(logprobs, bound);
    }
    if (Array.isArray(prompt)) choice.prompt_logprobs = prompt.map((list) => boundPrompt(list, {}));
  }
}

/** Both shapes that `parseLogprobs` reads. */
function boundLogprobs(logprobs: Record<string, unknown>, bound: (list: unknown, drawn: Drawn) => unknown): void {
  const { content, tokens, token_logprobs: values, top_logprobs: lists } = logprobs;
  if (Array.isArray(content)) {
    for (const place of content.filter(isRecord)) place.top_logprobs = bound(place.top_logprobs, place);
  } else if (Array.isArray(tokens)) {
    const told: readonly unknown[] = Array.isArray(values) ? values : [];
    const kept = tokens.map((token, at) =>
      bound(Array.isArray(lists) ? lists[at] : undefined, { token, logprob: told[at] }),
    );
    if (Array.isArray(lists)) logprobs.top_logprobs = kept;
  }
}

/** The likeliest entries of an array of objects, or of a map from text to value or from id to object. */
function boundList(list: unknown, most: number, drawn: Drawn): unknown {
  if (sizeOf(list) <= most) return list;
  if (Array.isArray(list)) {
    const entries = withoutRepeatedIds(list.filter(isRecord));
    const isDrawn = (entry: Drawn, logprob: number) => isSame(entry, logprob, drawn);
    return keepLikeliest(entries, most, ({ logprob }) => logprob, isDrawn);
  }
  const entries = Object.entries(list as object).map(([key, value]) => ({ key, value: value as unknown }));
  const logprobOf = ({ value }: { value: unknown }) => (isRecord(value) ? value.logprob : value);
  const isDrawn = ({ key }: { key: string }, logprob: number) => isSame({ token: key }, logprob, drawn);
  return Object.fromEntries(keepLikeliest(entries, most, logprobOf, isDrawn).map(({ key, value }) => [key, value]));
}

function sizeOf(list: unknown): number {
  if (Array.isArray(list)) return list.length;
  return isRecord(list) ? Object.keys(list).length : 0;
}

function withoutRepeatedIds(entries: readonly Record<string, unknown>[]): readonly Record<string, unknown>[] {
  const ids = new Set<unknown>();
  return entries.filter(({ id }) => {
    if (typeof id !== 'number') return true;
    const isNew = !ids.has(id);
    ids.add(id);
    return isNew;
  });
}

function isSame(entry: Drawn, logprob: number, drawn: Drawn): boolean {
  if (typeof entry.id === 'number' && typeof drawn.id === 'number') return entry.id === drawn.id;
  const own = isAboveOne(drawn.logprob) ? undefined : parseLogprob(drawn.logprob);
  return entry.token === drawn.token && (own === undefined || Math.abs(own - logprob) < 1e-6);
}

function tooMany(most: number, what: 'answers' | 'tokens' | 'candidates'): ModelError {
  return new ModelError('protocol', 'too-many-in-answer', { most, what });
}
