import { isNeutral } from '../src/domain/sampling-settings.js';
import type { SampledToken } from '../src/domain/token.js';
import { UserError } from '../src/errors.js';
import { findDrawOrder } from '../src/lesson/asking/draw-order.js';
import { defineCommand } from '../src/lesson/command/define-command.js';
import type { AskContext, AskPress } from '../src/lesson/command/definition.js';
import { chosenModel, suggestModels } from '../src/lesson/options/chosen-model.js';
import { roundCut } from '../src/lesson/options/cuts.js';
import {
  candidatesOption,
  modelOption,
  promptOption,
  temperatureOption,
  topKOption,
  topPOption,
} from '../src/lesson/options/options.js';
import { MENU_TEMPERATURES, roundTemperature } from '../src/lesson/options/temperatures.js';
import { keepDistribution, keepRecord } from '../src/lesson/record/record.js';
import { LISTED_CANDIDATES } from '../src/lesson/writing/write-text.js';
import type { Services } from '../src/services.js';
import { addDrawn, addMostLikely, continuedText, undo } from './nextword/path.js';
import { type NextwordResult, nextwordResult, samplingOf } from './nextword/result.js';
import { viewNextword } from './nextword/view.js';
import { nextwordWords } from './nextword/words.js';

const DEFAULT_CANDIDATES = 10;

export const nextword = defineCommand({
  name: 'nextword',
  description: (locale) => nextwordWords(locale).description,
  options: {
    prompt: promptOption,
    temperature: temperatureOption,
    top_p: topPOption,
    top_k: topKOption,
    candidates: candidatesOption(DEFAULT_CANDIDATES, 20),
    model: modelOption,
  },
  needs: 'logprobs',
  leadsTo: ['temperature', 'sampling', 'dice', 'generate'],
  link: (locale) => nextwordWords(locale).link,
  result: { version: 1, schema: nextwordResult },
  ask: async (options, context, services) =>
    chart(
      {
        prompt: options.prompt,
        temperature: roundTemperature(options.temperature ?? 1),
        topP: roundCut(options.top_p),
        topK: options.top_k,
        candidates: options.candidates ?? DEFAULT_CANDIDATES,
        model: await chosenModel(options.model, context.channel, services),
      },
      context,
      services,
    ),
  from: {
    takes: ({ asQuestion }) => asQuestion === undefined,
    ask: ({ prompt, model, sampling: { temperature = 1, topP, topK, minP } = {} }, context, services) =>
      chart({ prompt, model, temperature, topP, topK, minP, candidates: DEFAULT_CANDIDATES }, context, services),
  },
  view: viewNextword,
  subject(result) {
    const { distribution, endpoint, model } = result;
    const asked = { prompt: continuedText(result), candidates: LISTED_CANDIDATES };
    return {
      prompt: asked.prompt,
      model,
      sampling: samplingOf(result),
      record: () => keepRecord({ kind: 'next-token', asked, answer: distribution }, endpoint),
      movesOn: true,
    };
  },
  autocomplete: { model: suggestModels },
  actions: {
    add: { kind: 'move', move: add },
    roll: { kind: 'move', move: (result, press, services) => draw(result, samplingOf(result), press, services) },
    undo: { kind: 'move', move: (result, press, services) => chartNext(undo(result), press, services) },
    temperature: { kind: 'move', move: changeTemperature },
  },
});

/** Charts what comes after a prompt. */
async function chart(
  asked: Omit<NextwordResult, 'path' | 'last' | 'endpoint' | 'distribution' | 'order'>,
  context: AskContext,
  services: Services,
): Promise<NextwordResult> {
  const finding = findDrawOrder(asked, asked.model, context.signal, services);
  const charted = await chartNext({ ...asked, path: [] }, context, services);
  return { ...charted, order: await finding };
}

/** The same with the distribution that follows its text. */
async function chartNext(
  asked: Omit<NextwordResult, 'endpoint' | 'distribution'>,
  { signal }: Pick<AskContext, 'signal'>,
  { model }: Services,
): Promise<NextwordResult> {
  const request = { prompt: continuedText(asked), model: asked.model, candidates: LISTED_CANDIDATES, signal };
  const distribution = keepDistribution(await model.nextToken(request));
  return { ...asked, endpoint: model.endpoint, distribution };
}

function add(result: NextwordResult, press: AskPress, services: Services): Promise<NextwordResult> {
  const [best] = result.distribution.candidates;
  if (best === undefined) throw new UserError('no-token-to-add');
  // A part of a character cannot stand alone in a text: the server goes on, greedily, until the character is whole.
  if (best.text.includes('\uFFFD')) return draw(result, { temperature: 0 }, press, services);
  return chartNext(addMostLikely(result, best), press, services);
}

async function draw(
  result: NextwordResult,
  sampling: ReturnType<typeof samplingOf>,
  press: AskPress,
  services: Services,
): Promise<NextwordResult> {
  const { model } = result;
  const request = { prompt: continuedText(result), model, ...sampling, signal: press.signal };
  const drawn: readonly SampledToken[] = await services.model.draw(request);
  const isOwn =
    isNeutral(sampling, result.distribution.vocabularySize) ||
    (await services.model.scale(model, press.signal).catch(() => 'unknown')) === 'raw';
  const after = addDrawn(result, drawn, isOwn);
  return after.path === result.path ? after : chartNext(after, press, services);
}

async function changeTemperature(result: NextwordResult, press: AskPress, services: Services): Promise<NextwordResult> {
  const temperature = MENU_TEMPERATURES.find((offered) => String(offered) === press.choice);
  if (temperature === undefined) throw new UserError('not-a-temperature-of-the-menu');
  const changed = { ...result, temperature, last: undefined };
  return { ...changed, order: await findDrawOrder(changed, result.model, press.signal, services) };
}
