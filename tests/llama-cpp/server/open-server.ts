import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Llama } from '../llama/open-llama.js';
import { lastChunks, tokenChunks, wholeAnswer } from './answers.js';
import { openDoor } from './few-threads.js';
import { type Generation, generate, isReadable } from './generate.js';
import { type Body, chatListed, readCompletion, readPrompt, ServerError } from './read-body.js';

/** How the server behaves. */
export interface ServerOptions {
  readonly model: string;
  /** False passes `samplers` over in silence, as servers made of llama.cpp do. */
  readonly takesOrder?: boolean;
  /** Requests that are answered at once; a connection that is kept open takes one, until it has been idle for five seconds. */
  readonly threads?: number;
  /** Texts at once, which is the most that `n` may be. */
  readonly slots?: number;
}

/** One request, as it came. */
export interface SeenRequest {
  readonly path: string;
  readonly body: Body;
  readonly status: number;
}

/** A llama-server. */
export interface LlamaServer {
  readonly baseURL: string;
  readonly requests: SeenRequest[];
  close(): Promise<void>;
}

/**
 * Answers as llama-server does, on a port of its own.
 *
 * Tokens, their pieces, templates, scores and draws are llama.cpp's. HTTP, the shapes of answers, and what is refused is written
 * here after `tools/server` of the same release: no npm package brings a llama-server that is built.
 */
export async function openLlamaServer(llama: Llama, options: ServerOptions): Promise<LlamaServer> {
  const { model, takesOrder = true, threads, slots = 4 } = options;
  const requests: SeenRequest[] = [];
  /** llama.cpp reads one text at a time here; the others wait. */
  let turn: Promise<unknown> = Promise.resolve();

  const answers: Record<string, (body: Body, response: ServerResponse) => unknown> = {
    'GET /health': () => ({ status: 'ok' }),
    'GET /v1/models': () => modelsOf(llama, model),
    'GET /models': () => modelsOf(llama, model),
    'GET /props': () => propsOf(llama, model, slots),
    'POST /tokenize': (body) => tokenized(llama, body),
    'POST /detokenize': ({ tokens = [] }) => ({ content: llama.detokenize(tokens as number[]).toString() }),
    'POST /apply-template': (body) => ({ prompt: chatPrompt(llama, body) }),
    'POST /v1/completions': (body, response) => complete(body, readPrompt(llama, body.prompt), false, response),
    'POST /v1/chat/completions': (body, response) => {
      const prompt = llama.tokenize(chatPrompt(llama, body), { special: true, parse: true });
      return complete(chatListed(body), prompt, true, response);
    },
  };

  function complete(body: Body, prompt: readonly number[], isChat: boolean, response: ServerResponse): unknown {
    const continued = isChat ? continuedOf(body) : undefined;
    const request = readCompletion(body, prompt, slots, takesOrder);
    if (prompt.length >= llama.contextSize) {
      const message = `request (${prompt.length} tokens) exceeds the available context size (${llama.contextSize} tokens), try increasing it`;
      const rest = { n_prompt_tokens: prompt.length, n_ctx: llama.contextSize };
      throw new ServerError(400, 'exceed_context_size_error', message, rest);
    }
    const frame = {
      model,
      id: `chatcmpl-${randomUUID()}`,
      created: Math.floor(Date.now() / 1000),
      promptTokens: prompt.length,
      afterSampling: request.afterSampling,
    };
    const write = async () => {
      if (!request.stream) {
        const generations: Generation[] = [];
        for (let answer = 0; answer < request.answers; answer++) {
          const steps = generate(llama, { ...request, settings: request.settings(answer) });
          const generation = await finish(steps, response);
          checkReadable(generation.bytes, isChat);
          generations.push(generation);
        }
        return wholeAnswer(llama, frame, isChat, generations, continued);
      }
      const send = (chunks: readonly object[]) => {
        for (const each of chunks) response.write(`data: ${JSON.stringify(each)}\n\n`);
      };
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      let isFirst = true;
      let sent = Buffer.alloc(0);
      try {
        const steps = generate(llama, { ...request, settings: request.settings(0) });
        const generation = await finish(steps, response, (token) => {
          sent = Buffer.concat([sent, token.bytes]);
          // What cannot be read is left out of a chat's stream, until its end.
          if (!isChat) checkReadable(sent, isChat);
          send(tokenChunks(llama, frame, isChat, token, isFirst, isReadable(sent)));
          isFirst = false;
        });
        checkReadable(sent, isChat);
        const usage = (body.stream_options as { include_usage?: unknown } | undefined)?.include_usage === true;
        send(lastChunks(frame, isChat, generation, usage));
        response.end('data: [DONE]\n\n');
      } catch (error) {
        // The headers are gone, so the stream tells it.
        send([{ error: errorOf(error).json }]);
        response.end();
      }
      return undefined;
    };
    const written = turn.then(write);
    turn = written.catch(() => {});
    return written;
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const path = (request.url ?? '').replace(/\?.*/, '');
    let body: Body = {};
    const send = (status: number, json: unknown) => {
      requests.push({ path, body, status });
      if (json === undefined) return;
      response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' });
      response.end(JSON.stringify(json));
    };
    try {
      const answer = answers[`${request.method} ${path}`];
      if (answer === undefined) throw new ServerError(404, 'not_found_error', 'File Not Found');
      if (parts.length > 0) body = JSON.parse(Buffer.concat(parts).toString());
      send(200, await answer(body, response));
    } catch (error) {
      const { status, json } = errorOf(error);
      if (response.headersSent) response.destroy();
      else send(status, { error: json });
    }
  }

  const server = createServer((request, response) => void handle(request, response));
  const door = await openDoor(server, threads);
  return {
    baseURL: `http://127.0.0.1:${door.port}/v1`,
    requests,
    close: () => door.close(),
  };
}

