import { createSeededRandom } from '../../src/sampling/random.js';
import {
  type EndpointStub,
  eventStream,
  openEndpointStub,
  type StubAnswer,
  type StubRequest,
} from '../model/endpoint-stub.js';
import { MARKED, NASTY_OF_MODELS } from './nasty-texts.js';

/** The model that answers; the others on the list have names that are attacks. */
export const USABLE_MODEL = 'hostile-1';

/** Of so many requests one is refused, in words that are an attack. */
const REFUSES_ONE_OF = 25;

/** How many tokens there are at a place. */
const WIDTH = 24;

const MAX_TOKENS = 10;

type Body = StubRequest['body'];

interface Token {
  readonly text: string;
  readonly logprob: number;
}

/**
 * An endpoint of which every text is an attack: tokens, replies, thoughts, names of models, errors. What it says to a
 * request depends on the request alone.
 */
export function openHostileModel(seed: number): Promise<EndpointStub> {
  return openEndpointStub(({ path, method, body }) => {
    if (path === '/v1/models') return { json: { object: 'list', data: models() } };
    const isChat = path === '/v1/chat/completions';
    if (method !== 'POST' || (!isChat && path !== '/v1/completions')) return undefined;
    const random = createSeededRandom(hashOf(`${seed} ${JSON.stringify(body)}`));
    if (random() < 1 / REFUSES_ONE_OF) return refusal(random);
    const said = steps(body, random);
    return body.stream === true ? stream(said, isChat, random) : whole(said, isChat);
  });
}

const asName = (text: string) => text.replaceAll(MARKED.model, MARKED.person);

function models() {
  const hostile = NASTY_OF_MODELS.filter((_, at) => at % 3 === 0).map((text) => ({
    id: asName(text),
    object: 'model',
  }));
  return [{ id: USABLE_MODEL, object: 'model' }, ...hostile];
}

function pick<T>(list: readonly T[], random: () => number): T {
  return list[Math.floor(random() * list.length)] as T;
}

function refusal(random: () => number): StubAnswer {
  const message = `${pick(NASTY_OF_MODELS, random)} ${asName(pick(NASTY_OF_MODELS, random))}`;
  const status = pick([400, 401, 404, 413, 422, 429, 500, 503], random);
  const shapes: StubAnswer[] = [
    { status, json: { error: { message: asName(message), type: asName(message), code: null, param: 'zqzq' } } },
    { status, json: { detail: [{ msg: asName(message), loc: ['body', asName(message)] }] } },
    { status, json: [{ error: asName(message) }] },
    { status, text: asName(message) },
    { status, headers: { 'retry-after': '1' }, text: `<html><h1>${asName(message)}</h1></html>` },
  ];
  return pick(shapes, random);
}

/** What comes of a request: at each place the drawn token, and all that are listed there. */
function steps(body: Body, random: () => number): { readonly drawn: Token; readonly listed: Token[] }[] {
  const asked = Number(body.max_tokens ?? body.max_completion_tokens ?? MAX_TOKENS);
  const before = JSON.stringify(body.prompt ?? body.messages);
  const most = Math.max(1, Math.min(MAX_TOKENS, asked));
  const listed = Math.min(WIDTH, Number(body.top_logprobs ?? body.logprobs ?? 0) || 0);
  let written = '';
  return Array.from({ length: most }, () => {
    const tokens = distribution(before + written);
    const drawn = body.temperature === 0 ? tokens[0] : pick(tokens.slice(0, 6), random);
    if (drawn === undefined) throw new Error('a place has tokens');
    written += drawn.text;
    return { drawn, listed: tokens.slice(0, listed) };
  });
}

/** The tokens after a text, the likeliest first: each half as likely as the one before. */
function distribution(before: string): Token[] {
  const random = createSeededRandom(hashOf(before));
  const texts = new Set<string>();
  while (texts.size < WIDTH) texts.add(pick(NASTY_OF_MODELS, random));
  return [...texts].map((text, at) => ({ text, logprob: Math.fround(Math.log(0.5 ** (at + 1))) }));
}

const entry = ({ text, logprob }: Token) => ({ token: text, logprob, bytes: [...Buffer.from(text)] });

function logprobsOf(said: ReturnType<typeof steps>, isChat: boolean) {
  if (isChat) {
    return { content: said.map(({ drawn, listed }) => ({ ...entry(drawn), top_logprobs: listed.map(entry) })) };
  }
  return {
    tokens: said.map(({ drawn }) => drawn.text),
    token_logprobs: said.map(({ drawn }) => drawn.logprob),
    top_logprobs: said.map(({ listed }) => Object.fromEntries(listed.map(({ text, logprob }) => [text, logprob]))),
    text_offset: said.map(() => 0),
  };
}

function whole(said: ReturnType<typeof steps>, isChat: boolean): StubAnswer {
  const text = said.map(({ drawn }) => drawn.text).join('');
  const content = isChat ? { message: { role: 'assistant', content: text } } : { text };
  const choice = { index: 0, ...content, logprobs: logprobsOf(said, isChat), finish_reason: 'length' };
  return { json: { id: 'x', model: USABLE_MODEL, choices: [choice] } };
}

function stream(said: ReturnType<typeof steps>, isChat: boolean, random: () => number): StubAnswer {
  const thinks = isChat && random() < 0.1;
  const events = said.map((step) => {
    const { text } = step.drawn;
    const delta = isChat ? { delta: { content: text } } : { text };
    return { choices: [{ index: 0, ...delta, logprobs: logprobsOf([step], isChat), finish_reason: null }] };
  });
  const thought = { choices: [{ index: 0, delta: { reasoning_content: pick(NASTY_OF_MODELS, random) } }] };
  const last = { choices: [{ index: 0, ...(isChat ? { delta: {} } : { text: '' }), finish_reason: 'length' }] };
  return eventStream([...(thinks ? [thought] : []), ...events, last]);
}

function hashOf(text: string): number {
  let hash = 2166136261;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 16777619) >>> 0;
  return hash;
}
