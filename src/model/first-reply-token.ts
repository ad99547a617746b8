import { askListed } from './ask-listed.js';
import type { Asker } from './asker.js';
import { buildDistribution } from './build-distribution.js';
import { chatContent } from './chat-content.js';
import type { Distribution } from './distribution.js';
import { ModelError } from './errors.js';
import type { NextTokenRequest, ReplyStart } from './language-model.js';
import type { ModelContext } from './model-context.js';
import { scaleAtOne, usualListed } from './next-token.js';
import { checkTakesQuestions } from './reply.js';
import { askedLogprobs, samplingParameters } from './request-shape.js';
import { fitServerText } from './server-text.js';
import { readSpelling } from './token-spelling.js';
import { findVocabularySize } from './vocabulary-size.js';

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
