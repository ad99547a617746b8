import { describe, expect, test } from 'vitest';
import type { ServerTokenization } from '../../../src/domain/server-tokens.js';
import type { Turn } from '../../../src/domain/turn.js';
import { tell } from '../../words/tell.js';
import type { StubAnswer, StubRequest } from '../endpoint-stub.js';
import { readExchange } from '../recorded.js';
import { connect, NOWHERE, startModel } from '../start-model.js';
import { answerAsLlama, answerAsVllm, chatOf, openGpt2 } from '../tokenizer-stubs.js';

const named = { defaultModel: 'm' };
const ids = ({ tokens }: ServerTokenization) => tokens.map(({ id }) => id);
const texts = ({ tokens }: ServerTokenization) => tokens.map(({ text }) => text);
const own = ({ tokens }: ServerTokenization) => tokens.filter(({ around }) => !around);
const joined = (cut: ServerTokenization) =>
  Buffer.concat(own(cut).map(({ bytes }) => bytes ?? Buffer.from('?'))).toString('utf8');
const ofText =
  (answer: (content: string) => unknown) =>
  ({ path, body }: StubRequest): StubAnswer | undefined =>
    path === '/tokenize' ? { json: answer(String(body.content ?? body.prompt)) } : undefined;

describe('the shape is told by the answers', () => {
  test('vLLM’s is asked for the text’s pieces, without special tokens', async () => {
    const gpt2 = openGpt2();
    const { stub, model } = await startModel(answerAsVllm(gpt2), named);
    const cut = await model.tokenize({ text: 'I love 🍕 naïvely\n', around: 'nothing' });
    expect(ids(cut)).toEqual(gpt2.ids('I love 🍕 naïvely\n'));
    expect(joined(cut)).toBe('I love 🍕 naïvely\n');
    expect(texts(cut)).toEqual(['I', ' love', ' \uFFFD', '\uFFFD', '\uFFFD', ' naïve', 'ly', '\n']);
    expect(cut).toMatchObject({ model: 'm', notices: [] });
    expect(stub.posted('/tokenize')).toEqual(
      ['a', 'I love 🍕 naïvely\n'].map((prompt) => ({
        model: 'm',
        prompt,
        add_special_tokens: false,
        return_token_strs: true,
      })),
    );
  });

  test('llama.cpp’s cuts an empty text when asked in vLLM’s words, and is then asked in its own', async () => {
    const gpt2 = openGpt2();
    const { stub, model } = await startModel(answerAsLlama(gpt2), named);
    const cut = await model.tokenize({ text: 'naïve 🍕', around: 'nothing' });
    expect(ids(cut)).toEqual(gpt2.ids('naïve 🍕'));
    expect(joined(cut)).toBe('naïve 🍕');
    const [first, ...others] = stub.posted('/tokenize');
    expect(first).toMatchObject({ prompt: 'a' });
    expect(others).toEqual(
      ['a', 'naïve 🍕'].map((content) => ({
        model: 'm',
        content,
        add_special: false,
        parse_special: false,
        with_pieces: true,
      })),
    );
    await model.tokenize({ text: 'again', around: 'nothing' });
    expect(stub.posted('/tokenize')).toHaveLength(4);
  });

  test.each<[string, StubAnswer]>([
    ['404', { status: 404, json: { detail: 'Not Found' } }],
    ['405', { status: 405, json: { detail: 'Method Not Allowed' } }],
    ['501 without words', { status: 501, text: '' }],
    ['a web page', { text: '<!doctype html><title>Welcome</title>' }],
    ['an answer to something else', { json: { tokens: 'five' } }],
    ['no tokens for any field', { json: { tokens: [] } }],
    ['ids that are none', { json: { count: 1, tokens: [-1] } }],
  ])('%s: there is no tokenizer, until there is one', async (_, answer) => {
    const gpt2 = openGpt2();
    let isThere = false;
    const { stub, model } = await startModel((request) => {
      if (isThere) return answerAsVllm(gpt2)(request);
      return request.path === '/tokenize' ? answer : undefined;
    }, named);
    const ask = () => model.tokenize({ text: 'hello', around: 'nothing' });
    await expect(ask()).rejects.toMatchObject({ kind: 'unsupported' });
    await expect(ask()).rejects.toThrow(
      `${stub.host} does not say how it cuts texts. Choose one of the four encodings, or connect a server that does`,
    );
    isThere = true;
    expect(ids(await ask())).toEqual(gpt2.ids('hello'));
  });

  test('a list of far more tokens than a text can have is refused', async () => {
    const tokens = Array.from({ length: 200_000 }, () => ({ id: 1, piece: 'a' }));
    const { model } = await startModel(
      ofText((content) => ({ tokens: content === 'a' ? tokens.slice(0, 1) : tokens })),
      named,
    );
    await expect(model.tokenize({ text: 'aaaa', around: 'chat' })).rejects.toThrow(/chat template/);
    await expect(model.tokenize({ text: 'aaaa', around: 'special' })).rejects.toThrow(
      /lists 200,000 tokens, which are more than the text can have/,
    );
  });

  test('a long text that is everywhere in what stands around it is found without running out of memory', async () => {
    const text = 'a'.repeat(6000);
    const list = (length: number) => Array.from({ length }, () => ({ id: 1, piece: 'a' }));
    const { model } = await startModel(({ path, body }) => {
      if (path !== '/tokenize') return undefined;
      const length = String(body.content ?? '').length;
      return { json: { tokens: list(length === 6000 && body.add_special ? 30_000 : length) } };
    }, named);
    const cut = await model.tokenize({ text, around: 'special' });
    expect(own(cut)).toHaveLength(6000);
  });

  test('a failure that may pass is not remembered', async () => {
    const gpt2 = openGpt2();
    const answer = answerAsVllm(gpt2);
    const { model } = await startModel(
      (request, count) => (count === 0 ? { status: 401, json: { error: { message: 'no key' } } } : answer(request)),
      named,
    );
    const ask = () => model.tokenize({ text: 'hello', around: 'nothing' });
    await expect(ask()).rejects.toMatchObject({ kind: 'authentication' });
    expect(ids(await ask())).toEqual(gpt2.ids('hello'));
  });

  test('an endpoint that is gone, and a model that is unknown', async () => {
    const { model } = await startModel(({ path }) => {
      const message = 'The model `m` does not exist.';
      return path === '/tokenize' ? { status: 404, json: { error: { message, code: 'model_not_found' } } } : undefined;
    }, named);
    await expect(model.tokenize({ text: 'x', around: 'nothing' })).rejects.toMatchObject({ kind: 'model-unknown' });
    const gone = connect({ baseURL: NOWHERE, ...named });
    await expect(gone.tokenize({ text: 'x', around: 'nothing' })).rejects.toMatchObject({ kind: 'unreachable' });
  });

  test('a tokenizer that went away is looked for again', async () => {
    const gpt2 = openGpt2();
    const answer = answerAsVllm(gpt2);
    const { model } = await startModel(
      (request, count) => (count === 2 ? { status: 404, json: { detail: 'Not Found' } } : answer(request)),
      named,
    );
    const ask = () => model.tokenize({ text: 'hello', around: 'nothing' });
    await ask();
    await expect(ask()).rejects.toMatchObject({ kind: 'unsupported' });
    expect(ids(await ask())).toEqual(gpt2.ids('hello'));
  });
});

