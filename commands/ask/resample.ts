import type { Form } from '../../src/discord/reply.js';
import { UserError } from '../../src/errors.js';
import type { AskPress, ChangeResult } from '../../src/lesson/command/definition.js';
import { createResultStore } from '../../src/lesson/command/result.js';
import { tokensHere, usualTemperature } from '../../src/lesson/options/as-set.js';
import { parseDecimal, roundTemperature } from '../../src/lesson/options/temperatures.js';
import { laterSeed } from '../../src/sampling/random.js';
import type { Services } from '../../src/services.js';
import { longerLimit } from './notes.js';
import { type AskResult, DEFAULT_TEMPERATURE, sampleCount } from './result.js';
import { askWords } from './words.js';
import { answer } from './write.js';

/**
 * A further sample of the same question, in a message of its own.
 *
 * @param temperature undefined where nobody chose one
 */
export async function resample(
  { replies: _, ...question }: AskResult,
  temperature: number | undefined,
  press: AskPress,
  services: Services,
  change: ChangeResult<AskResult>,
): Promise<AskResult> {
  const firstRunId = question.firstRunId ?? press.runId;
  const { samples, countedIn } =
    question.countedIn === undefined
      ? await beginCounting(firstRunId, press, services, change)
      : { ...question, countedIn: question.countedIn };
  const { result: count } = await sampleCounts.change(
    services,
    countedIn,
    ({ added }) => ({ added: added + 1 }),
    press,
  );
  const chosen = { ...question.chosen, temperature };
  return answer(
    { ...question, chosen, samples, sample: samples + count.added, firstRunId, countedIn },
    temperature ?? usualTemperature(DEFAULT_TEMPERATURE, press),
    press,
    services,
  );
}

/** The same, where there is more room for it: one that was cut at its limit begins in the same way if it can. */
export async function answerLonger(
  { firstRunId: _first, countedIn: _counted, replies: [reply], ...question }: AskResult,
  press: AskPress,
  services: Services,
): Promise<AskResult> {
  const maxTokens = reply?.record && longerLimit(reply.record);
  if (reply === undefined || maxTokens === undefined) throw new UserError('reply-not-cut');
  const seed = laterSeed(question.seed, question.sample - 1);
  const longer = { ...question, maxTokens: tokensHere(maxTokens, press), seed, sample: 1, samples: 1 };
  return answer(longer, reply.temperature, press, services);
}

const sampleCounts = createResultStore('ask-samples', { version: 1, schema: sampleCount }, false);

/** Makes the row in which the samples of one question are counted, so that the first reply is not written anew for each. */
async function beginCounting(firstRunId: string, press: AskPress, services: Services, change: ChangeResult<AskResult>) {
  const made = await sampleCounts.create(services, { added: 0 }, press);
  const { samples, countedIn = made } = await change(firstRunId, (first) => ({ countedIn: made, ...first }));
  return { samples, countedIn };
}

/** Reads a temperature as people write one, with a point or a comma. */
export function parseTemperature(typed: string): number {
  const value = parseDecimal(typed.trim());
  if (!(value >= 0 && value <= 2)) throw new UserError('resample-temperature');
  return roundTemperature(value);
}

export function temperatureForm(runId: string, locale: string): Form {
  const words = askWords(locale);
  return {
    action: 'resample',
    runId,
    title: words.temperatureForm,
    fields: [{ id: 'temperature', label: words.temperatureField, placeholder: '0.85', maxLength: 8 }],
  };
}
