import { z } from 'zod';
import type { BeforeQuestion } from '../../domain/language-model.js';

const speakerSchema = z.object({ name: z.string(), key: z.string() });

const turnSchema = z.object({
  role: z.enum(['user', 'assistant']),
  text: z.string(),
  who: speakerSchema.optional(),
});

const turnsSchema = z.array(turnSchema).readonly();

/** What was said before a question, and who asks it, as fields of a result's schema. */
export const conversationShape = {
  before: turnsSchema.optional(),
  leftOut: z.number().optional(),
  who: speakerSchema.optional(),
};

/** What stands before a question. */
export const beforeQuestionSchema = z.object({ system: z.string().optional(), ...conversationShape });

/** What stands before a question, of whatever has more than that. */
export function beforeQuestion({ system, before, leftOut, who }: BeforeQuestion): BeforeQuestion {
  return { system, before, leftOut, who };
}

/** The texts that stand before a question, for what they take as they are stored. */
export function textsBefore({ system, before = [] }: BeforeQuestion): readonly (string | undefined)[] {
  return [system, ...before.map(({ text }) => text)];
}
