import type { EndpointOverview } from '../../src/domain/language-model.js';
import { readModelName } from '../../src/domain/model-name.js';
import { UserError } from '../../src/errors.js';
import type { AskContext } from '../../src/lesson/command/definition.js';
import { temperaturesHere } from '../../src/lesson/options/as-set.js';
import { oneOfEach } from '../../src/lesson/options/chosen-model.js';
import { parseTemperatures } from '../../src/lesson/options/temperatures.js';
import type { Services } from '../../src/services.js';
import { shorten } from '../../src/words/shorten.js';
import type { Difference, Setting } from './result.js';
import { compareWords } from './words.js';

/** More columns would leave no room for their figures and texts. */
const MAX_SETTINGS = 4;

/** From the most likely text to a daring one. */
export const DEFAULT_TEMPERATURES = [0, 0.7, 1.5];

/** What is to be compared, as somebody typed it. */
export interface SettingsRequest {
  readonly prompt: string;
  readonly what: Difference;
  readonly values: string | undefined;
  /** Of all settings but temperatures. */
  readonly temperature: number;
  /** Of all settings but models; of those the first. */
  readonly model: string | undefined;
}

/**
 * The settings that stand side by side.
 *
 * @throws UserError with an example of what to type
 */
export async function chooseSettings(
  { prompt, what, values, temperature, model }: SettingsRequest,
  { signal, locale, rules }: Pick<AskContext, 'signal' | 'locale' | 'rules'>,
  services: Services,
): Promise<Setting[]> {
  const asQuestion = { as: 'question', temperature, model } as const;
  const common = { ...asQuestion, as: readAs(prompt) };
  switch (what) {
    case 'temperatures': {
      const temperatures =
        values === undefined
          ? temperaturesHere(DEFAULT_TEMPERATURES, { rules })
          : parseTemperatures(values, MAX_SETTINGS);
      return temperatures.map((one) => ({ ...common, temperature: one }));
    }
    case 'systems':
      return parseSystems(values, compareWords(locale).exampleSystem).map((system) => ({ ...asQuestion, system }));
    case 'models': {
      const { endpoint, labels = [endpoint.label] } = services.model;
      const where = labels.join(', ');
      const known = await services.model.models(signal);
      const models =
        values === undefined
          ? firstModels(model, oneOfEach((await services.model.endpoints(signal)).map(writing)), where)
          : parseModels(values, known, where, labels);
      return models.map((one) => ({ ...common, model: one }));
    }
    case 'styles':
      if (values !== undefined) throw new UserError('styles-take-no-values');
      return [{ ...asQuestion, as: 'text' }, asQuestion];
  }
}

/** What ends like a sentence asks something of the model; anything else is there to go on with. */
export function readAs(prompt: string): Setting['as'] {
  return /[.?!…。？！؟।]["'”’»)\]]*\s*$/u.test(prompt) ? 'question' : 'text';
}

/**
 * Reads system prompts with a bar between each two, of which `none` is none; one alone stands beside none.
 *
 * @param example stands for what nobody typed, and in errors
 * @throws UserError with what is wrong
 */
export function parseSystems(typed: string | undefined, example: string): (string | undefined)[] {
  const written = (typed ?? example).split('|').map((part) => part.trim());
  const prompts = new Set(written.map((part) => (/^(?:none)?$/i.test(part) ? undefined : part)));
  const [first] = prompts;
  if (prompts.size === 1 && first !== undefined) return [undefined, first];
  const wayOut = { most: MAX_SETTINGS, example };
  if (prompts.size < 2) throw new UserError('no-system-prompts', wayOut);
  if (prompts.size > MAX_SETTINGS) throw new UserError('too-many-system-prompts', { given: prompts.size, ...wayOut });
  return [...prompts];
}

/** Its models without those that were seen to write no texts. */
function writing({ models, passedOver }: EndpointOverview): string[] {
  return models.filter((name) => !passedOver.some(({ model }) => model === name));
}

/** The named model and the first other one, or the first two. */
function firstModels(named: string | undefined, known: readonly string[], where: string): string[] {
  const models = [...new Set([...(named === undefined ? [] : [named]), ...known])].slice(0, 2);
  if (models.length === 2) return models;
  throw tooFewListed(models, where);
}

function tooFewListed([model]: readonly string[], endpoint: string): UserError {
  return model === undefined
    ? new UserError('no-models-to-compare', { endpoint })
    : new UserError('one-model-to-compare', { endpoint, model: shortened(model) });
}

/**
 * Reads names of models with commas, semicolons or bars between them.
 *
 * @param known what the endpoint lists; where that is nothing, any name may be right
 * @param endpoints the names of all endpoints: a model can be named without the one that it is at
 * @throws UserError with what is wrong, and which models there are
 */
export function parseModels(
  typed: string,
  known: readonly string[],
  where: string,
  endpoints: readonly string[] = [],
): string[] {
  if (known.length === 1) throw tooFewListed(known, where);
  const names = typed.split(/[,;|\n]/).map((part) => part.trim());
  // Of names that differ in their letters' case alone, the first.
  const alone = (name: string) => readModelName(name, endpoints).model;
  const spelled = new Map(
    [alone, (name: string) => name].flatMap((typed) =>
      known.toReversed().map((name) => [typed(name).toLowerCase(), name] as const),
    ),
  );
  const find = (name: string) => (known.length === 0 ? name : spelled.get(name.toLowerCase()));
  const models = [
    ...new Set(names.filter((name) => name !== '').map((name) => find(name) ?? throwUnknown(name, known, where))),
  ];
  const examples = known.length < 2 ? undefined : known.slice(0, 2).map(shortened);
  const wayOut = { most: MAX_SETTINGS, examples };
  if (models.length > MAX_SETTINGS) throw new UserError('too-many-models', { given: models.length, ...wayOut });
  if (models.length < 2) throw new UserError('too-few-models', wayOut);
  return models;
}

function throwUnknown(name: string, known: readonly string[], endpoint: string): never {
  throw new UserError('model-not-listed', {
    endpoint,
    name: shortened(name),
    listed: known.slice(0, MAX_LISTED).map(shortened),
    more: Math.max(0, known.length - MAX_LISTED),
  });
}

/** A sentence has no room for hundreds of names. */
const MAX_LISTED = 10;

function shortened(name: string): string {
  return shorten(name, 60, 'both');
}
