import { randomBytes } from 'node:crypto';
import { type ButtonInteraction, MessageFlags } from 'discord.js';
import { UserError } from '../../errors.js';
import { plain } from '../markdown.js';
import { presentReply } from '../present/present.js';
import { text } from '../reply.js';
import { sendFirstResponse } from '../transport/gateway/first-response.js';
import type { Pace } from '../transport/sending.js';

/** A run that a **Stop** button can end. */
export interface StoppableRun {
  /** What the button's custom id carries. */
  readonly key: string;
  /** Aborts when somebody stops the run. */
  readonly signal: AbortSignal;
  /** Takes the run off the list once it is over. */
  close(): void;
}

/** Knows the runs under way that can be stopped; after a restart there are none. */
export interface StoppableRuns {
  open(user: { readonly id: string; readonly name: string }): StoppableRun;
  /** Answers a press on **Stop**: whoever started the run may, and whoever manages the channel. */
  press(interaction: ButtonInteraction, key: string, mayManage: boolean): Promise<void>;
}

/** Creates an empty list. */
export function createStoppableRuns(pace: Pace): StoppableRuns {
  const runs = new Map<string, { readonly user: { id: string; name: string }; readonly controller: AbortController }>();

  async function refuse(interaction: ButtonInteraction, markdown: string): Promise<void> {
    const [message] = presentReply({ tone: 'error', blocks: [text(markdown)] }, 'stop');
    if (message === undefined) return;
    const flags = [MessageFlags.IsComponentsV2 as const, MessageFlags.Ephemeral as const];
    await sendFirstResponse(interaction, () => interaction.reply({ ...message, flags }), pace);
  }

  return {
    open(user) {
      const key = randomBytes(9).toString('base64url');
      const controller = new AbortController();
      runs.set(key, { user, controller });
      return { key, signal: controller.signal, close: () => void runs.delete(key) };
    },
    async press(interaction, key, mayManage) {
      const run = runs.get(key);
      if (run === undefined) return refuse(interaction, 'This is over already: there is nothing to stop.');
      if (interaction.user.id !== run.user.id && !mayManage) {
        return refuse(
          interaction,
          `Only ${plain(run.user.name)}, who started this, or somebody who manages the channel can stop it.`,
        );
      }
      // First of all, because an acknowledgement may come to nothing, and the run is to be stopped all the same.
      run.controller.abort(new UserError(`Stopped by ${interaction.user.displayName}.`));
      await sendFirstResponse(interaction, () => interaction.deferUpdate(), pace);
    },
  };
}
