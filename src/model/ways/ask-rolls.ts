import type { RollsRequest } from '../../domain/language-model.js';
import { type Candidate, type RolledToken, UNLISTED_LOGPROB } from '../../domain/token.js';
import { laterSeed } from '../../sampling/random.js';
import type { CompletionChoice } from '../answer/read-completion.js';
import type { Asker } from '../asking/asker.js';
import type { Route } from '../asking/knowledge.js';
import { type Parameter, samplingParameters } from '../asking/request-shape.js';
import { ModelError } from '../errors.js';
import { isNo, isRefusalOf } from '../wire/classify-refusal.js';
import { RefusalError } from '../wire/refusal.js';
import { fitServerText } from '../wire/server-text.js';
import { askContinuation, chooseRoute, planContinuation } from './ask-continuation.js';
import { planQuestion } from './question.js';
import { sendSomeAtOnce } from './some-at-once.js';

/** How many answers one request asks for, where the endpoint gives several. */
const ANSWERS_AT_ONCE = 16;
/** Enough for the drawn token itself to be told. */
const LISTED = 1;

/**
 * Lets the server draw the next token many times, with several answers in one request where the endpoint gives them.
 *
 * With a seed each token takes a request of its own, with a seed that counts up: servers do not agree on what one seed
 * means for several answers.
 */
export async function askRolls(asker: Asker, model: string, request: RollsRequest): Promise<readonly RolledToken[]> {
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
    const drawn = await askTokens(asker, model, { ...request, seed: ownSeed, signal }, size);
    // A server that does not know of several answers gives one, and one that refuses so many fewer.
    wanted += size - drawn.length;
    tokens.push(...drawn);
    onRolls?.(drawn);
  }

  // The first answer tells how the endpoint is to be asked.
  await rollOnce();
  if (seed === undefined && mayAskSeveral(asker, model, request)) {
    const route = routeOf(asker, model, request);
    const knowledge = () => asker.memory.about(model)[route];
    const mostNow = () => (knowledge().refused.has('n') ? 1 : Math.min(ANSWERS_AT_ONCE, knowledge().mostAnswers));
    most = mostNow();
    // The first for several comes alone as well, so that it is refused once.
    const isUntried = !knowledge().taken.has('n') && most === ANSWERS_AT_ONCE;
    if (isUntried && wanted > 0 && requests < mostRequests) await rollOnce();
    most = mostNow();
  }
  await sendSomeAtOnce(rollOnce, () => wanted > 0 && requests < mostRequests, failed);
  return tokens;
}

/** A refusal of several answers could be taken for one of the unfinished message, and that one is not to be unlearned. */
function mayAskSeveral(asker: Asker, model: string, { asQuestion }: RollsRequest): boolean {
  const knowledge = asker.memory.about(model);
  if (asQuestion !== undefined) return true;
  return chooseRoute(asker, knowledge, model) === 'completions' || knowledge.continuation === 'instruction';
}

function routeOf(asker: Asker, model: string, { asQuestion }: RollsRequest): Route {
  return asQuestion === undefined ? chooseRoute(asker, asker.memory.about(model), model) : 'chat';
}

/** What one request draws: as many tokens, or fewer where the endpoint does not give so many. */
async function askTokens(
  asker: Asker,
  model: string,
  request: RollsRequest,
  size: number,
): Promise<readonly RolledToken[]> {
  const { prompt, asQuestion, signal } = request;
  const parameters = samplingParameters(request);
  if (asQuestion === undefined && size === 1) {
    const how = { parameters, maxTokens: 1, listed: LISTED, untold: 'kept' } as const;
    const asked = askContinuation(asker, { ...how, model, prompt, signal });
    const told = asked.then(({ isEnd, positions: [position], text }) => {
      return position?.sampled ?? (isEnd ? undefined : untoldPart(text));
    });
    return [await told.catch(partThatFailed)];
  }
  if (size === 1) return askChoices(asker, model, request, parameters).catch((error) => [partThatFailed(error)]);
  const knowledge = asker.memory.about(model)[routeOf(asker, model, request)];
  try {
    const several = { name: 'n', value: size, wanted: false };
    const drawn = (await askChoices(asker, model, request, [...parameters, several])).slice(0, size);
    if (drawn.length < Math.min(size, knowledge.mostAnswers)) knowledge.learnMostAnswers(1);
    return drawn;
  } catch (error) {
    // Answers that fail together do not tell which of them did.
    if (!(error instanceof RefusalError && (isNo(error) || isRefusalOf(error, 'draw')))) throw error;
    knowledge.learnMostAnswers(1);
    return askTokens(asker, model, request, 1);
  }
}

async function askChoices(
  asker: Asker,
  model: string,
  { prompt, asQuestion, signal }: RollsRequest,
  parameters: readonly Parameter[],
): Promise<RolledToken[]> {
  const plan =
    asQuestion === undefined
      ? planContinuation(asker, { model, prompt, signal })
      : await planQuestion(asker, model, prompt, asQuestion);
  const { choices } = await asker.completion(
    model,
    async (knowledge) => {
      const planned = await plan(knowledge);
      return { ...planned, model, parameters, maxTokens: 1, logprobs: LISTED, stream: false };
    },
    signal,
  );
  return choices.map((choice) => rolledToken(choice, asker, model));
}

function rolledToken(
  { positions: [position], text, isEnd }: CompletionChoice,
  { where, secrets }: Asker,
  model: string,
): RolledToken {
  if (position !== undefined || isEnd) return position?.sampled;
  if (text.includes('\uFFFD')) return untoldPart(text);
  throw new ModelError('no-logprobs', 'draws-untold', { endpoint: where, model: fitServerText(model, secrets) });
}

/** A roll at which the server failed, because it cannot read what it drew, is one all the same. */
function partThatFailed(error: unknown): Candidate {
  if (isRefusalOf(error, 'draw')) return untoldPart('\uFFFD');
  throw error;
}

/** A drawn part of a character of which the server tells nothing else. */
function untoldPart(text: string): Candidate {
  return { text, bytes: undefined, id: undefined, logprob: UNLISTED_LOGPROB };
}
