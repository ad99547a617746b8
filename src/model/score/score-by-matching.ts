import { joinBytes } from '../../domain/join-tokens.js';
import type { ScoredTextToken } from '../../domain/scored-text.js';
import type { Candidate, Token } from '../../domain/token.js';
import { createFact } from '../../facts.js';
import { leaveUnscored, scoreAmong, scoreToken } from './score-place.js';
import { MAX_STEPS, type Step, type SteppedText, type SteppingContext } from './score-step.js';

/** Scores a text of which no token is known: the longest listed token that the text goes on with is taken for the next. */
export async function scoreByMatching({ stepper, request }: SteppingContext): Promise<SteppedText> {
  // Lone surrogates arrive as U+FFFD, which is what the model reads.
  const text = Buffer.from(request.text, 'utf8').toString('utf8');
  // A model that is told to go on begins an answer of its own, which has no space in front.
  const skipsSpace = stepper.route === 'chat' && stepper.continuation === 'instruction';
  const skipped = text.slice(0, request.from);
  const tokens: ScoredTextToken[] =
    request.from === undefined || skipped === ''
      ? []
      : [leaveUnscored({ text: skipped, bytes: undefined, id: undefined })];
  const mostTokens = MAX_STEPS + tokens.length;
  let at = request.from === undefined ? 0 : skipped.length;

  const ask = (): Promise<Step | undefined> | undefined => {
    if (at > 0) return stepper.ask(text.slice(0, at));
    return stepper.route === 'completions' ? stepper.tryAsking('') : undefined;
  };

  /** The first token where the tokenizer puts a space before every text; `untold`: nobody tells whether it does. */
  async function findSpaced(
    { told }: Step,
    rest: string,
    found: Candidate | undefined,
  ): Promise<Candidate | 'untold' | undefined> {
    const spaced = findLongest(told, ` ${rest}`, false);
    if (spaced === undefined || spaced.text.trim() === '') return undefined;
    const adds = await stepper.addsSpace();
    if (adds === undefined) return found ?? 'untold';
    return adds ? spaced : undefined;
  }

  while (at < text.length && tokens.length < mostTokens) {
    const step = await ask();
    const rest = text.slice(at);
    const found = step && findLongest(step.told, rest, skipsSpace);
    const told = step && at === 0 && !skipsSpace ? ((await findSpaced(step, rest, found)) ?? found) : found;
    if (told === 'untold') {
      tokens.push(leaveUnscored({ text: firstWord(rest), bytes: undefined, id: undefined }));
      at += tokens.at(-1)?.text.length ?? 0;
      continue;
    }
    const token =
      told === undefined ? { text: firstWord(rest), bytes: undefined, id: undefined } : asInText(told, rest);
    tokens.push(step === undefined ? leaveUnscored(token) : scoreMatched(token, told, step));
    at += token.text.length;
    const expected = Math.min(MAX_STEPS, Math.round((tokens.length * text.length) / at));
    request.onProgress?.({ tokens: tokens.length, expected, beginning: [...tokens] });
  }
  return { tokens, notices: [createFact('boundaries-matched')] };
}

/** Scores a token; one that is not listed may begin with any part of a character that is. */
function scoreMatched(token: Token, told: Candidate | undefined, step: Step): ScoredTextToken {
  const { place } = step;
  const parts = step.told.filter(({ text }) => text === '' || text.includes('\uFFFD'));
  if (told !== undefined) return scoreToken(token, told, place);
  const isOneOfThem = place.cap === 0;
  if (parts.length > 0) return scoreAmong(token, { like: parts, isOneOfThem }, place);
  return isOneOfThem ? leaveUnscored(token) : scoreToken(token, undefined, place);
}

/** The longest listed token that the text goes on with. */
function findLongest(told: readonly Candidate[], rest: string, skipsSpace: boolean): Candidate | undefined {
  let longest: Candidate | undefined;
  for (const candidate of told) {
    const { text } = candidate;
    const isWhole = text !== '' && !text.includes('\uFFFD') && joinBytes([candidate]).equals(Buffer.from(text));
    const isNext = rest.startsWith(text) || (skipsSpace && rest.startsWith(` ${text}`));
    if (isWhole && isNext && text.length > (longest?.text.length ?? 0)) longest = candidate;
  }
  return longest;
}

/** A listed token as the text has it: with the space before it there, or without the one that only the tokenizer has. */
function asInText(told: Candidate, rest: string): Token {
  if (rest.startsWith(told.text)) return told;
  const text = rest.startsWith(` ${told.text}`) ? ` ${told.text}` : told.text.slice(1);
  return { text, bytes: undefined, id: told.id };
}

/** What comes up to the next space, with the spaces before it. */
function firstWord(rest: string): string {
  return /^\s*\S*/u.exec(rest)?.[0] ?? rest;
}
