import { UserError } from '../src/errors.js';
import { defineCommand } from '../src/lesson/command/define-command.js';
import { temperaturesHere } from '../src/lesson/options/as-set.js';
import { chosenModel, suggestModels } from '../src/lesson/options/chosen-model.js';
import { freshSeed } from '../src/lesson/options/fresh-seed.js';
import { modelOption, seedOption } from '../src/lesson/options/options.js';
import { laterSeed } from '../src/sampling/random.js';
import { DRAWS, type DrawRequest, drawEndings } from './draw/ask.js';
import { explainDraw } from './draw/explain.js';
import { drawInFull } from './draw/in-full.js';
import { type DrawResult, drawResult } from './draw/result.js';
import { OTHER_TEMPERATURES, TEMPERATURES, viewDraw } from './draw/view.js';
import { drawWords } from './draw/words.js';

export const draw = defineCommand({
  name: 'draw',
  description: (locale) => drawWords(locale).description,
  options: {
    prompt: {
      type: 'string',
      description: (locale) => drawWords(locale).prompt(drawWords(locale).standardPrompt),
      maxLength: 6000,
    },
    seed: seedOption((locale) => drawWords(locale).seed),
    model: modelOption,
  },
  needs: 'texts',
  leadsTo: ['dice', 'temperature', 'nextword', 'generate', 'compare', 'ask', 'sampling', 'tokenize'],
  link: (locale) => drawWords(locale).link,
  hint: (locale) => drawWords(locale).hint,
  explain: explainDraw,
  result: { version: 1, schema: drawResult },
  async ask({ prompt, seed, model }, context, services) {
    const text = prompt === undefined || prompt.trim() === '' ? drawWords(context.locale).standardPrompt : prompt;
    const named = await chosenModel(model, context.channel, services);
    const request = { prompt: text, named, seed: seed ?? freshSeed(), sampling: { seed } };
    return drawEndings({ ...request, temperatures: temperaturesHere(TEMPERATURES, context) }, context, services);
  },
  from: {
    takes: ({ prompt }) => prompt.trim() !== '',
    ask({ prompt, asQuestion, model: named, sampling }, context, services) {
      const seed = sampling?.seed ?? freshSeed();
      const temperatures = temperaturesHere(TEMPERATURES, context);
      return drawEndings({ prompt, asQuestion, named, seed, sampling, temperatures }, context, services);
    },
  },
  view: viewDraw,
  subject(result) {
    const { prompt, asQuestion, named: model, endpoint, sampling } = result;
    return { prompt, asQuestion, model, endpoint, sampling, inFull: (locale) => drawInFull(result, locale) };
  },
  autocomplete: { model: suggestModels },
  actions: {
    again: {
      kind: 'begin',
      respond: 'reply',
      ask: (result, press, services) => drawEndings({ ...requestOf(result), ...nextSeed(result) }, press, services),
    },
    at: {
      kind: 'begin',
      respond: 'reply',
      ask(result, press, services) {
        const temperatures = OTHER_TEMPERATURES[Number(press.choice)];
        if (temperatures === undefined) throw new UserError('not-opened-from-here');
        return drawEndings({ ...requestOf(result), temperatures }, press, services);
      },
    },
  },
});

function requestOf({ prompt, asQuestion, named, seed, sampling, columns }: DrawResult): DrawRequest {
  const temperatures = columns.map(({ temperature }) => temperature);
  return { prompt, asQuestion, named, seed, sampling, temperatures };
}

/** Behind the seeds of these draws, so that none comes twice. */
function nextSeed({ seed, sampling }: DrawResult): Pick<DrawRequest, 'seed' | 'sampling'> {
  return { seed: laterSeed(seed, DRAWS), sampling: { ...sampling, seed: laterSeed(sampling?.seed, DRAWS) } };
}
