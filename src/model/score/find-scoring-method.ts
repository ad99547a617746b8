import type { ScoringMethod } from '../../domain/capabilities.js';
import { UNLISTED_LOGPROB } from '../../domain/token.js';
import { parsePromptLogprobs } from '../answer/parse-prompt-logprobs.js';
import type { ReadCompletion } from '../answer/read-completion.js';
import { askPlainly } from '../asking/ask-plainly.js';
import type { Asker } from '../asking/asker.js';
import { unlessRepeated } from '../asking/doubt.js';
import type { EchoForm } from '../asking/knowledge.js';
import { samplingParameters } from '../asking/request-shape.js';
import { ModelError } from '../errors.js';
import { askContinuation } from '../ways/ask-continuation.js';
import { USUALLY_LISTED } from '../ways/next-token.js';
import { readEcho } from './score-by-echo.js';
import { echoShape, promptLogprobsShape } from './score-request.js';

/** Several tokens in any vocabulary. */
const PROBE_TEXT = 'The cat sat on the mat';

/**
 * The way in which an endpoint scores a model's texts, found out with a few requests for one token and remembered.
 *
 * @throws ModelError when the endpoint cannot be asked
 */
export async function findScoringMethod(asker: Asker, model: string, signal?: AbortSignal): Promise<ScoringMethod> {
  const knowledge = asker.memory.about(model);
  if (knowledge.scoring !== undefined) return knowledge.scoring;
  const { method, echo } = await probe(asker, model, signal);
  // A lack is not remembered: the server may be set up otherwise by the next time.
  if (method !== 'none') knowledge.learnScoring(method, echo);
  return method;
}

interface FoundMethod {
  readonly method: ScoringMethod;
  readonly echo?: EchoForm;
}

async function probe(asker: Asker, model: string, signal: AbortSignal | undefined): Promise<FoundMethod> {
  // This also teaches which parameters the endpoint takes, so that a refusal below is one of scoring.
  const continuation = await askContinuation(asker, {
    model,
    prompt: PROBE_TEXT,
    parameters: samplingParameters({ temperature: 1 }),
    maxTokens: 1,
    listed: USUALLY_LISTED,
    untold: 'again',
    signal,
  }).catch((error: unknown) => {
    if (error instanceof ModelError && ['no-logprobs', 'unsupported'].includes(error.kind)) return undefined;
    throw error;
  });
  if (continuation === undefined) return { method: 'none' };
  if (continuation.route === 'chat') return { method: 'stepping' };
  const echo = await findEchoForm(asker, model, signal);
  if (echo !== undefined) return { method: 'echo', echo };
  const askPrompt = () => askPlainly(asker, promptLogprobsShape(model, PROBE_TEXT, 0), signal);
  const answer = await unlessRepeated(askPrompt, async (found) => found !== undefined && !(await isPromptAlone(found)));
  return { method: (await isPromptAlone(answer)) ? 'prompt-logprobs' : 'stepping' };
}

/** Whether an answer lists the text's own tokens and no others: all but the first, of which nothing is told. */
async function isPromptAlone(answer: ReadCompletion | undefined): Promise<boolean> {
  const lists = (await parsePromptLogprobs(answer?.json)) ?? [];
  const joined = letters(lists.flatMap((list) => list?.map(({ text }) => text) ?? []).join(''));
  return (
    lists.every((list) => list === undefined || list.length === 1) &&
    joined !== '' &&
    letters(PROBE_TEXT).endsWith(joined)
  );
}

/** Without marks for spaces, as undecoded tokens have them. */
function letters(text: string): string {
  return text.replace(/[^a-z]/gi, '');
}

/** What goes together with `echo`; undefined where the endpoint does not echo with values. */
async function findEchoForm(
  asker: Asker,
  model: string,
  signal: AbortSignal | undefined,
): Promise<EchoForm | undefined> {
  const knowledge = asker.memory.about(model);
  const takes = async (form: EchoForm) => {
    const isWhole = async (answer: ReadCompletion | undefined) =>
      (await isEcho(answer, form)) && (!form.ranks || (await parsePromptLogprobs(answer?.json)) !== undefined);
    const askEcho = () => askPlainly(asker, echoShape(model, PROBE_TEXT, form, knowledge.completions), signal);
    const answer = await unlessRepeated(askEcho, async (found) => found !== undefined && !(await isWhole(found)));
    return (await isWhole(answer)) ? form : undefined;
  };
  // One token first: a server that does not echo may take 0 for no limit at all.
  const plain = await takes({ maxTokens: 1, ranks: false });
  if (plain === undefined) return undefined;
  const form = (await takes({ maxTokens: 0, ranks: false })) ?? plain;
  return (await takes({ ...form, ranks: true })) ?? form;
}

/** Whether an answer repeats the text with a value for it. */
async function isEcho(answer: ReadCompletion | undefined, form: EchoForm): Promise<boolean> {
  const positions = (answer && (await readEcho(answer, PROBE_TEXT, form))) ?? [];
  const joined = positions.map(({ sampled }) => sampled.text).join('');
  return (
    letters(joined).endsWith(letters(PROBE_TEXT)) &&
    positions.slice(1).some(({ sampled }) => sampled.logprob > UNLISTED_LOGPROB)
  );
}
