import { codeBlock } from '../src/discord/markdown.js';
import { lazyReply, type Reply, status, text } from '../src/discord/reply.js';
import { joinTokens } from '../src/domain/join-tokens.js';
import type { SampledToken } from '../src/domain/token.js';
import { findDrawOrder } from '../src/lesson/asking/draw-order.js';
import { defineCommand } from '../src/lesson/command/define-command.js';
import type { AskContext } from '../src/lesson/command/definition.js';
import type { Subject } from '../src/lesson/command/subject.js';
import { linkTo } from '../src/lesson/command/view.js';
import { chosenModel, suggestModels } from '../src/lesson/options/chosen-model.js';
import { roundCut } from '../src/lesson/options/cuts.js';
import {
  minPOption,
  modelOption,
  seedOption,
  temperatureOption,
  topKOption,
  topPOption,
} from '../src/lesson/options/options.js';
import { roundTemperature } from '../src/lesson/options/temperatures.js';
import { shownText } from '../src/lesson/text/shown-text.js';
import { writeText } from '../src/lesson/writing/write-text.js';
import { textUpTo, type Writing } from '../src/lesson/writing/written-text.js';
import type { Services } from '../src/services.js';
import { keepSteps, keepStepsBeside } from './generate/keep-steps.js';
import { countAgreeing } from './generate/parting.js';
import { type GenerateResult, generateResult, type KeptText, originOf, recordOf, stepOf } from './generate/result.js';
import { viewAnimation, viewGenerate, viewStep } from './generate/view.js';
import { generateWords } from './generate/words.js';

const DEFAULT_TOKENS = 20;
const MAX_TOKENS = 60;

export const generate = defineCommand({
  name: 'generate',
  description: (locale) => generateWords(locale).description,
  options: {
    prompt: {
      type: 'string',
      description: (locale) => generateWords(locale).prompt,
      required: true,
      maxLength: 6000,
    },
    tokens: {
      type: 'integer',
      description: (locale) => generateWords(locale).tokens(DEFAULT_TOKENS),
      minimum: 1,
      maximum: MAX_TOKENS,
    },
    temperature: temperatureOption,
    top_p: topPOption,
    top_k: topKOption,
    min_p: minPOption,
    seed: seedOption((locale) => generateWords(locale).seed),
    model: modelOption,
  },
  needs: 'logprobs',
  leadsTo: ['nextword', 'temperature', 'sampling', 'dice'],
  link: (locale) => generateWords(locale).link,
  explain: (_, { locale }) => ({ ...generateWords(locale).lesson, tryIt: linkTo('details') }),
  result: { version: 1, schema: generateResult },
  ask: async (options, context, services) =>
    generateFrom(
      {
        prompt: options.prompt,
        maxTokens: options.tokens ?? DEFAULT_TOKENS,
        temperature: roundTemperature(options.temperature ?? 1),
        topP: roundCut(options.top_p),
        topK: options.top_k,
        minP: roundCut(options.min_p),
        seed: options.seed,
        model: await chosenModel(options.model, context.channel, services),
      },
      context,
      services,
    ),
  from: {
    takes: ({ asQuestion }) => asQuestion === undefined,
    ask({ prompt, model, sampling = {} }, context, services) {
      const { temperature = 1, topP, topK, minP, seed } = sampling;
      const writing = { prompt, model, maxTokens: DEFAULT_TOKENS, temperature, topP, topK, minP, seed };
      return generateFrom(writing, context, services);
    },
  },
  view: viewGenerate,
  subject: subjectOf,
  autocomplete: { model: suggestModels },
  actions: {
    // Buttons that lead to the same step need names of their own.
    first: { kind: 'look', respond: 'update', view: viewStep },
    back: { kind: 'look', respond: 'update', view: viewStep },
    on: { kind: 'look', respond: 'update', view: viewStep },
    last: { kind: 'look', respond: 'update', view: viewStep },
    still: { kind: 'look', respond: 'update', view: viewStep },
    animation: { kind: 'look', respond: 'update', view: viewAnimation },
    watch: { kind: 'look', respond: 'reply', view: viewAnimation },
    beside: { kind: 'begin', respond: 'reply', ask: writeBeside },
  },
});

async function generateFrom(writing: Writing, context: AskContext, services: Services): Promise<GenerateResult> {
  const waiting = status(generateWords(context.locale).waiting);
  context.progress({ blocks: [text(codeBlock(shownText(writing.prompt))), waiting] });
  return { text: await write(writing, context, services) };
}

/** Writes a text in view of everybody. One that breaks off keeps what is there. */
async function write(
  writing: Writing,
  { progress, signal, locale }: AskContext,
  services: Services,
): Promise<KeptText> {
  // Nobody is to wait for it when the text is finished.
  const finding = findDrawOrder(writing, writing.model, signal, services);
  const written = await writeText(writing, signal, services, (tokens) =>
    progress(lazyReply(() => soFar(writing, tokens(), locale))),
  );
  return { ...written, steps: keepSteps(written.steps), order: await finding };
}

function soFar({ prompt, maxTokens }: Writing, tokens: readonly SampledToken[], locale: string): Reply {
  const whole = prompt + joinTokens(tokens);
  return {
    blocks: [text(codeBlock(shownText(whole))), status(generateWords(locale).soFar(tokens.length, maxTokens))],
  };
}

/** Greedy beside a sampled text, or the other way round. */
async function writeBeside(
  { text: first }: GenerateResult,
  context: AskContext,
  services: Services,
): Promise<GenerateResult> {
  const { prompt, model, maxTokens, topP, topK, minP, seed } = first;
  const isGreedy = first.temperature === 0;
  const writing: Writing = isGreedy
    ? { prompt, model, maxTokens, topP, topK, minP, seed, temperature: 1 }
    : { prompt, model, maxTokens, temperature: 0 };
  const other = await write(writing, context, services);
  const [greedy, sampled] = isGreedy ? [first, other] : [other, first];
  const parting = countAgreeing({ greedy: greedy.steps, sampled: sampled.steps });
  return { text: other, beside: { ...first, steps: keepStepsBeside(first.steps, parting) } };
}

/** The text, or with the value of a step what stood there before it. */
function subjectOf({ text: written }: GenerateResult, value: string | undefined): Subject {
  const { prompt, model, temperature, topP, topK, minP, seed, steps, answer } = written;
  return {
    prompt: value === undefined ? prompt : textUpTo(written, stepOf(written, value) - 1),
    model,
    sampling: { temperature, topP, topK, minP, seed },
    record: answer && (() => recordOf(written, answer)),
    written: steps.length === 0 ? undefined : () => originOf(written),
  };
}
