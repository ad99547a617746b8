import { buildDistribution } from './build-distribution.js';
import { chatContent } from './chat-content.js';
import type { Distribution } from './distribution.js';
import { ModelError } from './errors.js';
import type { NextTokenRequest, ReplyStart } from './language-model.js';
import type { ModelContext } from './model-context.js';
import { scaleAtOne, usualListed } from './next-token.js';
import { parseAnswerFacts } from './parse-choice.js';
import { parseLogprobs } from './parse-completions-logprobs.js';
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
  const { json, request } = await asker.json(
    model,
    (knowledge) => {
      checkTakesQuestions(asker, model, knowledge);
      const parameters = samplingParameters({ temperature: 1 }, 'neutral');
      const logprobs = Math.max(candidates, usualListed);
      return { route: 'chat', model, content, parameters, maxTokens: 1, logprobs, stream: false };
    },
    signal,
  );
  const { choice, model: answeredBy } = parseAnswerFacts(json, asker.where);
  const [position] = readSpelling(parseLogprobs(choice?.logprobs), choice?.text ?? '', asker.memory.about(model));
  if (position === undefined || position.listed.length === 0) {
    throw new ModelError(
      'no-logprobs',
      `${fitServerText(model, asker.secrets)} gives no probabilities with its replies at ${asker.where}. Choose another model, or an endpoint that gives logprobs.`,
    );
  }
  return buildDistribution(position, {
    listed: askedLogprobs(request.body),
    route: 'chat',
    model: answeredBy ?? model,
    vocabularySize: await vocabularySize,
    scale: scaleAtOne(request, asker.memory.about(model).scale),
    request,
  });
}
