import type { LlamaLibrary } from './library.js';

/** How a token is drawn, in llama.cpp's names (`common_params_sampling` in its `common.h`). */
export interface SamplingSettings {
  readonly temperature: number;
  readonly topK: number;
  readonly topP: number;
  readonly minP: number;
  readonly typicalP: number;
  readonly repeatLast: number;
  readonly repeatPenalty: number;
  readonly frequencyPenalty: number;
  readonly presencePenalty: number;
  readonly bias: readonly (readonly [id: number, bias: number])[];
  /** Steps by name, in their order; those that are not named are not taken. */
  readonly order: readonly string[];
  readonly seed: number;
}

/** One token that was left over by the chain, or all that were. */
export interface LeftOver {
  readonly id: number;
  readonly probability: number;
}

/** A chain of llama.cpp's own samplers. */
export interface SamplerChain {
  /** Draws a token by its scores; `left` are those it was drawn from, likeliest first. */
  draw(scores: Float32Array): { readonly id: number; readonly left: LeftOver[] };
  /** Tells of a token that stands in the text, for penalties. */
  accept(id: number): void;
  close(): void;
}

/** Makes chains. */
export interface LlamaSamplers {
  open(settings: SamplingSettings): SamplerChain;
}

/** What llama-server does where nothing is said (`common_params_sampling::samplers`). */
export const DEFAULT_ORDER = [
  'penalties',
  'dry',
  'top_n_sigma',
  'top_k',
  'typ_p',
  'top_p',
  'min_p',
  'xtc',
  'temperature',
] as const;

/** A `llama_token_data`: id, score, probability. */
const ENTRY_BYTES = 12;
/** A `llama_token_data_array`: pointer, size, place of what was selected, whether it is sorted. */
const ARRAY_BYTES = 32;

/** llama.cpp's samplers, put together as `common_sampler_init` does it. What is off by default there (dry, xtc, top_n_sigma) is left out. */
export function createSamplers({ call, koffi }: LlamaLibrary, vocabularySize: number): LlamaSamplers {
  const makers = {
    chain: call('llama_sampler *llama_sampler_chain_init(llama_sampler_chain_params params)'),
    add: call('void llama_sampler_chain_add(llama_sampler *chain, llama_sampler *sampler)'),
    bias: call('llama_sampler *llama_sampler_init_logit_bias(int32 size, int32 count, const uint8 *biases)'),
    topK: call('llama_sampler *llama_sampler_init_top_k(int32 k)'),
    topP: call('llama_sampler *llama_sampler_init_top_p(float p, size_t keep)'),
    minP: call('llama_sampler *llama_sampler_init_min_p(float p, size_t keep)'),
    typical: call('llama_sampler *llama_sampler_init_typical(float p, size_t keep)'),
    temperature: call('llama_sampler *llama_sampler_init_temp_ext(float t, float delta, float exponent)'),
    penalties: call(
      'llama_sampler *llama_sampler_init_penalties(int32 size, int32 last, float repeat, float frequency, float presence)',
    ),
    draw: call('llama_sampler *llama_sampler_init_dist(uint32 seed)'),
  };
  const apply = call('void llama_sampler_apply(llama_sampler *sampler, void *candidates)');
  const accept = call('void llama_sampler_accept(llama_sampler *sampler, int32 token)');
  const free = call('void llama_sampler_free(llama_sampler *sampler)');
  const entries = koffi.alloc('uint8', vocabularySize * ENTRY_BYTES);
  const array = koffi.alloc('uint8', ARRAY_BYTES);

  function stepsOf(settings: SamplingSettings): unknown[] {
    const steps: Record<string, () => unknown> = {
      penalties: () =>
        makers.penalties(
          vocabularySize,
          settings.repeatLast,
          settings.repeatPenalty,
          settings.frequencyPenalty,
          settings.presencePenalty,
        ),
      top_k: () => makers.topK(settings.topK),
      typ_p: () => makers.typical(settings.typicalP, 0),
      top_p: () => makers.topP(settings.topP, 0),
      min_p: () => makers.minP(settings.minP, 0),
      temperature: () => makers.temperature(settings.temperature, 0, 1),
    };
    const biases = Buffer.alloc(8 * settings.bias.length);
    for (const [at, [id, bias]] of settings.bias.entries()) {
      biases.writeInt32LE(id, 8 * at);
      biases.writeFloatLE(bias, 8 * at + 4);
    }
    return [
      ...(settings.bias.length > 0 ? [makers.bias(vocabularySize, settings.bias.length, biases)] : []),
      ...settings.order.flatMap((name) => steps[name === 'typical_p' ? 'typ_p' : name]?.() ?? []),
      makers.draw(settings.seed),
    ];
  }

  return {
    open(settings) {
      const chain = makers.chain({ no_perf: true });
      for (const step of stepsOf(settings)) makers.add(chain, step);
      return {
        draw(scores) {
          const view = new DataView(koffi.view(entries, vocabularySize * ENTRY_BYTES));
          for (const [id, score] of scores.entries()) {
            view.setInt32(id * ENTRY_BYTES, id, true);
            view.setFloat32(id * ENTRY_BYTES + 4, score, true);
            view.setFloat32(id * ENTRY_BYTES + 8, 0, true);
          }
          const head = new DataView(koffi.view(array, ARRAY_BYTES));
          head.setBigUint64(0, BigInt(entries), true);
          head.setBigUint64(8, BigInt(vocabularySize), true);
          head.setBigInt64(16, -1n, true);
          head.setUint8(24, 0);
          apply(chain, array);
          // Samplers may put the list elsewhere.
          const [data, size] = [head.getBigUint64(0, true), Number(head.getBigUint64(8, true))];
          const after = new DataView(koffi.view(data, size * ENTRY_BYTES));
          const left = Array.from({ length: size }, (_, at) => ({
            id: after.getInt32(at * ENTRY_BYTES, true),
            probability: after.getFloat32(at * ENTRY_BYTES + 8, true),
          }));
          const id = left[Number(head.getBigInt64(16, true))]?.id;
          if (id === undefined) throw new Error('llama.cpp drew nothing.');
          return { id, left: left.toSorted((a, b) => b.probability - a.probability) };
        },
        accept: (id) => void accept(chain, id),
        close: () => void free(chain),
      };
    },
  };
}
