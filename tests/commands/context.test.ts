import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { explainContext } from '../../commands/context/explain.js';
import { makeForget } from '../../commands/context/forget.js';
import { readPrompt } from '../../commands/context/read-prompt.js';
import { type ContextResult, contextResult, overflowOf, templateCount } from '../../commands/context/result.js';
import { viewContext } from '../../commands/context/view.js';
import { contextWords } from '../../commands/context/words.js';
import { altText } from '../../src/charts/alt.js';
import type { PictureBlock, TextBlock } from '../../src/discord/reply.js';
import type { Services } from '../../src/services.js';
import { openKeptTokenizer } from '../builders/kept-threads.js';
import { placeAt } from '../builders/place.js';
import { type OpenServices, openServices } from '../builders/services.js';
import type { StubAnswer, StubRequest } from '../model/endpoint-stub.js';
import { piece } from '../model/reply-answers.js';
import { startModel } from '../model/start-model.js';
import { answerAsLlama, chatOf, openGpt2 } from '../model/tokenizer-stubs.js';
import { vocabulary } from '../tiny-model/fixtures.js';

const asking = {
  get signal() {
    return new AbortController().signal;
  },
  locale: 'en-US',
  progress: () => {},
};
const place = placeAt();

/** What somebody reads of a result, and hears of its picture. */
function seen(result: ContextResult): { text: string; alt: string } {
  const stored = contextResult.parse(JSON.parse(JSON.stringify(contextResult.encode(result))));
  const { blocks } = viewContext(stored, place);
  expect(viewContext(result, place)).toEqual(viewContext(stored, place));
  const text = blocks.flatMap((block) => (block.kind === 'text' ? [(block as TextBlock).markdown] : [])).join('\n');
  const picture = blocks.find((block): block is PictureBlock => block.kind === 'picture');
  return { text, alt: picture === undefined ? '' : altText(picture.picture) };
}

/** A server that says `said` and counts so many tokens, with or without a tokenizer. */
async function serve(
  {
    said = 'Yes',
    counted,
    window,
  }: { said?: string; counted?: (body: StubRequest['body']) => number; window?: number },
  tokenizer: (request: StubRequest) => StubAnswer | undefined = () => undefined,
): Promise<Services> {
  const { model } = await startModel(
    (request) => {
      const { path, body } = request;
      if (path === '/v1/models') return { json: { data: [{ id: 'm', context_length: window }] } };
      if (path !== '/v1/chat/completions') {
        return tokenizer(request) ?? { status: 404, json: { error: { message: 'no such path' } } };
      }
      const usage = counted && { prompt_tokens: counted(body), completion_tokens: 1 };
      if (body.stream !== true) {
        const message = { role: 'assistant', content: said };
        return { json: { model: 'm', choices: [{ index: 0, message, finish_reason: 'stop' }], usage } };
      }
      const events = [
        piece({ content: said }),
        piece({}, { finish_reason: 'stop' }),
        { model: 'm', choices: [], usage },
      ];
      return {
        text: [...events.map((event) => JSON.stringify(event)), '[DONE]'].map((event) => `data: ${event}\n\n`).join(''),
        type: 'text/event-stream',
      } as StubAnswer;
    },
    { defaultModel: 'm' },
  );
  return { model, inside: model.inside, tokenizer: openKeptTokenizer() } as unknown as Services;
}

const contents = ({ messages }: StubRequest['body']) => messages as { role: string; content: string }[];

