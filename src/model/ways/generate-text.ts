import type { GeneratedText, GenerationStep } from '../../domain/completion.js';
import type { Distribution } from '../../domain/distribution.js';
import { joinTokens } from '../../domain/join-tokens.js';
import type { GenerateRequest } from '../../domain/language-model.js';
import { isNeutral } from '../../domain/sampling-settings.js';
import { createFact } from '../../facts.js';
import { laterSeed } from '../../sampling/random.js';
import { takeTurn } from '../../turns.js';
import { buildDistribution, toSampledToken } from '../answer/build-distribution.js';
import { createCompletionCollector } from '../answer/collect-completion.js';
import { checkReadable } from '../answer/draw-token.js';
import type { LogprobPosition } from '../answer/parse-logprobs.js';
import { endedItself } from '../answer/read-completion.js';
import { learnEnds, markEnds } from '../answer/text-ends.js';
import { createSpellingReader } from '../answer/token-spelling.js';
import type { Asker } from '../asking/asker.js';
import { givesLogprobs, givesWithoutStream } from '../asking/doubt.js';
import type { ListedModel } from '../asking/listed-model.js';
import { listAtMany } from '../asking/listing.js';
import { findListed } from '../asking/model-list.js';
import { samplingParameters, scaleOf } from '../asking/request-shape.js';
import { ModelError } from '../errors.js';
import { findScale } from '../probe/probe-scale.js';
import { planContinuation } from './ask-continuation.js';
import { askDraw } from './ask-draw.js';
import { askNextToken, USUALLY_LISTED } from './next-token.js';
import { thinksInstead } from './thinks-instead.js';

/** Goes on with a text token by token, each with the model's own distribution that it was drawn from. */
export async function generateText(asker: Asker, model: string, request: GenerateRequest): Promise<GeneratedText> {
  const listed = await findListed(asker.list, model);
  const isRaw = isNeutral(request, listed?.vocabularySize) || (await findScale(asker, model, request.signal)) === 'raw';
  return isRaw ? generateAtOnce(asker, model, request, listed) : generateStepwise(asker, model, request);
}

/** One streamed request, for what it reports are the model's own probabilities. */
async function generateAtOnce(
  asker: Asker,
  model: string,
  request: GenerateRequest,
  known: ListedModel | undefined,
): Promise<GeneratedText> {
  const { prompt, maxTokens, candidates, signal, onTokens } = request;
  const vocabularySize = known?.vocabularySize;
  const { listed, parameters } = listAtMany(Math.max(candidates, USUALLY_LISTED), known);
  const plan = planContinuation(asker, { model, prompt, signal });
  const sampled = (position: LogprobPosition) => toSampledToken(position, vocabularySize);
  const how = {
    model,
    parameters: [...samplingParameters(request), ...parameters],
    maxTokens,
    logprobs: listed,
    stream: true,
  };
  for (;;) {
    let collected = createCompletionCollector({ model, maxTokens });
    let reader = createSpellingReader(asker.memory.about(model));
    const add = async (event: unknown): Promise<boolean> => {
      const { positions } = collected;
      const fresh = await collected.add(event);
      for (const { sampled } of fresh) checkReadable(sampled);
      // One that comes alone is read when it is looked at; many would hold the thread then.
      if (fresh.length > 1) await reader.readInTurns(positions, collected.text);
      if (fresh.length > 0) onTokens?.(() => reader.readNow(positions, collected.text).map(sampled));
      return positions.length > 0;
    };
    const asked = await asker.events(
      model,
      async (knowledge) => ({ ...how, ...(await plan(knowledge)) }),
      () => {
        collected = createCompletionCollector({ model, maxTokens });
        reader = createSpellingReader(asker.memory.about(model));
        return {
          add,
          survives: () => collected.finishReason !== undefined,
          isFull: () => collected.isFull,
          isEmpty: () => collected.isEmpty,
        };
      },
      signal,
    );
    collected.checkAnswered(asker.where);
    const { closed, inPieces: _, ...source } = asked;
    const { positions, text, finishReason, model: answeredBy } = collected;
    if (positions.some(({ listed }) => listed.length > 0)) {
      asker.memory.about(model)[source.route].learnLogprobs('given');
      if (source.request.body.stream === true) asker.memory.about(model)[source.route].learnStreamedLogprobs();
    } else if (text !== '') {
      if (await givesWithoutStream(asker, asked, signal)) continue;
      // One that gives them otherwise tells nothing of this text.
      if (await givesLogprobs(asker, model, source.route, signal)) return generateStepwise(asker, model, request);
      // The other route may give them.
      continue;
    }
    if (!closed && finishReason === undefined) {
      throw new ModelError('protocol', 'ended-in-the-middle', { endpoint: asker.where });
    }
    // Not of a text that speaks of thoughts: only a chat model thinks before it writes.
    if (source.route === 'chat' && collected.written.thoughts !== '') throw thinksInstead(asker, model);
    const scale = scaleOf(source.request.body, source.scale, vocabularySize);
    const from = { ...source, model: answeredBy, vocabularySize, scale };
    const steps: GenerationStep[] = [];
    const { ends } = asker.memory.about(model);
    const read = await reader.readInTurns(positions, text);
    learnEnds(read, text, finishReason, ends);
    for (const position of markEnds(read, ends)) {
      await takeTurn();
      // A place of which the server listed nothing has no distribution to show.
      const distribution = position.listed.length === 0 ? undefined : buildDistribution(position, from);
      steps.push({ token: sampled(position), distribution });
    }
    const ended = endedItself(finishReason);
    // A limit before the one that was asked for is the server's own. Only it counts parts of characters as well.
    const written = collected.usage?.completionTokens ?? maxTokens;
    const isShort = !ended && finishReason !== undefined && written > 0 && written < maxTokens && !collected.isFull;
    const cutOff = isShort ? createFact('limit-of-the-server') : undefined;
    return { steps, text, ended, model: answeredBy, request: source.request, requests: 1, cutOff };
  }
}

/** A distribution and a draw for each token, where what comes with a draw is not the model's own. */
async function generateStepwise(asker: Asker, model: string, request: GenerateRequest): Promise<GeneratedText> {
  const { candidates, signal, seed } = request;
  const steps: GenerationStep[] = [];
  let first: Distribution | undefined;
  let text = '';
  let ended = false;
  let requests = 0;
  while (steps.length < request.maxTokens && !ended) {
    const prompt = request.prompt + text;
    const distribution = await askNextToken(asker, model, { prompt, candidates, signal });
    first ??= distribution;
    const drawn = await askDraw(asker, model, {
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
  if (first === undefined) throw new ModelError('unsupported', 'no-token-asked-for');
  return { steps, text, ended, model: first.model, request: first.request, requests };
}
