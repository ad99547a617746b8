import { UserError } from '../src/errors.js';
import { askNextToken, subjectOfRecord } from '../src/lesson/asking/next-token.js';
import { countDraws } from '../src/lesson/asking/sharpen.js';
import { defineCommand } from '../src/lesson/command/define-command.js';
import type { AskPress } from '../src/lesson/command/definition.js';
import { chosenModel, suggestModels } from '../src/lesson/options/chosen-model.js';
import { candidatesOption, modelOption, promptOption } from '../src/lesson/options/options.js';
import { parseTemperatures, withTemperature } from '../src/lesson/options/temperatures.js';
import { addCounted } from '../src/lesson/rows/counted.js';
import { laterSeed } from '../src/sampling/random.js';
import type { Services } from '../src/services.js';
import { viewSweep } from './temperature/animation.js';
import { temperatureInFull } from './temperature/in-full.js';
import { type TemperatureResult, temperatureResult } from './temperature/result.js';
import { explainTemperature, temperaturesForm, viewTemperatures } from './temperature/view.js';
import { temperatureWords } from './temperature/words.js';

const DEFAULT_TEMPERATURES = [0.2, 0.7, 1, 1.5, 2];
const DEFAULT_CANDIDATES = 6;

export const temperature = defineCommand({
  name: 'temperature',
  description: (locale) => temperatureWords(locale).description,
  options: {
    prompt: promptOption,
    temperatures: {
      type: 'string',
      description: (locale) => temperatureWords(locale).temperatures(DEFAULT_TEMPERATURES.join(', ')),
      maxLength: 100,
    },
    candidates: candidatesOption(DEFAULT_CANDIDATES, 10),
    model: modelOption,
  },
  needs: 'logprobs',
  leadsTo: ['nextword', 'sampling', 'dice', 'generate', 'beam', 'compare', 'surprise', 'draw'],
  link: (locale) => temperatureWords(locale).link,
  explain: (result, { locale }) => explainTemperature(result, locale),
  result: { version: 1, schema: temperatureResult },
  async ask(options, context, services) {
    const temperatures =
      options.temperatures === undefined ? DEFAULT_TEMPERATURES : parseTemperatures(options.temperatures);
    const model = await chosenModel(options.model, context.channel, services);
    return {
      record: await askNextToken({ prompt: options.prompt, model }, context, services),
      temperatures,
      candidates: options.candidates ?? DEFAULT_CANDIDATES,
    };
  },
  from: {
    ask: async (subject, context, services) => ({
      record: await askNextToken(subject, context, services),
      temperatures: withTemperature(DEFAULT_TEMPERATURES, subject.sampling?.temperature ?? 1, 1),
      candidates: DEFAULT_CANDIDATES,
      sampling: subject.sampling,
    }),
  },
  view: viewTemperatures,
  subject: (result, part) =>
    subjectOfRecord(result.record, result.sampling, (locale) => temperatureInFull(result, part, locale)),
  autocomplete: { model: suggestModels },
  actions: {
    sharpen: { kind: 'add', ask: sharpen },
    animate: { kind: 'look', respond: 'reply', view: viewSweep },
    change: {
      kind: 'add',
      form: temperaturesForm,
      ask: async (_, { fields }) => {
        const temperatures = parseTemperatures(fields.temperatures ?? '');
        return (latest) => ({ ...latest, temperatures });
      },
    },
  },
});

/** Lets the model draw at the temperature that the entry has, and counts what is not listed. */
async function sharpen(
  { record, temperatures, counted, sampling }: TemperatureResult,
  press: AskPress,
  services: Services,
): Promise<(latest: TemperatureResult) => TemperatureResult> {
  const temperature = temperatures.find((shown) => String(shown) === press.choice);
  if (temperature === undefined) throw new UserError('not-a-temperature-of-the-menu');
  const { asked, model, answer: listed } = record;
  const drawn = counted?.find((one) => one.temperature === temperature)?.draws ?? 0;
  const seed = laterSeed(sampling?.seed, drawn);
  const more = await countDraws({ ...asked, model, listed }, temperature, seed, press, services);
  return (latest) => ({ ...latest, counted: addCounted(latest.counted, more) });
}
