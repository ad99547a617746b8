import { setImmediate as othersFirst } from 'node:timers/promises';
import type { Fact } from '../../src/domain/fact.js';
import type { ServerToken } from '../../src/domain/server-tokens.js';
import { tokenSpelling } from '../../src/lesson/text/token-label.js';
import type { Services } from '../../src/services.js';
import type { Arrangement, TokenShare } from '../../src/tokens/token.js';
import { visibleText, visibleToken } from '../../src/tokens/visible.js';
import type { ShownToken, TokenizeResult } from './result.js';

/** A text and what to cut it by; of a model's own tokenizer, which model's: undefined for the endpoint's default. */
export interface CutRequest extends Pick<TokenizeResult, 'text' | 'encoding' | 'model'> {
  readonly around?: TokenizeResult['around'] | undefined;
}

/** A text cut into tokens, by whichever tokenizer. */
interface CutText extends Omit<Arrangement, 'tokens'> {
  readonly tokens: readonly ShownToken[];
  /** The model that was asked, where one was. */
  readonly model: string | undefined;
  readonly notices: readonly Fact[];
}

/** Tokens that are kept: more than four pictures hold, and few enough to get ready in a moment. */
const MAX_KEPT_TOKENS = 400;

/** Cuts a text and keeps its first tokens. */
export async function cutText(request: CutRequest, signal: AbortSignal, services: Services): Promise<TokenizeResult> {
  const { text, encoding, around = 'nothing' } = request;
  const { tokens, groups, characters, bytes, model, notices } = await cutWhole(request, signal, services);
  const kept = tokens.slice(0, MAX_KEPT_TOKENS);
  const lastGroup = kept.findLast(({ group }) => group !== undefined)?.group ?? -1;
  const added = tokens.filter((token) => token.around).length;
  return {
    text,
    encoding,
    // The default can be another model by the time of a press.
    model,
    around,
    tokens: kept,
    groups: groups.slice(0, lastGroup + 1),
    counts: { own: tokens.length - added, around: added, characters, bytes },
    notices: [...notices],
  };
}

/** Cuts a text into all its tokens. */
export async function cutWhole(request: CutRequest, signal: AbortSignal, services: Services): Promise<CutText> {
  const { text, encoding } = request;
  if (encoding === 'model') return cutByModel(request, signal, services);
  const { tokens, ...arranged } = await services.tokenizer.tokenize(text, encoding, signal);
  const shown = await mapInTurns(tokens, (token): ShownToken => {
    const { id, bytes, group } = token;
    return {
      id,
      label: visibleToken(token),
      bytes,
      group,
      around: false,
      endsLine: token.text?.endsWith('\n') ?? false,
    };
  });
  return { ...arranged, tokens: shown, model: undefined, notices: [] };
}

async function cutByModel(request: CutRequest, signal: AbortSignal, services: Services): Promise<CutText> {
  const { text, model: wanted, around = 'nothing' } = request;
  const { tokens, model, notices } = await services.model.tokenize({ text, model: wanted, around, signal });
  const { places, ...arranged } = await arrangeShares(text, tokens, signal, services);
  const shown = await mapInTurns(tokens, (token): ShownToken => {
    const place = places.get(token);
    return {
      id: token.id,
      label: place?.text === undefined ? tokenSpelling(token) : visibleText(token.text),
      bytes: token.bytes,
      group: place?.group,
      around: token.around,
      endsLine: token.text.endsWith('\n'),
    };
  });
  return { ...arranged, tokens: shown, model, notices };
}

/** Tokens made ready in one go, between which others get their turn. */
const TOKENS_AT_ONCE = 1000;

async function mapInTurns<T, U>(list: readonly T[], map: (one: T) => U): Promise<U[]> {
  const mapped: U[] = [];
  for (const [at, one] of list.entries()) {
    if (at % TOKENS_AT_ONCE === 0) await othersFirst();
    mapped.push(map(one));
  }
  return mapped;
}

/**
 * Where the text's own tokens lie, as far as their bytes are told.
 *
 * A share can be less than the text, where a chat template leaves out the spaces at its ends, and it can be empty.
 */
async function arrangeShares(
  text: string,
  tokens: readonly ServerToken[],
  signal: AbortSignal,
  { tokenizer }: Services,
): Promise<Omit<Arrangement, 'tokens'> & { readonly places: ReadonlyMap<ServerToken, TokenShare> }> {
  const own = tokens.filter(({ around, bytes }) => !around && bytes?.length !== 0);
  const shares = own.flatMap(({ bytes }) => bytes ?? []);
  const told = shares.length < own.length ? undefined : await tokenizer.arrange(shares, signal);
  if (told !== undefined) {
    const { tokens: places, ...arranged } = told;
    return { ...arranged, places: new Map(own.flatMap((token, at) => (places[at] ? [[token, places[at]]] : []))) };
  }
  // The counts are of the text as a whole; where its tokens begin is not told.
  const whole = await tokenizer.arrange(text === '' ? [] : [Buffer.from(text, 'utf8')], signal);
  return { groups: [], characters: whole?.characters ?? 0, bytes: whole?.bytes ?? 0, places: new Map() };
}
