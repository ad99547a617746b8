import type { Capabilities, CapabilityQuestion, RouteCapabilities } from '../../domain/capabilities.js';
import type { Fact } from '../../domain/fact.js';
import type { ModelErrorKind } from '../../domain/model-failure.js';
import { createFact } from '../../facts.js';
import type { Asker } from '../asking/asker.js';
import type { ModelKnowledge, Route, RouteKnowledge } from '../asking/knowledge.js';
import { ModelError } from '../errors.js';

import { findScoringMethod } from '../score/find-scoring-method.js';
import { findTokenizer } from '../tokenizer/server-tokenizer.js';
import { RefusalError } from '../wire/refusal.js';
import { readContextLength } from './context-length.js';
import { probeEmbeddings, probeSeed, probeSeveral, probeTokens } from './probe-answers.js';
import { findContinuation } from './probe-continuation.js';
import { type ListedCount, probeRoute } from './probe-route.js';
import { findScale } from './probe-scale.js';

/** Failures that every further question would meet as well. */
const HOPELESS: readonly ModelErrorKind[] = [
  'unreachable',
  'tls',
  'timeout',
  'cancelled',
  'authentication',
  'quota',
  'rate-limited',
  'model-unknown',
];

/**
 * What an endpoint can do for a model, asked once and remembered: about fifteen requests of a token or a few. Those who ask
 * at the same time share them, and one who cancels leaves them to the others.
 *
 * A question that fails leaves its field undefined and an entry in `failures`; the whole is then asked again next time.
 *
 * @param options.again asks anew
 * @throws ModelError where not even the first question gets an answer
 */
export function findCapabilities(
  asker: Asker,
  model: string,
  options: { readonly signal?: AbortSignal | undefined; readonly again?: boolean | undefined } = {},
): Promise<Capabilities> {
  const { memory } = asker;
  // What was learned before could be forgotten for its age in the middle of the probe.
  if (options.again || memory.about(model).capabilities.current === undefined) memory.forget(model);
  const knowledge = memory.about(model);
  return knowledge.capabilities.ask(() => probe(asker, model, knowledge), options.signal);
}

/** @param knowledge what the probe adds to; the memory may have another by its end, where somebody had the model asked anew */
async function probe(asker: Asker, model: string, knowledge: ModelKnowledge): Promise<Capabilities> {
  const failures: { question: CapabilityQuestion; failure: Fact }[] = [];
  let last: ModelError | undefined;

  /** The answer to one question; undefined when it failed, or one before failed in a way that this one would too. */
  async function ask<T>(question: CapabilityQuestion, answer: () => Promise<T>): Promise<T | undefined> {
    if (last !== undefined && HOPELESS.includes(last.kind)) {
      failures.push({ question, failure: createFact('not-asked-after-that') });
      return undefined;
    }
    try {
      return await answer();
    } catch (error) {
      const failure = error instanceof RefusalError ? asker.explain(error.refusal, model) : error;
      if (!(failure instanceof ModelError)) throw error;
      last = failure;
      failures.push({ question, failure: failure.fact });
      return undefined;
    }
  }

  const completions = await ask('completions', () => probeRoute(asker, model, 'completions'));
  const chat = await ask('chat', () => probeRoute(asker, model, 'chat'));
  if (last !== undefined && completions === undefined && chat === undefined) throw last;
  const answers = (['completions', 'chat'] as const).filter((route) => knowledge[route].available);
  // A proxy whose server is still starting has no route either, and this is to be asked anew.
  if (answers.length === 0 && asker.memory.about(model) === knowledge) asker.memory.forget(model);
  // What is asked of one route is asked of the one that distributions come from.
  const route = answers.find((one) => knowledge[one].logprobs === 'given') ?? answers[0];
  const onRoute = <T>(question: CapabilityQuestion, answer: (route: Route) => Promise<T>) =>
    route === undefined ? undefined : ask(question, () => answer(route));

  const scale = await onRoute('scale', () => findScale(asker, model));
  const tokens = await onRoute('tokens', (one) => probeTokens(asker, model, one));
  const continuation = knowledge.chat.available
    ? await ask('continuation', () => findContinuation(asker, model))
    : undefined;
  const tokenizer = await ask('tokenizer', async () => (await findTokenizer(asker, model))?.name ?? 'none');
  const scoring = await onRoute('scoring', () => findScoringMethod(asker, model));
  const several = await onRoute('several', (one) => probeSeveral(asker, model, one));
  const seed = await onRoute('seed', (one) => probeSeed(asker, model, one));
  const embeddings = await ask('embeddings', () => probeEmbeddings(asker, model));
  const listed = await ask('models', () => asker.list.find(model));
  const contextLength = listed?.contextLength ?? (await ask('context-length', () => readContextLength(asker, model)));
  return {
    model,
    server: listed?.ownedBy,
    completions: describeRoute(knowledge.completions, completions),
    chat: describeRoute(knowledge.chat, chat),
    scale: scale ?? 'unknown',
    ids: tokens?.ids,
    bytes: tokens?.bytes,
    continuation,
    scoring,
    tokenizer,
    embeddings,
    several,
    seed,
    looksUp: listed?.looksUp,
    vocabularySize: listed?.vocabularySize,
    contextLength,
    failures,
    probedAt: Date.now(),
  };
}

function describeRoute(knowledge: RouteKnowledge, found: ListedCount | undefined): RouteCapabilities {
  return {
    available: knowledge.available && found !== undefined,
    listed: found?.listed ?? 0,
    mayListMore: found?.mayListMore ?? false,
    lengthParameter: knowledge.lengthParameter,
    refused: [...knowledge.refused],
  };
}
