import { askNextToken, subjectOfRecord } from '../src/lesson/asking/next-token.js';
import { defineCommand } from '../src/lesson/command/define-command.js';
import { chosenModel, suggestModels } from '../src/lesson/options/chosen-model.js';
import { candidatesOption, modelOption, promptOption } from '../src/lesson/options/options.js';
import { parseTemperatures, withTemperature } from '../src/lesson/options/temperatures.js';
import { viewSweep } from './temperature/animation.js';
import { temperatureInFull } from './temperature/in-full.js';
import { temperatureResult } from './temperature/result.js';
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
  leadsTo: ['nextword', 'sampling', 'dice', 'generate', 'beam', 'compare', 'surprise'],
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
