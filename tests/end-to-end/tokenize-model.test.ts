import { afterAll, beforeAll, expect, test } from 'vitest';
import { type EndpointStub, openEndpointStub, type StubAnswer, type StubRequest } from '../model/endpoint-stub.js';
import { answerAsVllm, chatOf, openGpt2 } from '../model/tokenizer-stubs.js';
import { buttonsOf, componentsOf, open, openStage, picturesOf, readText, saysSomething, useRoom } from './harness.js';

type Answer = (request: StubRequest) => StubAnswer | undefined;

/** Set by each test: what the server of the room's endpoint answers. */
let answer: Answer = () => undefined;
let stub: EndpointStub;
beforeAll(async () => {
  stub = await openEndpointStub((request) =>
    request.path === '/v1/models'
      ? { json: { data: [{ id: 'gpt2-with-tokenizer' }, { id: 'without' }] } }
      : request.body.model === 'without'
        ? { status: 404, json: { detail: 'Not Found' } }
        : answer(request),
  );
});
afterAll(() => stub.close());
const room = useRoom(() => ({ baseURL: stub.baseURL }));

test('a chat template with special tokens, in the picture, the list and the comparison', async () => {
  const gpt2 = openGpt2();
  answer = answerAsVllm(gpt2);
  const { person, fetchFile } = room();
  const text = 'I love 🍕 and 的! '.repeat(100).trim();
  const message = await person.slash('tokenize', { text, encoding: 'model', around: 'chat' }).settled();
  const ids = gpt2.ids(chatOf(text));
  const own = gpt2.ids(text).length;
  const details = await open(person, message, 'Details', saysSomething);
  expect(readText(details)).toContain(`[${ids.slice(0, 20).join(', ')}, `);
  expect(readText(details)).toContain(`tokens** · **${ids.length - own} around the text** · 1,599 characters`);
  expect(picturesOf(message)[0]?.alt).toMatch(
    /“<\|im_start\|>” 60001 \(around the text\); “user” 7220 \(around the text\); line break 198 \(around the text\); “I” 40; /,
  );
  expect(picturesOf(message)[0]?.alt).toContain('together “🍕”');

  const list = await person.press(details.id, `All ${ids.length.toLocaleString('en-US')} tokens as a file`).settled();
  const url = componentsOf(list).find(({ file }) => file)?.file?.url ?? '';
  const rows = (await fetchFile(url)).toString('utf8').trim().split('\n');
  expect(rows.slice(0, 2)).toEqual([
    'place\tid\tbytes\ttoken\twhere',
    '1\t60001\taround\t<|im_start|>\taround the text',
  ]);
  expect(rows).toContain('4\t40\t49\tI\tin the text');
  expect(rows).toHaveLength(ids.length + 1);

  const compared = await person.press(message.id, 'Compare encodings').settled();
  const counted = own.toLocaleString('en-US');
  expect(picturesOf(compared)[0]?.alt).toContain(`model’s own (gpt2-with-tokenizer) ${counted} tokens`);
  expect(picturesOf(compared)[0]?.alt).toMatch(new RegExp(`r50k_base \\([^)]*\\) ${counted} tokens`));
});

test('a model without a tokenizer: a sentence', async () => {
  const { person } = room();
  const refused = await person.slash('tokenize', { text: 'hi', encoding: 'model', model: 'without' }).settled();
  expect(readText(refused)).toContain('does not say how it cuts texts. Choose one of the four encodings');
});

test('a press asks the same model again, and says so when the tokenizer is gone', async () => {
  const gpt2 = openGpt2();
  answer = answerAsVllm(gpt2);
  const { person } = room();
  const message = await person
    .slash('tokenize', { text: 'hello', encoding: 'model', around: 'special', model: 'gpt2-with-tokenizer' })
    .settled();
  const bytes = await person.press(message.id, 'Show bytes').settled((now) => 'Show ids' in buttonsOf(now));
  expect(picturesOf(bytes)[0]?.alt).toContain('“<|im_start|>” around (around the text); “hello” 68 65 6C 6C 6F');
  answer = () => ({ status: 404, json: { detail: 'Not Found' } });
  const compared = await person.press(message.id, 'Compare encodings').settled();
  expect(picturesOf(compared)[0]?.alt).not.toContain('model’s own');
  answer = () => ({ status: 500, json: { error: { message: 'internal server error' } } });
  const failed = await person.press(message.id, 'Compare encodings').settled();
  expect(readText(failed)).toMatch(/Without the model’s own tokenizer: .*500/);
});

test('a tokenizer that changes the text: pieces as the server writes them', async () => {
  answer = ({ path, body }) => {
    if (path !== '/tokenize') return { status: 404, json: { detail: 'Not Found' } };
    const token_strs = body.prompt === 'HELLO' ? ['hel', '##lo'] : ['a'];
    return {
      json: { count: token_strs.length, max_model_len: 512, tokens: token_strs.map((_, at) => 7 + at), token_strs },
    };
  };
  const { person } = room();
  const message = await person.slash('tokenize', { text: 'HELLO', encoding: 'model' }).settled();
  expect(readText(message)).toContain('**2 tokens**');
  expect(readText(message)).toContain('changes the text before it cuts it');
  expect(picturesOf(message)[0]?.alt).toContain('“hel” 7; “##lo” 8');
});

test('after a restart, and with another default model, the buttons cut by the model of the run', async () => {
  const gpt2 = openGpt2();
  answer = answerAsVllm(gpt2);
  const { playground, start } = await openStage();
  const first = await start({ baseURL: stub.baseURL, defaultModel: 'gpt2-with-tokenizer' });
  const person = playground.join('Ann');
  const message = await person.slash('tokenize', { text: 'hello', encoding: 'model', around: 'chat' }).settled();
  await first.close();
  const second = await start({ baseURL: stub.baseURL, defaultModel: 'without' });
  const bytes = await person.press(message.id, 'Show bytes').settled((now) => 'Show ids' in buttonsOf(now));
  const ids = await person.press(message.id, 'Show ids').settled((now) => 'Show bytes' in buttonsOf(now));
  await second.close();
  expect(picturesOf(bytes)[0]?.alt).toContain('“hello” 68 65 6C 6C 6F; “<|im_end|>” around (around the text)');
  expect(picturesOf(ids)[0]?.alt).toBe(picturesOf(message)[0]?.alt);
});
