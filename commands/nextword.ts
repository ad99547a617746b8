import { defineCommand, type Press, type RunContext } from '../src/discord/command.js';
import type { Reply } from '../src/discord/reply.js';
import { isNeutral } from '../src/domain/sampling-settings.js';
import { type SampledToken, UNLISTED_LOGPROB } from '../src/domain/token.js';
import { UserError } from '../src/errors.js';
import { findDrawOrder } from '../src/lesson/asking/draw-order.js';
import { lookAction } from '../src/lesson/looks.js';
import {
  candidatesOption,
  chosenModel,
  MENU_TEMPERATURES,
  modelOption,
  roundTemperature,
  suggestModels,
  temperatureOption,
  topKOption,
  topPOption,
} from '../src/lesson/options/sampling-options.js';
import { defineReplay } from '../src/lesson/record/card.js';
import { highestProbability, placeIn } from '../src/lesson/rows/same-token.js';
import { endsText, tokenLabel } from '../src/lesson/text/token-label.js';
import { LISTED_CANDIDATES } from '../src/lesson/writing/write-text.js';
import { probabilityOf } from '../src/sampling/surprisal.js';
import type { Services } from '../src/services.js';
import {
  continuedText,
  fromStored,
  type NextwordRun,
  packed,
  type Step,
  storedNextword,
  toStored,
} from './nextword/run.js';
import { presentNextword } from './nextword/view.js';

const DEFAULT_CANDIDATES = 10;

/** Long enough for a paragraph in the hands of a room; the stored path stays small. */
const MAX_STEPS = 200;

const replay = defineReplay('nextword');

export const nextword = defineCommand({
  name: 'nextword',
  description: 'Chart how likely each next token is, and go on token by token',
  options: {
    prompt: { type: 'string', description: 'The text to continue', required: true, maxLength: 6000 },
    temperature: temperatureOption,
    top_p: topPOption,
    top_k: topKOption,
    candidates: candidatesOption(DEFAULT_CANDIDATES, 20),
    model: modelOption,
  },
  run: async ({ options, ...context }, services) =>
    chart(
      {
        prompt: options.prompt,
        temperature: roundTemperature(options.temperature ?? 1),
        topP: options.top_p,
        topK: options.top_k,
        candidates: options.candidates ?? DEFAULT_CANDIDATES,
        model: await chosenModel(options.model, context.channel, services),
      },
      context,
      services,
    ),
  autocomplete: { model: suggestModels },
  actions: {
    add: { respond: 'update', run: (press, services) => step(press, services, addMostLikely) },
    roll: { respond: 'update', run: (press, services) => step(press, services, roll) },
    undo: { respond: 'update', run: (press, services) => step(press, services, undo) },
    temperature: { respond: 'update', run: (press, services) => step(press, services, changeTemperature) },
    chart: { respond: 'private', run: showDetails },
    ...replay.actions,
    ...lookAction(({ prompt, model }, context, services) =>
      chart({ prompt, model, temperature: 1, candidates: DEFAULT_CANDIDATES }, context, services),
    ),
  },
});

/** Charts what comes after a prompt, and keeps it for its buttons. */
async function chart(
  asked: Pick<NextwordRun, 'prompt' | 'temperature' | 'topP' | 'topK' | 'candidates' | 'model'>,
  { signal }: RunContext,
  services: Services,
): Promise<Reply> {
  const { prompt, model } = asked;
  const finding = findDrawOrder(asked, model, signal, services);
  const run: NextwordRun = {
    ...asked,
    path: [],
    maxSteps: MAX_STEPS,
    endpoint: services.model.endpoint,
    distribution: await services.model.nextToken({ prompt, model, candidates: LISTED_CANDIDATES, signal }),
    order: await finding,
  };
  const runId = await storedNextword.create(services, toStored(run));
  return presentNextword(run, runId, (await storedNextword.load(services, runId)).revision, signal, services);
}

/** What a press makes of the run: its path and temperature, and a sentence about it. */
interface Move {
  readonly path?: readonly Step[] | undefined;
  readonly temperature?: number | undefined;
  readonly note?: string | undefined;
}

/**
 * Makes one move and charts what comes next.
 *
 * The press carries the revision of the chart it was made on. One from an earlier chart, as of the second of two people
 * who press at once, makes no move, so that no token is added that nobody saw a chart of; it brings the chart up to date.
 */
