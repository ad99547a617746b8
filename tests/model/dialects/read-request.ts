import type { StubRequest } from '../endpoint-stub.js';
import { contextLength, servedModel, wrongKey } from './dialect.js';
import type { DrawSettings } from './generation.js';
import { bytesOf } from './truth-vocabulary.js';

type Body = Readonly<Record<string, unknown>>;

/** Stands in for the seed of a request without one. */
const usualSeed = 987_654;

/** The text that a request asks to go on from, as the truth reads it. */
export function contextOf(body: Body): Buffer {
  if (Array.isArray(body.prompt)) return bytesOf(body.prompt);
  if (!Array.isArray(body.messages)) return Buffer.from(String(body.prompt ?? ''));
  const messages: { role: string; content: string }[] = body.messages;
  const last = messages.at(-1);
  if (last?.role === 'assistant') return Buffer.from(last.content);
  return Buffer.from(`${messages.map(({ role, content }) => `${role}: ${content}\n`).join('')}assistant:`);
}

/** How a request asks to draw. */
export function settingsOf(body: Body, maxTokens: unknown = body.max_tokens): DrawSettings {
  const number = (value: unknown, usual: number) => (typeof value === 'number' ? value : usual);
  return {
    temperature: number(body.temperature, 1),
    topP: number(body.top_p, 1),
    topK: Math.max(0, number(body.top_k, 0)),
    minP: number(body.min_p, 0),
    cuts: 'after temperature',
    seed: number(body.seed, usualSeed),
    maxTokens: number(maxTokens, 16),
  };
}

/** How many alternatives a request asks for; undefined when it asks for no logprobs. */
export function listedOf(body: Body): number | undefined {
  if (typeof body.logprobs === 'number') return body.logprobs;
  return body.logprobs === true ? Number(body.top_logprobs ?? 0) : undefined;
}

export function isTooLong(body: Body): boolean {
  return contextOf(body).length > contextLength;
}

export function isUnknownModel(body: Body): boolean {
  return body.model !== servedModel;
}

export function hasWrongKey({ headers }: StubRequest): boolean {
  return headers.authorization === `Bearer ${wrongKey}`;
}
