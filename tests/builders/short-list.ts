import { type EndpointStub, openEndpointStub } from '../model/endpoint-stub.js';
import { testSeed } from '../setup/test-seed.js';
import { openKeptTinyModel } from './tiny-model.js';

/**
 * The tiny model behind a server that lists only the most likely tokens and tells nothing of the others, as most servers
 * do. It has one model.
 *
 * @param most tokens in a list
 */
export async function openShortList(most: number): Promise<EndpointStub> {
  const tiny = await openKeptTinyModel({ seed: testSeed });
  const shortened = (asked: unknown) => (typeof asked === 'number' ? Math.min(most, asked) : undefined);
  const stub = await openEndpointStub(({ path, body }) => {
    if (path === '/v1/models') {
      return { json: { object: 'list', data: [{ id: 'tokenscope-tiny', object: 'model', meta: { n_vocab: 4003 } }] } };
    }
    if (path !== '/v1/completions' && path !== '/v1/chat/completions') return undefined;
    const { tail_bins: _, logprobs, top_logprobs: top, ...rest } = body;
    const listed = { logprobs: shortened(logprobs) ?? logprobs, top_logprobs: shortened(top) };
    return async (response) => {
      const answer = await fetch(`${tiny.baseURL}${path.slice('/v1'.length)}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...rest, ...listed }),
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
