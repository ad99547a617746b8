import type { Capabilities } from '../../domain/capabilities.js';
import { createModelKnowledge, type ModelKnowledge, type NeverAsked } from './knowledge.js';

/** Remembers what was learned about each model of an endpoint. */
export interface CapabilityMemory {
  /** The knowledge about a model, to read and to add to. */
  about(model: string): ModelKnowledge;
  /** What was found out of models as a whole, up to now. */
  known(): Promise<readonly Capabilities[]>;
  /** Forgets a model, so that all is found out anew. */
  forget(model: string): void;
  /** Forgets all models, as where the server may have been replaced. */
  forgetAll(): void;
}

/** A server can be restarted with other options, so what was learned is asked again after this long. */
const REMEMBERED_MS = 30 * 60_000;
/** A name can be anything a person typed; the oldest goes when there are too many. */
const MAX_MODELS = 500;

/** Creates an empty memory for one endpoint. */
export function createCapabilityMemory(now: () => number, never: NeverAsked = {}): CapabilityMemory {
  const models = new Map<string, { since: number; knowledge: ModelKnowledge }>();
  return {
    about(model) {
      const entry = models.get(model);
      if (entry !== undefined && now() - entry.since < REMEMBERED_MS) return entry.knowledge;
      if (models.size >= MAX_MODELS) models.delete(models.keys().next().value ?? model);
      const knowledge = createModelKnowledge(never);
      models.set(model, { since: now(), knowledge });
      return knowledge;
    },
    async known() {
      const found = [...models.values()].map(({ knowledge: { capabilities } }) =>
        // One that is still being found out does not count.
        Promise.race([capabilities.current, Promise.resolve(undefined)]).catch(() => undefined),
      );
      return (await Promise.all(found)).filter((one) => one !== undefined);
    },
    forget: (model) => void models.delete(model),
    forgetAll: () => models.clear(),
  };
}
