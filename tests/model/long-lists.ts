import type { StubAnswer, StubRequest } from './endpoint-stub.js';

/** The sum of some numbers. */
export const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

/** The probabilities of a vocabulary, most likely first. */
export function zipf(size: number): number[] {
  const weights = Array.from({ length: size }, (_, place) => 1 / (place + 2) ** 1.5);
  const sum = total(weights);
  return weights.map((weight) => weight / sum);
}

/** What is served. */
export interface Served {
  readonly size: number;
  /** Whether the list of models tells it. */
  readonly isTold?: boolean;
  /** As vLLM writes a list, a map by text; else as llama.cpp does, with ids and bytes. */
  readonly asMap?: boolean;
  /** The answer to a request for more than can be listed. */
  readonly refusal?: (asked: number) => StubAnswer | undefined;
  /** The token that is drawn, by its place; the most likely one by default. */
  readonly drawn?: number;
}

/** A server that lists as many tokens as are asked for. */
export function serve({ size, isTold = true, asMap = false, refusal, drawn = 0 }: Served) {
  const probabilities = zipf(size);
  const entry = (id: number) => {
    const token = ` w${id}`;
    return { id, token, bytes: [...Buffer.from(token)], logprob: Math.fround(Math.log(probabilities[id] ?? 0)) };
  };
  return ({ path, body }: StubRequest): StubAnswer | undefined => {
    if (path === '/v1/models') return { json: { data: [{ id: 'm', meta: isTold ? { n_vocab: size } : undefined }] } };
    if (path !== '/v1/completions') return undefined;
    const asked = Number(body.logprobs);
    const refused = refusal?.(asked);
    if (refused !== undefined) return refused;
    const listed = Array.from({ length: Math.min(asked, size) }, (_, id) => entry(id));
    const own = entry(drawn);
    const map = Object.fromEntries([...listed, own].map(({ token, logprob }) => [token, logprob]));
    const logprobs = asMap
      ? { tokens: [own.token], token_logprobs: [own.logprob], top_logprobs: [map] }
      : { content: [{ ...own, top_logprobs: listed }] };
    return { json: { model: 'm', choices: [{ index: 0, text: own.token, logprobs, finish_reason: 'length' }] } };
  };
}
