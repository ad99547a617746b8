import {
  type AutocompleteInteraction,
  type ButtonInteraction,
  MessageFlags,
  type StringSelectMenuInteraction,
} from 'discord.js';
import type { PressResponder, Responder, Suggester } from '../../router/incoming.js';
import type { Pace } from '../pace.js';
import { sendIfSpare } from '../sending.js';
import { shownTexts } from '../shown-texts.js';
import { acknowledge } from './acknowledge.js';
import { findRecent } from './find-recent.js';
import { sendFirstResponse } from './first-response.js';
import { readFailure } from './read-failure.js';
import type { RunInteraction } from './run-interaction.js';

const PRIVATE = [MessageFlags.IsComponentsV2 as const, MessageFlags.Ephemeral as const];

/** How an interaction is answered. */
interface Answering {
  readonly pace: Pace;
  /** Of who asks. */
  readonly locale: string;
  /** The channel that the thread is in; undefined where it is none. */
  readonly startedIn: string | undefined;
}

/** Answers an interaction through discord.js. */
export function createResponder(interaction: RunInteraction, answering: Answering): Responder {
  const { pace } = answering;
  return {
    acknowledge: (destination, signal) => acknowledge(interaction, destination, { ...answering, signal }),
    whereabouts: {
      kind: 'interaction',
      botId: interaction.applicationId,
      channelId: interaction.channelId ?? interaction.user.id,
      token: interaction.token,
    },
    refuse: (message) => sendFirstResponse(interaction, () => interaction.reply({ ...message, flags: PRIVATE }), pace),
  };
}

/** Answers a press through discord.js. */
export function createPressResponder(
  interaction: ButtonInteraction | StringSelectMenuInteraction,
  answering: Answering,
): PressResponder {
  const { pace, startedIn } = answering;
  return {
    ...createResponder(interaction, answering),
    openForm: (form) => sendFirstResponse(interaction, () => interaction.showModal(form), pace),
    leave: () => sendFirstResponse(interaction, () => interaction.deferUpdate(), pace),
    shown: () => shownTexts(interaction.message.components.map((component) => component.toJSON())),
    recent() {
      const { client, channelId } = interaction;
      return findRecent({ rest: client.rest, self: client.user.id, channelId, startedIn, pace });
    },
  };
}

/** Answers with suggestions through discord.js. */
export function createSuggester(interaction: AutocompleteInteraction, pace: Pace): Suggester {
  return {
    suggest(suggestions) {
      const choices = suggestions.map((suggestion) => ({ name: suggestion, value: suggestion }));
      return sendIfSpare(() => interaction.respond(choices), { readFailure, pace });
    },
  };
}
