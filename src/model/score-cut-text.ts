import { isSameToken } from '../domain/same-token.js';
import type { Candidate } from './distribution.js';
import { leaveUnscored, scoreToken, unknownPlace } from './score-place.js';
import { describeSpelling, joinTokens } from './score-spelling.js';
import { mostSteps, type Prefix, type Step, type SteppedText, type SteppingContext } from './score-step.js';
import type { ScoredTextToken } from './scored-text.js';
import type { ServerToken } from './server-tokens.js';

/** Steps do not depend on one another when the tokens are known; this many are asked at once. */
const atOnce = 4;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** A text as the endpoint's own tokenizer cuts it. */
export interface CutText {
  readonly tokens: readonly ServerToken[];
  readonly notices: readonly string[];
  /** The ids that the tokenizer puts in front of every text; asked for when a prefix is sent by its ids. */
  readonly beginning: () => Promise<readonly number[]>;
}

/** Scores a text of which all tokens are known. */
export async function scoreCutText({ stepper, request }: SteppingContext, cut: CutText): Promise<SteppedText> {
  const { text } = request;
  const asServed = cut.tokens.slice(0, mostSteps);
  const own = asServed.map(asInText);
  const prefixes = textBefore(own, text);
  const takesIds = stepper.route === 'completions';
  const beginning = takesIds && prefixes.includes(undefined) ? await cut.beginning() : [];
  const scored: ScoredTextToken[] = [];
  let unreached = 0;
  let tokens = 0;

  async function ask(index: number): Promise<Step | undefined> {
    const prefix: Prefix | undefined =
      prefixes[index] ?? (takesIds ? [...beginning, ...asServed.slice(0, index).map(({ id }) => id)] : undefined);
    if (index === 0) return takesIds ? stepper.tryAsking('') : undefined;
    if (typeof prefix === 'string') return stepper.ask(prefix);
    const step = prefix === undefined ? undefined : await stepper.tryAsking(prefix);
    if (step === undefined) unreached += 1;
    return step ?? { place: unknownPlace, told: [] };
  }

  async function score(index: number): Promise<void> {
    const [token, served] = [own[index], asServed[index]];
    if (token === undefined || served === undefined) return;
    const step = await ask(index);
    scored[index] =
      step === undefined ? leaveUnscored(token) : scoreToken(token, findTold(served, step.told), step.place);
    tokens += 1;
    request.onProgress?.({ tokens, expected: own.length, beginning: beginningOf(scored) });
  }

  // The first alone: what the endpoint refuses is then learned once.
  await score(0);
  let next = 1;
  const work = async () => {
    while (next < own.length) {
      const index = next;
      next += 1;
      await score(index);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return {
    tokens: scored,
    notices: [
      ...(cut.notices.length > 0 ? cut.notices : describeSpelling(cut.tokens, text)),
      ...describeUnreached(unreached),
    ],
  };
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

/** A token as its share of the text, which has no space that a tokenizer puts in front. */
function asInText(token: ServerToken): ServerToken {
  return token.bytes === undefined ? token : { ...token, text: decoder.decode(token.bytes) };
}

/** The text before each token; undefined where a token begins inside a character, or not where the text has it. */
function textBefore(tokens: readonly ServerToken[], text: string): (string | undefined)[] {
  const whole = Buffer.from(text, 'utf8');
  let offset = 0;
  let isText = true;
  return tokens.map((token) => {
    const isBoundary = ((whole[offset] ?? 0) & 0xc0) !== 0x80;
    const before = isText && isBoundary ? whole.subarray(0, offset).toString('utf8') : undefined;
    const bytes = joinTokens([token]);
    isText &&= whole.subarray(offset, offset + bytes.length).equals(bytes);
    offset += bytes.length;
    return before;
  });
}

/** A token among those told; where some have ids, one without is another. */
function findTold(token: ServerToken, told: readonly Candidate[]): Candidate | undefined {
  const hasIds = told.some(({ id }) => id !== undefined);
  const find = (wanted: Pick<ServerToken, 'id' | 'text' | 'bytes'>) =>
    told.find((entry) => (!hasIds || entry.id !== undefined) && isSameToken(entry, wanted));
  // A space that the tokenizer puts in front is in the piece, and not in its share of the text.
  const isWhole = token.text !== '' && !token.text.includes('\uFFFD');
  return (isWhole ? find({ ...token, bytes: undefined }) : undefined) ?? find(token);
}

function describeUnreached(count: number): string[] {
  if (count === 0) return [];
  const places = count === 1 ? 'One token begins' : `${count} tokens begin`;
  return [`${places} inside a character, where this endpoint cannot be asked.`];
}
