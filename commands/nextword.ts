import { defineCommand, type Press } from '../src/discord/command.js';
import type { Reply } from '../src/discord/reply.js';
import { UserError } from '../src/errors.js';
import { type SampledToken, UNLISTED_LOGPROB } from '../src/model/distribution.js';
import type { Services } from '../src/services.js';
import {
  continuedText,
  fromStored,
  type NextwordRun,
  packed,
  type Step,
  storedNextword,
  toStored,
} from './nextword-run.js';
import { presentNextword } from './nextword-view.js';
import { modelOption, suggestModels, temperatureOption, topPOption } from './sampling-options.js';
import { endsText, tokenLabel } from './token-label.js';

const DEFAULT_CANDIDATES = 10;

/** Long enough for a paragraph in the hands of a room; the stored path stays small. */
const MAX_STEPS = 200;

/** Asked of the server, even where fewer are shown: the more are listed, the tighter is what can be said at another temperature. */
const LISTED_CANDIDATES = 100;

export const nextword = defineCommand({
  name: 'nextword',
  description: 'Chart how likely each next token is, and go on token by token',
  options: {
    prompt: { type: 'string', description: 'The text to continue', required: true, maxLength: 6000 },
    temperature: temperatureOption,
    top_p: topPOption,
    top_k: {
      type: 'integer',
      description: 'Keep only so many of the most likely tokens (default: keep all)',
      minimum: 1,
      maximum: 1000,
    },
    candidates: {
      type: 'integer',
      description: `How many tokens to chart (default: ${DEFAULT_CANDIDATES})`,
      minimum: 3,
      maximum: 20,
    },
    model: modelOption,
  },
  run: async ({ options, signal }, services) => {
    const { prompt, model } = options;
    const run: NextwordRun = {
      prompt,
      temperature: options.temperature ?? 1,
      topP: options.top_p,
      topK: options.top_k,
      candidates: options.candidates ?? DEFAULT_CANDIDATES,
      model,
      path: [],
      maxSteps: MAX_STEPS,
      distribution: await services.model.nextToken({ prompt, model, candidates: LISTED_CANDIDATES, signal }),
    };
    const runId = storedNextword.create(services, toStored(run));
    return presentNextword(run, runId, storedNextword.load(services, runId).revision, signal, services);
  },
  autocomplete: { model: suggestModels },
  actions: {
    add: { respond: 'update', run: (press, services) => step(press, services, addMostLikely) },
    roll: { respond: 'update', run: (press, services) => step(press, services, roll) },
    undo: { respond: 'update', run: (press, services) => step(press, services, undo) },
    temperature: { respond: 'update', run: (press, services) => step(press, services, changeTemperature) },
  },
});

/** What a press makes of the run: its path and temperature, and a sentence about it. */
interface Move {
  readonly path?: readonly Step[] | undefined;
  readonly temperature?: number | undefined;
  readonly note?: string | undefined;
}

/**
 * Makes one move and charts what comes next.
 *
 * The press carries the revision of the chart it was made on, so that of two people who press at once the second is told
 * that the text has moved on, and no token is added that nobody saw a chart of.
 */
async function step(
  press: Press,
  services: Services,
  move: (run: NextwordRun, press: Press, services: Services) => Promise<Move> | Move,
): Promise<Reply> {
  const { payload, revision } = storedNextword.load(services, press.runId);
  if (String(revision) !== press.value) throw movedOn();
  const before = fromStored(payload);
  const { note, path, temperature } = await move(before, press, services);
  const moved = { ...before, path: [...(path ?? before.path)], temperature: temperature ?? before.temperature };
  const after = path === undefined ? moved : { ...moved, distribution: await chartNext(moved, press, services) };
  const saved = storedNextword.save(services, press.runId, toStored(after), revision);
  if (saved === undefined) throw movedOn();
  return presentNextword(after, press.runId, saved, press.signal, services, note);
}

function chartNext(run: NextwordRun, { signal }: Press, services: Services) {
  return services.model.nextToken({
    prompt: continuedText(run),
    model: run.model,
    candidates: LISTED_CANDIDATES,
    signal,
  });
}

async function addMostLikely(run: NextwordRun, press: Press, services: Services): Promise<Move> {
  const [best] = run.distribution.candidates;
  if (best === undefined) throw new UserError('There is no token to add. Run /nextword again.');
  // A part of a character cannot stand alone in a text: the server goes on, greedily, until the character is whole.
  if (best.text.includes('\uFFFD')) return appended(run, await drawTokens(run, { temperature: 0 }, press, services), 0);
  const probability = Math.min(1, Math.exp(best.logprob));
  const added = { ...packed(best), low: probability, high: probability, press: pressNumber(run) };
  return { path: [...run.path, added] };
}

async function roll(run: NextwordRun, press: Press, services: Services): Promise<Move> {
  const { temperature, topP, topK } = run;
  return appended(run, await drawTokens(run, { temperature, topP, topK }, press, services), temperature);
}

function drawTokens(
  run: NextwordRun,
  sampling: { temperature: number; topP?: number | undefined; topK?: number | undefined },
  { signal }: Press,
  services: Services,
): Promise<readonly SampledToken[]> {
  return services.model.draw({ prompt: continuedText(run), model: run.model, ...sampling, signal });
}

function appended(run: NextwordRun, drawn: readonly SampledToken[], temperature: number): Move {
  const [first, ...others] = drawn;
  if (first === undefined || endsText(first)) {
    return { note: 'Drawn: the end of the text. The model would stop here; roll again to let it go on, or undo.' };
  }
  const press = pressNumber(run);
  const steps = [first, ...others].map((token, at) => {
    const listed = at === 0 ? sameToken(run, token) : undefined;
    const known =
      listed?.logprob ?? (temperature === 1 && token.logprob > UNLISTED_LOGPROB ? token.logprob : undefined);
    const ceiling = at === 0 ? run.distribution.cap : 1;
    const high = known === undefined ? ceiling : Math.min(1, Math.exp(known));
    return { ...packed(token), low: known === undefined ? 0 : high, high, press };
  });
  const whole = others.length === 0 ? '' : ` and the ${others.length} after it that make the character whole`;
  return { path: [...run.path, ...steps], note: `Drawn: ${tokenLabel(first)}${whole}` };
}

/** The drawn token as the chart lists it, where the model's own probability is known at temperature 1. */
function sameToken({ distribution }: NextwordRun, token: SampledToken) {
  const matches = distribution.candidates.filter((one) =>
    one.id !== undefined && token.id !== undefined ? one.id === token.id : one.text === token.text,
  );
  return matches.length === 1 ? matches[0] : undefined;
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
  return { temperature: Number(choice) };
}

function movedOn(): UserError {
  return new UserError('Somebody was quicker: the text has moved on. Look at the new chart and press again.');
}
