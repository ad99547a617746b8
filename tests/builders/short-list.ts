import { type EndpointStub, openEndpointStub } from '../model/endpoint-stub.js';
import { testSeed } from '../setup/test-seed.js';
import { openKeptTinyModel } from './tiny-model.js';

/** As many as the embedded models have. */
const VOCABULARY = 4003;

/**
 * The tiny model behind a server that lists only the most likely tokens, tells nothing of the others, and refuses to list
 * more, as vLLM does. It has one model.
 *
 * @param most tokens in a list
 */
export async function openShortList(most: number): Promise<EndpointStub> {
  const tiny = await openKeptTinyModel({ seed: testSeed });
  const stub = await openEndpointStub(({ path, body }) => {
    if (path === '/v1/models') {
      const model = { id: 'tokenscope-tiny', object: 'model', meta: { n_vocab: VOCABULARY } };
      return { json: { object: 'list', data: [model] } };
    }
    if (path !== '/v1/completions' && path !== '/v1/chat/completions') return undefined;
    const listed = Number(path === '/v1/completions' ? (body.logprobs ?? 0) : (body.top_logprobs ?? 0));
    if (listed > most) {
      const message = `Requested sample logprobs of ${listed}, which is greater than max allowed: ${most}`;
      return { status: 400, json: { error: { message, type: 'BadRequestError', param: 'logprobs', code: 400 } } };
    }
    const { tail_bins: _, ...rest } = body;
    return async (response) => {
      const answer = await fetch(`${tiny.baseURL}${path.slice('/v1'.length)}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(rest),
      });
      response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' });
      response.end(await answer.text());
    };
  });
  return {
    ...stub,
    async close() {
      await stub.close();
      await tiny.close();
    },
  };
}
