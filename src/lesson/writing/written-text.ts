import type { GeneratedText } from '../../domain/completion.js';
import type { LogprobScale } from '../../domain/distribution.js';
import type { Fact } from '../../domain/fact.js';
import { exactly, type Interval, restOf, sumOf } from '../../domain/interval.js';
import { joinTokens } from '../../domain/join-tokens.js';
import type { Endpoint } from '../../domain/language-model.js';
import type { ListedTokens } from '../../domain/listed-tokens.js';
import type { SamplingSettings } from '../../domain/sampling-settings.js';
import { openTail } from '../../domain/tail.js';
import { type Candidate, type SampledToken, UNLISTED_LOGPROB } from '../../domain/token.js';
import { highestProbability } from '../../sampling/highest-probability.js';
import { probabilityOf } from '../../sampling/surprisal.js';
import { endsText, isUnseen, tokenLabel } from '../text/token-label.js';
import { markedTokenName } from '../text/token-name.js';
import { tokenNameWords } from '../text/words.js';

/** One drawn token and the model's own distribution that it was drawn from. */
export interface WrittenStep {
  /** Its logprob is the model's own, at temperature 1; `UNLISTED_LOGPROB` where that is not known. */
  readonly token: Candidate;
  /** Undefined where the endpoint listed nothing, as for the further tokens of a character that is drawn as a whole. */
  readonly listed?: ListedTokens | undefined;
}

/** A text to go on with, and how. */
export interface Writing extends SamplingSettings {
  readonly prompt: string;
  readonly model?: string | undefined;
  readonly maxTokens: number;
}

/** A text as a model wrote it, and how it was asked to. */
export interface WrittenText extends Writing {
  readonly endpoint: Endpoint;
  /** The server cuts before it applies the temperature. */
  readonly order?: 'cuts-first' | undefined;
  /** False where the endpoint takes no temperature, so that its own may be in the probabilities. */
  readonly isOwn: boolean;
  readonly steps: readonly WrittenStep[];
  /** The model chose to end the text. */
  readonly ended: boolean;
  /** Why the text breaks off. */
  readonly broken?: Fact | undefined;
  /** The answer that the text was made of; undefined where it breaks off. */
  readonly answer?: WrittenAnswer | undefined;
}

/** What came with a text's tokens. */
export interface WrittenAnswer extends Pick<GeneratedText, 'text' | 'model' | 'request' | 'requests'> {
  /** Of the model's distributions. */
  readonly scale: LogprobScale;
}

/** Sums of rounded probabilities are off by less than this. */
const TOLERANCE = 0.001;

/**
 * What stands beside a drawn token, as a list. Where nothing is told of all others, its end is not known to be sorted: any
 * token may be missing, so the hidden mass is the only cap.
 *
 * @returns undefined where nothing does, or its probabilities cannot be true
 */
export function listedBeside({
  alternatives,
  tail,
}: Pick<SampledToken, 'alternatives' | 'tail'>): ListedTokens | undefined {
  const probabilities = alternatives.map(({ logprob }) => exactly(probabilityOf(logprob)));
  if (alternatives.length === 0 || sumOf(probabilities).low > 1 + TOLERANCE) return undefined;
  if (tail !== undefined) return { candidates: alternatives, tail };
  const hiddenMass = restOf(probabilities).low;
  return { candidates: alternatives, tail: openTail(hiddenMass, hiddenMass, undefined) };
}

/** One token of a reply with what is known of its place. */
export function replyStep({ alternatives, tail, ...token }: SampledToken): WrittenStep {
  return { token, listed: listedBeside({ alternatives, tail }) };
}

/** The prompt and the first so many tokens behind it. */
export function textUpTo({ prompt, steps }: Pick<WrittenText, 'prompt' | 'steps'>, count: number): string {
  return prompt + joinTokens(tokensOf(steps.slice(0, count)));
}

/** The tokens that stand in the text: all but one that ends it. */
export function tokensOf(steps: readonly WrittenStep[]): Candidate[] {
  return steps.filter((_, at) => !isEnd(steps, at)).map(({ token }) => token);
}

/** Whether a step ends the text; an unseen token with others behind it is part of a character that is drawn as a whole. */
export function isEnd(steps: readonly WrittenStep[], at: number): boolean {
  const { token } = steps[at] ?? {};
  return token !== undefined && endsText(token) && !(isUnseen(token) && at < steps.length - 1);
}

/** What a step added to the text, as it is shown; undefined for the end of the text. */
export function addedLabel(steps: readonly WrittenStep[], at: number): string | undefined {
  const { token } = steps[at] ?? {};
  if (token === undefined || isEnd(steps, at)) return undefined;
  return isUnseen(token) ? '⟨part⟩' : tokenLabel(token);
}

/** The same as a sentence names it, in markdown; the end of the text has a name too. */
export function addedName(steps: readonly WrittenStep[], at: number, locale: string): string {
  const { token } = steps[at] ?? {};
  if (token === undefined || isEnd(steps, at)) return tokenNameWords(locale).end;
  return isUnseen(token) ? '⟨part⟩' : markedTokenName(token, locale);
}

/** What the model's own probability of a drawn token was: both ends are equal where it is known. */
export function ownProbability({ token, listed }: WrittenStep): Interval {
  if (token.logprob > UNLISTED_LOGPROB) return exactly(probabilityOf(token.logprob));
  // What was drawn had some probability, also where rounding leaves none for the tokens that are not listed.
  return { low: 0, high: listed === undefined ? 1 : highestProbability(listed, token) || TOLERANCE };
}