describe('pieces', () => {
  test('recorded llama.cpp: bytes, and the space that SentencePiece puts before a text', async () => {
    const { request, response } = readExchange('tokenize_pieces');
    const { tokens } = response as unknown as { tokens: { id: number; piece: unknown }[] };
    const content = 'Once upon a time, café 😀';
    expect(request?.body).toMatchObject({ content });
    const replay = ofText((text) => {
      if (text === 'a') return { tokens: [{ id: 261, piece: ' a' }] };
      return { tokens: text === content ? tokens.slice(1) : [] };
    });
    const { model } = await startModel(
      (asked) => ('prompt' in asked.body ? { json: { tokens: [] } } : replay(asked)),
      named,
    );
    const cut = await model.tokenize({ text: content, around: 'nothing' });
    expect(ids(cut)).toEqual(tokens.slice(1).map(({ id }) => id));
    expect(joined(cut)).toBe(content);
    expect(cut.tokens[0]).toMatchObject({ text: ' Once', bytes: new Uint8Array(Buffer.from('Once')) });
    expect(cut.tokens.at(-1)).toEqual({ id: 131, text: '\uFFFD', bytes: Uint8Array.of(128), around: false });
    expect(tell(cut.notices)).toEqual([expect.stringContaining('puts a space of its own before the text')]);
  });

  const sentencePiece = (pieces: Record<string, readonly string[]>) =>
    ofText((text) => {
      const token_strs = pieces[text] ?? ['▁', 'a'];
      return { count: token_strs.length, tokens: token_strs.map((_, at) => 100 + at), token_strs };
    });

  test('SentencePiece, with single bytes', async () => {
    const { model } = await startModel(
      sentencePiece({ 'Once 是': ['▁Once', '▁', '<0xE6>', '<0x98>', '<0xAF>'] }),
      named,
    );
    const cut = await model.tokenize({ text: 'Once 是', around: 'nothing' });
    expect(joined(cut)).toBe('Once 是');
    expect(texts(cut)).toEqual([' Once', ' ', '\uFFFD', '\uFFFD', '\uFFFD']);
  });

  test('a first token that is that space alone has no share of the text', async () => {
    const { model } = await startModel(sentencePiece({ 是: ['▁', '是'] }), named);
    const cut = await model.tokenize({ text: '是', around: 'nothing' });
    expect(cut.tokens[0]).toEqual({ id: 100, text: ' ', bytes: new Uint8Array(), around: false });
    expect(joined(cut)).toBe('是');
  });

  test('a tokenizer that changes the text: pieces as they are written, and a sentence', async () => {
    const { model } = await startModel(sentencePiece({ Hello: ['hel', '##lo'] }), named);
    const cut = await model.tokenize({ text: 'Hello', around: 'nothing' });
    expect(texts(cut)).toEqual(['hel', '##lo']);
    expect(cut.tokens.every(({ bytes }) => bytes === undefined)).toBe(true);
    expect(tell(cut.notices)).toEqual([expect.stringContaining('changes the text before it cuts it')]);
  });

  test.each(['null', 'refused'] as const)(
    'strings that are %s: the texts of the first tokens tell the pieces',
    async (strings) => {
      const gpt2 = openGpt2();
      const { model } = await startModel(answerAsVllm(gpt2, strings), named);
      const cut = await model.tokenize({ text: 'I love 🍕 a lot', around: 'nothing' });
      expect(ids(cut)).toEqual(gpt2.ids('I love 🍕 a lot'));
      expect(texts(cut)).toEqual(['I', ' love', '\uFFFD', '\uFFFD', '\uFFFD', ' a', ' lot']);
      expect(cut.tokens.map(({ bytes }) => bytes?.length)).toEqual([1, 5, undefined, undefined, undefined, 2, 4]);
      expect(tell(cut.notices)).toEqual([expect.stringContaining('cut into several tokens')]);
    },
  );

  test('ids alone, of an older llama.cpp', async () => {
    const gpt2 = openGpt2();
    const { model } = await startModel(answerAsLlama(gpt2, { pieces: false }), named);
    const cut = await model.tokenize({ text: 'Once upon a time', around: 'nothing' });
    expect(texts(cut)).toEqual(['Once', ' upon', ' a', ' time']);
    expect(joined(cut)).toBe('Once upon a time');
    const long = await model.tokenize({ text: 'no '.repeat(300), around: 'nothing' });
    expect(long.tokens).toHaveLength(gpt2.ids('no '.repeat(300)).length);
    expect(long.tokens[0]).toEqual({ id: gpt2.ids('no')[0], text: 'token_id:3919', bytes: undefined, around: false });
    expect(tell(long.notices)).toEqual([expect.stringContaining('only the tokens’ ids')]);
  });

  test('long texts, other scripts, lone surrogates and the empty text', async () => {
    const gpt2 = openGpt2();
    const { model } = await startModel(answerAsVllm(gpt2), named);
    for (const text of ['Привет, 世界! कि 👩‍🚀 '.repeat(260), 'a\ud83d', '', '  ', '\r\n\t']) {
      const cut = await model.tokenize({ text, around: 'nothing' });
      expect(joined(cut)).toBe(Buffer.from(text).toString());
      expect(ids(cut)).toEqual(gpt2.ids(Buffer.from(text).toString()));
      expect(cut.notices).toEqual([]);
    }
  });
});

