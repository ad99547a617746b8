import type { EndpointOverview } from '../../domain/language-model.js';
import { modelAt } from '../../domain/model-name.js';
import type { OpenModel } from '../model-options.js';
import { createEndpointLists } from './endpoint-lists.js';
import { createFinder, type Found } from './find-endpoint.js';
import { createInsideOfSeveral } from './inside-of-several.js';
import { named } from './named-answers.js';
import type { NamedEndpoint } from './named-endpoint.js';

/** Several endpoints as one language model. */
export type JoinedModel = Omit<OpenModel, 'doubtList' | 'recall' | 'leftOut' | 'keptWaiting'>;

export interface JoinOptions {
  /** Ends when an endpoint's list is no longer waited for and left out for now; by default after 4 s. */
  readonly patience?: (() => Promise<unknown>) | undefined;
}

/**
 * Several endpoints as one language model. A request goes to the endpoint that has the model it names; an endpoint that
 * fails is left out, and the others stay.
 *
 * @param endpoints the first is the one that is asked where nobody names a model
 */
export function joinEndpoints(
  endpoints: readonly [NamedEndpoint, ...NamedEndpoint[]],
  { patience }: JoinOptions = {},
): JoinedModel {
  const [first, ...others] = endpoints;
  const lists = createEndpointLists(endpoints, patience);
  const finder = createFinder(endpoints, lists);

  /** Asks the endpoint that has the model; what comes says by the model's name where it came from. */
  async function ask<T extends { readonly model: string }>(
    request: { readonly model?: string | undefined; readonly signal?: AbortSignal | undefined },
    run: (found: Found) => Promise<T>,
  ): Promise<T> {
    const found = await finder.find(request.model, request.signal);
    return named(await run(found), found.suffix);
  }

  /** The same for what has no model in it. */
  async function plainly<T>(
    wanted: string | undefined,
    signal: AbortSignal | undefined,
    run: (found: Found) => Promise<T>,
  ): Promise<T> {
    return run(await finder.find(wanted, signal));
  }

  return {
    endpoint: first.model.endpoint,
    labels: endpoints.map(({ name }) => name),
    async endpoints(signal) {
      for (const { model } of endpoints) model.doubtList();
      const all = await lists.read(signal);
      return Promise.all(
        endpoints.map(async ({ name, model }, at): Promise<EndpointOverview> => {
          const suffix = at === 0 ? undefined : name;
          const { passedOver, known, failing } = await model.recall();
          return {
            endpoint: model.endpoint,
            models: (all[at]?.ids ?? []).map((id) => modelAt(id, suffix)),
            failure: all[at]?.failure?.fact,
            failing,
            passedOver: passedOver.map((one) => ({ ...one, model: modelAt(one.model, suffix) })),
            known: known.map((one) => named(one, suffix)),
          };
        }),
      );
    },
    async models(signal) {
      const all = await lists.read(signal);
      const [broken] = all.flatMap(({ failure }) => failure ?? []);
      if (broken !== undefined && all.every(({ failure }) => failure !== undefined)) throw broken;
      return all.flatMap(({ ids }, at) => ids.map((id) => modelAt(id, at === 0 ? undefined : endpoints[at]?.name)));
    },
    async defaultModel(signal) {
      const { endpoint, suffix } = await finder.find(undefined, signal);
      return modelAt(await endpoint.model.defaultModel(signal), suffix);
    },
    fullName: async (model, signal) => {
      const found = await finder.find(model, signal);
      return modelAt(found.model ?? model, found.suffix);
    },
    nextToken: (request) => ask(request, ({ endpoint, model }) => endpoint.model.nextToken({ ...request, model })),
    generate: (request) => ask(request, ({ endpoint, model }) => endpoint.model.generate({ ...request, model })),
    score: (request) => ask(request, ({ endpoint, model }) => endpoint.model.score({ ...request, model })),
    tokenize: (request) => ask(request, ({ endpoint, model }) => endpoint.model.tokenize({ ...request, model })),
    reply: (request) => ask(request, ({ endpoint, model }) => endpoint.model.reply({ ...request, model })),
    capabilities: (wanted, signal, again) =>
      ask({ model: wanted, signal }, ({ endpoint, model }) => endpoint.model.capabilities(model, signal, again)),
    draw: (request) =>
      plainly(request.model, request.signal, ({ endpoint, model }) => endpoint.model.draw({ ...request, model })),
    rolls: (request) =>
      plainly(request.model, request.signal, ({ endpoint, model }) => endpoint.model.rolls({ ...request, model })),
    scale: (wanted, signal) => plainly(wanted, signal, ({ endpoint, model }) => endpoint.model.scale(model, signal)),
    drawOrder: (wanted, signal) =>
      plainly(wanted, signal, ({ endpoint, model }) => endpoint.model.drawOrder(model, signal)),
    contextLength: (wanted, signal) =>
      plainly(wanted, signal, ({ endpoint, model }) => endpoint.model.contextLength(model, signal)),
    chatLength: (request) =>
      plainly(request.model, request.signal, ({ endpoint, model }) => endpoint.model.chatLength({ ...request, model })),
    endings: (request) =>
      plainly(request.model, request.signal, async ({ endpoint, model, suffix }) => {
        const { onEndings } = request;
        const all = await endpoint.model.endings({
          ...request,
          model,
          onEndings: onEndings && ((soFar) => onEndings(soFar.map((one) => named(one, suffix)))),
        });
        return all.map((one) => named(one, suffix));
      }),
    inside: createInsideOfSeveral(endpoints, finder),
    replicas: () => endpoints.flatMap(({ model }) => model.replicas()),
    close() {
      for (const { model } of [first, ...others]) model.close();
    },
  };
}
