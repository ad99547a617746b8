import { eventStream, type StubAnswer } from '../endpoint-stub.js';
import { servedModel } from './dialect.js';
import type { Generated, Step } from './generation.js';
import { rank } from './truth.js';
import { bytesOf, vocabulary } from './truth-vocabulary.js';

/** How a server writes tokens and their logprobs. */
export interface Writing {
  readonly values: 'raw' | 'tempered' | 'warped';
  /** What stands for the logarithm of 0. */
  readonly zero: number;
  /** A token as a string. */
  readonly name: (id: number) => string;
  /** What an entry of a list says besides its string and value. */
  readonly rest: (id: number) => Record<string, unknown>;
  /** The ids to list, in the server's order. */
  readonly list: (step: Step, count: number, writing: Writing) => readonly number[];
}

/** A token decoded by itself: U+FFFD where it is a part of a character. */
export function decoded(id: number): string {
  return vocabulary[id]?.name ?? bytesOf([id]).toString('utf8');
}

/** A token's logprob in single precision, as servers compute it. */
export function logprobOf(step: Step, id: number, { values, zero }: Pick<Writing, 'values' | 'zero'>): number {
  const logprob = Math.fround(Math.log(step[values][id] ?? 0));
  return Math.max(logprob, zero);
}

/** The most likely tokens, most likely first. */
export function topIds(step: Step, count: number, { values }: Pick<Writing, 'values'>): number[] {
  return rank(step[values]).slice(0, count);
}

/** The chat shape's `content`. */
export function chatContent(steps: readonly Step[], listed: number, writing: Writing) {
  const entry = (step: Step, id: number) => ({
    token: writing.name(id),
    logprob: logprobOf(step, id, writing),
    ...writing.rest(id),
  });
  return steps.map((step) => ({
    ...entry(step, step.id),
    top_logprobs: writing.list(step, listed, writing).map((id) => entry(step, id)),
  }));
}

/** The legacy shape: parallel arrays, and maps from text to value in which the last of a text stays. */
export function completionMaps(steps: readonly Step[], listed: number, writing: Writing, offset?: -1) {
  const names = steps.map(({ id }) => writing.name(id));
  return {
    tokens: names,
    token_logprobs: steps.map((step) => logprobOf(step, step.id, writing)),
    top_logprobs: steps.map((step) =>
      Object.fromEntries(
        writing.list(step, listed, writing).map((id) => [writing.name(id), logprobOf(step, id, writing)]),
      ),
    ),
    text_offset: names.map((_, place) => offset ?? names.slice(0, place).join('').length),
  };
}

/** As `completionMaps`, for a text that is repeated: its first token has nothing before it, and so no value. */
export function echoMaps({ steps }: Generated, listed: number, writing: Writing, offset?: -1) {
  const maps = completionMaps(steps, listed, writing, offset);
  return {
    ...maps,
    token_logprobs: [null, ...maps.token_logprobs.slice(1)],
    top_logprobs: [null, ...maps.top_logprobs.slice(1)],
  };
}

const head = { created: 1_700_000_000, model: servedModel };

function usageOf({ steps }: Generated) {
  return { prompt_tokens: 9, completion_tokens: steps.length, total_tokens: 9 + steps.length };
}

export function completionAnswer(generated: Generated, logprobs: unknown): StubAnswer {
  const choice = { index: 0, text: generated.text, logprobs, finish_reason: generated.finish };
  return { json: { ...head, id: 'cmpl-1', object: 'text_completion', choices: [choice], usage: usageOf(generated) } };
}

export function chatAnswer(generated: Generated, content: readonly unknown[] | null): StubAnswer {
  const choice = {
    index: 0,
    message: { role: 'assistant', content: generated.text },
    logprobs: content && { content },
    finish_reason: generated.finish,
  };
  return {
    json: { ...head, id: 'chatcmpl-1', object: 'chat.completion', choices: [choice], usage: usageOf(generated) },
  };
}

/** A piece of a stream: text, and the tokens that came with it. */
export interface Piece {
  readonly text: string;
  readonly steps: readonly Step[];
}

/** One piece a token; the text of a character comes with its last token, and what never became one with the very last. */
export function cutByToken({ steps, text }: Generated): Piece[] {
  let sent = 0;
  return steps.map((step, place) => {
    const whole = bytesOf(steps.slice(0, place + 1).map(({ id }) => id))
      .toString('utf8')
      .replace(/\uFFFD+$/, '');
    const end = place === steps.length - 1 ? text.length : Math.max(sent, whole.length);
    const piece = text.slice(sent, end);
    sent += piece.length;
    return { text: piece, steps: [step] };
  });
}

/** Pieces joined wherever one has no text, so that the tokens of a character come together. */
export function cutByCharacter(generated: Generated): Piece[] {
  const pieces: Piece[] = [];
  let held: Step[] = [];
  for (const { text, steps } of cutByToken(generated)) {
    held.push(...steps);
    if (text === '') continue;
    pieces.push({ text, steps: held });
    held = [];
  }
  return held.length === 0 ? pieces : [...pieces, { text: '', steps: held }];
}

/** Pieces whose borders are not those of the tokens: each text is cut in two, the tokens come with its first half. */
export function cutAnywhere(generated: Generated): Piece[] {
  return cutByCharacter(generated).flatMap(({ text, steps }) => {
    const half = Math.ceil(text.length / 2);
    return [
      { text: text.slice(0, half), steps },
      { text: text.slice(half), steps: [] },
    ];
  });
}

/** Pieces in pairs. */
export function cutInPairs(generated: Generated): Piece[] {
  const pieces = cutByToken(generated);
  return pieces.flatMap((piece, place) => {
    if (place % 2 === 1) return [];
    const next = pieces[place + 1];
    return [next === undefined ? piece : { text: piece.text + next.text, steps: [...piece.steps, ...next.steps] }];
  });
}

/**
 * A streamed chat completion.
 *
 * @param logprobsOf undefined where the server leaves the field out
 */
export function chatStream(
  generated: Generated,
  pieces: readonly Piece[],
  logprobsOf: (steps: readonly Step[]) => unknown,
): StubAnswer {
  const chunk = (delta: unknown, logprobs: unknown, finish: string | null = null) => ({
    ...head,
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta, logprobs, finish_reason: finish }],
  });
  return eventStream([
    chunk({ role: 'assistant', content: '' }, logprobsOf([])),
    ...pieces.map(({ text, steps }) => chunk({ content: text }, steps.length === 0 ? null : logprobsOf(steps))),
    chunk({}, null, generated.finish),
    { ...head, id: 'chatcmpl-1', object: 'chat.completion.chunk', choices: [], usage: usageOf(generated) },
  ]);
}
