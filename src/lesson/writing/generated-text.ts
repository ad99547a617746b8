import { z } from 'zod';
import type { Distribution } from '../../domain/distribution.js';
import { exactly, type Interval, restOf, sumOf } from '../../domain/interval.js';
import { type Candidate, type SampledToken, UNLISTED_LOGPROB } from '../../domain/token.js';
import { probabilityOf } from '../../sampling/surprisal.js';
import type { Services } from '../../services.js';
import { defineReplay } from '../record/card.js';
import { highestProbability } from '../rows/same-token.js';
import { defineStoredRun } from '../stored/stored-run.js';
import { candidateSchema, packCandidate, unpackCandidate } from '../stored/stored-tokens.js';
import { joinTokens } from '../text/join-tokens.js';
import { endsText, isUnseen, tokenLabel } from '../text/token-label.js';

const stepSchema = z.object({
  token: candidateSchema,
  listed: z.object({ candidates: z.array(candidateSchema), hiddenMass: z.number(), cap: z.number() }).optional(),
});

const textSchema = z.object({
  prompt: z.string(),
  model: z.string().optional(),
  temperature: z.number(),
  topP: z.number().optional(),
  topK: z.number().optional(),
  minP: z.number().optional(),
  /** The server cuts before it applies the temperature. */
  order: z.literal('cuts-first').optional(),
  seed: z.number().optional(),
  maxTokens: z.number(),
  endpoint: z.object({ label: z.string(), tiny: z.boolean() }),
  /** The model that answered; undefined where the text broke off before it was told. */
  answeredBy: z.string().optional(),
  vocabularySize: z.number().optional(),
  /** False where the endpoint takes no temperature, so that its own may be in the probabilities. */
  isOwn: z.boolean(),
  steps: z.array(stepSchema),
  /** The model chose to end the text. */
  ended: z.boolean(),
  /** Why the text breaks off, as a sentence of plain text. */
  broken: z.string().optional(),
  /** The answer's record; undefined where the text broke off. */
  recordId: z.string().optional(),
});

/** What `/generate` keeps: a text with what each of its tokens was drawn from. It never changes. */
export const storedText = defineStoredRun('generate', textSchema);

/** The answers of the model as it gave them, for **Details**. */
export const replay = defineReplay('generate');

type Stored = z.infer<typeof textSchema>;

/** What is listed at one place of a text, as in a `Distribution`. */
export type Listed = Pick<Distribution, 'candidates' | 'hiddenMass' | 'cap'>;

/** One drawn token and the model's own distribution that it was drawn from. */
export interface WrittenStep {
  /** Its logprob is the model's own, at temperature 1; `UNLISTED_LOGPROB` where that is not known. */
  readonly token: Candidate;
  /** Undefined where the endpoint listed nothing, as for the further tokens of a character that is drawn as a whole. */
  readonly listed: Listed | undefined;
}

/** A text as a model wrote it, and how it was asked to. */
export interface WrittenText extends Omit<Stored, 'steps'> {
  readonly steps: readonly WrittenStep[];
}

/** How many candidates are kept for each step: the first of these with which the text is small enough. */
const CANDIDATES_KEPT = [100, 60, 40, 25, 10];

/** A run is stored in passing, so it stays small. */
const MAX_CHARACTERS = 150_000;

/** A text as it is stored; of a long one's candidates fewer are kept, and the others count as hidden. */
export function packText({ steps, ...text }: WrittenText): Stored {
  const [most = 0, ...fewer] = CANDIDATES_KEPT;
  const packed = steps.map(({ token, listed }) => ({
    token: packCandidate(token),
    listed,
    candidates: listed?.candidates.slice(0, most).map(packCandidate) ?? [],
  }));
  const withMost = (count: number): Stored['steps'] =>
    packed.map(({ token, listed, candidates }) => {
      if (listed === undefined) return { token };
      const { hiddenMass, cap } = keepCandidates(listed, count);
      return { token, listed: { candidates: candidates.slice(0, count), hiddenMass, cap } };
    });
  for (const count of [most, ...fewer.slice(0, -1)]) {
    const kept = withMost(count);
    if (isShort(kept)) return { ...text, steps: kept };
  }
  return { ...text, steps: withMost(fewer.at(-1) ?? most) };
}

/** Whether steps are small enough to be stored; the rest is not looked at once they are not. */
function isShort(steps: Stored['steps']): boolean {
  // The brackets, and a comma behind each step but the last.
  let characters = 1;
  return steps.every((step) => {
    characters += JSON.stringify(step).length + 1;
    return characters <= MAX_CHARACTERS;
  });
}

/** The most likely candidates only; the others become part of what is hidden. */
export function keepCandidates({ candidates, hiddenMass, cap }: Listed, count: number): Listed {
  const left = candidates.slice(count).map(({ logprob }) => probabilityOf(logprob));
  return {
    candidates: candidates.slice(0, count),
    hiddenMass: left.reduce((sum, probability) => sum + probability, hiddenMass),
    cap: Math.max(cap, left[0] ?? 0),
  };
}

/** A kept text; rejects with a `UserError` when it is no longer kept. */
export async function loadText(textId: string, services: Services): Promise<WrittenText> {
  const { steps, ...text } = (await storedText.load(services, textId)).payload;
  return {
    ...text,
    steps: steps.map(({ token, listed }) => ({
      token: unpackCandidate(token),
      listed: listed && { ...listed, candidates: listed.candidates.map(unpackCandidate) },
    })),
  };
}

/** Sums of rounded probabilities are off by less than this. */
const TOLERANCE = 0.001;

/**
 * What stands beside a drawn token, as a list. Its end is not known to be sorted: any token may be missing, so the hidden
 * mass is the only cap.
 *
 * @returns undefined where nothing does, or its probabilities cannot be true
 */
export function listedBeside(alternatives: SampledToken['alternatives']): Listed | undefined {
  const probabilities = alternatives.map(({ logprob }) => exactly(probabilityOf(logprob)));
  if (alternatives.length === 0 || sumOf(probabilities).low > 1 + TOLERANCE) return undefined;
  const hiddenMass = restOf(probabilities).low;
  return { candidates: alternatives, hiddenMass, cap: hiddenMass };
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

/** What the model's own probability of a drawn token was: both ends are equal where it is known. */
export function ownProbability({ token, listed }: WrittenStep): Interval {
  if (token.logprob > UNLISTED_LOGPROB) return exactly(probabilityOf(token.logprob));
  // What was drawn had some probability, also where rounding leaves none for the tokens that are not listed.
  return { low: 0, high: listed === undefined ? 1 : highestProbability(listed, token) || TOLERANCE };
}
