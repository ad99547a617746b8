import type { BeforeQuestion } from '../../domain/language-model.js';
import { isModelFailure } from '../../domain/model-failure.js';
import { asMessages, type Turn } from '../../domain/turn.js';
import { UserError } from '../../errors.js';
import type { Services } from '../../services.js';
import { storedBytes } from '../stored/stored-size.js';

/** A question of a conversation, and how long the answer may be. */
export interface LongQuestion extends BeforeQuestion {
  readonly question: string;
  readonly model?: string | undefined;
  readonly maxTokens: number;
}

/** As much of a conversation as a model can read before a question. */
export interface FittedTurns {
  /** The newest turns, as whole; they begin with what somebody said. */
  readonly before: readonly Turn[];
  /** How many older ones are left out. */
  readonly leftOut: number;
  /** Tokens that the model can read at once; undefined where the server does not tell. */
  readonly window: number | undefined;
  /** Tokens that it reads, the question included; undefined where nobody had to count them. */
  readonly tokens: number | undefined;
  /** The tokens were counted by another tokenizer than the model's. */
  readonly isEstimate: boolean;
}

/** What is kept of a conversation, however large the window is. */
const MAX_TURNS = 64;
const MAX_BYTES = 40_000;

/** The encoding of the estimates, and by how much they may be too low. */
const ENCODING = 'o200k_base';
const ESTIMATE_MARGIN = 1.2;

/** What a chat template takes around a message at most, as far as anybody knows: tokens. */
const AROUND_MESSAGE = 16;

/** Counts that are asked for to find out how much fits. */
const MAX_COUNTS = 4;

/**
 * Cuts a conversation at whole turns, so that it fits the model's window with room for an answer. Counts by the server's
 * tokenizer and chat template where it has one to ask.
 *
 * @throws UserError where the question alone is longer than the window
 */
export async function fitTurns(
  asked: LongQuestion,
  signal: AbortSignal,
  services: Pick<Services, 'model' | 'tokenizer'>,
): Promise<FittedTurns> {
  const all = asked.before ?? [];
  const kept = newest(all);
  const window = await services.model.contextLength(asked.model, signal).catch(unlessAborted(signal));
  const uncut = { before: kept, leftOut: all.length - kept.length, window, tokens: undefined, isEstimate: false };
  if (window === undefined) return uncut;
  // Half of the window is left for the answer at most: whoever wants a longer one loses the whole conversation otherwise.
  const room = window - Math.min(asked.maxTokens, Math.floor(window / 2));
  if (mostTokens({ ...asked, before: kept }) <= room) return uncut;

  const starts = startsOf(kept);
  const estimates = await estimateEach({ ...asked, before: kept }, signal, services);
  const estimateFrom = (start: number) => estimates.slice(start).reduce((sum, one) => sum + one, 0);
  const result = (start: number, tokens: number, isEstimate: boolean): FittedTurns => {
    if (tokens >= window) throw new UserError('question-fills-window', { tokens, window, isEstimate });
    const before = kept.slice(start);
    return { before, leftOut: all.length - before.length, window, tokens, isEstimate };
  };

  const fitting = (scale: number) => starts.find((start) => scale * estimateFrom(start) <= room) ?? kept.length;
  const countFrom = (start: number) =>
    services.model.chatLength({ ...asked, before: kept.slice(start), signal }).catch(unlessAborted(signal));

  let start = 0;
  for (let counts = 1; ; counts += 1) {
    const tokens = await countFrom(start);
    if (tokens === undefined) {
      const estimated = Math.max(start, fitting(ESTIMATE_MARGIN));
      return result(estimated, Math.round(estimateFrom(estimated)), true);
    }
    if (tokens <= room || start === kept.length) return result(start, tokens, false);
    // What was counted tells how much the estimates are off.
    const next = Math.max(fitting(tokens / estimateFrom(start)), starts.find((one) => one > start) ?? kept.length);
    start = counts < MAX_COUNTS ? next : kept.length;
  }
}

/** The newer half of a conversation, for a server that refuses the whole as too long. */
export function newerHalf(turns: readonly Turn[]): readonly Turn[] {
  const start = startsOf(turns).find((one) => one >= turns.length / 2) ?? turns.length;
  return turns.slice(start);
}

/** The places at which a conversation can be cut: it begins with what somebody said, or has no turn left. */
function startsOf(turns: readonly Turn[]): number[] {
  return [...turns.flatMap(({ role }, at) => (role === 'user' ? [at] : [])), turns.length];
}

function newest(turns: readonly Turn[]): readonly Turn[] {
  const fits = (start: number) => turns.length - start <= MAX_TURNS && storedBytes(turns.slice(start)) <= MAX_BYTES;
  return turns.slice(startsOf(turns).find(fits) ?? turns.length);
}

/** No token has less than a byte, save for those that the template puts around a message. */
function mostTokens(asked: LongQuestion): number {
  return asMessages(asked).reduce((sum, { content }) => sum + Buffer.byteLength(content) + AROUND_MESSAGE, 0);
}

/** What each turn may have, and last what stands there in any case: the question and what the system message says. */
async function estimateEach(
  asked: LongQuestion,
  signal: AbortSignal,
  { tokenizer }: Pick<Services, 'tokenizer'>,
): Promise<number[]> {
  const counts = await Promise.all(
    asMessages(asked).map(async ({ content }) => {
      const { tokens } = await tokenizer.tokenize(content, ENCODING, signal);
      return tokens.length + AROUND_MESSAGE / 2;
    }),
  );
  const system = asked.system === undefined ? [] : counts.splice(0, 1);
  const question = counts.splice(-1);
  return [...counts, [...system, ...question].reduce((sum, one) => sum + one, 0)];
}

/** What cannot be found out is not known; it is no reason not to ask. */
function unlessAborted(signal: AbortSignal): (error: unknown) => undefined {
  return (error) => {
    if (!isModelFailure(error) || signal.aborted) throw error;
    return undefined;
  };
}
