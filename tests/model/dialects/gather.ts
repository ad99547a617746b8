import type { Completion } from '../../../src/domain/completion.js';
import type { Distribution } from '../../../src/domain/distribution.js';
import type { ScoredText } from '../../../src/domain/scored-text.js';
import type { SentRequest } from '../../../src/domain/sent-request.js';
import type { ServerTokenization } from '../../../src/domain/server-tokens.js';
import type { SampledToken } from '../../../src/domain/token.js';
import { ModelError } from '../../../src/model/errors.js';
import { openModel } from '../../../src/model/open-model.js';
import { contextLength, wrongKey } from './dialect.js';
import type { Subject } from './subject.js';

/** A request as the wire saw it. */
export interface WireRequest {
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What a model of the bot got from a subject; every behaviour is judged on it. */
export interface Gathered {
  readonly distributions: readonly Distribution[];
  readonly draws: readonly { readonly tokens: readonly SampledToken[]; readonly sent: WireRequest }[];
  readonly replies: readonly { readonly completion: Completion; readonly shown: readonly string[] }[];
  readonly scale: string;
  /** What each wrong request ended in; undefined when it was answered. */
  readonly failures: Readonly<Record<keyof Subject['errors'], unknown>>;
  readonly noDistribution: unknown;
  readonly noDraw: unknown;
  /** A text with its scores and its tokens, or the error instead. */
  readonly scored: ScoredText | ModelError;
  readonly tokenized: ServerTokenization | ModelError;
  readonly wire: readonly WireRequest[];
}

const places = ['the mat', 'the sun', 'a dog', 'it', 'the night', 'home', 'a cat', 'the moon', 'a Ġ', 'day 5'];
const beginnings = ['The cat saw', 'A dog ran to', 'It was', 'Moon and'];

/** Texts to go on from: enough of them that some draws fall outside every list and some twins into one. */
const prompts = [
  ...beginnings.flatMap((beginning) => places.map((place) => `${beginning} ${place}`)),
  'This is the end:',
  'Now an emoji:',
  'You in Chinese:',
];
const questions = ['Say something.', 'Now draw an emoji', 'In Chinese, say you', 'Say a word and stop', 'Why?'];

/** With cuts that keep other tokens where the temperature comes after them. */
const drawing = [{ temperature: 0.8 }, { temperature: 1.6, topP: 0.7 }, { temperature: 0.3, topP: 0.9 }];

/** A text to score and to cut. */
export const givenText = 'The cat sat on the mat';

/** Asks a subject everything that the contract looks at. */
export async function gather(subject: Subject): Promise<Gathered> {
  const server = await subject.open();
  const wire: WireRequest[] = [];
  const recordingFetch: typeof fetch = (input, init) => {
    const path = new URL(input instanceof Request ? input.url : input).pathname.replace(/^\/v1/, '');
    if (typeof init?.body === 'string') wire.push({ path, body: JSON.parse(init.body) });
    return fetch(input, init);
  };
  const options = { baseURL: server.baseURL, fetch: recordingFetch };
  const model = openModel({ ...options, defaultModel: subject.model });
  const stranger = openModel({ ...options, defaultModel: subject.model, apiKey: wrongKey });
  try {
    const scale = await model.scale();
    const distributions: Distribution[] = [];
    let noDistribution: unknown;
    for (const [place, prompt] of prompts.entries()) {
      const asked = model.nextToken({ prompt, candidates: place % 8 === 7 ? 100 : 10 });
      const distribution = await asked.catch((error: unknown) => {
        if (!(error instanceof ModelError)) throw error;
        noDistribution = error;
      });
      if (distribution === undefined) break;
      distributions.push(distribution);
    }
    const draws: { tokens: readonly SampledToken[]; sent: WireRequest }[] = [];
    let noDraw: unknown;
    for (const [place, prompt] of prompts.slice(-14).entries()) {
      const how = drawing[place % drawing.length] ?? { temperature: 1 };
      const tokens = await model.draw({ prompt, ...how, seed: 5 }).catch((error: unknown) => {
        if (!(error instanceof ModelError)) throw error;
        noDraw = error;
      });
      const sent = wire.at(-1);
      if (tokens === undefined || sent === undefined) break;
      draws.push({ tokens, sent });
    }
    const replies: { completion: Completion; shown: readonly string[] }[] = [];
    for (const [place, question] of questions.entries()) {
      const shown: string[] = [];
      const completion = await model.reply({
        question,
        temperature: place % 2 === 0 ? 0.7 : 1,
        seed: place,
        maxTokens: 24,
        onText: (text) => shown.push(text),
      });
      replies.push({ completion, shown });
    }
    const told = <T>(asked: Promise<T>) =>
      asked.catch((error: unknown) => {
        if (error instanceof ModelError) return error;
        throw error;
      });
    const scored = await told(model.score({ text: givenText }));
    const tokenized = await told(model.tokenize({ text: givenText, around: 'nothing' }));
    const failure = (asked: Promise<unknown>) => asked.then(() => undefined).catch((error: unknown) => error);
    const long = 'word '.repeat(8 * contextLength);
    return {
      distributions,
      draws,
      replies,
      scale,
      failures: {
        tooLong: await failure(model.reply({ question: long, temperature: 1, maxTokens: 1 })),
        unknownModel: await failure(model.reply({ question: 'Why?', temperature: 1, model: 'no-such', maxTokens: 1 })),
        wrongKey: await failure(stranger.reply({ question: 'Why?', temperature: 1, maxTokens: 1 })),
      },
      noDistribution,
      noDraw,
      scored,
      tokenized,
      wire,
    };
  } finally {
    model.close();
    stranger.close();
    await server.close();
  }
}

/** Whether a request is among those that the wire saw. */
export function isOnWire({ wire }: Gathered, { path, body }: SentRequest): boolean {
  const sent = JSON.stringify(body);
  return wire.some((request) => request.path === path && JSON.stringify(request.body) === sent);
}
