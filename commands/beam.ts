import { UserError } from '../src/errors.js';
import { subjectOfRecord } from '../src/lesson/asking/next-token.js';
import { defineCommand } from '../src/lesson/command/define-command.js';
import type { AskContext } from '../src/lesson/command/definition.js';
import { chosenModel, suggestModels } from '../src/lesson/options/chosen-model.js';
import { freshSeed } from '../src/lesson/options/fresh-seed.js';
import { modelOption, promptOption, seedOption } from '../src/lesson/options/options.js';
import { laterSeed } from '../src/sampling/random.js';
import type { Services } from '../src/services.js';
import { explainBeam } from './beam/explain.js';
import { type BeamAsked, drawText, findTexts } from './beam/find.js';
import { beamInFull } from './beam/in-full.js';
import { type BeamResult, beamResult, MAX_STEPS, WIDTHS } from './beam/result.js';
import { viewBeam, viewBeside, viewGrowing, viewKept } from './beam/view.js';
import { beamWords } from './beam/words.js';

const DEFAULT_WIDTH = 3;
const DEFAULT_STEPS = 8;

export const beam = defineCommand({
  name: 'beam',
  description: (locale) => beamWords(locale).description,
  options: {
    prompt: promptOption,
    width: {
      type: 'integer',
      description: (locale) => beamWords(locale).width(DEFAULT_WIDTH),
      minimum: WIDTHS[0],
      maximum: WIDTHS.at(-1),
    },
    tokens: {
      type: 'integer',
      description: (locale) => beamWords(locale).tokens(DEFAULT_STEPS),
      minimum: 1,
      maximum: MAX_STEPS,
    },
    seed: seedOption((locale) => beamWords(locale).seed),
    model: modelOption,
  },
  needs: 'logprobs',
  leadsTo: ['nextword', 'generate', 'temperature', 'sampling', 'surprise', 'compare', 'tokenize'],
  link: (locale) => beamWords(locale).link,
  hint: (locale) => beamWords(locale).hint,
  explain: explainBeam,
  result: { version: 1, schema: beamResult },
  async ask(options, context, services) {
    const { prompt, width = DEFAULT_WIDTH, tokens: steps = DEFAULT_STEPS, seed = freshSeed() } = options;
    const model = await chosenModel(options.model, context.channel, services);
    return findTexts({ prompt, model, width, steps, seed, sampling: { seed: options.seed } }, context, services);
  },
  from: {
    takes: ({ asQuestion }) => asQuestion === undefined,
    ask({ prompt, model, sampling }, context, services) {
      const seed = sampling?.seed ?? freshSeed();
      return findTexts(
        { prompt, model, width: DEFAULT_WIDTH, steps: DEFAULT_STEPS, seed, sampling },
        context,
        services,
      );
    },
  },
  view: viewBeam,
  subject: (result) => subjectOfRecord(result.record, result.sampling, (locale) => beamInFull(result, locale)),
  autocomplete: { model: suggestModels },
  actions: {
    beside: { kind: 'look', respond: 'update', view: viewBeside },
    search: { kind: 'look', respond: 'update', view: viewKept },
    watch: { kind: 'look', respond: 'reply', view: viewGrowing },
    redraw: {
      kind: 'add',
      async ask(result, press, services) {
        const drawn = await drawAnew(result, press, services);
        return (latest) => ({ ...latest, ...drawn, isBeside: true });
      },
    },
    drawNew: {
      kind: 'begin',
      respond: 'reply',
      ask: async (result, press, services) => ({
        ...result,
        ...(await drawAnew(result, press, services)),
        isBeside: true,
      }),
    },
    widen: {
      kind: 'begin',
      respond: 'reply',
      ask(result, press, services) {
        const width = WIDTHS.find((one) => String(one) === (press.choice ?? press.value));
        if (width === undefined) throw new UserError('not-opened-from-here');
        return findTexts({ ...askedOf(result), width }, press, services);
      },
    },
    deepen: {
      kind: 'begin',
      respond: 'reply',
      ask: (result, press, services) =>
        findTexts({ ...askedOf(result), steps: Math.min(MAX_STEPS, 2 * result.steps) }, press, services),
    },
  },
});

function askedOf({ record, width, steps, seed, sampling }: BeamResult): BeamAsked {
  return { prompt: record.asked.prompt, model: record.model, width, steps, seed, sampling };
}

/** Another text of the same length, drawn with the next seed. */
async function drawAnew(
  result: BeamResult,
  { signal }: Pick<AskContext, 'signal'>,
  services: Services,
): Promise<Pick<BeamResult, 'drawn' | 'seed'>> {
  const seed = laterSeed(result.seed, 1);
  return { drawn: await drawText({ ...askedOf(result), seed }, signal, services), seed };
}
