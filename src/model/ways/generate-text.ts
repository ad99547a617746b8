import type { GeneratedText, GenerationStep } from '../../domain/completion.js';
import type { Distribution } from '../../domain/distribution.js';
import { joinTokens } from '../../domain/join-tokens.js';
import type { GenerateRequest } from '../../domain/language-model.js';
import { isNeutral } from '../../domain/sampling-settings.js';
import { laterSeed } from '../../sampling/random.js';
import { takeTurn } from '../../turns.js';
import { type Asked, buildDistribution } from '../answer/build-distribution.js';
import { checkReadable } from '../answer/draw-token.js';
import { type LogprobPosition, toSampledToken } from '../answer/logprob-position.js';
import { mostText, readAnswerFacts } from '../answer/parse-choice.js';
import { readLogprobs } from '../answer/parse-completions-logprobs.js';
import { createSpellingReader } from '../answer/token-spelling.js';
import type { ModelKnowledge } from '../asking/capability-memory.js';
import { givesLogprobs } from '../asking/doubt.js';
import type { ModelContext } from '../asking/model-context.js';
import { askedLogprobs, continuationContent, samplingParameters } from '../asking/request-shape.js';
import { findVocabularySize } from '../asking/vocabulary-size.js';
import { ModelError } from '../errors.js';
import { findScale } from '../probe/probe-scale.js';
import { startSentence } from '../wire/server-text.js';
import { chooseRoute, settleContinuation } from './ask-continuation.js';
import { askDraw } from './ask-draw.js';
import { askNextToken, scaleAtOne, usualListed } from './next-token.js';

/** Goes on with a text token by token, each with the model's own distribution that it was drawn from. */
export async function generateText(
  context: ModelContext,
  model: string,
  request: GenerateRequest,
): Promise<GeneratedText> {
  const vocabularySize = await findVocabularySize(context.list, model);
  const isRaw = isNeutral(request, vocabularySize) || (await findScale(context.asker, model, request.signal)) === 'raw';
  return isRaw ? generateAtOnce(context, model, request, vocabularySize) : generateStepwise(context, model, request);
}

/** One streamed request, for what it reports are the model's own probabilities. */
async function generateAtOnce(
  { asker, list }: ModelContext,
  model: string,
  request: GenerateRequest,
  vocabularySize: number | undefined,
): Promise<GeneratedText> {
  const plan = async (knowledge: ModelKnowledge) => {
    await settleContinuation(asker, { model, signal: request.signal }, chooseRoute(asker, knowledge, model), knowledge);
    const route = chooseRoute(asker, knowledge, model);
    return {
      route,
      model,
      content: continuationContent(request.prompt, route, knowledge),
      parameters: samplingParameters(request),
      maxTokens: request.maxTokens,
      logprobs: Math.max(request.candidates, usualListed),
      stream: true,
    };
  };
  for (;;) {
    const positions: LogprobPosition[] = [];
    let text = '';
    let answeredBy = model;
    let finish: string | undefined;
    const reader = createSpellingReader(asker.memory.about(model));
    let full = false;
    const add = async (event: unknown): Promise<boolean> => {
      const facts = readAnswerFacts(event);
      answeredBy = facts?.model ?? answeredBy;
      finish = facts?.choice?.finishReason ?? finish;
      const fresh = await readLogprobs(facts?.choice?.logprobs);
      const isBeyond = positions.length > 0 && positions.length + fresh.length > request.maxTokens;
      if (isBeyond || text.length > mostText(request.maxTokens)) {
        full = true;
        finish ??= 'length';
        return positions.length > 0;
      }
      text += facts?.choice?.text ?? '';
      for (const { sampled } of fresh) checkReadable(sampled);
      for (const position of fresh) positions.push(position);
      // One that comes alone is read when it is looked at; many would hold the thread then.
      if (fresh.length > 1) await reader.readInTurns(positions, text);
      if (fresh.length > 0) request.onTokens?.(() => reader.readNow(positions, text).map(toSampledToken));
      return positions.length > 0;
    };
    const survives = () => finish !== undefined;
    const sink = { add, survives, isFull: () => full };
    const { shape, request: sent, closed } = await asker.events(model, plan, sink, request.signal);
    const listsTokens = positions.some((position) => position.listed.length > 0);
    if (listsTokens) asker.memory.about(model)[shape.route].logprobs = 'given';
    else if (text !== '') {
      // One that gives them otherwise tells nothing of this text, such as with a stream.
      if (await givesLogprobs(asker, model, shape.route, request.signal))
        return generateStepwise({ asker, list }, model, request);
      // The other route may give them.
      continue;
    }
    if (!closed && finish === undefined) {
      throw new ModelError('protocol', `${startSentence(asker.where)} ended its answer in the middle. Try again.`);
    }
    const asked: Asked = {
      listed: askedLogprobs(sent.body),
      route: shape.route,
      model: answeredBy,
      vocabularySize,
      scale: scaleAtOne(sent, asker.memory.about(model).scale),
      request: sent,
    };
    const steps: GenerationStep[] = [];
    for (const position of await reader.readInTurns(positions, text)) {
      await takeTurn();
      // A place of which the server listed nothing has no distribution to show.
      const distribution = position.listed.length === 0 ? undefined : buildDistribution(position, asked);
      steps.push({ token: toSampledToken(position), distribution });
    }
    return {
      steps,
      text,
      ended: finish !== undefined && !['length', 'max_tokens'].includes(finish),
      model: answeredBy,
      request: sent,
      requests: 1,
    };
  }
}

/** A distribution and a draw for each token, where what comes with a draw is not the model's own. */
async function generateStepwise(
  context: ModelContext,
  model: string,
  request: GenerateRequest,
): Promise<GeneratedText> {
  const { candidates, signal, seed } = request;
  const steps: GenerationStep[] = [];
  let first: Distribution | undefined;
  let text = '';
  let ended = false;
  let requests = 0;
  while (steps.length < request.maxTokens && !ended) {
    const prompt = request.prompt + text;
    const distribution = await askNextToken(context, model, { prompt, candidates, signal });
    first ??= distribution;
    const drawn = await askDraw(context, model, {
      ...request,
      prompt,
      seed: laterSeed(seed, steps.length),
    });
    requests += 2;
    ended = drawn.length === 0;
    steps.push(...drawn.map((token, at) => ({ token, distribution: at === 0 ? distribution : undefined })));
    text += joinTokens(drawn);
    request.onTokens?.(() => steps.map(({ token }) => token));
  }
  if (first === undefined) throw new ModelError('unsupported', 'Ask for at least one token.');
  return { steps, text, ended, model: first.model, request: first.request, requests };
}
