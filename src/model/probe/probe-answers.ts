import type { Capabilities } from '../../domain/capabilities.js';
import type { LogprobPosition } from '../answer/parse-logprobs.js';
import type { Asker } from '../asking/asker.js';
import type { Route } from '../asking/knowledge.js';
import { isNoOrFailure, isRefusalOf } from '../wire/classify-refusal.js';
import { isRecord } from '../wire/json.js';
import { askProbe, type ProbeAnswer, type ProbeRequest } from './probe-request.js';

/** Hot and long enough that two draws without a seed are not the same by chance. */
const SEEDED_TOKENS = 8;
const SEEDED_TEMPERATURE = 1.5;

/** Whether one request can ask for two answers. */
export async function probeSeveral(asker: Asker, model: string, route: Route): Promise<boolean> {
  const answer = await unlessRefused(asker, { model, route, parameters: [{ name: 'n', value: 2, wanted: true }] });
  const isGiven = answer?.choices === 2;
  if (!isGiven) asker.memory.about(model)[route].learnMostAnswers(1);
  return isGiven;
}

/** Whether the same seed gives the same text twice; undefined where it gives none. */
export async function probeSeed(asker: Asker, model: string, route: Route): Promise<Capabilities['seed']> {
  const parameters = [
    { name: 'seed', value: 7, wanted: true },
    { name: 'temperature', value: SEEDED_TEMPERATURE, wanted: false },
  ];
  const request = { model, route, parameters, maxTokens: SEEDED_TOKENS };
  const first = await unlessRefused(asker, request);
  if (first === undefined) return 'refused';
  const second = await unlessRefused(asker, request);
  // A reasoning model can use so few tokens up before its answer begins.
  if (second === undefined || (first.text === '' && second.text === '')) return undefined;
  return second.text === first.text ? 'repeats' : 'varies';
}

/** Whether the endpoint embeds texts under this model's name. */
export async function probeEmbeddings(asker: Asker, model: string): Promise<boolean> {
  try {
    const { json } = await asker.plain({ method: 'post', path: '/embeddings', body: { model, input: 'The' } });
    const data: unknown = isRecord(json) ? json.data : undefined;
    const first: unknown = Array.isArray(data) ? data[0] : undefined;
    return isRecord(first) && Array.isArray(first.embedding) && first.embedding.length > 0;
  } catch (error) {
    // One that answers under this name may still embed under others alone.
    if (isNoOrFailure(error) || isRefusalOf(error, 'model')) return false;
    throw error;
  }
}

/** After these any tokenizer that knows few emoji goes on with a part of one. */
const EMOJI = '😀🎉🦊🌍';

/** Whether tokens come with their ids, and with bytes of their own, seen on tokens that are parts of a character. */
export async function probeTokens(
  asker: Asker,
  model: string,
  route: Route,
): Promise<Pick<Capabilities, 'ids' | 'bytes'>> {
  const content = route === 'completions' ? { prompt: EMOJI } : { messages: [{ role: 'user', content: EMOJI }] };
  const { positions } = await askProbe(asker, { model, route, content, listed: 100 });
  return describeTokens(positions);
}

/** What a list of tokens shows of their ids and bytes. */
function describeTokens(positions: readonly LogprobPosition[]): Pick<Capabilities, 'ids' | 'bytes'> {
  const tokens = positions.flatMap(({ listed }) => listed);
  if (tokens.length === 0) return { ids: undefined, bytes: undefined };
  const ids = tokens.some(({ id }) => id !== undefined);
  const someBytes = tokens.some(({ bytes }) => bytes !== undefined);
  const parts = tokens.filter(({ text }) => text.includes('\uFFFD'));
  // The bytes of whole characters are in their text already.
  if (parts.length === 0) return { ids, bytes: undefined };
  if (parts.some(({ bytes }) => bytes !== undefined)) return { ids, bytes: 'true' };
  return { ids, bytes: someBytes ? 're-encoded' : 'none' };
}

async function unlessRefused(asker: Asker, request: ProbeRequest): Promise<ProbeAnswer | undefined> {
  try {
    return await askProbe(asker, request);
  } catch (error) {
    if (isNoOrFailure(error)) return undefined;
    throw error;
  }
}
