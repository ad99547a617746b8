import type { ServerResponse } from 'node:http';
import { type EndpointStub, openEndpointStub, type StubAnswer, type StubRequest } from '../model/endpoint-stub.js';

/** What each stage writes: of the base model by what it reads. */
export interface StagedTexts {
  readonly base: (prompt: string) => string;
  readonly tuned: string;
  readonly preferred: string;
}

/** The models of the stub by the stage that it tells of them. */
export const STAGED_MODELS = { base: 'small-base', tuned: 'small-tuned', preferred: 'small-preferred' } as const;

/** The chance that the stub tells of every token that it writes; what else could have come has the rest. */
const CHANCE = 0.8;

/**
 * An endpoint with a model for each stage of training, as the embedded server lists them, which writes what it is told to: a
 * word a token, and never more tokens than were asked for.
 *
 * @param onPost answers a request in another way, where it returns something
 */
export function openStagedEndpoint(
  texts: () => StagedTexts,
  onPost: (request: StubRequest) => StubAnswer | undefined = () => undefined,
): Promise<EndpointStub> {
  return openEndpointStub((request) => {
    const { path, method, body } = request;
    if (path === '/v1/models') return { json: { object: 'list', data: listed() } };
    const isChat = path === '/v1/chat/completions';
    if (method !== 'POST' || (!isChat && path !== '/v1/completions')) return undefined;
    return onPost(request) ?? ((response) => write(response, body, isChat, textFor(texts(), body)));
  });
}

function listed() {
  const stages = Object.entries(STAGED_MODELS).map(([stage, id]) => ({ id, object: 'model', stage }));
  return [{ id: 'plain', object: 'model' }, ...stages];
}

function textFor(texts: StagedTexts, body: StubRequest['body']): string {
  if (body.model === STAGED_MODELS.tuned) return texts.tuned;
  if (body.model === STAGED_MODELS.preferred) return texts.preferred;
  return texts.base(String(body.prompt));
}

function write(response: ServerResponse, body: StubRequest['body'], isChat: boolean, text: string): void {
  const most = Number(body.max_tokens ?? body.max_completion_tokens ?? Number.POSITIVE_INFINITY);
  const all = text.match(/\s*\S+\s*$|\s*\S+/g) ?? [];
  const tokens = all.slice(0, most);
  const finish = tokens.length < all.length || all.length === most ? 'length' : 'stop';
  const head = { id: 'x', model: body.model, object: isChat ? 'chat.completion.chunk' : 'text_completion' };
  const choiceOf = (token: string) => {
    if (isChat) return { index: 0, delta: { content: token }, logprobs: { content: [entry(token)] } };
    const top = { [token]: Math.log(CHANCE), ' else': Math.log(1 - CHANCE) };
    const logprobs = { tokens: [token], token_logprobs: [Math.log(CHANCE)], top_logprobs: [top], text_offset: [0] };
    return { index: 0, text: token, logprobs };
  };
  if (body.stream !== true) {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(whole(head, isChat, tokens, finish)));
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const send = (choice: object) => response.write(`data: ${JSON.stringify({ ...head, choices: [choice] })}\n\n`);
  for (const token of tokens) send({ ...choiceOf(token), finish_reason: null });
  send(isChat ? { index: 0, delta: {}, finish_reason: finish } : { index: 0, text: '', finish_reason: finish });
  response.end('data: [DONE]\n\n');
}

function whole(head: object, isChat: boolean, tokens: readonly string[], finish: string) {
  const text = tokens.join('');
  const logprobs = isChat
    ? { content: tokens.map(entry) }
    : {
        tokens,
        token_logprobs: tokens.map(() => Math.log(CHANCE)),
        top_logprobs: tokens.map((token) => ({ [token]: Math.log(CHANCE), ' else': Math.log(1 - CHANCE) })),
        text_offset: tokens.map(() => 0),
      };
  const content = isChat ? { message: { role: 'assistant', content: text } } : { text };
  return { ...head, choices: [{ index: 0, ...content, logprobs, finish_reason: finish }] };
}

function entry(token: string) {
  const one = (text: string, chance: number) => ({
    token: text,
    logprob: Math.log(chance),
    bytes: [...Buffer.from(text)],
  });
  return { ...one(token, CHANCE), top_logprobs: [one(token, CHANCE), one(' else', 1 - CHANCE)] };
}
