import { loadImage } from '@napi-rs/canvas';
import { type APIMessage, MessageFlags } from 'discord-api-types/v10';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type EndpointStub, openEndpointStub } from '../model/endpoint-stub.js';
import { buttonsOf, choose, entriesOf, open, picturesOf, plainText, readText, useRoom } from './harness.js';

const altOf = (message: APIMessage) => picturesOf(message)[0]?.alt ?? '';
const shows = (start: string) => (message: APIMessage) => altOf(message).startsWith(start);
const isPrivate = (message: APIMessage) => ((message.flags ?? 0) & MessageFlags.Ephemeral) !== 0;

describe('with the embedded model', () => {
  const room = useRoom();
  const embed = (options: Record<string, string> = {}) =>
    room().person.slash('embed', options).settled(shows('Which words are close?'));

  test('/embed shows a map of words, each with its place and the one closest to it', async () => {
    const message = await embed();
    expect(altOf(message)).toMatch(/cat −?0\.\d\d, −?0\.\d\d; closest: \w+ 0\.\d\d/);
    expect(plainText(message).split('\n')[0]).toBe('> cat, dog, bird, banana, king, queen, apple, car');
    expect(plainText(message).split('\n').at(-1)).toMatch(/^-# tokenscope-\w+ · \d+ numbers for each$/);
    const image = await loadImage(await room().fetchFile(picturesOf(message)[0]?.url ?? ''));
    expect(image.width).toBe(1100);
    expect(buttonsOf(message)).toEqual({
      'How alike?': 'enabled',
      'Nearest words': 'enabled',
      'Try an analogy': 'enabled',
      Explain: 'enabled',
    });
    expect(entriesOf(message)).toHaveProperty('Tokenize');
  });

  test('the same message shows how alike all are, what is nearest to each, and where an analogy leads', async () => {
    const { person } = room();
    const message = await embed({ words: 'cat, dog, king, queen' });
    const grid = await person.press(message.id, 'How alike?').settled(shows('How alike are these words?'));
    expect(grid.id).toBe(message.id);
    const likeness = /(?:dog – cat|cat – dog) (−?\d\.\d\d)/.exec(altOf(grid))?.[1];
    expect(likeness).toBeDefined();

    const near = await choose(person, grid, 'Near “dog”').settled(shows('What is closest to “dog”?'));
    // The same two vectors have the same likeness, whichever way it is shown.
    if (altOf(near).includes('cat ')) expect(altOf(near)).toContain(`cat ${likeness} (your word)`);
    expect(plainText(near)).toMatch(/Among 2\d\d other words, \*\*.+\*\* is closest to \*\*dog\*\*/);

    const analogy = await person
      .press(near.id, 'Try an analogy')
      .settled(shows('“king” is to “queen” as “man” is to …?'));
    expect(altOf(analogy)).toMatch(/woman −?\d\.\d\d \(expected/);

    const form = await choose(person, analogy, 'Your own analogy…').modal();
    const own = await person
      .submit(form, { a: 'big', b: 'small', c: 'hot', expected: 'cold' })
      .settled(shows('“big” is to “small” as “hot” is to …?'));
    expect(altOf(own)).toMatch(/cold −?\d\.\d\d \(expected/);
    const map = await person.press(own.id, 'Show the map').settled(shows('Which words are close?'));
    expect(altOf(map)).toBe(altOf(message));
  });

  test('Explain works with the numbers of the reply, and Details have all of them', async () => {
    const { person } = room();
    const message = await embed({ words: 'red, blue, bread, milk' });
    const explanation = await person.press(message.id, 'Explain').settled();
    expect(isPrivate(explanation)).toBe(true);
    expect(plainText(explanation)).toMatch(/√\(\d\.\d\d² \+ \d\.\d\d²\) = \d\.\d\d/);
    const tried = await person.press(explanation.id, 'See how alike they are').settled(shows('How alike'));
    expect(tried.id).not.toBe(message.id);
    const details = await open(person, message, 'Details', (now) => readText(now) !== '');
    expect(plainText(details)).toContain('The formula');
    expect(plainText(details).match(/ – \w+ −?\d\.\d\d/g)).toHaveLength(6);
    expect(plainText(details)).toContain('`POST /embeddings`');
  });

  test('words of a text go from /tokenize to /embed, and back', async () => {
    const { person } = room();
    const tokens = await person.slash('tokenize', { text: 'The cat sat on the mat.' }).settled();
    const message = await open(person, tokens, 'Embed');
    expect(plainText(message)).toMatch(/^> The, cat, sat, on, the, mat\n/);
    const again = await open(person, message, 'Tokenize');
    expect(plainText(again)).toMatch(/^> The, cat, sat, on, the, mat\n/);
  });

  test.each([
    ['emoji', '🐈, 🐕, 🍌', /^> 🐈, 🐕, 🍌\n/],
    ['200 words', Array.from({ length: 200 }, (_, at) => `word${at}`).join(' '), /188 are left out/],
    ['the same word twice', 'cat, cat, dog', /^> cat, dog\n/],
    ['markdown', '**cat**, @everyone, `x`', /^> \*\*cat\*\*, @everyone, `x`\n/],
    ['one word', 'cat', /is closest to \*\*cat\*\*/],
  ])('takes %s', async (_, words, said) => {
    const message = await room()
      .person.slash('embed', { words })
      .settled((now) => picturesOf(now).length > 0);
    expect(plainText(message)).toMatch(said);
  });

  test.each([
    ['nothing but commas', ' , ,', 'There is no word to look at.'],
    ['a text that is too long', 'x'.repeat(6000), 'Each word or text can have 300 characters at most.'],
  ])('refuses %s', async (_, words, said) => {
    expect(readText(await room().person.slash('embed', { words }).settled())).toContain(said);
  });
});

describe('with an endpoint that has no embeddings', () => {
  let stub: EndpointStub;
  beforeAll(async () => {
    stub = await openEndpointStub(({ path }) =>
      path === '/v1/models' ? { json: { data: [{ id: 'chat-model' }] } } : { status: 404, text: 'Not Found' },
    );
  });
  afterAll(() => stub.close());
  const room = useRoom(() => ({ baseURL: stub.baseURL }));

  test('who asked is offered the embedded model alone, and its reply is for all and goes on with that model', async () => {
    const { person, playground } = room();
    const asked = person.slash('embed', { words: 'cat, dog, king', model: 'chat-model' });
    const refusal = await asked.followup(0);
    expect(isPrivate(refusal)).toBe(true);
    expect(asked.original()).toBeUndefined();
    expect(plainText(refusal)).toContain('does not tell which numbers its model has for a word');
    expect(buttonsOf(refusal)).toEqual({ 'Use the embedded model': 'enabled' });
    expect(playground.join('Bob').message(refusal.id)).toBeUndefined();

    const message = await person
      .press(refusal.id, 'Use the embedded model')
      .settled(shows('Which words are close?'), 60_000);
    expect(isPrivate(message)).toBe(false);
    expect(plainText(message).split('\n').at(-1)).toMatch(/^-# tokenscope-/);
    const near = await person.press(message.id, 'Nearest words').settled(shows('What is closest to “cat”?'));
    expect(plainText(near)).toContain('is closest to **cat**');
    const asks = stub.posted('/v1/embeddings').filter(({ input }) => Array.isArray(input));
    expect(asks).toMatchObject([{ model: 'chat-model', input: ['cat', 'dog', 'king'] }]);
  });
});
