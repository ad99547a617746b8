import { z } from 'zod';
import { defineCommand, type Press, type RunContext } from '../src/discord/command.js';
import { type Reply, status } from '../src/discord/reply.js';
import type { Capabilities } from '../src/domain/capabilities.js';
import { UserError } from '../src/errors.js';
import { reasonOf } from '../src/lesson/asking/stopped.js';
import { chosenModel, modelOption, suggestModels } from '../src/lesson/options/sampling-options.js';
import { defineStoredRun } from '../src/lesson/stored/stored-run.js';
import type { Services } from '../src/services.js';
import { type ModelSight, presentModel } from './model/view.js';

/** From here on people wonder whether anything happens. */
const PATIENCE_MS = 2000;

const storedRun = defineStoredRun(
  'model',
  z.object({
    /** The model that is looked at. */
    shown: z.string(),
    /** The last change of the channel's model on this message; no `model` is the default. */
    change: z.object({ by: z.string(), model: z.string().optional() }).optional(),
  }),
);

type ModelRun = z.infer<typeof storedRun.schema>;

export const model = defineCommand({
  name: 'model',
  description: 'Show what the endpoint can do for a model, and choose the model of this channel',
  options: {
    name: { ...modelOption, description: 'Which of the endpoint’s models to look at (default: the channel’s)' },
  },
  run: async ({ options, ...context }, services) => {
    const shown =
      (await chosenModel(options.name, context.channel, services)) ??
      (await services.model.defaultModel(context.signal));
    return show({ shown }, await storedRun.create(services, { shown }), context, services);
  },
  autocomplete: { name: suggestModels },
  actions: {
    use: { respond: 'update', run: (press, services) => setModel(press, services, ({ shown }) => shown) },
    reset: { respond: 'update', run: (press, services) => setModel(press, services, () => undefined) },
    again: { respond: 'update', run: (press, services) => look(press, services, { again: true }) },
    look: { respond: 'update', run: (press, services) => look(press, services, { again: false }) },
  },
});

/** Shows the model that was chosen in the menu, else the one that is shown. */
async function look(press: Press, services: Services, { again }: { readonly again: boolean }): Promise<Reply> {
  const run = await storedRun.change(services, press.runId, (before) => ({
    ...before,
    shown: press.choice ?? before.shown,
  }));
  return show(run, press.runId, press, services, again);
}

async function setModel(
  press: Press,
  services: Services,
  modelOf: (run: ModelRun) => string | undefined,
): Promise<Reply> {
  if (!press.channel.mayManage) {
    throw new UserError(
      'The model of a channel can be changed by people who may manage the channel or the server. For one run of your own, name a model in the option “model” of the command.',
    );
  }
  const run = await storedRun.change(services, press.runId, (before) => ({
    ...before,
    change: { by: press.user.name, model: modelOf(before) },
  }));
  await services.channels.setModel(press.channel.id, run.change?.model);
  return show(run, press.runId, press, services);
}

async function show(
  { shown, change }: ModelRun,
  runId: string,
  context: RunContext,
  services: Services,
  again = false,
): Promise<Reply> {
  const { model: endpoint, channels } = services;
  const { signal } = context;
  const asking: Reply = { blocks: [status('Asking a few short questions…')] };
  const waiting = setTimeout(() => context.progress(asking), PATIENCE_MS);
  const [found, models, defaultModel] = await Promise.all([
    find(endpoint.capabilities(shown, signal, again), signal),
    endpoint.models(signal).catch(() => []),
    endpoint.defaultModel(signal).catch(() => undefined),
  ]).finally(() => clearTimeout(waiting));
  const channelModel = await channels.modelOf(context.channel.id);
  const setBy = change !== undefined && change.model === channelModel ? change.by : undefined;
  return presentModel({
    runId,
    shown,
    found,
    endpoint: endpoint.endpoint,
    models,
    defaultModel,
    channelModel,
    setBy,
  });
}

/**
 * What a model can do, or why that cannot be told: also then the buttons stay, for another model may be the
 * way out.
 */
async function find(asked: Promise<Capabilities>, signal: AbortSignal): Promise<ModelSight['found']> {
  try {
    return await asked;
  } catch (error) {
    return { why: reasonOf(error, signal).fact };
  }
}
