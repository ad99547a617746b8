import { status } from '../src/discord/reply.js';
import type { Capabilities } from '../src/domain/capabilities.js';
import type { EndpointOverview } from '../src/domain/language-model.js';
import { readModelName } from '../src/domain/model-name.js';
import { UserError } from '../src/errors.js';
import { reasonOf } from '../src/lesson/asking/stopped.js';
import { defineCommand } from '../src/lesson/command/define-command.js';
import type { AskContext, AskPress } from '../src/lesson/command/definition.js';
import { chosenModel, oneOfEach, suggestModels } from '../src/lesson/options/chosen-model.js';
import { modelOption } from '../src/lesson/options/options.js';
import type { Services } from '../src/services.js';
import { explainModel, tryText } from './model/explain.js';
import { type ModelResult, modelResult, type ShownEndpoint } from './model/result.js';
import { modelInFull, viewModel } from './model/view.js';
import { modelWords } from './model/words.js';

/** From here on people wonder whether anything happens. */
const PATIENCE_MS = 2000;

/** Commands that do nothing with a model: this one, what is set for a server, and what is kept of people. */
const APART: readonly string[] = ['model', 'settings', 'privacy'];

/** A menu holds so many beside **Details**, and no longer names beside where its entries lead. */
const MAX_CHOICES = 24;
const MAX_NAME = 60;

/** Of each of several endpoints so many models are named. */
const MAX_NAMED = 3;

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
  // Who set the channel's model on somebody else's message is named there.
  forget: (result) => ({ ...result, change: undefined }),
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
  const [full, defaultModel] = await Promise.all([
    Promise.resolve(endpoint.fullName?.(shown, signal)).catch(() => undefined),
    endpoint.defaultModel(signal).catch(() => undefined),
  ]);
  const name = full ?? shown;
  // The lists first: another model behind a name is forgotten by them.
  const [endpoints, models] = await Promise.all([endpoint.endpoints(signal), endpoint.models(signal).catch(() => [])]);
  const found = await find(endpoint.capabilities(name, signal, again), signal).finally(() => clearTimeout(waiting));
  const all = endpoints.length > 1 ? oneOfEach(endpoints.map((one) => one.models)) : models;
  const others = all.filter((one) => one !== name && one.length <= MAX_NAME);
  const home = endpoints.find((one) => one.models.includes(name)) ?? endpointOf(name, endpoints);
  const passedOver = endpoints.flatMap((one) => one.passedOver);
  return {
    shown: name,
    found,
    endpoint: home?.endpoint ?? endpoint.endpoint,
    failing: home?.failing,
    endpoints: endpoints.length > 1 ? endpoints.map(shownEndpoint) : undefined,
    passedOver: passedOver.length > 0 ? passedOver : undefined,
    others: others.slice(0, MAX_CHOICES),
    moreModels: Math.max(0, others.length - MAX_CHOICES),
    defaultModel,
    channelModel: await channels.modelOf(context.channel.id),
    change,
    commands: context.commandNeeds.filter(({ command }) => !APART.includes(command)),
  };
}

/** By its name, where the endpoint does not list its models now. */
function endpointOf(name: string, endpoints: readonly EndpointOverview[]): EndpointOverview | undefined {
  const { endpoint: said } = readModelName(
    name,
    endpoints.map(({ endpoint }) => endpoint.label),
  );
  return endpoints.find(({ endpoint }) => endpoint.label === said) ?? endpoints[0];
}

function shownEndpoint({ endpoint, models, failure, failing, known }: EndpointOverview): ShownEndpoint {
  return {
    label: endpoint.label,
    models: models.length,
    names: models.slice(0, MAX_NAMED).map((name) => readModelName(name, [endpoint.label]).model),
    failure,
    failing,
    known: known.map(({ model, completions, chat, looksUp, scoring, tokenizer, contextLength, vocabularySize }) => ({
      ...{ looksUp, scoring, tokenizer, contextLength, vocabularySize },
      model: readModelName(model, [endpoint.label]).model,
      completions: { ...completions, refused: [...completions.refused] },
      chat: { ...chat, refused: [...chat.refused] },
    })),
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
