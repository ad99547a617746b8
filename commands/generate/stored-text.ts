import { z } from 'zod';
import { defineReplay } from '../../src/lesson/record/card.js';
import { factSchema } from '../../src/lesson/stored/stored-fact.js';
import { defineStoredRun } from '../../src/lesson/stored/stored-run.js';
import { candidateSchema, packCandidate, unpackCandidate } from '../../src/lesson/stored/stored-tokens.js';
import { keepCandidates, type WrittenText } from '../../src/lesson/writing/written-text.js';
import type { Services } from '../../src/services.js';

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
  order: z.literal('cuts-first').optional(),
  seed: z.number().optional(),
  maxTokens: z.number(),
  endpoint: z.object({ label: z.string(), tiny: z.boolean() }),
  answeredBy: z.string().optional(),
  vocabularySize: z.number().optional(),
  isOwn: z.boolean(),
  steps: z.array(stepSchema),
  ended: z.boolean(),
  broken: factSchema.optional(),
  /** The answer's record; undefined where the text broke off. */
  recordId: z.string().optional(),
});

/** What `/generate` keeps: a text with what each of its tokens was drawn from. It never changes. */
export const storedText = defineStoredRun('generate', textSchema);

/** The answers of the model as it gave them, for **Details**. */
export const replay = defineReplay('generate');

type Stored = z.infer<typeof textSchema>;

/** A text with the record of the answer that it was made of. */
export interface KeptText extends WrittenText {
  /** Undefined where the text broke off. */
  readonly recordId?: string | undefined;
}

/** How many candidates are kept for each step: the first of these with which the text is small enough. */
const CANDIDATES_KEPT = [100, 60, 40, 25, 10];

/** A run is stored in passing, so it stays small. */
const MAX_CHARACTERS = 150_000;

/** A text as it is stored; of a long one's candidates fewer are kept, and the others count as hidden. */
export function packText({ steps, ...text }: KeptText): Stored {
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

/** A kept text; rejects with a `UserError` when it is no longer kept. */
export async function loadText(textId: string, services: Services): Promise<KeptText> {
  const { steps, ...text } = (await storedText.load(services, textId)).payload;
  return {
    ...text,
    steps: steps.map(({ token, listed }) => ({
      token: unpackCandidate(token),
      listed: listed && { ...listed, candidates: listed.candidates.map(unpackCandidate) },
    })),
  };
}
