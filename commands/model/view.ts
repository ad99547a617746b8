import { inlineCode, plain } from '../../src/discord/markdown.js';
import { type Block, buttons, menu, type Reply, text } from '../../src/discord/reply.js';
import type { Capabilities } from '../../src/domain/capabilities.js';
import type { Fact } from '../../src/domain/fact.js';
import type { Endpoint } from '../../src/domain/language-model.js';
import { sentenceOf } from '../../src/facts.js';
import { describeModel } from '../../src/lesson/describe/describe-model.js';
import { plural } from '../../src/words/plural.js';
import { capabilityLines, failureLines } from './capability-lines.js';
import { commandLines } from './command-lines.js';

/** Discord's menus hold so many choices. */
const MAX_CHOICES = 25;

/** Discord's menus and option values hold no longer names. */
const LONGEST_NAME = 100;

/** What `/model` shows of one model. */
export interface ModelSight {
  readonly runId: string;
  /** The model that is looked at. */
  readonly shown: string;
  /** What it can do, or why that cannot be told. */
  readonly found: Capabilities | { readonly why: Fact };
  readonly endpoint: Endpoint;
  /** The endpoint's models; empty where it lists none. */
  readonly models: readonly string[];
  /** The model that holds where none is set; undefined where the endpoint cannot say. */
  readonly defaultModel: string | undefined;
  /** The model that is set for the channel. */
  readonly channelModel: string | undefined;
  /** Whoever made the channel's setting what it is, where that was done on this message. */
  readonly setBy: string | undefined;
}

/** What the endpoint can do for a model, what the channel uses, and the buttons that change it. */
export function presentModel(sight: ModelSight): Reply {
  const { found, shown, endpoint } = sight;
  const status = text([statusLine(sight), ...hiddenChoices(sight)].join('\n'));
  if ('why' in found) {
    const what = `**What ${inlineCode(shown)} can do cannot be told.** ${plain(sentenceOf(found.why, 'en'))}`;
    return { tone: 'error', blocks: [text(what), status, ...steps(sight)] };
  }
  return {
    blocks: [
      text(`**What this model can do:** ${describeModel(shown, endpoint)}\n-# ${sourceOf(found)}`),
      text([...capabilityLines(found), ...failureLines(found)].join('\n')),
      text(commandLines(found).join('\n')),
      status,
      ...steps(sight),
    ],
  };
}

/** How it is known what a model can do: when it was asked, and who answered. */
function sourceOf({ probedAt, server }: Capabilities): string {
  const asked = `As its answers to a few short questions showed, <t:${Math.floor(probedAt / 1000)}:R>.`;
  return server === undefined ? asked : `${asked} The server calls itself ${plain(server)}.`;
}

function statusLine({ channelModel, defaultModel, setBy }: ModelSight): string {
  const standard = `the default${defaultModel === undefined ? '' : ` (${inlineCode(defaultModel)})`}`;
  const used = channelModel === undefined ? standard : inlineCode(channelModel);
  const by = setBy === undefined ? '' : ` Changed by ${plain(setBy)}.`;
  return `**This channel uses ${used}** where a command names no model.${by}`;
}

function steps(sight: ModelSight): Block[] {
  const { runId, shown, found, channelModel, defaultModel } = sight;
  const isUsed = shown === (channelModel ?? defaultModel);
  const choices = choicesOf(sight).slice(0, MAX_CHOICES);
  return [
    buttons(
      ...('why' in found
        ? []
        : [{ action: 'use', runId, label: 'Use in this channel', style: 'primary' as const, disabled: isUsed }]),
      ...(channelModel === undefined ? [] : [{ action: 'reset', runId, label: 'Back to the default' }]),
      { action: 'again', runId, label: 'Ask again' },
    ),
    ...(choices.length === 0
      ? []
      : [
          menu({
            action: 'look',
            runId,
            placeholder: 'Look at another model',
            choices: choices.map((name) => ({ label: name, value: name, description: roleOf(name, sight) })),
          }),
        ]),
  ];
}

function choicesOf({ models, shown }: ModelSight): string[] {
  return models.filter((name) => name !== shown && name.length <= LONGEST_NAME);
}

function roleOf(name: string, { channelModel, defaultModel }: ModelSight): string | undefined {
  if (name === channelModel) return 'set for this channel';
  return name === defaultModel ? 'the default' : undefined;
}

function hiddenChoices(sight: ModelSight): string[] {
  const more = choicesOf(sight).length - MAX_CHOICES;
  return more <= 0 ? [] : [`-# The menu has no room for ${plural(more, 'more model')}: name one with /model.`];
}
