import type { Fact } from '../../domain/fact.js';
import { findIn, placesLike } from '../../domain/find-token.js';
import { joinBytes } from '../../domain/join-tokens.js';
import { isSameToken } from '../../domain/same-token.js';
import type { ScoredTextToken } from '../../domain/scored-text.js';
import type { ServerToken } from '../../domain/server-tokens.js';
import { createFact } from '../../facts.js';
import { leaveUnscored, scoreAmong, scoreToken, unknownPlace } from './score-place.js';
import { describeSpelling } from './score-spelling.js';
import { MAX_STEPS, type Step, type SteppedText, type SteppingContext } from './score-step.js';

/** Steps do not depend on one another when the tokens are known; this many are asked at once. */
const STEPS_AT_ONCE = 4;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** A text as the endpoint's own tokenizer cuts it. */
export interface CutText {
  readonly tokens: readonly ServerToken[];
  readonly notices: readonly Fact[];
  /**
   * The ids that the tokenizer puts in front of every text, where the endpoint goes on from ids: then no part of the text
   * is cut a second time. Undefined where it does not.
   */
  readonly beginning: readonly number[] | undefined;
  /** The ids of a part of the text, as it is cut by itself. */
  readonly cutAgain: (part: string) => Promise<readonly number[]>;
}

/** Scores a text of which all tokens are known. */
export async function scoreCutText({ stepper, request }: SteppingContext, cut: CutText): Promise<SteppedText> {
  const { text } = request;
  const skipped = request.from === undefined ? 0 : countBefore(cut.tokens, text.slice(0, request.from));
  const asServed = cut.tokens.slice(0, skipped + MAX_STEPS);
  const own = asServed.map(asInText);
  const prefixes = textBefore(own, text);
  const { beginning } = cut;
  const scored: ScoredTextToken[] = own.slice(0, skipped).map(leaveUnscored);
  const unreached = { inside: 0, cutOtherwise: 0 };
  let tokens = skipped;

  async function ask(index: number): Promise<Step | undefined> {
    const ids = asServed.slice(0, index).map(({ id }) => id);
    if (index === 0 && (beginning ?? []).length === 0) {
      return stepper.route === 'completions' ? stepper.tryAsking('') : undefined;
    }
    if (beginning !== undefined) return stepper.ask([...beginning, ...ids]);
    const prefix = prefixes[index];
    if (prefix === undefined) unreached.inside += 1;
    else if (isSame(ids, await cut.cutAgain(prefix))) return stepper.ask(prefix);
    else unreached.cutOtherwise += 1;
    return { place: unknownPlace, told: [] };
  }

  async function score(index: number): Promise<void> {
    const [token, served] = [own[index], asServed[index]];
    if (token === undefined || served === undefined) return;
    const step = await ask(index);
    scored[index] = step === undefined ? leaveUnscored(token) : scoreServed(token, served, step);
    tokens += 1;
    request.onProgress?.({ tokens, expected: own.length, beginning: beginningOf(scored) });
  }

  // The first alone: what the endpoint refuses is then learned once.
  await score(skipped);
  let next = skipped + 1;
  const work = async () => {
    while (next < own.length) {
      const index = next;
      next += 1;
      await score(index);
    }
  };
  await Promise.all(Array.from({ length: STEPS_AT_ONCE }, work));
  return {
    tokens: scored,
    notices: [
      ...(cut.notices.length > 0 ? cut.notices : describeSpelling(cut.tokens, text)),
      ...describeUnreached(unreached),
    ],
  };
}

/** How many tokens stand wholly in the text's beginning. */
function countBefore(tokens: readonly ServerToken[], beginning: string): number {
  const most = Buffer.byteLength(beginning);
  let end = 0;
  const first = tokens.findIndex((token) => {
    end += joinBytes([asInText(token)]).length;
    return end > most;
  });
  return first === -1 ? tokens.length : first;
}

/** What comes before the first gap. */
function beginningOf(scored: readonly (ScoredTextToken | undefined)[]): ScoredTextToken[] {
  const beginning: ScoredTextToken[] = [];
  for (const token of scored) {
    if (token === undefined) break;
    beginning.push(token);
  }
  return beginning;
}

/** A token as its share of the text, which has no space that a tokenizer puts in front; where that is all, it is shown. */
function asInText(token: ServerToken): ServerToken {
  return token.bytes === undefined || token.bytes.length === 0
    ? token
    : { ...token, text: decoder.decode(token.bytes) };
}

/** The text before each token; undefined where a token begins inside a character, or not where the text has it. */
function textBefore(tokens: readonly ServerToken[], text: string): (string | undefined)[] {
  const whole = Buffer.from(text, 'utf8');
  let offset = 0;
  let isText = true;
  return tokens.map((token) => {
    const isBoundary = ((whole[offset] ?? 0) & 0xc0) !== 0x80;
    const before = isText && isBoundary ? whole.subarray(0, offset).toString('utf8') : undefined;
    const bytes = joinBytes([token]);
    isText &&= whole.subarray(offset, offset + bytes.length).equals(bytes);
    offset += bytes.length;
    return before;
  });
}

/** Scores a token by those told; where some have ids, one without is another. */
function scoreServed(token: ServerToken, served: ServerToken, { told, place }: Step): ScoredTextToken {
  const withIds = told.filter(({ id }) => id !== undefined);
  const entries = withIds.length > 0 ? withIds : told;
  // A space that the tokenizer puts in front is in the piece, and not in its share of the text.
  const piece = { ...served, bytes: undefined };
  const isWhole = served.text !== '' && !served.text.includes('\uFFFD');
  const wanted = isWhole && placesLike(entries, piece).length > 0 ? piece : served;
  const found = findIn(entries, wanted);
  if (found !== undefined) return scoreToken(token, found, place);
  const like = placesLike(entries, wanted).flatMap((at) => entries[at] ?? []);
  if (like.length === 0) return scoreToken(token, undefined, place);
  return scoreAmong(token, { like, isOneOfThem: like.every((entry) => isSameToken(entry, wanted)) }, place);
}

function isSame(ids: readonly number[], others: readonly number[]): boolean {
  return ids.length === others.length && ids.every((id, at) => id === others[at]);
}

function describeUnreached({ inside, cutOtherwise }: { inside: number; cutOtherwise: number }): Fact[] {
  return [
    ...(inside === 0 ? [] : [createFact('unscored-inside-character', { tokens: inside })]),
    ...(cutOtherwise === 0 ? [] : [createFact('unscored-cut-otherwise', { tokens: cutOtherwise })]),
  ];
}