describe('a prompt as the model gets it', () => {
  const asked = { text: 'Hello, who are you?', system: 'You are a pirate.', model: undefined, sampling: undefined };
  const rendered = (system: string, text: string) => `<|im_start|>system\n${system}<|im_end|>\n${chatOf(text)}`;

  test('with the template of a server that tells it, and the same number as the server counts', async () => {
    const gpt2 = openGpt2();
    const all = gpt2.ids(rendered(asked.system, asked.text));
    const count = (body: StubRequest['body']) =>
      gpt2.ids(contents(body).length === 2 ? rendered(asked.system, asked.text) : '').length;
    const prompt = await readPrompt(
      asked,
      asking,
      await serve({ counted: count, window: 128_000 }, answerAsLlama(gpt2)),
    );
    expect(prompt.tokens.map(({ id }) => id)).toEqual(all);
    const own = [gpt2.ids(asked.system).length, gpt2.ids(asked.text).length] as const;
    expect(prompt.counts).toEqual({
      system: own[0],
      before: 0,
      user: own[1],
      answer: 0,
      template: all.length - own[0] - own[1],
    });
    expect(prompt.usage?.prompt).toBe(all.length);
    const { text, alt } = seen({ prompt });
    const template = all.length - own[0] - own[1];
    expect(text).toContain(
      `The model reads **${all.length} tokens**: ${own[0]} of the system prompt, ${own[1]} of your words, and ${template} of the **template**, which says who speaks. The server counts the same. If the window were a book of 400 pages, that would be about ${Math.round((all.length / 128_000) * 12_000)} lines.`,
    );
    expect(alt).toContain(`The window has room for 128,000 tokens. In tokens: template ${template}`);
    expect(alt).toContain('“<|im_start|>” (template)');
  });

  test('a server that counts something else is not believed to count the same', async () => {
    const prompt = await readPrompt(asked, asking, await serve({ counted: () => 99 }, answerAsLlama(openGpt2())));
    const { text } = seen({ prompt });
    expect(text).not.toContain('counts the same');
    expect(text).toMatch(/lists \d+ tokens before the answer, and the server itself counted 99/);
  });

  test('without a tokenizer an estimate, and the template as the rest of what the server counted', async () => {
    const prompt = await readPrompt(asked, asking, await serve({ counted: () => 23 }));
    expect(prompt.way).toBe('estimate');
    // “You are a pirate.” is 5 tokens of o200k_base, “Hello, who are you?” 6.
    expect(templateCount(prompt)).toBe(23 - 11);
    const { text, alt } = seen({ prompt });
    expect(text).toContain(
      'The server counted **23 tokens**. Your words are about **11** of them; the rest, about 12, is the **template**, which says who speaks. The server does not tell how large its window is.',
    );
    expect(alt).toContain('An estimate');
  });

  test('nothing is made up where neither is told', async () => {
    const prompt = await readPrompt(asked, asking, await serve({}));
    expect(templateCount(prompt)).toBeUndefined();
    expect(seen({ prompt }).text).toContain(
      'Your words are about **11 tokens**. The server does not tell how many it reads in all.',
    );
    const fewer = await readPrompt(asked, asking, await serve({ counted: () => 5 }));
    expect(templateCount(fewer)).toBeUndefined();
    expect(seen({ prompt: fewer }).text).toContain('these two do not fit together');
  });

  test('what the model has written already is read as well, and counted by the request that it came from', async () => {
    const gpt2 = openGpt2();
    const count = () => gpt2.ids(chatOf('Why?')).length;
    const services = await serve({ counted: count, said: 'Because I say so.' }, answerAsLlama(gpt2));
    const reply = { question: 'Why?', temperature: 0 };
    const answer = await services.model.reply(reply);
    const record = {
      kind: 'reply' as const,
      asked: reply,
      answer,
      endpoint: { label: 'x', tiny: false },
      model: 'm',
      total: 0,
    };
    const prompt = await readPrompt({ text: 'Why?', model: 'm', record }, asking, services);
    expect(prompt.tokens.map(({ id }) => id)).toEqual(gpt2.ids(`${chatOf('Why?')}Because I say so.`));
    expect(prompt.counts.answer).toBe(gpt2.ids('Because I say so.').length);
    expect(prompt.isAnswer).toBe(true);
    expect(seen({ prompt }).text).toMatch(/^.*Before the next token the model reads \*\*\d+ tokens\*\*/m);
    const [before, after] = [count(), gpt2.ids('Because I say so.').length];
    // The server counted less: that is for Explain.
    expect(seen({ prompt }).text).not.toContain('counts the same');
    expect(explainContext({ prompt }, place).example).toContain(
      ` = ${before + after} tokens. Before the answer there were ${before + after} − ${after} = ${before}. The server says \`prompt_tokens: ${before}\`.`,
    );
  });
});

