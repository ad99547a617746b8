import type { Distribution } from '../../domain/distribution.js';
import type { Fact } from '../../domain/fact.js';
import type { NextTokenRequest, ReplyStart } from '../../domain/language-model.js';
import { createFact } from '../../facts.js';
import { buildDistribution } from '../answer/build-distribution.js';
import { askListed, type ListedAnswer } from '../asking/ask-listed.js';
import type { Asker } from '../asking/asker.js';
import type { ListedModel } from '../asking/listed-model.js';
import { listAtOnePlace } from '../asking/listing.js';
import { findListed } from '../asking/model-list.js';
import { samplingParameters } from '../asking/request-shape.js';
import { vocabularyOf } from '../asking/vocabulary.js';
import { ModelError } from '../errors.js';
import { describeReading } from '../probe/read-whole.js';
import { describeControls, findControls } from '../tokenizer/control-reading.js';
import { fitServerText } from '../wire/server-text.js';
import { askContinuation, planContinuation } from './ask-continuation.js';
import { planQuestion } from './question.js';
import { settleEnds } from './settle-ends.js';

/** As many tokens as hosted endpoints list. */
export const USUALLY_LISTED = 20;
/** A model that ends the text at once is asked so often, because some servers list nothing for the end. */
export const MAX_ENDINGS = 3;

/** Asks for the model's own distribution over the token that follows a prompt, or with which its reply to it begins. */
export function askNextToken(asker: Asker, model: string, request: NextTokenRequest): Promise<Distribution> {
  return request.asQuestion === undefined
    ? askNextOfText(asker, model, request)
    : askFirstOfReply(asker, model, request, request.asQuestion);
}

async function askNextOfText(asker: Asker, model: string, request: NextTokenRequest): Promise<Distribution> {
  const listed = await findListed(asker.list, model);
  for (let endings = 0; endings < MAX_ENDINGS; endings += 1) {
    const answer = await askContinuation(asker, { ...oneToken(model, request, listed), prompt: request.prompt });
    const [position] = answer.positions;
    if (position === undefined) continue;
    const { prompt, signal } = request;
    const plan = planContinuation(asker, { model, prompt, signal });
    const vocabularySize = await vocabularyOf(asker, model, listed, position, answer.listed);
    const built = buildDistribution(position, { ...answer, vocabularySize });
    const distribution = await settleEnds(asker, built, { model, plan, signal });
    const counted = answer.usage?.promptTokens;
    const notices = [
      ...thinksFirst(answer),
      ...describeControls(await findControls(asker, model, prompt, signal)),
      ...(await describeReading(asker, model, prompt, counted, signal)),
    ];
    return notices.length === 0 ? distribution : { ...distribution, notices };
  }
  throw new ModelError('no-logprobs', 'end-untold');
}

async function askFirstOfReply(
  asker: Asker,
  model: string,
  request: NextTokenRequest,
  start: ReplyStart,
): Promise<Distribution> {
  const listed = await findListed(asker.list, model);
  const planOne = await planQuestion(asker, model, request.prompt, { ...start, signal: request.signal });
  let asked = 0;
  const answer = await askListed(asker, {
    ...oneToken(model, request, listed),
    async plan(knowledge) {
      const planned = planOne(knowledge);
      if (asked > 0 && ['absent', 'refused'].includes(knowledge.chat.logprobs)) throw withoutLogprobs(asker, model);
      asked += 1;
      return planned;
    },
  });
  const [position] = answer.positions;
  if (position === undefined) throw withoutLogprobs(asker, model);
  const vocabularySize = await vocabularyOf(asker, model, listed, position, answer.listed);
  const distribution = buildDistribution(position, { ...answer, vocabularySize });
  const settled = await settleEnds(asker, distribution, {
    model,
    plan: async (knowledge) => planOne(knowledge),
    signal: request.signal,
  });
  const notices = [...(settled.notices ?? []), ...thinksFirst(answer)];
  return notices.length === 0 ? settled : { ...settled, notices };
}

/** What is to be known of a first token that is one of the model's thoughts. */
function thinksFirst({ isThought, route }: Pick<ListedAnswer, 'isThought' | 'route'>): readonly Fact[] {
  return isThought && route === 'chat' ? [createFact('thinks-first')] : [];
}

function oneToken(
  model: string,
  { candidates, everyName = false, signal }: NextTokenRequest,
  known: ListedModel | undefined,
) {
  const { listed, parameters } = listAtOnePlace({ least: Math.max(candidates, USUALLY_LISTED), everyName }, known);
  return {
    model,
    parameters: [...samplingParameters({ temperature: 1 }), ...parameters],
    maxTokens: 1,
    listed,
    untold: 'again',
    signal,
  } as const;
}

function withoutLogprobs({ where, secrets }: Asker, model: string): ModelError {
  return new ModelError('no-logprobs', 'no-logprobs-with-replies', {
    endpoint: where,
    model: fitServerText(model, secrets),
  });
}
