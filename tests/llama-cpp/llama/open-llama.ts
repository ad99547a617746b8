import { type LlamaLibrary, loadLlama } from './library.js';
import { createSamplers, type LlamaSamplers } from './samplers.js';

/** A model in llama.cpp with one text that it reads. */
export interface Llama {
  readonly vocabularySize: number;
  readonly contextSize: number;
  readonly trainedContext: number;
  readonly parameters: number;
  readonly bytes: number;
  readonly width: number;
  /** Whether it is of SentencePiece's kind. */
  readonly isPieces: boolean;
  readonly beginning: number;
  readonly end: number;
  readonly chatTemplate: string;
  readonly samplers: LlamaSamplers;
  /** @param special what a text's beginning has, such as a token for it; `parse` reads control tokens that are written out */
  tokenize(text: string, how: { readonly special: boolean; readonly parse: boolean }): number[];
  /** A token's bytes; `special` writes control tokens out, which are nothing otherwise. */
  piece(id: number, special: boolean): Buffer;
  detokenize(ids: readonly number[]): Buffer;
  isEnd(id: number): boolean;
  /** Reads a text and gives the scores (logits) of all tokens that may follow; the caller's own. @throws Error where it fails */
  evaluate(ids: readonly number[]): Float32Array;
  /** Writes a conversation as the model's template has it. */
  renderChat(input: object): string;
  close(): void;
}

/** A batch of at most so many tokens, which is more than any context here. */
const BATCH = 512;
/** A piece is no longer than a word. */
const PIECE_BYTES = 256;
/** `GGML_TYPE_F32`, so that nothing is rounded before it is compared with what is computed in another way. */
const FLOATS = 0;

/** Loads a model from a GGUF file. */
export function openLlama(path: string, contextSize: number): Llama {
  const library = loadLlama();
  const { call, addon } = library;
  const model = loadModel(library, path);
  const context = openContext(library, model, contextSize);
  const vocab = call('const llama_vocab *llama_model_get_vocab(const llama_model *model)')(model);
  const memory = call('llama_memory *llama_get_memory(const llama_context *ctx)')(context);
  const ofVocab = (name: string) => Number(call(`int32 ${name}(const llama_vocab *vocab)`)(vocab));
  const ofModel = (type: string, name: string) => Number(call(`${type} ${name}(const llama_model *model)`)(model));
  const vocabularySize = ofVocab('llama_vocab_n_tokens');
  const chatTemplate = String(
    call('const char *llama_model_chat_template(const llama_model *model, const char *name)')(model, null),
  );

  const tokenize = call(
    'int32 llama_tokenize(const llama_vocab *vocab, const uint8 *text, int32 length, _Out_ int32 *tokens, int32 most, bool special, bool parse)',
  );
  const toPiece = call(
    'int32 llama_token_to_piece(const llama_vocab *vocab, int32 token, _Out_ uint8 *buffer, int32 length, int32 lstrip, bool special)',
  );
  const detokenize = call(
    'int32 llama_detokenize(const llama_vocab *vocab, const int32 *tokens, int32 count, _Out_ uint8 *text, int32 most, bool remove, bool unparse)',
  );
  const isEnd = call('bool llama_vocab_is_eog(const llama_vocab *vocab, int32 token)');
  const decode = call('int32 llama_decode(llama_context *ctx, llama_batch batch)');
  const oneBatch = call('llama_batch llama_batch_get_one(int32 *tokens, int32 count)');
  const logits = call('void *llama_get_logits_ith(llama_context *ctx, int32 at)');
  const forget = call('bool llama_memory_seq_rm(llama_memory *memory, int32 sequence, int32 from, int32 to)');
  const room = library.koffi.alloc('int32', BATCH);
  const renderer = new addon.AddonJinjaRenderer(chatTemplate);
  /** What the memory holds, so that only what is new is read, as the server does. */
  let read: readonly number[] = [];

  return {
    vocabularySize,
    contextSize,
    trainedContext: ofModel('int32', 'llama_model_n_ctx_train'),
    parameters: ofModel('uint64', 'llama_model_n_params'),
    bytes: ofModel('uint64', 'llama_model_size'),
    width: ofModel('int32', 'llama_model_n_embd'),
    isPieces: Number(call('int llama_vocab_type(const llama_vocab *vocab)')(vocab)) === 1,
    beginning: ofVocab('llama_vocab_bos'),
    end: ofVocab('llama_vocab_eos'),
    chatTemplate,
    samplers: createSamplers(library, vocabularySize),
    tokenize(text, { special, parse }) {
      const bytes = Buffer.from(text);
      const ids = new Int32Array(bytes.length + 8);
      const count = Number(tokenize(vocab, bytes, bytes.length, ids, ids.length, special, parse));
      if (count < 0) throw new Error('The text has more tokens than bytes.');
      return [...ids.subarray(0, count)];
    },
    piece(id, special) {
      const bytes = new Uint8Array(PIECE_BYTES);
      const length = Number(toPiece(vocab, id, bytes, bytes.length, 0, special));
      if (length < 0) throw new Error(`Token ${id} has ${-length} bytes.`);
      return Buffer.from(bytes.subarray(0, length));
    },
    detokenize(ids) {
      const bytes = new Uint8Array(PIECE_BYTES * (ids.length + 1));
      const length = Number(detokenize(vocab, Int32Array.from(ids), ids.length, bytes, bytes.length, false, true));
      return Buffer.from(bytes.subarray(0, Math.max(0, length)));
    },
    isEnd: (id) => Boolean(isEnd(vocab, id)),
    evaluate(ids) {
      const known = read.findIndex((id, at) => id !== ids[at]);
      const kept = Math.min(known === -1 ? read.length : known, ids.length - 1);
      forget(memory, 0, kept, -1);
      read = ids.slice(0, kept);
      const fresh = ids.slice(kept);
      new Int32Array(library.koffi.view(room, 4 * BATCH)).set(fresh);
      const failed = Number(decode(context, oneBatch(room, fresh.length)));
      if (failed !== 0) throw new Error(`llama_decode gave ${failed} for ${ids.length} tokens.`);
      read = [...ids];
      const scores = logits(context, -1) as bigint;
      return new Float32Array(library.koffi.view(scores, 4 * vocabularySize)).slice();
    },
    renderChat: (input) => renderer.render(input),
    close() {
      library.koffi.free(room);
      call('void llama_free(llama_context *ctx)')(context);
      call('void llama_model_free(llama_model *model)')(model);
    },
  };
}

function loadModel({ call }: LlamaLibrary, path: string): unknown {
  const defaults = call('llama_model_params llama_model_default_params()')() as object;
  const model = call('llama_model *llama_model_load_from_file(const char *path, llama_model_params params)')(path, {
    ...defaults,
    n_gpu_layers: 0,
  });
  if (model === null) throw new Error(`llama.cpp does not load ${path}.`);
  return model;
}

function openContext({ call }: LlamaLibrary, model: unknown, size: number): unknown {
  const defaults = call('llama_context_params llama_context_default_params()')() as object;
  const context = call('llama_context *llama_init_from_model(llama_model *model, llama_context_params params)')(model, {
    ...defaults,
    n_ctx: size,
    n_batch: BATCH,
    n_ubatch: BATCH,
    n_threads: 1,
    n_threads_batch: 1,
    type_k: FLOATS,
    type_v: FLOATS,
    flash_attn_type: 0,
  });
  if (context === null) throw new Error('llama.cpp makes no context.');
  return context;
}
