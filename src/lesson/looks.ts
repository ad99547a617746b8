import { z } from 'zod';
import type { Action, RunContext } from '../discord/command.js';
import { type ButtonsBlock, buttons, type Reply } from '../discord/reply.js';
import type { Services } from '../services.js';
import { defineStoredRun } from './stored/stored-run.js';

/** What one command hands to another: a prompt, and how it was read. */
const lookSchema = z.object({
  prompt: z.string(),
  model: z.string().optional(),
  /** Given: the prompt is a question, and what is looked at is the reply to it. */
  asQuestion: z.object({ system: z.string().optional() }).optional(),
});

export type Look = z.infer<typeof lookSchema>;

export const storedLook = defineStoredRun('look', lookSchema, false);

/** The commands that look at a prompt each in its own way, with the words on their buttons. */
const LABELS = {
  nextword: 'Next word',
  temperature: 'Temperature',
  sampling: 'Cut the tail',
  dice: 'Roll dice',
  generate: 'Watch it write',
  surprise: 'How surprising?',
  compare: 'Compare',
} as const;

export type LookingCommand = keyof typeof LABELS;

/** Buttons that open other commands on the same prompt. */
export async function lookButtons(
  services: Services,
  look: Look,
  ...commands: readonly LookingCommand[]
): Promise<ButtonsBlock> {
  const runId = await storedLook.create(services, look);
  return buttons(...commands.map((command) => ({ command, action: 'look', runId, label: LABELS[command] })));
}

/** The action by which a command takes over a prompt from another one. */
export function lookAction(start: (look: Look, context: RunContext, services: Services) => Promise<Reply>): {
  readonly look: Action;
} {
  return {
    look: {
      respond: 'reply',
      run: async (press, services) => start((await storedLook.load(services, press.runId)).payload, press, services),
    },
  };
}

export function looksLabel(command: LookingCommand): string {
  return LABELS[command] ?? command;
}
