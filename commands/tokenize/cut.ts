import { setImmediate as othersFirst } from 'node:timers/promises';
import { inlineCode, plain } from '../../src/discord/markdown.js';
import type { Fact } from '../../src/domain/fact.js';
import type { TokenizeRequest } from '../../src/domain/language-model.js';
import type { ServerToken } from '../../src/domain/server-tokens.js';
import { tokenLabel } from '../../src/lesson/text/token-label.js';
import type { Services } from '../../src/services.js';
import { encodingLabel } from '../../src/tokens/encodings.js';
import type { Arrangement, EncodingName, Token } from '../../src/tokens/token.js';
import { visibleText, visibleToken } from '../../src/tokens/visible.js';

/** What to put around a text's own tokens; only a model's own tokenizer can. */
export type Around = TokenizeRequest['around'];

/** A text and what to cut it by. */
export interface CutRequest {
  readonly text: string;
  /** An encoding, or `model` for a model's own tokenizer. */
  readonly encoding: EncodingName | 'model';
  /** Whose own tokenizer; undefined for the endpoint's default. */
  readonly model?: string | undefined;
  readonly around?: Around | undefined;
}

/** One token as it is shown. */
export interface ShownToken extends Pick<Token, 'id' | 'group'> {
  /** With whitespace made visible. */
  readonly label: string;
  /** Its share of the text's UTF-8; undefined where the endpoint does not tell it, and for what stands around the text. */
  readonly bytes: Uint8Array | undefined;
  readonly around: boolean;
  readonly endsLine: boolean;
}

/** A text cut into tokens, by whichever tokenizer. */
export interface CutText extends Omit<Arrangement, 'tokens'> {
  readonly tokens: readonly ShownToken[];
  /** The encoding or model, short enough for a title. */
  readonly name: string;
  /** The tokenizer in words, as markdown. */
  readonly tokenizer: string;
  /** The model that was asked, where one was. */
  readonly model: string | undefined;
  readonly notices: readonly Fact[];
}

/** Cuts a text as a request says. */
export async function cutText(request: CutRequest, signal: AbortSignal, services: Services): Promise<CutText> {
  const { text, encoding } = request;
  if (encoding === 'model') return cutByModel(request, signal, services);
  const { tokens, groups, characters, bytes } = await services.tokenizer.tokenize(text, encoding, signal);
  return {
    tokens: await mapInTurns(tokens, (token) => ({
      ...token,
      label: visibleToken(token),
      around: false,
      endsLine: token.text?.endsWith('\n') ?? false,
    })),
    groups,
    characters,
    bytes,
    name: encoding,
    tokenizer: plain(encodingLabel(encoding)),
    model: undefined,
    notices: [],
  };
}

async function cutByModel(request: CutRequest, signal: AbortSignal, services: Services): Promise<CutText> {
  const { text, model: wanted, around = 'nothing' } = request;
  const { tokens, model, notices } = await services.model.tokenize({ text, model: wanted, around, signal });
  const arranged = await arrangeShares(text, tokens, signal, services);
  const shown = await mapInTurns(tokens, (token): ShownToken => {
    const place = arranged.places.get(token);
    return {
      id: token.id,
      label: place?.text === undefined ? tokenLabel(token) : visibleText(token.text),
      bytes: token.bytes,
      group: place?.group,
      around: token.around,
      endsLine: token.text.endsWith('\n'),
    };
  });
  const { groups, characters, bytes } = arranged;
  const tokenizer = `the own tokenizer of ${inlineCode(model)}`;
  return { tokens: shown, groups, characters, bytes, name: model, tokenizer, model, notices };
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
): Promise<Omit<Arrangement, 'tokens'> & { readonly places: ReadonlyMap<ServerToken, Token> }> {
  const own = tokens.filter(({ around, bytes }) => !around && bytes?.length !== 0);
  const joined = Buffer.concat(own.map(({ bytes }) => bytes ?? new Uint8Array()));
  const source = joined.toString('utf8');
  if (own.every(({ bytes }) => bytes !== undefined) && joined.equals(Buffer.from(source, 'utf8'))) {
    const measured = own.map(({ id, bytes }) => ({ id, byteLength: bytes?.length ?? 0 }));
    const { tokens: places, ...arranged } = await tokenizer.arrange(source, measured, signal);
    return { ...arranged, places: new Map(own.flatMap((token, at) => (places[at] ? [[token, places[at]]] : []))) };
  }
  // The counts are of the text as a whole; where its tokens begin is not told.
  const byteLength = Buffer.byteLength(text, 'utf8');
  const { characters, bytes } = await tokenizer.arrange(text, byteLength === 0 ? [] : [{ id: 0, byteLength }], signal);
  return { groups: [], characters, bytes, places: new Map() };
}