describe('what stands around a text', () => {
  test('special tokens', async () => {
    const gpt2 = openGpt2();
    const { stub, model } = await startModel(answerAsVllm(gpt2), named);
    const cut = await model.tokenize({ text: 'hello there', around: 'special' });
    expect(ids(cut)).toEqual([60_001, ...gpt2.ids('hello there')]);
    expect(cut.tokens[0]).toEqual({ id: 60_001, text: '<|im_start|>', bytes: undefined, around: true });
    expect(joined(cut)).toBe('hello there');
    expect(stub.posted('/tokenize')).toContainEqual({
      model: 'm',
      prompt: 'hello there',
      add_special_tokens: true,
      return_token_strs: true,
    });
  });

  test.each(['user', '\n', 'hi\n', 'a b', '是 naïve', 'assistant\n', 's', ''])(
    'vLLM’s chat template around %j, and the same of llama.cpp',
    async (text) => {
      const gpt2 = openGpt2();
      const vllm = await startModel(answerAsVllm(gpt2), named);
      const llama = await startModel(answerAsLlama(gpt2), named);
      const cut = await vllm.model.tokenize({ text, around: 'chat' });
      expect(ids(cut)).toEqual(gpt2.ids(chatOf(text)));
      expect(joined(cut)).toBe(text);
      // The text's own tokens are those that stand behind the first line of the template.
      const before = gpt2.ids(chatOf('')).length - gpt2.ids('<|im_end|>\n<|im_start|>assistant\n').length;
      const first = cut.tokens.findIndex(({ around }) => !around);
      if (text !== '') expect([before - 1, before]).toContain(first);
      expect(cut.tokens.filter(({ around }) => around).some(({ text }) => text === '<|im_start|>')).toBe(true);
      expect(await llama.model.tokenize({ text, around: 'chat' })).toEqual(cut);

      const message = { role: 'user', content: text };
      expect(vllm.stub.posted('/tokenize')).toContainEqual({
        model: 'm',
        messages: [message],
        add_generation_prompt: true,
        add_special_tokens: false,
        return_token_strs: true,
      });
      expect(llama.stub.posted('/apply-template')).toContainEqual({ model: 'm', messages: [message] });
      expect(llama.stub.posted('/tokenize')).toContainEqual({
        model: 'm',
        content: chatOf(text),
        add_special: true,
        parse_special: true,
        with_pieces: true,
      });
    },
  );

  test.each(['You are a pirate.', 'system', 'user', 'Hello', '', '<|im_start|>'])(
    'what a system message says is told apart from the template and from the user’s words: %j',
    async (system) => {
      const gpt2 = openGpt2();
      const vllm = await startModel(answerAsVllm(gpt2), named);
      const llama = await startModel(answerAsLlama(gpt2), named);
      const cut = await vllm.model.tokenize({ text: 'Hello', around: 'chat', system });
      expect(await llama.model.tokenize({ text: 'Hello', around: 'chat', system })).toEqual(cut);
      const before = '<|im_start|>system\n';
      expect(texts(cut).join('')).toBe(`${before}${system}<|im_end|>\n${chatOf('Hello')}`);
      expect(joined(cut)).toBe('Hello');
      const marked = cut.tokens.flatMap(({ isSystem }, at) => (isSystem ? [at] : []));
      expect(marked.map((at) => texts(cut)[at]).join('')).toBe(system);
      if (system !== '') expect(marked[0]).toBe(gpt2.ids(before).length);
    },
  );

  test.each([
    [['Hi', 'Hello!', 'Hello'], undefined],
    [['user', 'assistant', 'Hi', '<|im_end|>'], 'user'],
    [['', ' naïve 🍕 ', 'Hello', '\n'], 'You are a pirate.'],
  ])('what was said before is told apart, turn by turn: %j', async (said, system) => {
    const gpt2 = openGpt2();
    const before = said.map((text, at): Turn => ({ role: at % 2 === 0 ? 'user' : 'assistant', text }));
    const asked = { text: 'Hello', around: 'chat', system, before } as const;
    const vllm = await startModel(answerAsVllm(gpt2), named);
    const llama = await startModel(answerAsLlama(gpt2), named);
    const cut = await vllm.model.tokenize(asked);
    expect(await llama.model.tokenize(asked)).toEqual(cut);
    expect(joined(cut)).toBe('Hello');
    for (const [at, text] of said.entries()) {
      const own = cut.tokens.filter(({ turn }) => turn === at).map((token) => token.text);
      if (text !== ' naïve 🍕 ') expect(own.join('')).toBe(text.trim());
      else expect(own.length).toBeGreaterThan(0);
    }
    const { text: question, ...chat } = asked;
    expect(await vllm.model.chatLength({ ...chat, question })).toBe(cut.tokens.length);
    expect(await llama.model.chatLength({ ...chat, question })).toBe(cut.tokens.length);
  });

  test('a text that is a special token of the template: one of the two is the text’s', async () => {
    const gpt2 = openGpt2();
    const { model } = await startModel(answerAsVllm(gpt2), named);
    const cut = await model.tokenize({ text: '<|im_end|>', around: 'chat' });
    expect(ids(cut)).toEqual(gpt2.ids(chatOf('<|im_end|>')));
    expect(own(cut).map(({ id }) => id)).toEqual([60_002]);
  });

  test('ids alone: names of what is around are asked for', async () => {
    const gpt2 = openGpt2();
    const { model } = await startModel(answerAsLlama(gpt2, { pieces: false }), named);
    const cut = await model.tokenize({ text: 'Once upon', around: 'chat' });
    expect(texts(cut).join('')).toBe(chatOf('Once upon'));
    expect(joined(cut)).toBe('Once upon');
  });

  test('what is the same for every text is asked once', async () => {
    const gpt2 = openGpt2();
    const { model, stub } = await startModel(answerAsLlama(gpt2), named);
    const cut = (text: string) => model.tokenize({ text, around: 'chat' });
    await cut('Once upon');
    const first = stub.requests.length;
    expect(ids(await cut('a time'))).toEqual(gpt2.ids(chatOf('a time')));
    // The template with the text, its tokens, and those of the text alone.
    expect(stub.requests.length - first).toBe(3);
  });

  test('no chat template: a sentence with a way out', async () => {
    const { stub, model } = await startModel(answerAsLlama(openGpt2(), { template: false }), named);
    const ask = model.tokenize({ text: 'x', around: 'chat' });
    await expect(ask).rejects.toMatchObject({ kind: 'unsupported' });
    await expect(ask).rejects.toThrow(`${stub.host} does not tell its chat template. Cut the text alone`);
  });

  test('a model without a chat template, in the server’s words', async () => {
    const answer = answerAsVllm(openGpt2());
    const message = 'As of transformers v4.44, default chat template is no longer allowed.';
    const { model } = await startModel(
      (request) => ('messages' in request.body ? { status: 400, json: { message } } : answer(request)),
      named,
    );
    const ask = model.tokenize({ text: 'x', around: 'chat' });
    await expect(ask).rejects.toMatchObject({ kind: 'unsupported' });
    await expect(ask).rejects.toThrow(/This model has no chat template to put around the text.*default chat template/);
  });
});
