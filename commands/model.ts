import { status } from '../src/discord/reply.js';
import type { Capabilities } from '../src/domain/capabilities.js';
import { UserError } from '../src/errors.js';
import { reasonOf } from '../src/lesson/asking/stopped.js';
import { defineCommand } from '../src/lesson/command/define-command.js';
import type { AskContext, AskPress } from '../src/lesson/command/definition.js';
import { chosenModel, suggestModels } from '../src/lesson/options/chosen-model.js';
import { modelOption } from '../src/lesson/options/options.js';
import type { Services } from '../src/services.js';
import { explainModel, tryText } from './model/explain.js';
import { type ModelResult, modelResult } from './model/result.js';
import { modelInFull, viewModel } from './model/view.js';
import { modelWords } from './model/words.js';

/** From here on people wonder whether anything happens. */
const PATIENCE_MS = 2000;

/** Commands that do nothing with a model: this one, and what is set for a server. */
const APART: readonly string[] = ['model', 'settings'];

/** A menu holds so many beside **Details**, and no longer names beside where its entries lead. */
const MAX_CHOICES = 24;
const MAX_NAME = 60;

export const model = defineCommand({
  name: 'model',
  description: (locale) => modelWords(locale).description,
  options: {
    name: { ...modelOption, description: (locale) => modelWords(locale).name },
  },
  needs: 'nothing',
  result: { version: 2, schema: modelResult },
  async ask(options, context, services) {
    const chosen = await chosenModel(options.name, context.channel, services);
    return look(chosen ?? (await services.model.defaultModel(context.signal)), undefined, context, services);
  },
  view: viewModel,
  explain: explainModel,
  subject: (result, part) => tryText(result, part) ?? { prompt: '', inFull: (locale) => modelInFull(result, locale) },
  autocomplete: { name: suggestModels },
  actions: {
    use: {
      kind: 'add',
      fromView: true,
      ask: (result, press, services) => setModel(result, result.shown, press, services),
    },
    reset: {
      kind: 'add',
      fromView: true,
      ask: (result, press, services) => setModel(result, undefined, press, services),
    },
    again: { kind: 'add', ask: ({ shown }, press, services) => lookAnew(shown, press, services, true) },
    look: { kind: 'add', ask: ({ shown }, press, services) => lookAnew(press.choice ?? shown, press, services, false) },
  },
});

/** Looks at a model on a message that is there already; whoever set the channel's model there is still told. */
async function lookAnew(
  shown: string,
  press: AskPress,
  services: Services,
  again: boolean,
): Promise<(latest: ModelResult) => ModelResult> {
  const seen = await look(shown, undefined, press, services, again);
  return ({ change }) => ({ ...seen, change });
}

async function setModel(
  { shown }: ModelResult,
  chosen: string | undefined,
  press: AskPress,
  services: Services,
): Promise<(latest: ModelResult) => ModelResult> {
  if (!press.channel.mayManage) throw new UserError('may-not-set-model');
  await services.channels.setModel(press.channel.id, chosen);
  const seen = await look(shown, { by: press.user.name, model: chosen }, press, services);
  return () => seen;
}

/** Finds out what a model can do, and what the channel uses. */
async function look(
  shown: string,
  change: ModelResult['change'],
  context: AskContext,
  services: Services,
  again = false,
): Promise<ModelResult> {
  const { model: endpoint, channels } = services;
  const { signal, locale } = context;
  const asking = { blocks: [status(modelWords(locale).asking)] };
  const waiting = setTimeout(() => context.progress(asking), PATIENCE_MS);
  const [found, models, defaultModel] = await Promise.all([
    find(endpoint.capabilities(shown, signal, again), signal),
    endpoint.models(signal).catch(() => []),
    endpoint.defaultModel(signal).catch(() => undefined),
  ]).finally(() => clearTimeout(waiting));
  const others = models.filter((name) => name !== shown && name.length <= MAX_NAME);
  return {
    shown,
    found,
    endpoint: endpoint.endpoint,
    others: others.slice(0, MAX_CHOICES),
    moreModels: Math.max(0, others.length - MAX_CHOICES),
    defaultModel,
    channelModel: await channels.modelOf(context.channel.id),
    change,
    commands: context.commandNeeds.filter(({ command }) => !APART.includes(command)),
  };
}

/** What a model can do, or why that cannot be told: also then the buttons stay, since another model may be the way out. */
async function find(asked: Promise<Capabilities>, signal: AbortSignal): Promise<ModelResult['found']> {
  try {
    const { completions, chat, failures, ...others } = await asked;
    return {
      capabilities: {
        ...others,
        completions: { ...completions, refused: [...completions.refused] },
        chat: { ...chat, refused: [...chat.refused] },
        failures: [...failures],
      },
    };
  } catch (error) {
    return { why: reasonOf(error, signal).fact };
  }
}
