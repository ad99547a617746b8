import { lazyReply, type Reply, status, text } from '../src/discord/reply.js';
import { joinTokens } from '../src/domain/join-tokens.js';
import type { SampledToken } from '../src/domain/token.js';
import { UserError } from '../src/errors.js';
import { findDrawOrder } from '../src/lesson/asking/draw-order.js';
import { defineCommand } from '../src/lesson/command/define-command.js';
import type { AskContext, AskPress } from '../src/lesson/command/definition.js';
import type { Subject } from '../src/lesson/command/subject.js';
import { temperatureHere, tokensHere, usualTemperature } from '../src/lesson/options/as-set.js';
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
import { MENU_TEMPERATURES, roundTemperature } from '../src/lesson/options/temperatures.js';
import { writtenBehind } from '../src/lesson/text/asked-line.js';
import { writeText } from '../src/lesson/writing/write-text.js';
import { textUpTo, tokensOf, type Writing } from '../src/lesson/writing/written-text.js';
import { laterSeed } from '../src/sampling/random.js';
import type { Services } from '../src/services.js';
import { sideNamed, sidesOf } from './generate/beside.js';
import { explainGenerate } from './generate/explain.js';
import { besideInFull, textInFull } from './generate/in-full.js';
import { keepSteps, keepStepsBeside } from './generate/keep-steps.js';
import { countAgreeing } from './generate/parting.js';
import {
  type GenerateResult,
  generateResult,
  type KeptText,
  MAX_TOKENS,
  originOf,
  recordOf,
  stepOf,
} from './generate/result.js';
import { viewAnimation, viewGenerate, viewStep, viewStill } from './generate/view.js';
import { generateWords } from './generate/words.js';

const DEFAULT_TOKENS = 20;
const DEFAULT_TEMPERATURE = 1;

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
    temperature: { ...temperatureOption, description: (locale) => generateWords(locale).temperature },
    top_p: topPOption,
    top_k: topKOption,
    min_p: minPOption,
    seed: seedOption((locale) => generateWords(locale).seed),
    model: modelOption,
  },
  needs: 'logprobs',
  leadsTo: [
    'nextword',
    'temperature',
    'sampling',
    'dice',
    'draw',
    'beam',
    'surprise',
    'tokenize',
    'compare',
    'attention',
    'training',
    'tuning',
  ],
  link: (locale) => generateWords(locale).link,
  explain: explainGenerate,
  result: { version: 1, schema: generateResult },
  ask: async (options, context, services) =>
    generateFrom(
      {
        prompt: options.prompt,
        maxTokens: options.tokens ?? tokensHere(DEFAULT_TOKENS, context),
        ...settings(context, {
          temperature: options.temperature === undefined ? undefined : roundTemperature(options.temperature),
          topP: roundCut(options.top_p),
          topK: options.top_k,
          minP: roundCut(options.min_p),
          seed: options.seed,
        }),
        model: await chosenModel(options.model, context.channel, services),
      },
      context,
      services,
    ),
  from: {
    takes: ({ asQuestion }) => asQuestion === undefined,
    ask: ({ prompt, model, sampling = {} }, context, services) =>
      generateFrom(
        { prompt, model, maxTokens: tokensHere(DEFAULT_TOKENS, context), ...settings(context, sampling) },
        context,
        services,
      ),
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
    still: { kind: 'look', respond: 'update', view: viewStill },
    animation: { kind: 'look', respond: 'update', view: viewAnimation },
    watch: { kind: 'look', respond: 'reply', view: viewAnimation },
    beside: { kind: 'begin', respond: 'reply', ask: writeBeside },
    another: { kind: 'begin', respond: 'reply', ask: writeAnother },
    longer: { kind: 'begin', respond: 'reply', ask: writeLonger },
    write: { kind: 'begin', respond: 'reply', ask: writeAt },
  },
});

/** A text to go on with, what of its settings somebody chose among them. */
type ChosenWriting = Writing & Pick<KeptText, 'chosen'>;

function settings(context: AskContext, chosen: NonNullable<KeptText['chosen']>) {
  return { ...chosen, temperature: chosen.temperature ?? usualTemperature(DEFAULT_TEMPERATURE, context), chosen };
}

async function generateFrom(writing: ChosenWriting, context: AskContext, services: Services): Promise<GenerateResult> {
  const waiting = status(generateWords(context.locale).waiting);
  context.progress({ blocks: [text(writtenBehind(writing.prompt, '')), waiting] });
  return { text: await write(writing, context, services) };
}