async function step(
  press: Press,
  services: Services,
  move: (run: NextwordRun, press: Press, services: Services) => Promise<Move> | Move,
): Promise<Reply> {
  const { payload, revision } = await storedNextword.load(services, press.runId);
  const before = fromStored(payload);
  const show = (run: NextwordRun, at: number, note?: string) =>
    presentNextword(run, press.runId, at, press.signal, services, note);
  if (String(revision) !== press.value) return show(before, revision, LATE);

  const { note, path, temperature } = await move(before, press, services);
  const how = { ...before, temperature: temperature ?? before.temperature };
  const order = temperature === undefined ? before.order : await findDrawOrder(how, how.model, press.signal, services);
  const moved = { ...how, order, path: [...(path ?? before.path)] };
  const after = path === undefined ? moved : { ...moved, ...(await chartNext(moved, press, services)) };
  const saved = await storedNextword.save(services, press.runId, toStored(after), revision);
  if (saved !== undefined) return show(after, saved, note);
  const now = await storedNextword.load(services, press.runId);
  return show(fromStored(now.payload), now.revision, LATE);
}

const LATE = 'A press came from an earlier chart and changed nothing. This is the chart as it is now.';

async function chartNext(run: NextwordRun, { signal }: Press, { model }: Services) {
  const request = { prompt: continuedText(run), model: run.model, candidates: LISTED_CANDIDATES, signal };
  return { endpoint: model.endpoint, distribution: await model.nextToken(request) };
}

/** The details of the distribution on the chart. They are kept by themselves, for the chart moves on. */
async function showDetails({ runId }: Press, services: Services): Promise<Reply> {
  const run = fromStored((await storedNextword.load(services, runId)).payload);
  const asked = { prompt: continuedText(run), candidates: LISTED_CANDIDATES };
  const recordId = await replay.keep(services, { kind: 'next-token', asked, answer: run.distribution }, run.endpoint);
  return replay.card(services, recordId);
}

async function addMostLikely(run: NextwordRun, press: Press, services: Services): Promise<Move> {
  const [best] = run.distribution.candidates;
  if (best === undefined) throw new UserError('There is no token to add. Run /nextword again.');
  // A part of a character cannot stand alone in a text: the server goes on, greedily, until the character is whole.
  if (best.text.includes('\uFFFD')) return draw(run, { temperature: 0 }, press, services);
  const probability = probabilityOf(best.logprob);
  const added = { ...packed(best), low: probability, high: probability, press: pressNumber(run) };
  return { path: [...run.path, added], note: `Added: ${tokenLabel(best)}` };
}

function roll(run: NextwordRun, press: Press, services: Services): Promise<Move> {
  return draw(run, { temperature: run.temperature, topP: run.topP, topK: run.topK }, press, services);
}

interface Sampling {
  readonly temperature: number;
  readonly topP?: number | undefined;
  readonly topK?: number | undefined;
}

async function draw(run: NextwordRun, how: Sampling, press: Press, services: Services): Promise<Move> {
  const request = { prompt: continuedText(run), model: run.model, ...how, signal: press.signal };
  return appended(run, await services.model.draw(request), how, press, services);
}

async function appended(
  run: NextwordRun,
  drawn: readonly SampledToken[],
  how: Sampling,
  { signal }: Press,
  services: Services,
): Promise<Move> {
  const [first, ...others] = drawn;
  if (first === undefined || endsText(first)) {
    return { note: 'Drawn: the end of the text. The model would stop here; roll again to let it go on, or undo.' };
  }
  const isOwn =
    isNeutral(how, run.distribution.vocabularySize) ||
    (await services.model.scale(run.model, signal).catch(() => 'unknown')) === 'raw';
  const press = pressNumber(run);
  const steps = drawn.map((token, at): Step => {
    const { candidates } = run.distribution;
    const listed = at === 0 ? candidates[placeIn(candidates, token) ?? -1] : undefined;
    const known = listed?.logprob ?? (isOwn && token.logprob > UNLISTED_LOGPROB ? token.logprob : undefined);
    const ceiling = at === 0 ? highestProbability(run.distribution, token) : 1;
    const high = known === undefined ? ceiling : probabilityOf(known);
    return { ...packed(token), low: known === undefined ? 0 : high, high, press };
  });
  const whole = others.length === 0 ? '' : ` and the ${others.length} after it that make the character whole`;
  return { path: [...run.path, ...steps], note: `Drawn: ${tokenLabel(first)}${whole}` };
}

function pressNumber({ path }: NextwordRun): number {
  return (path.at(-1)?.press ?? 0) + 1;
}

function undo(run: NextwordRun): Move {
  const last = run.path.at(-1)?.press;
  if (last === undefined) throw new UserError('There is no token to take back: this is the prompt as it was typed.');
  return { path: run.path.filter((one) => one.press !== last) };
}

function changeTemperature(_run: NextwordRun, { choice }: Press): Move {
  const temperature = MENU_TEMPERATURES.find((offered) => String(offered) === choice);
  if (temperature === undefined) throw new UserError('Choose one of the temperatures in the menu.');
  return { temperature };
}
