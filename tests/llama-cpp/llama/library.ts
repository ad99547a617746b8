import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** The functions of koffi that are used here; its own types are there only where the package is installed. */
interface Koffi {
  load(path: string): { func(prototype: string): (...args: unknown[]) => unknown };
  struct(name: string, members: Record<string, string>): unknown;
  opaque(name: string): unknown;
  proto(definition: string): unknown;
  pointer(type: unknown): unknown;
  register(call: (...args: unknown[]) => void, type: unknown): bigint;
  alloc(type: string, count: number): bigint;
  free(pointer: bigint): void;
  view(pointer: bigint, bytes: number): ArrayBuffer;
}

/** llama.cpp's own renderer of chat templates, which node-llama-cpp makes reachable. */
interface Addon {
  AddonJinjaRenderer: new (template: string) => { render(input: object): string };
}

/** A call of llama.cpp; pointers are addresses. */
type Call = (...args: unknown[]) => unknown;

/** llama.cpp as it is in the memory of this process. */
export interface LlamaLibrary {
  readonly koffi: Koffi;
  readonly addon: Addon;
  /** A function of `llama.h` by its prototype. */
  call(prototype: string): Call;
}

const installed = join(import.meta.dirname, '../node_modules');
const folder = join(installed, '@node-llama-cpp/linux-x64/bins/linux-x64');

let library: LlamaLibrary | undefined;

/**
 * Loads llama.cpp: the libraries that node-llama-cpp's package for Linux on x64 brings, called by their C interface, since
 * node-llama-cpp itself does not let one set the order of samplers.
 *
 * @throws Error that says what to do where it is not installed
 */
export function loadLlama(): LlamaLibrary {
  if (library !== undefined) return library;
  if (!existsSync(folder)) throw new Error('llama.cpp is not there: npm ci --prefix tests/llama-cpp, on Linux on x64.');
  const require = createRequire(join(installed, 'package.json'));
  const koffi = require('koffi') as Koffi;
  const addon = require(join(folder, 'llama-addon.node')) as Addon;
  const find = (name: string) => {
    const found = readdirSync(folder).find((file) => file.startsWith(`lib${name}.`));
    if (found === undefined) throw new Error(`${folder} has no lib${name}.`);
    return koffi.load(join(folder, found));
  };
  defineTypes(koffi);
  const llama = find('llama');
  const log = koffi.proto('void llama_log_callback(int level, const char *text, void *data)');
  const silence = koffi.register(() => {}, koffi.pointer(log));
  llama.func('void llama_log_set(llama_log_callback *callback, void *data)')(silence, null);
  find('ggml').func('void ggml_backend_load_all_from_path(const char *folder)')(folder);
  library = { koffi, addon, call: (prototype) => llama.func(prototype) };
  return library;
}

/** The structures that are passed by value, as `llama.h` of this release has them. */
function defineTypes(koffi: Koffi): void {
  for (const name of ['llama_model', 'llama_context', 'llama_vocab', 'llama_sampler', 'llama_memory'])
    koffi.opaque(name);
  koffi.struct('llama_model_params', {
    devices: 'void *',
    tensor_buft_overrides: 'void *',
    n_gpu_layers: 'int32',
    split_mode: 'int',
    load_mode: 'int',
    lazy_mode: 'int',
    main_gpu: 'int32',
    tensor_split: 'void *',
    progress_callback: 'void *',
    progress_callback_user_data: 'void *',
    kv_overrides: 'void *',
    vocab_only: 'bool',
    check_tensors: 'bool',
    use_extra_bufts: 'bool',
    no_host: 'bool',
    no_alloc: 'bool',
    load_mtp: 'bool',
  });
  koffi.struct('llama_context_params', {
    n_ctx: 'uint32',
    n_batch: 'uint32',
    n_ubatch: 'uint32',
    n_seq_max: 'uint32',
    n_rs_seq: 'uint32',
    n_outputs_max: 'uint32',
    n_outputs_max_per_seq: 'uint32',
    n_threads: 'int32',
    n_threads_batch: 'int32',
    ctx_type: 'int',
    rope_scaling_type: 'int',
    pooling_type: 'int',
    attention_type: 'int',
    flash_attn_type: 'int',
    rope_freq_base: 'float',
    rope_freq_scale: 'float',
    yarn_ext_factor: 'float',
    yarn_attn_factor: 'float',
    yarn_beta_fast: 'float',
    yarn_beta_slow: 'float',
    yarn_orig_ctx: 'uint32',
    defrag_thold: 'float',
    cb_eval: 'void *',
    cb_eval_user_data: 'void *',
    type_k: 'int',
    type_v: 'int',
    abort_callback: 'void *',
    abort_callback_data: 'void *',
    embeddings: 'bool',
    offload_kqv: 'bool',
    no_perf: 'bool',
    op_offload: 'bool',
    swa_full: 'bool',
    kv_unified: 'bool',
    samplers: 'void *',
    n_samplers: 'size_t',
    ctx_other: 'void *',
  });
  koffi.struct('llama_batch', {
    n_tokens: 'int32',
    token: 'void *',
    embd: 'void *',
    pos: 'void *',
    n_seq_id: 'void *',
    seq_id: 'void *',
    logits: 'void *',
  });
  koffi.struct('llama_sampler_chain_params', { no_perf: 'bool' });
  koffi.struct('llama_token_data_array', { data: 'void *', size: 'size_t', selected: 'int64', sorted: 'bool' });
}
