import { createDrawer } from '../../src/sampling/draw.js';
import { createSeededRandom } from '../../src/sampling/random.js';
import { softmax } from '../../src/sampling/softmax.js';
import { truncate } from '../../src/sampling/truncation.js';
import { type EndpointStub, eventStream, openEndpointStub, type StubAnswer } from '../model/endpoint-stub.js';

/** How many tokens there are; the last one ends a text. */
export const SIZE = 4000;
const END = SIZE - 1;
const MODEL = 'whole';

type Body = Readonly<Record<string, unknown>>;

/** Signs of ASCII by themselves, words with a space before them, and the end. */
function nameOf(id: number): string {
  if (id === END) return '<|end|>';
  return id < 128 ? String.fromCharCode(id) : ` w${id}`;
}

/** The tokens of a text of ASCII. */
function encode(text: string): number[] {
  return [...text.matchAll(/ w(\d{3,4})(?!\d)|[^]/g)].map(([sign, word]) => {
    const id = Number(word ?? 0);
    return id >= 128 && id < END ? id : sign.charCodeAt(0);
  });
}

function hashOf(text: string): number {
  let hash = 2166136261;
  for (const sign of text) hash = Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 16777619) >>> 0;
  return hash;
}

interface Next {
  readonly probabilities: readonly number[];
  /** All ids, the likeliest first. */
  readonly ranked: readonly number[];
}

const known = new Map<string, Next>();

/** A distribution of its own behind each text, more or less like Zipf’s law. */
function nextAfter(text: string): Next {
  const next = known.get(text) ?? makeNext(text);
  known.set(text, next);
  return next;
}

function makeNext(text: string): Next {
  const random = createSeededRandom(hashOf(text));
  const slope = 0.9 + 0.8 * random();
  const order = Array.from({ length: SIZE }, (_, id) => ({ id, key: random() })).sort((a, b) => a.key - b.key);
  const weights = new Array<number>(SIZE);
  for (const [rank, { id }] of order.entries()) {
    const weight = (1 / (rank + 1.5) ** slope) * Math.exp(0.5 * random());
    weights[id] = id === END ? weight / 10 : weight;
  }
  const sum = weights.reduce((total, weight) => total + weight, 0);
  // In single precision, as servers compute.
  const probabilities = weights.map((weight) => Math.fround(weight / sum));
  const ranked = [...probabilities.keys()].sort((a, b) => (probabilities[b] ?? 0) - (probabilities[a] ?? 0));
  return { probabilities, ranked };
}

interface Step extends Next {
  readonly id: number;
}

function generate(prompt: string, body: Body): { steps: Step[]; text: string; finish: 'stop' | 'length' } {
  const { max_tokens: most = 16, temperature = 1, top_k: topK = 0, top_p: topP = 1, min_p: minP = 0, seed } = body;
  const random = createSeededRandom(typeof seed === 'number' ? seed : hashOf(prompt));
  const steps: Step[] = [];
  let text = '';
  while (steps.length < Number(most)) {
    const next = nextAfter(prompt + text);
    const id = draw(
      next.probabilities,
      Number(temperature),
      { topK: Number(topK), topP: Number(topP), minP: Number(minP) },
      random(),
    );
    steps.push({ id, ...next });
    if (id === END) return { steps, text, finish: 'stop' };
    text += nameOf(id);
  }
  return { steps, text, finish: 'length' };
}

function draw(
  probabilities: readonly number[],
  temperature: number,
  { topK, topP, minP }: { topK: number; topP: number; minP: number },
  random: number,
): number {
  const isCut = topK > 0 || topP < 1 || minP > 0;
  if (temperature === 1 && !isCut) return createDrawer(probabilities)(random);
  const shaped = softmax(probabilities.map(Math.log), temperature);
  if (temperature === 0) return shaped.indexOf(1);
  const verdicts = truncate(shaped, { topK: topK > 0 ? topK : undefined, topP, minP });
  return createDrawer(shaped.map((one, id) => (verdicts[id]?.state === 'kept' ? one : 0)))(random);
}

function contentOf(steps: readonly Step[], listed: number) {
  const entry = (probabilities: readonly number[], id: number) => ({
    id,
    token: nameOf(id),
    logprob: Math.fround(Math.log(probabilities[id] ?? 0)),
  });
  return steps.map(({ id, probabilities, ranked }) => ({
    ...entry(probabilities, id),
    top_logprobs: ranked.slice(0, listed).map((one) => entry(probabilities, one)),
  }));
}

/** A text that is repeated, with what the model thought of each of its tokens. */
function echo(body: Body): StubAnswer {
  const prompt = String(body.prompt);
  const ids = encode(prompt);
  const before = (place: number) => ids.slice(0, place).map(nameOf).join('');
  const steps = ids.map((id, place) => ({ id, ...nextAfter(before(place)) }));
  const content = contentOf(steps, Number(body.logprobs ?? 0));
  const logprobs = {
    tokens: ids.map(nameOf),
    token_logprobs: content.map(({ logprob }, place) => (place === 0 ? null : logprob)),
    top_logprobs: content.map(({ top_logprobs: top }, place) =>
      place === 0 ? null : Object.fromEntries(top.map(({ token, logprob }) => [token, logprob])),
    ),
    text_offset: ids.map((_, place) => before(place).length),
  };
  const choice = { index: 0, text: prompt, logprobs, finish_reason: 'length' };
  return { json: { ...head, id: 'cmpl-1', object: 'text_completion', choices: [choice] } };
}

const head = { created: 1_700_000_000, model: MODEL };

function complete(body: Body): StubAnswer {
  const { steps, text, finish } = generate(String(body.prompt), body);
  const logprobs = { content: contentOf(steps, Number(body.logprobs ?? 0)) };
  const choice = { index: 0, text, logprobs, finish_reason: finish };
  return { json: { ...head, id: 'cmpl-1', object: 'text_completion', choices: [choice] } };
}

function chat(body: Body): StubAnswer {
  const { steps, text, finish } = generate(JSON.stringify(body.messages), {
    ...body,
    max_tokens: Math.min(24, Number(body.max_tokens ?? body.max_completion_tokens ?? 16)),
  });
  const content = contentOf(steps, Number(body.top_logprobs ?? 0));
  if (body.stream !== true) {
    const choice = {
      index: 0,
      message: { role: 'assistant', content: text },
      logprobs: { content },
      finish_reason: finish,
    };
    return { json: { ...head, id: 'chatcmpl-1', object: 'chat.completion', choices: [choice] } };
  }
  const chunk = (delta: unknown, logprobs: unknown, finishReason: string | null = null) => ({
    ...head,
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta, logprobs, finish_reason: finishReason }],
  });
  const pieces = steps.map(({ id }, place) =>
    chunk({ content: id === END ? '' : nameOf(id) }, { content: [content[place]] }),
  );
  return eventStream([chunk({ role: 'assistant', content: '' }, null), ...pieces, chunk({}, null, finish)]);
}

/**
 * An endpoint with a vocabulary of 4,000 tokens that lists as many of them as it is asked for, as llama.cpp does, with the
 * model's own probabilities.
 */
export function openWholeVocabulary(): Promise<EndpointStub> {
  return openEndpointStub(({ path, body }) => {
    if (path === '/v1/models') {
      return { json: { object: 'list', data: [{ id: MODEL, object: 'model', meta: { n_vocab: SIZE } }] } };
    }
    if (path === '/v1/completions') return body.echo === true ? echo(body) : complete(body);
    if (path === '/v1/chat/completions') return chat(body);
    return undefined;
  });
}
