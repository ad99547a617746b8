import type { LanguageModel } from '../../domain/language-model.js';
import type { PlaceSettings } from '../../domain/settings.js';
import { UserError } from '../../errors.js';
import type { Services } from '../../services.js';

/** What of the settings is about asking a model. */
type Limits = Pick<PlaceSettings, 'model' | 'highestTemperature' | 'longestReply'>;

/**
 * What a run may use in a place: models that are asked for no more than is set there, whichever way a request comes about. A
 * command lowers what nobody chose; what is above all the same is refused with a sentence.
 */
export function servicesHere(services: Services, limits: Limits): Services {
  const { model: named, highestTemperature, longestReply } = limits;
  if (named === undefined && highestTemperature === undefined && longestReply === undefined) return services;
  const model = limitedModel(services.model, limits);
  return {
    ...services,
    model,
    async embedded() {
      const embedded = await services.embedded();
      if (embedded.model === services.model) return { ...embedded, model };
      // The model that is set is one of the connected endpoint.
      return { ...embedded, model: limitedModel(embedded.model, { ...limits, model: undefined }) };
    },
  };
}

/** The same model within limits; where a request names none, the one that is set is asked. */
function limitedModel(model: LanguageModel, limits: Limits): LanguageModel {
  const here = (named: string | undefined) => named ?? limits.model;
  const within = <R extends Asked>(request: R): R => {
    checkLimits(request, limits);
    return { ...request, model: here(request.model) };
  };
  const { model: standard } = limits;
  return {
    ...model,
    ...(standard !== undefined && { defaultModel: async () => standard }),
    nextToken: async (request) => model.nextToken(within(request)),
    draw: async (request) => model.draw(within(request)),
    rolls: async (request) => model.rolls(within(request)),
    endings: async (request) => model.endings(within(request)),
    generate: async (request) => model.generate(within(request)),
    reply: async (request) => model.reply(within({ ...request, maxTokens: request.maxTokens ?? limits.longestReply })),
    score: async (request) => model.score(within(request)),
    tokenize: async (request) => model.tokenize(within(request)),
    chatLength: async (request) => model.chatLength(within(request)),
    scale: (named, signal) => model.scale(here(named), signal),
    drawOrder: (named, signal) => model.drawOrder(here(named), signal),
    capabilities: (named, signal, again) => model.capabilities(here(named), signal, again),
    contextLength: (named, signal) => model.contextLength(here(named), signal),
  };
}

interface Asked {
  readonly model?: string | undefined;
  readonly temperature?: number;
  readonly maxTokens?: number | undefined;
}

function checkLimits({ temperature = 0, maxTokens = 0 }: Asked, { highestTemperature, longestReply }: Limits): void {
  if (highestTemperature !== undefined && temperature > highestTemperature) {
    throw new UserError('temperature-over-highest', { temperature, highest: highestTemperature });
  }
  if (longestReply !== undefined && maxTokens > longestReply) {
    throw new UserError('tokens-over-longest', { tokens: maxTokens, longest: longestReply });
  }
}
