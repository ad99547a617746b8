import { defineCommand, type Press, type RunContext } from '../src/discord/command.js';
import { codeBlock } from '../src/discord/markdown.js';
import { lazyReply, type Reply, status, text } from '../src/discord/reply.js';
import { joinTokens } from '../src/domain/join-tokens.js';
import type { SampledToken } from '../src/domain/token.js';
import { findDrawOrder } from '../src/lesson/asking/draw-order.js';
import { presentEvenStopped } from '../src/lesson/asking/stopped.js';
import { explainAction } from '../src/lesson/explain.js';
import { lookAction } from '../src/lesson/looks.js';
import {
  chosenModel,
  minPOption,
  modelOption,
  roundTemperature,
  seedOption,
  suggestModels,
  temperatureOption,
  topKOption,
  topPOption,
} from '../src/lesson/options/sampling-options.js';
import { generatedAnswer } from '../src/lesson/record/generate.js';
import { shownText } from '../src/lesson/text/shown-text.js';
import { LISTED_CANDIDATES, writeText } from '../src/lesson/writing/write-text.js';
import type { Writing } from '../src/lesson/writing/written-text.js';
import type { Services } from '../src/services.js';
import { plural } from '../src/words/plural.js';
import { presentBeside } from './generate/beside.js';
import { loadText, packText, replay, storedText } from './generate/stored-text.js';
import { presentText, type Sight } from './generate/view.js';

const DEFAULT_TOKENS = 20;
const MAX_TOKENS = 60;

const LESSON = {
  idea: 'A language model does one thing: it reads a text and gives every token a probability of coming next. To write, one token is **drawn** by these probabilities and put behind the text, and the model reads the longer text. No sentence is written ahead, and no token is taken back: each one is a new draw.\n**Greedy** (temperature 0) always takes the most likely token. That sounds safe, but it is dull, and it easily runs in circles: once a text repeats itself, the same words become likely again.',
  example:
    'After `I like` the model says: `·tea` 50%, `·you` 30%, `·it` 20%. Greedy takes `·tea` every time. Sampling takes it in about 5 of 10 tries. For three such tokens in a row, each with 50%, the chance is 0.5 × 0.5 × 0.5 = 12.5%.',
  next: '`/generate prompt:Once upon a time temperature:1.8` to see unlikely tokens being drawn, and then **Greedy beside it**. `/dice` draws the same token many times.',
};

export const generate = defineCommand({
  name: 'generate',
  description: 'Watch the model write: a distribution, a draw, a longer text, and again',
  options: {
    prompt: { type: 'string', description: 'The text to go on with', required: true, maxLength: 6000 },
    tokens: {
      type: 'integer',
      description: `How many tokens to draw (default: ${DEFAULT_TOKENS})`,
      minimum: 1,
      maximum: MAX_TOKENS,
    },
    temperature: temperatureOption,
    top_p: topPOption,
    top_k: topKOption,
    min_p: minPOption,
    seed: seedOption('The same seed, prompt and settings draw the same text, as far as the server can'),
    model: modelOption,
  },
  run: async ({ options, ...context }, services) =>
    generateFrom(
      {
        prompt: options.prompt,
        maxTokens: options.tokens ?? DEFAULT_TOKENS,
        temperature: roundTemperature(options.temperature ?? 1),
        topP: options.top_p,
        topK: options.top_k,
        minP: options.min_p,
        seed: options.seed,
        model: await chosenModel(options.model, context.channel, services),
      },
      context,
      services,
    ),
  autocomplete: { model: suggestModels },
  actions: {
    first: { respond: 'update', run: showStep },
    back: { respond: 'update', run: showStep },
    on: { respond: 'update', run: showStep },
    last: { respond: 'update', run: showStep },
    still: { respond: 'update', run: showStep },
    animation: { respond: 'update', run: (press, services) => show(press, 'animation', services) },
    watch: { respond: 'reply', run: (press, services) => show(press, 'animation', services) },
    beside: { respond: 'reply', run: writeBeside },
    ...replay.actions,
    ...explainAction(LESSON),
    ...lookAction(({ prompt, model }, context, services) =>
      generateFrom({ prompt, model, maxTokens: DEFAULT_TOKENS, temperature: 1 }, context, services),
    ),
  },
});

/** Writes a text and shows how. */
async function generateFrom(writing: Writing, context: RunContext, services: Services): Promise<Reply> {
  const { signal, progress } = context;
  progress({ blocks: [text(codeBlock(shownText(writing.prompt))), status('Waiting for the first token…')] });
  const { written, textId } = await write(writing, context, services);
  const present = () => {
    const isShort = written.broken !== undefined || signal.aborted;
    return presentText(written, textId, isShort ? 'text' : 'animation', signal, services);
  };
  return presentEvenStopped(present, signal);
}

/** Writes a text in view of everybody and keeps it, and its record. */
async function write(writing: Writing, { progress, signal }: RunContext, services: Services) {
  const { model: _, ...asked } = writing;
  // Nobody is to wait for it when the text is finished.
  const finding = findDrawOrder(writing, writing.model, signal, services);
  const wrote = await writeText(writing, signal, services, (tokens) =>
    progress(lazyReply(() => soFar(writing, tokens()))),
  );
  const answer = wrote.generated && generatedAnswer(wrote.generated);
  const recordId =
    answer &&
    (await replay.keep(services, { kind: 'generate', asked: { ...asked, candidates: LISTED_CANDIDATES }, answer }));
  const written = { ...wrote.written, order: await finding, recordId };
  return { written, textId: await storedText.create(services, packText(written)) };
}

function soFar({ prompt, maxTokens }: Writing, tokens: readonly SampledToken[]): Reply {
  const whole = prompt + joinTokens(tokens);
  return { blocks: [text(codeBlock(shownText(whole))), status(`${tokens.length} of ${plural(maxTokens, 'token')}…`)] };
}

function showStep(press: Press, services: Services): Promise<Reply> {
  return show(press, Number(press.value), services);
}

async function show({ runId, signal }: Press, sight: Sight, services: Services): Promise<Reply> {
  return presentText(await loadText(runId, services), runId, sight, signal, services);
}

/** Greedy beside a sampled text, or the other way round. */
async function writeBeside(press: Press, services: Services): Promise<Reply> {
  const first = await loadText(press.runId, services);
  const { prompt, model, maxTokens, topP, topK, minP, seed } = first;
  const isGreedy = first.temperature === 0;
  const writing: Writing = isGreedy
    ? { prompt, model, maxTokens, topP, topK, minP, seed, temperature: 1 }
    : { prompt, model, maxTokens, temperature: 0 };
  const { written: other, textId: otherId } = await write(writing, press, services);
  const [greedy, sampled] = isGreedy ? [first, other] : [other, first];
  return presentBeside({ greedy, sampled, other, otherId }, press.signal, services);
}
