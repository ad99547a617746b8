import type { RollsRequest } from '../../domain/language-model.js';
import { type Candidate, type RolledToken, UNLISTED_LOGPROB } from '../../domain/token.js';
import { laterSeed } from '../../sampling/random.js';
import { chatContent } from '../answer/chat-content.js';
import { parseAnswerFacts } from '../answer/parse-choice.js';
import { parseLogprobs } from '../answer/parse-completions-logprobs.js';
import { readSpelling } from '../answer/token-spelling.js';
import type { ModelKnowledge } from '../asking/capability-memory.js';
import type { ModelContext } from '../asking/model-context.js';
import { continuationContent, type Parameter, samplingParameters } from '../asking/request-shape.js';
import { ModelError } from '../errors.js';
import { isRecord } from '../wire/json.js';
import { isAboutRequest } from '../wire/read-refusal.js';
import { RefusalError } from '../wire/refusal.js';
import { fitServerText, startSentence } from '../wire/server-text.js';
import { askContinuation, chooseRoute } from './ask-continuation.js';
import { checkTakesQuestions } from './reply.js';

/** How many answers one request asks for, where the endpoint gives several; more are refused by some. */
const answersAtOnce = 16;
const requestsAtOnce = 4;
/** Enough for the drawn token itself to be told. */
const listed = 1;

/**
 * Lets the server draw the next token many times, with several answers in one request where the endpoint gives them.
 *
 * With a seed each token takes a request of its own, with a seed that counts up: servers do not agree on what one seed
 * means for several answers.
 */
export async function askRolls(
  context: ModelContext,
  model: string,
  request: RollsRequest,
): Promise<readonly RolledToken[]> {
  const { count, seed, mostRequests, onRolls } = request;
  const failed = new AbortController();
  const signal = AbortSignal.any([failed.signal, ...(request.signal === undefined ? [] : [request.signal])]);
  const tokens: RolledToken[] = [];
  let requests = 0;
  let wanted = count;
  let most = 1;

  async function rollOnce(): Promise<void> {
    const size = Math.min(most, wanted);
    const ownSeed = laterSeed(seed, requests);
    requests += 1;
    wanted -= size;
    const drawn = await askTokens(context, model, { ...request, seed: ownSeed, signal }, size);
    // A server that does not know of several answers gives one.
    wanted += size - drawn.length;
    if (drawn.length < size) most = 1;
    tokens.push(...drawn);
    onRolls?.(drawn);
  }

  async function rollOn(): Promise<void> {
    while (wanted > 0 && requests < mostRequests) await rollOnce();
  }

  // The first answer tells how the endpoint is to be asked.
  await rollOnce();
  if (seed === undefined && mayAskSeveral(context, model, request)) most = answersAtOnce;
  try {
    await Promise.all(Array.from({ length: requestsAtOnce }, rollOn));
  } catch (error) {
    failed.abort(error);
    throw error;
  }
  return tokens;
}

/** A refusal of several answers could be taken for one of the unfinished message, and that one is not to be unlearned. */
function mayAskSeveral({ asker }: ModelContext, model: string, { asQuestion }: RollsRequest): boolean {
  const knowledge = asker.memory.about(model);
  if (asQuestion !== undefined) return true;
  return chooseRoute(asker, knowledge, model) === 'completions' || knowledge.continuation === 'instruction';
}

/** What one request draws: as many tokens, or fewer where the endpoint does not give so many. */
async function askTokens(
  context: ModelContext,
  model: string,
  request: RollsRequest,
  size: number,
): Promise<readonly RolledToken[]> {
  const { prompt, asQuestion, signal } = request;
  const parameters = samplingParameters(request);
  if (asQuestion === undefined && size === 1) {
    const asked = { model, prompt, parameters, maxTokens: 1, listed, untold: 'kept', signal } as const;
    const { ended, positions, text } = await askContinuation(context.asker, asked);
    return [positions[0]?.sampled ?? (ended ? undefined : untoldPart(text))];
  }
  if (size === 1) return askChoices(context, model, request, parameters);
  try {
    const several = { name: 'n', value: size, wanted: false };
    return (await askChoices(context, model, request, [...parameters, several])).slice(0, size);
  } catch (error) {
    if (!(error instanceof RefusalError && isAboutRequest(error.refusal))) throw error;
    return askTokens(context, model, request, 1);
  }
}

async function askChoices(
  { asker }: ModelContext,
  model: string,
  { prompt, asQuestion, signal }: RollsRequest,
  parameters: readonly Parameter[],
): Promise<RolledToken[]> {
  const question = asQuestion && (await chatContent(asker, model, prompt, asQuestion));
  const plan = (knowledge: ModelKnowledge) => {
    if (question !== undefined) checkTakesQuestions(asker, model, knowledge);
    const route = question === undefined ? chooseRoute(asker, knowledge, model) : 'chat';
    const content = question ?? continuationContent(prompt, route, knowledge);
    return { route, model, content, parameters, maxTokens: 1, logprobs: listed, stream: false };
  };
  const { json } = await asker.json(model, plan, signal);
  if (parseAnswerFacts(json, asker.where).choice === undefined || !isRecord(json) || !Array.isArray(json.choices)) {
    throw new ModelError('protocol', `${startSentence(asker.where)} answered without any text. Try again.`);
  }
  const choices = json.choices.filter(isRecord);
  return choices.map((choice) => {
    const alone = parseAnswerFacts({ choices: [{ ...choice, index: 0 }] }, asker.where);
    const { text = '', logprobs, finishReason } = alone.choice ?? {};
    const [position] = readSpelling(parseLogprobs(logprobs), text, asker.memory.about(model));
    const isEnd = text === '' && finishReason !== undefined && finishReason !== 'length';
    if (position !== undefined || isEnd) return position?.sampled;
    if (text.includes('\uFFFD')) return untoldPart(text);
    throw new ModelError(
      'no-logprobs',
      `${fitServerText(model, asker.secrets)} does not tell which tokens it draws at ${asker.where}. Choose another model, or an endpoint that gives logprobs.`,
    );
  });
}

/** A drawn part of a character of which the server tells nothing else. */
function untoldPart(text: string): Candidate {
  return { text, bytes: undefined, id: undefined, logprob: UNLISTED_LOGPROB };
}
