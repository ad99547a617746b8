import { onTestFinished } from 'vitest';
import type { ReplyRequest } from '../../src/domain/language-model.js';
import type { ModelOptions } from '../../src/model/model-options.js';
import { openModel } from '../../src/model/open-model.js';
import { type EndpointStub, openEndpointStub, type StubAnswer, type StubRequest } from './endpoint-stub.js';

/**
 * Where nothing answers. A port that was free a moment ago may be somebody else's by now; this one is given to nobody unasked,
 * and is none of those that `fetch` does not ask.
 */
export const NOWHERE = 'http://127.0.0.1:2/v1';

/** Opens a model that is closed when the test is finished. */
export function connect(options: ModelOptions): ReturnType<typeof openModel> {
  const model = openModel(options);
  onTestFinished(() => model.close());
  return model;
}

/** Starts a stub that answers as told and opens a model on it; both end with the test. */
export async function startModel(
  answer: (request: StubRequest, count: number) => StubAnswer | undefined,
  options: Partial<ModelOptions> = {},
): Promise<{ stub: EndpointStub; model: ReturnType<typeof openModel> }> {
  const stub = await openEndpointStub(answer);
  onTestFinished(() => stub.close());
  return { stub, model: connect({ baseURL: stub.baseURL, ...options }) };
}

/** As `startModel`, for replies: the stub answers what is posted, and `ask` asks a question at temperature 0.7. */
export async function startReplies(
  answer: (request: StubRequest, count: number) => StubAnswer | undefined,
  options: Partial<ModelOptions> = {},
) {
  const onPost = (request: StubRequest, count: number) =>
    request.method === 'POST' ? answer(request, count) : undefined;
  const { stub, model } = await startModel(onPost, { defaultModel: 'm', ...options });
  const ask = (request: Partial<ReplyRequest> = {}) => model.reply({ question: 'Why?', temperature: 0.7, ...request });
  return { stub, model, ask, bodies: () => stub.posted('/v1/chat/completions') };
}
