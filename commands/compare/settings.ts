import { z } from 'zod';
import { UserError } from '../../src/errors.js';
import { parseTemperatures } from '../../src/lesson/options/parse-temperatures.js';
import type { Services } from '../../src/services.js';
import { shortenMiddle } from '../../src/words/format.js';

/** What may differ from one setting to the next, as the option's choices have it. */
export const DIFFERENCES = {
  temperatures: 'temperatures',
  models: 'models',
  'system prompts': 'systems',
  'as a text or as a question': 'styles',
} as const;

/** More columns would leave no room for their figures and texts. */
const MOST_SETTINGS = 4;

const DEFAULT_TEMPERATURES = [0, 0.7, 1.5];
const DEFAULT_SYSTEM = 'Answer like a pirate.';

/** One way to ask for a text. */
export const settingSchema = z.object({
  /** `text`: the model goes on with the prompt. `question`: it replies to the prompt. */
  as: z.enum(['text', 'question']),
  temperature: z.number(),
  model: z.string().optional(),
  system: z.string().optional(),
});

export type Setting = z.infer<typeof settingSchema>;

export const differenceSchema = z.enum(['temperatures', 'models', 'systems', 'styles']);

export type Difference = z.infer<typeof differenceSchema>;

/** What is to be compared, as somebody typed it. */
export interface SettingsRequest {
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
  { what, values, temperature, model }: SettingsRequest,
  services: Services,
  signal: AbortSignal,
): Promise<Setting[]> {
  const common = { as: 'question', temperature, model } as const;
  switch (what) {
    case 'temperatures': {
      const temperatures = values === undefined ? DEFAULT_TEMPERATURES : parseTemperatures(values, MOST_SETTINGS);
      return temperatures.map((one) => ({ ...common, temperature: one }));
    }
    case 'systems':
      return parseSystems(values ?? DEFAULT_SYSTEM).map((system) => ({ ...common, system }));
    case 'models': {
      const known = await services.model.models(signal);
      const { label } = services.model.endpoint;
      const models = values === undefined ? firstModels(model, known, label) : parseModels(values, known, label);
      return models.map((one) => ({ ...common, model: one }));
    }
    case 'styles':
      if (values !== undefined) {
        throw new UserError('A text and a question are all there is to compare here: leave “values” out.');
      }
      return [{ ...common, as: 'text' }, common];
  }
}

/**
 * Reads system prompts with a bar between each two, of which `none` is none; one alone stands beside none.
 *
 * @throws UserError with what is wrong
 */
export function parseSystems(typed: string): (string | undefined)[] {
  const written = typed.split('|').map((part) => part.trim());
  const prompts = new Set(written.map((part) => (/^(?:none)?$/i.test(part) ? undefined : part)));
  const [first] = prompts;
  if (prompts.size === 1 && first !== undefined) return [undefined, first];
  const wayOut = `Write 2 to ${MOST_SETTINGS} different ones with a bar between them, such as “none | ${DEFAULT_SYSTEM}”.`;
  if (prompts.size < 2) throw new UserError(`Without a system prompt there is nothing to compare. ${wayOut}`);
  if (prompts.size > MOST_SETTINGS) {
    throw new UserError(`${prompts.size} system prompts are too many for one message. ${wayOut}`);
  }
  return [...prompts];
}

/** The named model and the endpoint's first other one, or its first two. */
function firstModels(named: string | undefined, known: readonly string[], where: string): string[] {
  const models = [...new Set([...(named === undefined ? [] : [named]), ...known])].slice(0, 2);
  if (models.length === 2) return models;
  throw onlyModel(models, where);
}

function onlyModel([model]: readonly string[], where: string): UserError {
  const lists = model === undefined ? 'no models' : `only one model, ${shortened(model)}`;
  return new UserError(
    `${startOf(where)} lists ${lists}, so two cannot be compared. Compare temperatures or system prompts instead.`,
  );
}

/**
 * Reads names of models with commas, semicolons or bars between them.
 *
 * @param known what the endpoint lists; where that is nothing, any name may be right
 * @throws UserError with what is wrong, and which models there are
 */
export function parseModels(typed: string, known: readonly string[], where: string): string[] {
  if (known.length === 1) throw onlyModel(known, where);
  const names = typed.split(/[,;|\n]/).map((part) => part.trim());
  // Of names that differ in their letters' case alone, the first.
  const spelled = new Map(known.toReversed().map((name) => [name.toLowerCase(), name]));
  const find = (name: string) => (known.length === 0 ? name : spelled.get(name.toLowerCase()));
  const models = [
    ...new Set(names.filter((name) => name !== '').map((name) => find(name) ?? throwUnknown(name, known, where))),
  ];
  const example = known.length < 2 ? ['one-model', 'another-model'] : known.slice(0, 2).map(shortened);
  const wayOut = `Write 2 to ${MOST_SETTINGS} different names with commas between them, such as “${example.join(', ')}”.`;
  if (models.length > MOST_SETTINGS) {
    throw new UserError(`${models.length} models are too many for one message. ${wayOut}`);
  }
  if (models.length < 2) throw new UserError(`One model is nothing to compare. ${wayOut}`);
  return models;
}

function throwUnknown(name: string, known: readonly string[], where: string): never {
  const listed = known.slice(0, MOST_LISTED).map(shortened).join(', ');
  const more = known.length > MOST_LISTED ? ` and ${known.length - MOST_LISTED} more` : '';
  throw new UserError(
    `${startOf(where)} has no model “${shortened(name)}”. It has: ${listed}${more}. Write their names with commas between them.`,
  );
}

/** A sentence has no room for hundreds of names. */
const MOST_LISTED = 10;

function shortened(name: string): string {
  return shortenMiddle(name, 60);
}

/** The endpoint as the first words of a sentence. */
function startOf(where: string): string {
  return `The endpoint (${where})`;
}
