import { asMessages } from '../../../domain/turn.js';
import { isRecord } from '../../wire/json.js';
import {
  isId,
  readPiece,
  type TokenizerSpeaker,
  type TokenizerWire,
  type TokenList,
  type WrittenToken,
} from '../speaker.js';

/** llama.cpp's `/tokenize`, `/detokenize` and `/apply-template`; a server of several models wants to know of which. */
export const llamaCpp: TokenizerSpeaker = {
  name: 'llama.cpp',
  cut: (wire, text, { special, controls }) =>
    ask(wire, { content: text, add_special: special, parse_special: controls }),
  async cutChat(wire, chat) {
    const content = await wire.template(async () => {
      const json = await wire.post('/apply-template', { model: wire.model, messages: asMessages(chat) });
      return isRecord(json) && typeof json.prompt === 'string' ? json.prompt : undefined;
    });
    // As the server itself does with what it makes of a chat.
    return ask(wire, { content, add_special: true, parse_special: true });
  },
  async join(wire, tokens) {
    const json = await wire.post('/detokenize', { model: wire.model, tokens });
    return isRecord(json) ? json.content : undefined;
  },
};

async function ask(wire: TokenizerWire, body: Record<string, unknown>): Promise<TokenList | undefined> {
  const json = await wire.post('/tokenize', { model: wire.model, ...body, with_pieces: true });
  if (!isRecord(json) || !Array.isArray(json.tokens)) return undefined;
  const list: readonly unknown[] = json.tokens;
  return { count: list.length, read: () => readList(list) };
}

function readList(list: readonly unknown[]): readonly WrittenToken[] | undefined {
  const tokens: WrittenToken[] = [];
  for (const token of list) {
    if (isId(token)) tokens.push({ id: token, piece: undefined });
    else if (isRecord(token) && isId(token.id)) tokens.push({ id: token.id, piece: readPiece(token.piece) });
    else return undefined;
  }
  return tokens;
}
