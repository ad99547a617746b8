import type { Fact } from '../../domain/fact.js';
import type { BeforeQuestion, TokenizeRequest } from '../../domain/language-model.js';
import type { ServerToken } from '../../domain/server-tokens.js';
import { asMessages, withoutName } from '../../domain/turn.js';
import { createFact } from '../../facts.js';
import { isNo } from '../wire/classify-refusal.js';
import { askText, askWritten, type Cutter } from './ask-tokenizer.js';
import { type CutAlone, cutAlone, pieceText } from './server-token-alone.js';
import { fitPieces, type PieceWriting, pieceBytes } from './server-token-pieces.js';
import { type PlaceableToken, type PlacedText, placeInOrder, placeText } from './server-token-place.js';
import type { WrittenToken } from './speaker.js';

/** Has spaces, a line break and a letter of two bytes, which every writing writes in its own way. */
const TELLING_TEXT = 'a b\né';

/** What is said before a text is anybody's, so that there is no end of it. */
const MAX_KNOWN = 20;

/** Names that are asked for one by one, where the server gives ids alone. */
const MAX_NAMES = 64;

/** A text, and what to put around it. */
interface TextAround {
  readonly text: string;
  readonly around: Exclude<TokenizeRequest['around'], 'nothing'>;
  readonly chat: BeforeQuestion;
}

/** Cuts a text with what the model gets around it, and marks what is not the text's own. */
export async function cutAround(
  cutter: Cutter,
  { text, around, chat }: TextAround,
): Promise<Pick<CutAlone, 'tokens' | 'notices'>> {
  const [written, alone, bare] = await Promise.all([
    askWritten(cutter, text, around, chat),
    cutAlone(cutter, text),
    askEmpty(cutter, { text: '', around, chat }),
  ]);
  const writing = await findWriting(cutter, alone.writings);
  const full = written.map((token) => ({
    id: token.id,
    bytes: writing === undefined ? undefined : pieceBytes(token, writing),
  }));
  const placed = placeText({ full, plain: alone.tokens, bare, text });
  const placedSystem = await placeSystem(cutter, full, { text, around, chat });
  const turns = placeTurns(full, text, chat);
  const isOwn = (at: number) => placed === undefined || (at >= placed.start && at < placed.end);
  const names = await askNames(
    cutter,
    written.filter((_, at) => !isOwn(at)),
  );
  const known = new Map(alone.tokens.map((token) => [token.id, token.text]));
  const tokens = written.map((token, at): ServerToken => {
    const own = isOwn(at);
    const named = names.get(token.id) ?? `token_id:${token.id}`;
    const piece = token.piece === undefined ? undefined : pieceText(token, writing ?? 'text');
    return {
      id: token.id,
      text: piece ?? (own ? (known.get(token.id) ?? named) : named),
      bytes: own ? placed?.shares[at - placed.start] : undefined,
      around: !own,
      isSystem:
        !own && placedSystem !== undefined && at >= placedSystem.start && at < placedSystem.end ? true : undefined,
      turn: own ? undefined : turns.get(at),
    };
  });
  return { tokens, notices: noticesOf(alone, placed) };
}

/** Which of the turns before a text each token belongs to, by the token's place; what stands around them is not there. */
function placeTurns(
  full: readonly PlaceableToken[],
  text: string,
  { before = [], who }: BeforeQuestion,
): ReadonlyMap<number, number> {
  const said = asMessages({ question: text, before, who }).map((message, at) =>
    withoutName(message, (before[at] ?? { who }).who),
  );
  const placed = placeInOrder(full, said);
  return new Map(
    before.flatMap((_, turn) => {
      const { start = 0, end = 0 } = placed[turn] ?? {};
      return Array.from({ length: end - start }, (_, at): [number, number] => [start + at, turn]);
    }),
  );
}

/** Where what the system message says is among all tokens. */
async function placeSystem(
  cutter: Cutter,
  full: readonly PlaceableToken[],
  { text, around, chat }: TextAround,
): Promise<PlacedText | undefined> {
  const { system } = chat;
  if (system === undefined || system === '') return undefined;
  const [alone, bare] = await Promise.all([
    cutAlone(cutter, system),
    askBare(cutter, { text, around, chat: { ...chat, system: '' } }),
  ]);
  return placeText({ full, plain: alone.tokens, bare, text: system });
}

/** The same for an empty text, which is asked once and remembered: it is the same for all texts. */
async function askEmpty(cutter: Cutter, empty: TextAround): Promise<readonly number[] | undefined> {
  const { around } = cutter.asker.memory.about(cutter.model);
  const key = JSON.stringify([empty.around, empty.chat]);
  const known = around.get(key);
  if (known !== undefined) return known;
  const ids = await askBare(cutter, empty);
  if (ids !== undefined && around.size < MAX_KNOWN) around.set(key, ids);
  return ids;
}

/** The ids around where one of the texts is empty; undefined where the endpoint takes none, as some chat templates do not. */
async function askBare(cutter: Cutter, { text, around, chat }: TextAround): Promise<readonly number[] | undefined> {
  try {
    return (await askWritten(cutter, text, around, chat)).map(({ id }) => id);
  } catch (error) {
    if (isNo(error)) return undefined;
    throw error;
  }
}

/** A text can be too plain to tell how the pieces around it are written, and then another one tells it. */
async function findWriting(cutter: Cutter, fits: readonly PieceWriting[]): Promise<PieceWriting | undefined> {
  if (fits.length === 1) return fits[0];
  const { telling } = cutter.asker.memory.about(cutter.model);
  const told = fitPieces(await telling.ask(() => askWritten(cutter, TELLING_TEXT, 'nothing')), TELLING_TEXT);
  return told?.writings.find((writing) => fits.length === 0 || fits.includes(writing)) ?? fits[0];
}

async function askNames(cutter: Cutter, tokens: readonly WrittenToken[]) {
  const unnamed = tokens.filter(({ piece }) => piece === undefined).map(({ id }) => id);
  const names = new Map<number, string>();
  for (const id of [...new Set(unnamed)].slice(0, MAX_NAMES)) {
    const name = await askText(cutter, [id]);
    if (name !== undefined) names.set(id, name);
  }
  return names;
}

function noticesOf({ notices }: CutAlone, placed: PlacedText | undefined): readonly Fact[] {
  if (placed === undefined) return [...notices, createFact('own-tokens-untold')];
  if (placed.how === 'whole') return notices;
  return [...notices, createFact(placed.how === 'compared' ? 'own-tokens-compared' : 'ends-left-out')];
}