function checkReadable(bytes: Buffer, isChat: boolean): void {
  if (isReadable(bytes)) return;
  const format = isChat ? 'peg-native' : 'Content-only';
  const message = `The model produced output that does not match the expected ${format} format`;
  throw new ServerError(500, 'server_error', message);
}

function errorOf(error: unknown): { readonly status: number; readonly json: object } {
  const { status, type, message, rest } =
    error instanceof ServerError ? error : new ServerError(500, 'server_error', String(error));
  return { status, json: { code: status, message, type, ...rest } };
}

/** Takes all steps, and lets others have a turn after each; a client that leaves ends it. */
async function finish<Step, Result>(
  steps: Generator<Step, Result>,
  response: ServerResponse,
  onStep: (step: Step) => void = () => {},
): Promise<Result> {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
    onStep(value);
    await new Promise(setImmediate);
    if (response.destroyed) {
      steps.return(undefined as Result);
      throw new Error('The client left.');
    }
  }
}

/** The beginning of a reply that is to be gone on with. */
function continuedOf(body: Body): string | undefined {
  if (!Array.isArray(body.messages)) {
    throw new ServerError(400, 'invalid_request_error', "'messages' is required");
  }
  const last = (body.messages as { role: string; content: unknown }[]).at(-1);
  return last?.role === 'assistant' && body.continue_final_message !== false ? String(last.content) : undefined;
}

function chatPrompt(llama: Llama, body: Body): string {
  const continued = continuedOf(body);
  const messages = (body.messages as object[]).slice(0, continued === undefined ? undefined : -1);
  const input = { bos_token: '', eos_token: llama.piece(llama.end, true).toString() };
  return llama.renderChat({ ...input, messages, add_generation_prompt: true }) + (continued ?? '');
}

function tokenized(llama: Llama, body: Body): object {
  const content = body.content ?? '';
  const ids = llama.tokenize(String(content), {
    special: body.add_special === true,
    parse: body.parse_special !== false,
  });
  if (body.with_pieces !== true) return { tokens: ids };
  const tokens = ids.map((id) => {
    const bytes = llama.piece(id, true);
    const text = bytes.toString();
    return { id, piece: Buffer.from(text).equals(bytes) ? text : [...bytes] };
  });
  return { tokens };
}

function modelsOf(llama: Llama, id: string): object {
  const meta = {
    // A number that is told as a truth value.
    vocab_type: true,
    n_vocab: llama.vocabularySize,
    n_ctx: llama.contextSize,
    n_ctx_train: llama.trainedContext,
    n_embd: llama.width,
    n_params: llama.parameters,
    size: llama.bytes,
  };
  return { object: 'list', data: [{ id, object: 'model', created: 0, owned_by: 'llamacpp', meta }] };
}

function propsOf(llama: Llama, model: string, slots: number): object {
  return {
    default_generation_settings: { n_ctx: llama.contextSize },
    total_slots: slots,
    model_alias: model,
    chat_template: llama.chatTemplate,
    bos_token: llama.piece(llama.beginning, true).toString(),
    eos_token: llama.piece(llama.end, true).toString(),
    build_info: 'node-llama-cpp-3.21.1',
  };
}
