import type { APIMessage } from 'discord-api-types/v10';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openStagedEndpoint, STAGED_MODELS, type StagedTexts } from '../builders/staged-endpoint.js';
import type { EndpointStub, StubAnswer, StubRequest } from '../model/endpoint-stub.js';
import { buttonsOf, entriesOf, ODD_PROMPTS, open, picturesOf, plainText, readText, useRoom } from './harness.js';

const TEXTS: StagedTexts = {
  base: (prompt) =>
    prompt.endsWith('Assistant:') ? ' A small pet.\nHuman: What is a dog?' : ' What is a dog? What is a fish?',
  tuned: 'It is an animal with soft fur that catches mice and sleeps a lot.',
  preferred: 'It is a soft pet!',
};

let texts = TEXTS;
let answer: (request: StubRequest) => StubAnswer | undefined = () => undefined;
let stub: EndpointStub;
beforeAll(async () => {
  stub = await openStagedEndpoint(
    () => texts,
    (request) => answer(request),
  );
});
afterAll(() => stub.close());
beforeEach(() => {
  stub.requests.length = 0;
  texts = TEXTS;
  answer = () => undefined;
});

const room = useRoom(() => ({ baseURL: stub.baseURL }));

const isDone = (message: APIMessage) => 'Explain' in buttonsOf(message);
const tune = (options: Record<string, string | number> = {}) =>
  room()
    .person.slash('tuning', { temperature: 0.7, ...options })
    .settled(isDone);
const altOf = (message: APIMessage) => picturesOf(message)[0]?.alt;
const hasText = (message: APIMessage) => readText(message) !== '';
const press = async (message: APIMessage, button: string, until: (now: APIMessage) => boolean = isDone) =>
  room().person.press(message.id, button).settled(until);

/** What was asked of a model in a text of several tokens. */
const asked = (model: string) =>
  stub.requests.map(({ body }) => body).filter((body) => body.model === model && Number(body.max_tokens) > 1);

