import type { APIMessage } from 'discord-api-types/v10';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contextWords } from '../../commands/context/words.js';
import { answerAsLlama, openGpt2 } from '../model/tokenizer-stubs.js';
import { openaiChat, openaiReasoning } from '../model/dialects/openai.js';
import { lmStudio } from '../model/dialects/without-logprobs.js';
import { vllm } from '../model/dialects/vllm.js';
import { llamaCpp } from '../model/dialects/llama-cpp.js';
import { type EndpointStub, openEndpointStub } from '../model/endpoint-stub.js';
import { vocabulary } from '../tiny-model/fixtures.js';
import { buttonsOf, choose, entriesOf, ODD_PROMPTS, open, picturesOf, readText, useRoom } from './harness.js';

const isShown = (message: APIMessage) => 'Explain' in buttonsOf(message);
const altOf = (message: APIMessage) => picturesOf(message)[0]?.alt ?? '';
const plainText = (message: APIMessage) => readText(message).replaceAll('\\', '');

for (const dialect of [openaiChat, openaiReasoning, lmStudio, vllm, llamaCpp]) describe(dialect.name, () => {
  let stub: EndpointStub;
  beforeAll(async () => { stub = await openEndpointStub(dialect.answer); });
  afterAll(() => stub.close());
  const room = useRoom(() => ({ baseURL: stub.baseURL }));
  test('probe', async () => {
    const m = await room().person.slash('context', { text: 'The cat saw the mat', system: 'Be kind.' }).settled(isShown);
    console.log(dialect.name, plainText(m), altOf(m));
    const f = await room().person.press(m.id, 'Make it forget').settled((x) => readText(x) !== readText(m));
    console.log(dialect.name, plainText(f), altOf(f), buttonsOf(f));
    const d = await open(room().person, m, 'Details');
    console.log(plainText(d));
  });
});
