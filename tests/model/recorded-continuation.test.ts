import { describe, expect, test } from 'vitest';
import { figuresOf } from '../builders/one-bin.js';
import { chatLogprobs, completion } from './continuation-answers.js';
import { readExchange } from './recorded.js';
import { startModel } from './start-model.js';

const start: typeof startModel = (answer, options) => startModel(answer, { defaultModel: 'm', ...options });

describe('recorded llama.cpp', () => {
  test('its completions answer becomes a distribution', async () => {
    const { response, headers } = readExchange('completion_logprobs5');
    const { model } = await start(
      ({ path }) => {
        if (path === '/v1/models') return { json: readExchange('models').response };
        return { text: JSON.stringify(response), headers: { 'content-type': headers?.['content-type'] ?? '' } };
      },
      { defaultModel: undefined },
    );
    const distribution = figuresOf(await model.nextToken({ prompt: 'Once upon a time', candidates: 5 }));
    expect(distribution).toMatchObject({ model: 'stories260K', route: 'completions', vocabularySize: 512 });
    expect(distribution.candidates.map(({ text }) => text)).toEqual([',', ' there', ' in', ' on', 'ut']);
    // Five came of the twenty that were asked for, so the list may have holes.
    expect(distribution.cap).toBe(distribution.hiddenMass);
  });

  test('its logprobs are before temperature', async () => {
    const { model } = await start(({ path, body }) => {
      if (path !== '/v1/completions') return undefined;
      return {
        json: readExchange(body.temperature === 1 ? 'completion_logprobs5_t2' : 'completion_logprobs5_t05').response,
      };
    });
    expect(await model.scale()).toBe('raw');
  });

  test('the draw at temperature 0', async () => {
    const { model } = await start(() => ({ json: readExchange('bytes_utf8_completion').response }));
    const [token] = await model.draw({ prompt: 'She said “', temperature: 0 });
    expect(token).toMatchObject({ text: 'H', id: 440 });
    expect(token?.alternatives).toHaveLength(5);
  });

  test('vLLM’s map', async () => {
    const { model } = await start(() => ({ json: readExchange('doc_vllm_completion_map').response }));
    const { candidates, model: name } = await model.nextToken({ prompt: 'x', candidates: 4 });
    expect(candidates[0]?.text).toBe('false');
    expect(name).toBe('path_to_s3_model');
  });

  test('its refusal of too many logprobs and OpenAI’s of any', async () => {
    const limit = readExchange('doc_vllm_error_maxlogprobs').response;
    const vllm = await start(({ body, path }) => {
      if (path !== '/v1/completions') return undefined;
      return Number(body.logprobs) > 20 ? { status: 400, json: limit } : completion(chatLogprobs);
    });
    await vllm.model.nextToken({ prompt: 'x', candidates: 25 });
    expect(vllm.stub.posted('/v1/completions').map(({ logprobs }) => logprobs)).toEqual([1000, 20]);
    const openai = await start(({ path }) =>
      path === '/v1/completions'
        ? { status: 404, text: '' }
        : { status: 403, json: readExchange('doc_openai_error_403_logprobs').response },
    );
    await expect(openai.model.nextToken({ prompt: 'x', candidates: 5 })).rejects.toMatchObject({ kind: 'no-logprobs' });
  });
});