describe('/tuning', () => {
  test('one prompt goes to the model of each stage: the base model goes on with it, the others are asked', async () => {
    const message = await tune({ prompt: 'What is a cat?', seed: 7 });
    expect(altOf(message)).toBe(
      'What does each model write? Texts, one below the other: ' +
        'Base: continues the text (8 tokens · ended, after “What is a cat?”): “ What is a dog? What is a fish?”; ' +
        'Tuned: answers (14 tokens · ended): “It is an animal with soft fur that catches mice and sleeps a lot.”; ' +
        'Preferred: answers as people like it (5 tokens · ended): “It is a soft pet!”',
    );
    expect(plainText(message)).toBe(
      [
        '> What is a cat?',
        '**The base model goes on with a question.** ' +
          'The tuned one answers in **14 words**, the preferred one in **5**.',
        `-# ${Object.values(STAGED_MODELS).join(', ')} · temperature 0.7 · seed 7`,
      ].join('\n'),
    );
    expect(asked(STAGED_MODELS.base)).toMatchObject([
      { prompt: 'What is a cat?', temperature: 0.7, seed: 7, max_tokens: 64 },
    ]);
    for (const model of [STAGED_MODELS.tuned, STAGED_MODELS.preferred]) {
      expect(asked(model)).toMatchObject([
        { messages: [{ role: 'user', content: 'What is a cat?' }], temperature: 0.7, seed: 7, max_tokens: 64 },
      ]);
    }
  });

  test('nothing has to be typed', async () => {
    const message = await room().person.slash('tuning').settled(isDone);
    expect(plainText(message)).toMatch(/^> How does a language model work\?\n/);
    // What differs then comes from training, and not from luck.
    expect(asked(STAGED_MODELS.base)).toMatchObject([{ temperature: 0 }]);
    expect(plainText(message)).toMatch(/-# .* · temperature 0$/);
    expect(Object.keys(buttonsOf(message))).toEqual(['Give it examples', 'Roll at temperature 0.7', 'Explain']);
  });

  test('examples in the prompt make the base model answer, and the same without them stands beside it', async () => {
    const message = await tune({ prompt: 'What is a cat?', seed: 7 });
    stub.requests.length = 0;
    const examples = await press(message, 'Give it examples');
    const [only, ...others] = asked(STAGED_MODELS.base);
    expect(others).toEqual([]);
    expect(only).toMatchObject({ temperature: 0.7, seed: 7, max_tokens: 64 });
    expect(only?.prompt).toBe(
      'Human: What do cows eat?\nAssistant: Cows eat grass and hay.\n' +
        'Human: How many days are in a week?\nAssistant: There are seven days in a week.\n' +
        'Human: What is the opposite of big?\nAssistant: The opposite of big is small.\n' +
        'Human: What is a cat?\nAssistant:',
    );
    expect(plainText(examples)).toContain(
      '**the base model answers too**: it continues a conversation. Then it writes the next words of the human, too.',
    );
    expect(altOf(examples)).toContain('Without examples (8 tokens · ended, after “What is a cat?”): “ What is a dog?');
    expect(altOf(examples)).toContain('After 3 examples (8 tokens · ended, after “… Human: What is a cat?');
    const details = plainText(await open(room().person, examples, 'Details', hasText));
    expect(details).toContain(`\`\`\`\n${String(only?.prompt)}\n\`\`\``);
    // From there the room goes on with another seed, and both are asked.
    stub.requests.length = 0;
    const again = await press(examples, 'Roll again');
    expect(asked(STAGED_MODELS.base)).toMatchObject([{ seed: 8 }, { seed: 8 }]);
    expect(plainText(again)).toContain(`-# ${STAGED_MODELS.base} · temperature 0.7 · seed 8`);
  });

  test('it is rolled again with another seed, and at the temperatures of the menu', async () => {
    const message = await tune({ prompt: 'What is a cat?', temperature: 1, seed: 3 });
    stub.requests.length = 0;
    expect(plainText(await press(message, 'Roll again'))).toContain('temperature 1 · seed 4');
    expect(Object.keys(entriesOf(message)).slice(0, 2)).toEqual(['Roll at temperature 0', 'Roll at temperature 0.7']);
    const cold = await open(room().person, message, 'Roll at temperature 0');
    expect(plainText(cold)).toMatch(/ · temperature 0$/);
    // There the same would come again, so the button goes back to where something can change.
    expect(Object.keys(buttonsOf(cold))).toEqual(['Give it examples', 'Roll at temperature 0.7', 'Explain']);
    expect(plainText(await press(cold, 'Roll at temperature 0.7'))).toContain('temperature 0.7 · seed 5');
  });

  test('Explain tells what each stage changes, with what came', async () => {
    const explained = plainText(await press(await tune({ prompt: 'What is a cat?' }), 'Explain', hasText));
    expect(explained).toContain('**Base**: 8 tokens, then the token that ends a text');
    expect(explained).toContain(
      'the base model began with “What” (80%), the tuned one began with “It” (80%), the preferred one began with “It” (80%)',
    );
    expect(explained).toContain('Does the base model answer then?');
  });

  test('Details have the whole texts, and each text its own', async () => {
    texts = { ...TEXTS, tuned: `It is ${'very '.repeat(190)}soft.` };
    const message = await tune({ prompt: 'What is a cat?', tokens: 200 });
    expect(altOf(message)).not.toContain('soft.”');
    const all = plainText(await open(room().person, message, 'Details', hasText));
    expect(all).toContain(`**Tuned: answers** · \`${STAGED_MODELS.tuned}\``);
    expect(all).toContain('very very soft.\n-# 193 tokens · ended by itself');
    const one = await open(room().person, message, 'Details of the tuned model');
    expect(plainText(one)).toContain(STAGED_MODELS.tuned);
    expect(Object.keys(buttonsOf(one))).toContain('Run again');
  });

  test('other commands go on from what the last stage answered', async () => {
    const message = await tune({ prompt: 'What is a cat?' });
    stub.requests.length = 0;
    await open(room().person, message, 'Ask');
    expect(stub.requests.filter(({ method }) => method === 'POST').map(({ body }) => body.model)).toContain(
      STAGED_MODELS.preferred,
    );
  });

  test('it is opened from a reply, on the same words and at the same temperature', async () => {
    const reply = await room()
      .person.slash('ask', { question: 'Who are you?', temperature: 0.3, model: STAGED_MODELS.tuned })
      .settled((now) => 'Another answer' in buttonsOf(now));
    const message = await open(room().person, reply, 'Base and tuned');
    expect(plainText(message)).toMatch(/^> Who are you\?\n/);
    expect(asked(STAGED_MODELS.base)).toMatchObject([{ prompt: 'Who are you?', temperature: 0.3 }]);
  });

  test('a base model that adds nothing is said to end the text', async () => {
    texts = { ...TEXTS, base: () => '' };
    const message = await tune({ prompt: 'What is a cat?' });
    expect(plainText(message)).toContain('**The base model adds nothing**: for it, the text ends here.');
    expect(altOf(message)).toContain('(0 tokens · ended, after “What is a cat?”): (no text)');
    const examples = await press(message, 'Give it examples');
    expect(plainText(examples)).toContain('Even with 3 examples before it, **the base model adds nothing**.');
  });

  test('a stage that fails leaves the others standing, and says why', async () => {
    answer = ({ body }) =>
      body.model === STAGED_MODELS.tuned
        ? { status: 400, json: { error: { message: 'The tuned model is asleep', type: 'x', param: null, code: null } } }
        : undefined;
    const message = await tune({ prompt: 'What is a cat?' });
    expect(plainText(message)).toMatch(/\*\*Not every text is finished\.\*\* .*The tuned model is asleep/);
    expect(altOf(message)).toContain('Tuned: answers (broke off): (no text)');
    expect(altOf(message)).toContain('“It is a soft pet!”');
  });

  test('an endpoint that is gone in the middle keeps what was written', async () => {
    answer = ({ body, path }) => {
      if (body.model !== STAGED_MODELS.preferred || body.stream !== true) return undefined;
      expect(path).toBe('/v1/chat/completions');
      return (response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        const choices = [{ index: 0, delta: { content: 'It is' }, finish_reason: null }];
        response.write(`data: ${JSON.stringify({ id: 'x', choices })}\n\n`, () => response.destroy());
      };
    };
    const message = await tune({ prompt: 'What is a cat?' });
    expect(altOf(message)).toContain('Preferred: answers as people like it (broke off): “It is”');
    expect(plainText(message)).toContain('**Not every text is finished.**');
  });

  test('where all of them fail, one sentence says why', async () => {
    answer = () => ({ status: 500, json: { error: { message: 'out of memory', type: 'x', param: null, code: null } } });
    const message = await room()
      .person.slash('tuning', { prompt: 'Hi' })
      .settled((now) => readText(now).includes('memory'));
    expect(plainText(message)).toContain('out of memory');
    expect(picturesOf(message)).toEqual([]);
  });

  test('Stop keeps what is there', async () => {
    answer = ({ body, path }) => {
      if (path !== '/v1/chat/completions' || body.stream !== true) return undefined;
      return (response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        const choices = [{ index: 0, delta: { content: 'Well, ' }, finish_reason: null }];
        response.write(`data: ${JSON.stringify({ id: 'x', choices })}\n\n`);
      };
    };
    const { person } = room();
    const growing = await person
      .slash('tuning', { prompt: 'Hi' })
      .settled((now) => 'Stop' in buttonsOf(now) && plainText(now).includes('**Tuned: answers**\nWell,'));
    person.press(growing.id, 'Stop');
    await expect.poll(() => isDone(person.message(growing.id) ?? growing)).toBe(true);
    const stopped = person.message(growing.id) ?? growing;
    expect(altOf(stopped) ?? plainText(stopped)).toContain('Well,');
    expect(plainText(stopped)).toContain('**Not every text is finished.** Stopped by Ann.');
  });

  test.each(ODD_PROMPTS)('an odd prompt is shown as it is, and asked as it is: %s', async (_, prompt) => {
    const message = await tune({ prompt });
    expect(asked(STAGED_MODELS.base)).toMatchObject([{ prompt }]);
    expect(plainText(message)).toContain('The tuned one answers in');
    const examples = await press(message, 'Give it examples');
    expect(plainText(examples)).toContain('With 3 examples before it');
  });
});
