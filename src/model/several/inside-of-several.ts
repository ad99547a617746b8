import type { ModelInside, ModelStage } from '../../domain/inside.js';
import { modelAt } from '../../domain/model-name.js';
import { ModelError } from '../errors.js';
import type { Finder, Found } from './find-endpoint.js';
import { named } from './named-answers.js';
import type { NamedEndpoint } from './named-endpoint.js';

/** Looking inside the models of several endpoints; what names no model is asked of the first that has one at each stage. */
export function createInsideOfSeveral(endpoints: readonly NamedEndpoint[], finder: Finder): ModelInside {
  /** The endpoint that can be looked inside; else the first, which says that it cannot. */
  async function findOpen(signal: AbortSignal | undefined) {
    for (const place of endpoints.keys()) {
      const found = finder.at(place);
      const stages = await found.endpoint.model.inside.stages(signal).catch((error: unknown) => {
        if (!(error instanceof ModelError) || error.kind === 'cancelled' || place === 0) throw error;
        return undefined;
      });
      if (stages !== undefined) return { ...found, stages };
    }
    return { ...finder.at(0), stages: undefined };
  }

  async function ask<T extends { readonly model: string }>(
    { model, signal }: { readonly model?: string | undefined; readonly signal?: AbortSignal | undefined },
    run: (found: Found) => Promise<T>,
  ): Promise<T> {
    const found = await finder.find(model, signal);
    return named(await run(found), found.suffix);
  }

  return {
    async stages(signal) {
      const { stages, suffix } = await findOpen(signal);
      if (stages === undefined) return undefined;
      const all = Object.entries(stages).map(([stage, model]) => [stage, modelAt(model, suffix)]);
      return Object.fromEntries(all) as Record<ModelStage, string>;
    },
    attention: (request) =>
      ask(request, ({ endpoint, model }) => endpoint.model.inside.attention({ ...request, model })),
    layers: (request) => ask(request, ({ endpoint, model }) => endpoint.model.inside.layers({ ...request, model })),
    embeddings: (request) =>
      ask(request, ({ endpoint, model }) => endpoint.model.inside.embeddings({ ...request, model })),
    async training(wanted, signal) {
      const found = wanted === undefined ? await findOpen(signal) : await finder.find(wanted, signal);
      const record = named(await found.endpoint.model.inside.training(found.model, signal), found.suffix);
      const checkpoints = record.checkpoints.map((one) => named(one, found.suffix));
      return { ...record, checkpoints };
    },
    async followers(request) {
      const { endpoint, suffix } = await findOpen(request.signal);
      return named(await endpoint.model.inside.followers(request), suffix);
    },
    async trainHere(request) {
      const { endpoint } = await findOpen(request.signal);
      return endpoint.model.inside.trainHere(request);
    },
  };
}
