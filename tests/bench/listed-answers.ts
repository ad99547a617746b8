import { createSeededRandom } from '../../src/sampling/random.js';

/** The JSON body of a completion, which lists so many candidates at each of its places. */
export interface ListedAnswer {
  readonly body: string;
  readonly listed: number;
  readonly places: number;
}

interface Entry {
  readonly id: number;
  readonly token: string;
  readonly logprob: number;
}

/** A list as a model has it: a few likely tokens, then a long fall, and a tenth left over for what is not listed. */
function entriesOf(count: number, seed: number): Entry[] {
  const random = createSeededRandom(seed);
  const weights = Array.from({ length: count }, (_, at) => (1 + random()) / (at + 1) ** 1.3).sort((a, b) => b - a);
  const sum = weights.reduce((total, weight) => total + weight, 0) / 0.9;
  return weights.map((weight, at) => ({
    id: 1000 + at,
    token: ` ${(at * 7919).toString(36)}`,
    logprob: Math.fround(Math.log(weight / sum)),
  }));
}

/** How llama.cpp writes: an array of objects with ids and bytes. */
function llamaCpp(count: number, places: number): unknown {
  const told = (entry: Entry) => ({ ...entry, bytes: [...Buffer.from(entry.token)] });
  const content = Array.from({ length: places }, (_, place) => {
    const listed = entriesOf(count, place).map(told);
    return { ...listed[place % Math.min(3, count)], top_logprobs: listed };
  });
  return { logprobs: { content } };
}

/** How vLLM writes: parallel arrays, and a map from text to value for each place. */
function vllm(count: number, places: number): unknown {
  const lists = Array.from({ length: places }, (_, place) => entriesOf(count, place));
  const drawn = lists.flatMap((list, place) => list[place % Math.min(3, count)] ?? []);
  return {
    logprobs: {
      text_offset: drawn.map((_, at) => at),
      tokens: drawn.map(({ token }) => token),
      token_logprobs: drawn.map(({ logprob }) => logprob),
      top_logprobs: lists.map((list) => Object.fromEntries(list.map(({ token, logprob }) => [token, logprob]))),
    },
  };
}

const SHAPES = { 'llama.cpp': llamaCpp, vLLM: vllm };

/** The two shapes that servers answer in. */
export const shapes = Object.keys(SHAPES) as readonly (keyof typeof SHAPES)[];

/** Writes an answer in the shape of a server. */
export function writeListedAnswer(shape: keyof typeof SHAPES, listed: number, places: number): ListedAnswer {
  const choice = { index: 0, text: '', finish_reason: 'length', ...(SHAPES[shape](listed, places) as object) };
  return { body: JSON.stringify({ object: 'text_completion', model: 'm', choices: [choice] }), listed, places };
}
