import { get_encoding } from '@dqbd/tiktoken';
import { onTestFinished } from 'vitest';
import type { StubAnswer, StubRequest } from './endpoint-stub.js';
import { writeByteLevel } from './undecoded-writers.js';

const specialIds = new Map([
  ['<|im_start|>', 60_001],
  ['<|im_end|>', 60_002],
]);

/** What a chat template makes of one message of a user. */
export const chatOf = (content: unknown) => `<|im_start|>user\n${content}<|im_end|>\n<|im_start|>assistant\n`;

/** What it makes of what a system message says, before a user's. */
const systemOf = (content: string) => `<|im_start|>system\n${content}<|im_end|>\n`;

/** What it makes of what the model replied before. */
const repliedOf = (content: string) => `${content}<|im_end|>\n`;

/** What a chat template makes of a conversation, and of a system message before it. */
function renderChat(messages: unknown): string {
  const list = messages as readonly { role: string; content: string }[];
  const parts: Readonly<Record<string, (content: string) => string>> = { system: systemOf, assistant: repliedOf };
  return list.map(({ role, content }) => (parts[role] ?? chatOf)(content)).join('');
}

/** GPT-2's own tokenizer, with two special tokens for chats, as a server's vocabulary has it. */
export function openGpt2() {
  const encoding = get_encoding('r50k_base');
  onTestFinished(() => encoding.free());
  const cut = (text: string) =>
    text.split(/(<\|im_(?:start|end)\|>)/).flatMap((part) => {
      const special = specialIds.get(part);
      if (special !== undefined) return [{ id: special, bytes: Buffer.from(part) }];
      return [...encoding.encode_ordinary(part)].map((id) => ({ id, bytes: encoding.decode_single_token_bytes(id) }));
    });
  return { cut, ids: (text: string) => cut(text).map(({ id }) => id) };
}

/** What vLLM answers `POST /tokenize` and `/detokenize` with, for a model with GPT-2's tokenizer. */
export function answerAsVllm(
  { cut }: Pick<ReturnType<typeof openGpt2>, 'cut'>,
  strings: 'given' | 'null' | 'refused' = 'given',
) {
  const bytesOf = new Map<number, Uint8Array>();
  return ({ path, body }: StubRequest): StubAnswer | undefined => {
    if (path === '/detokenize') {
      const bytes = (body.tokens as number[]).map((id) => bytesOf.get(id) ?? new Uint8Array());
      return { json: { prompt: Buffer.concat(bytes).toString('utf8') } };
    }
    if (path !== '/tokenize') return undefined;
    if (body.prompt === undefined && body.messages === undefined)
      return { status: 422, json: { detail: [{ loc: ['body', 'prompt'], msg: 'Field required', type: 'missing' }] } };
    if (strings === 'refused' && 'return_token_strs' in body) {
      const msg = 'Extra inputs are not permitted';
      return { status: 400, json: { detail: [{ loc: ['body', 'return_token_strs'], msg, type: 'extra_forbidden' }] } };
    }
    const special = body.add_special_tokens === true ? '<|im_start|>' : '';
    const tokens = cut(body.messages === undefined ? special + body.prompt : renderChat(body.messages));
    for (const { id, bytes } of tokens) bytesOf.set(id, bytes);
    const token_strs = strings === 'given' ? tokens.map(({ bytes }) => writeByteLevel(bytes)) : null;
    return { json: { count: tokens.length, max_model_len: 1024, tokens: tokens.map(({ id }) => id), token_strs } };
  };
}

/** What llama.cpp answers for the same model; a request that is not its own cuts an empty text. */
export function answerAsLlama(
  { cut }: Pick<ReturnType<typeof openGpt2>, 'cut'>,
  { template = true, pieces = true }: { template?: boolean; pieces?: boolean } = {},
) {
  const asVllm = answerAsVllm({ cut });
  return (request: StubRequest): StubAnswer | undefined => {
    const { path, body } = request;
    if (path === '/apply-template' && template) {
      return { json: { prompt: renderChat(body.messages) } };
    }
    if (path === '/apply-template') return { status: 404, json: { error: { message: 'File Not Found', code: 404 } } };
    if (path === '/detokenize') {
      const answer = asVllm(request);
      const json = answer !== undefined && 'json' in answer ? (answer.json as { prompt: string }) : { prompt: '' };
      return { json: { content: json.prompt } };
    }
    if (path !== '/tokenize') return undefined;
    const tokens = typeof body.content === 'string' ? cut(body.content) : [];
    // So that it knows the bytes of what was cut, when it is asked for their text.
    asVllm({ ...request, body: { prompt: body.content ?? '' } });
    if (!pieces) return { json: { tokens: tokens.map(({ id }) => id) } };
    const strict = new TextDecoder('utf-8', { fatal: true });
    const pieceOf = (bytes: Uint8Array) => {
      try {
        return strict.decode(bytes);
      } catch {
        return [...bytes];
      }
    };
    return { json: { tokens: tokens.map(({ id, bytes }) => ({ id, piece: pieceOf(bytes) })) } };
  };
}
