import type { Context } from 'hono';
import { ApiError } from './api-error.js';
import { followersRequest, parseRequest } from './requests.js';
import type { ServedModels } from './served-model.js';

/** Answers `POST /v1/corpus/followers`: how often words stand in the texts that the models learned from, and what follows them. */
export function answerFollowers(context: Context, { corpus, models }: ServedModels, body: unknown): Response {
  const { input, top } = parseRequest(followersRequest, body);
  const counts = corpus();
  const counted = counts.count(input, top ?? DEFAULT_TOP);
  if (counted === undefined) {
    throw new ApiError(400, "Invalid 'input': there is no word in it.", 'invalid_value', 'input');
  }
  return context.json({
    object: 'corpus.followers',
    // The n-gram model counts in all of these texts, and is the first.
    model: models[0]?.name,
    documents: counts.documents,
    words: counts.words,
    ...counted,
  });
}

const DEFAULT_TOP = 10;
