import type { Told } from '../../domain/fact.js';
import { ModelError } from '../errors.js';
import { isRecord } from '../wire/json.js';

/** One text, as far as it has come. */
interface JoinedChoice {
  text: string;
  reasoning: string;
  logprobs: unknown;
  finishReason: unknown;
}

/** Lists of which each piece brings some items: of the chat shape, and of the older maps. */
const LISTS = ['content', 'tokens', 'token_logprobs', 'top_logprobs', 'text_offset'];

/**
 * Puts the pieces of a stream together to the one answer that would have come without a stream. What came as one stays as
 * it is.
 *
 * @throws ModelError `protocol` where nothing comes, or the stream breaks off
 */
export async function joinPieces(events: AsyncGenerator<unknown, boolean, void>, where: Told): Promise<unknown> {
  const choices = new Map<number, JoinedChoice>();
  const rest: Record<string, unknown> = {};
  let pieces = 0;
  let only: unknown;
  let next = await events.next();
  for (; !next.done; next = await events.next()) {
    const { value: event } = next;
    pieces += 1;
    only = event;
    if (!isRecord(event)) continue;
    for (const name of ['id', 'model', 'usage']) if (event[name] != null) rest[name] = event[name];
    const given: readonly unknown[] = Array.isArray(event.choices) ? event.choices : [];
    for (const choice of given.filter(isRecord)) addPiece(choices, choice);
  }
  if (pieces === 0) throw new ModelError('protocol', 'answered-with-nothing', { endpoint: where });
  if (pieces === 1) return only;
  const joined = [...choices].sort(([a], [b]) => a - b);
  if (!next.value && joined.some(([, { finishReason }]) => finishReason == null)) {
    throw new ModelError('protocol', 'ended-in-the-middle', { endpoint: where });
  }
  return {
    ...rest,
    choices: joined.map(([index, { text, reasoning, logprobs, finishReason }]) => ({
      index,
      message: { content: text, ...(reasoning === '' ? {} : { reasoning_content: reasoning }) },
      logprobs,
      finish_reason: finishReason,
    })),
  };
}

function addPiece(choices: Map<number, JoinedChoice>, choice: Record<string, unknown>): void {
  const index = typeof choice.index === 'number' ? choice.index : 0;
  const joined = choices.get(index) ?? { text: '', reasoning: '', logprobs: undefined, finishReason: undefined };
  choices.set(index, joined);
  const part = [choice.delta, choice.message].find(isRecord) ?? choice;
  const [text, reasoning] = [part.content ?? part.text, part.reasoning_content ?? part.reasoning];
  if (typeof text === 'string') joined.text += text;
  if (typeof reasoning === 'string') joined.reasoning += reasoning;
  joined.logprobs = joinLogprobs(joined.logprobs, choice.logprobs);
  joined.finishReason = choice.finish_reason ?? joined.finishReason;
}

function joinLogprobs(before: unknown, more: unknown): unknown {
  if (!isRecord(more)) return before;
  if (!isRecord(before)) return more;
  const joined: Record<string, unknown> = { ...before, ...more };
  for (const name of LISTS) {
    const [one, other] = [before[name], more[name]];
    if (Array.isArray(one) && Array.isArray(other)) joined[name] = [...one, ...other];
    else if (Array.isArray(one)) joined[name] = one;
  }
  return joined;
}