describe('the embedded models', () => {
  let services: OpenServices;
  beforeAll(async () => {
    services = await openServices();
  });
  afterAll(() => services.close());
  const { encode } = vocabulary();

  test('are read with their special tokens by name', async () => {
    const asked = { text: 'Hello there', system: 'Be kind.', model: 'tokenscope-tuned' };
    const prompt = await readPrompt(asked, asking, services);
    expect(prompt.tokens.map(({ label }) => label).join('')).toBe('<|human|>Be·kind.·Hello·there<|assistant|>');
    expect(prompt.tokens[0]).toMatchObject({ label: '<|human|>', owner: 'template' });
    expect(prompt.tokens.at(-1)).toMatchObject({ label: '<|assistant|>', owner: 'template' });
    expect(prompt.usage?.prompt).toBe(encode('Be kind. Hello there').length + 2);
    expect(prompt.window).toBe(255);
  });

  test('a model without a template reads the words alone', async () => {
    const prompt = await readPrompt({ text: 'Once upon a time', model: 'tokenscope-base' }, asking, services);
    expect(prompt).toMatchObject({ way: 'alone', counts: { user: encode('Once upon a time').length, template: 0 } });
    expect(seen({ prompt }).text).toContain('it has no **template** that says who speaks');
  });

  test('of a text that is too long, the oldest tokens are crossed out', async () => {
    const text = 'Many people live near the sea. '.repeat(50);
    const prompt = await readPrompt({ text, model: 'tokenscope-tuned' }, asking, services);
    const all = encode(text.trimEnd()).length + 2;
    expect(overflowOf(prompt)).toBe(all - 255);
    const { text: said, alt } = seen({ prompt });
    expect(said).toContain(`**Too long:** ${all} tokens for a window of 255.`);
    expect(alt).toContain(`does not fit ${all - 255}`);
  });

  test('one sentence more pushes the fact out, and the word with it', async () => {
    const forget = await makeForget({}, asking, services);
    const { filler } = contextWords('en-US');
    const { fact, end, word } = contextWords('en-US').examples.base;
    const textOf = (sentences: number, isWhole = true) =>
      [
        ...(isWhole ? [fact] : []),
        ...Array.from({ length: sentences }, (_, at) => filler[at % filler.length]),
        end,
      ].join(' ');
    const lengthOf = (text: string) => encode(text).length;
    // One place of the 255 is for the next token.
    let most = 0;
    while (lengthOf(textOf(most + 1)) <= 254) most += 1;
    expect(forget.rows.map(({ sent }) => sent)).toEqual([textOf(0), textOf(most), ` ${textOf(most + 1, false)}`]);
    for (const { fact: told, filler: between, end: last, sent, place } of forget.rows) {
      expect((place === 'gone' ? 0 : told) + between + last).toBe(lengthOf(sent));
    }
    const [near, far, gone] = forget.rows.map(({ chance }) => chance?.probability ?? Number.NaN) as [
      number,
      number,
      number,
    ];
    for (const [at, chance] of [near, far, gone].entries()) {
      const { candidates } = await services.model.nextToken({
        prompt: forget.rows[at]?.sent ?? '',
        model: 'tokenscope-base',
        candidates: 20,
        everyName: true,
      });
      const found = candidates.find(({ text }) => text === ` ${word}`);
      expect(chance).toBeCloseTo(Math.exp(found?.logprob ?? 0), 6);
    }
    expect(near).toBeGreaterThan(0.4);
    expect(far).toBeGreaterThan(20 * gone);
    expect(gone).toBeLessThan(0.01);
    const { text, alt } = seen({ prompt: await readPrompt({ text: 'x', model: undefined }, asking, services), forget });
    expect(text).toContain('One more sentence pushes the fact out of the window');
    expect(alt).toContain('Does the model still know “king”?');
  });

  test.each(['Hi', 'A', 'It is red.', 'A dog ran.', 'Once there was an owl.'])(
    'a fact as short as “%s” leaves a prompt that fits, too',
    async (fact) => {
      const prompt = await readPrompt({ text: 'x', model: undefined }, asking, services);
      const forget = await makeForget({ fact, end: 'So', word: 'red' }, asking, services);
      const [, far, gone] = forget.rows;
      if (far === undefined || gone === undefined) throw new Error('there are three rows');
      expect(far.sent.startsWith(fact)).toBe(true);
      expect(encode(far.sent).length).toBe(far.fact + far.filler + far.end);
      expect(encode(gone.sent).length).toBe(gone.filler + gone.end);
      for (const { sent } of forget.rows) expect(encode(sent).length).toBeLessThanOrEqual(254);
      const more = gone.filler + gone.dropped - far.filler;
      expect(far.fact + far.filler + far.end + more).toBeGreaterThan(254);
      const { example } = explainContext({ prompt, forget }, place);
      expect(example).toContain(`One more sentence has ${more} tokens: too many.`);
      expect(example).toContain(
        gone.dropped === 0
          ? `So the oldest ${far.fact}, the fact, go.`
          : `So the oldest ${far.fact + gone.dropped} go: `,
      );
      expect(seen({ prompt, forget }).alt).toContain(`(fell off ${far.fact + gone.dropped} tokens`);
    },
  );

  test('of a word in another writing, the chance is that of its first byte', async () => {
    const [fact, end] = ['我的猫叫米索。', '我的猫叫'];
    const forget = await makeForget({ fact, end, word: '米索' }, asking, services);
    const { candidates } = await services.model.nextToken({
      prompt: `${fact} ${end}`,
      model: 'tokenscope-base',
      candidates: 20,
      everyName: true,
    });
    const first = candidates.find(({ bytes }) => bytes?.length === 1 && bytes[0] === 0xe7);
    expect(forget.token).toBe('⟨E7⟩');
    expect(forget.rows[0]?.chance).toEqual({
      probability: expect.closeTo(Math.exp(first?.logprob ?? 0)),
      isBound: false,
    });
  });

  test('an answer is gone with the fact that it stands in', async () => {
    const { question } = contextWords('en-US').examples.base;
    const forget = await makeForget(question, asking, services);
    expect(forget.rows[0]?.reply).toBe('Your name is Anna.');
    expect(forget.rows[2]?.reply).not.toContain('Anna');
    expect(forget.model).toBe('tokenscope-preferred');
    const prompt = await readPrompt({ text: 'x', model: undefined }, asking, services);
    expect(explainContext({ prompt, forget }, place).example).toMatch(
      / \+ question \d+ = \d+ tokens\. .* 56 tokens of it are kept for the answer and the template: 199 are left\./,
    );
  });

  test('a fact that fills the window leaves nothing to forget', async () => {
    const fact = '🙂'.repeat(100);
    await expect(makeForget({ fact, end: 'So', word: 'x' }, asking, services)).rejects.toMatchObject({
      fact: { code: 'fact-fills-window' },
    });
  });
});

describe('other models', () => {
  test('forget by what the bot drops, where their window is large', async () => {
    const services = await serve({ said: 'Your cat is called Miso.', window: 128_000, counted: () => 9 });
    const { question } = contextWords('en-US').examples.other;
    const forget = await makeForget(question, asking, services);
    expect(forget).toMatchObject({ isOwn: true, window: 150, modelWindow: 128_000, isEstimate: true });
    const { text } = seen({ prompt: await readPrompt({ text: 'x', model: undefined }, asking, services), forget });
    // This one says so whatever it reads.
    expect(text).toContain('“Miso” is in the answer even without the fact');
    expect(text).toContain('This model could read 128,000 tokens. Here the bot keeps only the newest 150');
  });

  test('are asked for replies, where nobody tells chances', async () => {
    const forget = await makeForget({}, asking, await serve({ said: 'I do not know.', counted: () => 9 }));
    expect(forget.rows.map(({ reply }) => reply)).toEqual(Array(3).fill('I do not know.'));
    // A reply takes more room than one token.
    expect(forget.reserved).toBe(56);
    for (const { fact, filler, end, place } of forget.rows) {
      expect((place === 'gone' ? 0 : fact) + filler + end).toBeLessThanOrEqual(150 - 56);
    }
  });
});