/** Writes a text in view of everybody. One that breaks off keeps what is there. */
async function write(
  { chosen, ...writing }: ChosenWriting,
  { progress, signal, locale }: AskContext,
  services: Services,
): Promise<KeptText> {
  // Nobody is to wait for it when the text is finished.
  const finding = findDrawOrder(writing, writing.model, signal, services);
  const written = await writeText(writing, signal, services, (tokens) =>
    progress(lazyReply(() => soFar(writing, tokens(), locale))),
  );
  // What is waited for from here on is not the text.
  progress({ blocks: [text(writtenBehind(written.prompt, joinTokens(tokensOf(written.steps))))], isWhole: true });
  return { ...written, chosen, steps: keepSteps(written.steps), order: await finding };
}

function soFar({ prompt, maxTokens }: Writing, tokens: readonly SampledToken[], locale: string): Reply {
  const counted = status(generateWords(locale).soFar(tokens.length, maxTokens));
  return { blocks: [text(writtenBehind(prompt, joinTokens(tokens))), counted] };
}

/** Greedy beside a sampled text, or the other way round. */
export async function writeBeside(
  { text: first }: GenerateResult,
  context: AskContext,
  services: Services,
): Promise<GenerateResult> {
  const isGreedy = first.temperature === 0;
  const { topP, topK, minP, seed, chosen, ...asked } = writingOf(first);
  const writing: ChosenWriting = isGreedy
    ? {
        ...asked,
        topP,
        topK,
        minP,
        seed,
        chosen: { ...chosen, temperature: undefined },
        temperature: temperatureHere(1, context),
      }
    : { ...asked, chosen: { ...chosen, temperature: 0 }, temperature: 0 };
  const other = await write(writing, context, services);
  const [greedy, sampled] = isGreedy ? [first, other] : [other, first];
  const parting = countAgreeing({ greedy: greedy.steps, sampled: sampled.steps });
  return { text: other, beside: { ...first, steps: keepStepsBeside(first.steps, parting) } };
}

/** How a text was asked for. */
function writingOf({ prompt, model, maxTokens, temperature, topP, topK, minP, seed, chosen }: KeptText): ChosenWriting {
  return { prompt, model, maxTokens, temperature, topP, topK, minP, seed, chosen };
}

/** The same, drawn anew: with another seed where there is one. */
function writeAnother({ text: first }: GenerateResult, press: AskPress, services: Services): Promise<GenerateResult> {
  const seed = laterSeed(first.seed, 1);
  const writing = writingOf(first);
  return generateFrom({ ...writing, seed, chosen: { ...writing.chosen, seed } }, press, services);
}

/** The same, with as many tokens as there can be. */
function writeLonger({ text: first }: GenerateResult, press: AskPress, services: Services): Promise<GenerateResult> {
  return generateFrom({ ...writingOf(first), maxTokens: tokensHere(MAX_TOKENS, press) }, press, services);
}

/** The same at another temperature. */
function writeAt({ text: first }: GenerateResult, press: AskPress, services: Services): Promise<GenerateResult> {
  const temperature = MENU_TEMPERATURES.find((offered) => String(offered) === press.choice);
  if (temperature === undefined) throw new UserError('not-a-temperature-of-the-menu');
  const writing = writingOf(first);
  return generateFrom({ ...writing, temperature, chosen: { ...writing.chosen, temperature } }, press, services);
}

/** The text, or with the value of a step what stood there before it; of two texts one of them. */
function subjectOf(result: GenerateResult, value: string | undefined): Subject {
  const { text: last, beside } = result;
  const side = sideNamed(result, value);
  const isPair = beside !== undefined;
  const written = side ?? last;
  const { prompt, model, temperature, topP, topK, minP, seed, chosen, steps, answer } = written;
  const step = isPair || value === undefined ? undefined : stepOf(written, value);
  const about = {
    prompt: step === undefined ? prompt : textUpTo(written, step - 1),
    model,
    sampling: chosen ?? { temperature, topP, topK, minP, seed },
  };
  // Of two texts, each has details of its own.
  if (isPair && side === undefined) return about;
  return {
    ...about,
    text: textUpTo(written, step ?? steps.length),
    record: answer && (() => recordOf(written, answer)),
    inFull: (locale) => [
      ...(isPair ? besideInFull(sidesOf({ written: last, beside }), locale) : []),
      ...textInFull(written, step, locale),
    ],
    written: steps.length === 0 ? undefined : () => originOf(written),
  };
}
