import type { Distribution } from '../../domain/distribution.js';
import type { NextTokenRequest, ReplyStart } from '../../domain/language-model.js';
import { buildDistribution } from '../answer/build-distribution.js';
import { chatContent } from '../answer/chat-content.js';
import { readSpelling } from '../answer/token-spelling.js';
import { askListed } from '../asking/ask-listed.js';
import type { Asker } from '../asking/asker.js';
import type { ModelContext } from '../asking/model-context.js';
import { askedLogprobs, samplingParameters } from '../asking/request-shape.js';
import { findVocabularySize } from '../asking/vocabulary-size.js';
import { ModelError } from '../errors.js';
import { fitServerText } from '../wire/server-text.js';
import { scaleAtOne, usualListed } from './next-token.js';
import { checkTakesQuestions } from './reply.js';

/** Asks for the model's own distribution over the first token of its reply to a question. */
export async function askFirstReplyToken(
  { asker, list }: ModelContext,
  model: string,
  { prompt, candidates, signal }: NextTokenRequest,
  start: ReplyStart,
): Promise<Distribution> {
  const vocabularySize = findVocabularySize(list, model);
  const content = await chatContent(asker, model, prompt, { ...start, signal });
  let asked = 0;
  const answer = await askListed(asker, {
    model,
    async plan(knowledge) {
      checkTakesQuestions(asker, model, knowledge);
      if (asked > 0 && ['absent', 'refused'].includes(knowledge.chat.logprobs)) throw withoutLogprobs(asker, model);
      asked += 1;
      return { route: 'chat', content };
    },
    parameters: samplingParameters({ temperature: 1 }),
    maxTokens: 1,
    listed: Math.max(candidates, usualListed),
    untold: 'again',
    signal,
  });
  const { request } = answer;
  const [position] = readSpelling(answer.positions, answer.text, asker.memory.about(model));
  if (position === undefined) throw withoutLogprobs(asker, model);
  return buildDistribution(position, {
    listed: askedLogprobs(request.body),
    route: 'chat',
    model: answer.model,
    vocabularySize: await vocabularySize,
    scale: scaleAtOne(request, asker.memory.about(model).scale),
    request,
  });
}

function withoutLogprobs({ where, secrets }: Asker, model: string): ModelError {
  return new ModelError(
    'no-logprobs',
    `${fitServerText(model, secrets)} gives no probabilities with its replies at ${where}. Choose another model, or an endpoint that gives logprobs.`,
  );
}
