import { fileURLToPath } from 'node:url';
import type { APIMessage } from 'discord-api-types/v10';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readCorpus } from '../../src/tiny-model/language/corpus.js';
import { type FittingTokens, learnFittingTokens } from '../../src/tiny-model/language/fitting-tokens.js';
import { languageOf } from '../../src/words/language.js';
import { SMALL_SHAPE, type SmallTransformers, writeSmallTransformers } from '../builders/small-transformers.js';
import { type EndpointStub, openEndpointStub } from '../model/endpoint-stub.js';
import { vocabulary } from '../tiny-model/fixtures.js';
import { readPlainly } from '../tiny-model/plain-transformer.js';
import {
  buttonsOf,
  choose,
  entriesOf,
  ODD_PROMPTS,
  open,
  picturesOf,
  plainText,
  readText,
  useRoom,
} from './harness.js';

let small: SmallTransformers;
let fitting: FittingTokens;
beforeAll(async () => {
  small = await writeSmallTransformers(11);
  const texts = (await readCorpus(fileURLToPath(new URL('../../assets/corpus', import.meta.url)))).map(
    ({ text }) => text,
  );
  fitting = learnFittingTokens({ texts, counted: [] }, vocabulary());
});
afterAll(() => small.remove());

const { percent } = languageOf('en');
const TEXT = 'The cat chased the dog';
const SWAPPED = 'The dog chased the cat';

/** What the base model computes, with loops and in double precision; it predicts tokens that fit alone. */
function computed(text: string) {
  const ids = [vocabulary().endOfText, ...vocabulary().encode(text)];
  const { attention, predictions } = readPlainly(SMALL_SHAPE, small.parameters, ids);
  const fits = fitting.after(ids);
  const possible = predictions.map((chances) => {
    const kept = chances.map((chance, id) => chance * (fits[id] ?? 0));
    const sum = kept.reduce((all, chance) => all + chance, 0);
    return kept.map((chance) => chance / sum);
  });
  return { ids, attention, predictions: possible };
}

const isShown = (message: APIMessage) => 'Explain' in buttonsOf(message);
const altOf = (message: APIMessage) => picturesOf(message)[0]?.alt ?? '';
/** Figures such as `12%` and `< 0.1%` in their order. */
const figuresIn = (text: string) => text.match(/(?:[<>≤] )?\d+(?:\.\d+)?%/g) ?? [];

describe('the embedded model', () => {
  const room = useRoom(undefined, () => ({ modelDirectory: small.directory }));
  const look = (options: Record<string, string> = {}) => room().person.slash('attention', options).settled(isShown);
  /** Presses a button that changes the picture of its message. */
  const press = (message: APIMessage, button: string) =>
    room()
      .person.press(message.id, button)
      .settled((now) => isShown(now) && altOf(now) !== altOf(message));
  const choosing = (message: APIMessage, entry: string) =>
    choose(room().person, message, entry).settled((now) => isShown(now) && altOf(now) !== altOf(message));

  test('shows where the last token looks, by a head that is named by what was measured', async () => {
    const message = await look({ text: TEXT });
    const { attention } = computed(TEXT);
    expect(altOf(message)).toMatch(/^Where does “dog” look\? \(layer 2, head 1: the token before\)\./);
    expect(figuresIn(altOf(message))).toEqual(attention[1]?.[0]?.at(-1)?.map(percent));
    expect(plainText(message)).toMatch(/^`The cat chased the dog▮`\n.*“dog”.*\n-# tokenscope-base · layer 2, head 1$/);
    expect(Object.keys(buttonsOf(message))).toEqual(['Swap “cat” and “dog”', 'As a grid', 'Layer by layer', 'Explain']);
  });

  test('shows the same by another head, which the menu offers, and from another token', async () => {
    const message = await look({ text: TEXT });
    expect(Object.keys(entriesOf(message)).slice(0, 3)).toEqual([
      'Layer 1, head 1',
      'Layer 1, head 2',
      'Layer 2, head 2',
    ]);
    const other = await choosing(message, 'Layer 1, head 2');
    const { attention } = computed(TEXT);
    expect(altOf(other)).toContain('(layer 1, head 2)');
    expect(figuresIn(altOf(other))).toEqual(attention[0]?.[1]?.at(-1)?.map(percent));
    expect(entriesOf(other)['Layer 2, head 1: the token before']).toBe(
      'It gets 63% on texts that the model never read; usual is 6.3%',
    );

    const form = await choose(room().person, other, 'Look from another token…').modal();
    const from = await room()
      .person.submit(form, { token: 'cat' })
      .settled((now) => altOf(now).includes('Where does “cat” look?'));
    expect(figuresIn(altOf(from))).toEqual(attention[0]?.[1]?.[2]?.map(percent));
    expect(altOf(from)).toContain('not seen, because it comes later');
  });

  test('shows a grid with a row for each token', async () => {
    const grid = await press(await look({ text: TEXT }), 'As a grid');
    const { attention } = computed(TEXT);
    expect(figuresIn(altOf(grid))).toEqual(attention[1]?.[0]?.flat().map(percent));
    expect(buttonsOf(grid)).toHaveProperty('As arcs');
  });

  test('shows what would come next after each layer', async () => {
    const layers = await press(await look({ text: TEXT }), 'Layer by layer');
    const { predictions } = computed(TEXT);
    const likeliest = predictions.flatMap((chances) => chances.toSorted((one, other) => other - one).slice(0, 3));
    expect(figuresIn(altOf(layers))).toEqual(likeliest.map(percent));
    expect(altOf(layers)).toMatch(/before layer 1: .*; after layer 1: .*; after layer 2: /);
  });

  test('swaps two words, and compares what comes next in both texts', async () => {
    const swap = await press(await look({ text: TEXT }), 'Swap “cat” and “dog”');
    const [before, after] = [computed(TEXT), computed(SWAPPED)];
    const [, first = '', second = ''] = /text 1: (.*); text 2: (.*)$/.exec(altOf(swap)) ?? [];
    const [firstNext = '', secondNext = ''] = [first, second].map((part) => part.split('next: ')[1]);
    expect(figuresIn(first.split('next: ')[0] ?? '')).toEqual(before.attention[1]?.[0]?.at(-1)?.map(percent));
    expect(figuresIn(second.split('next: ')[0] ?? '')).toEqual(after.attention[1]?.[0]?.at(-1)?.map(percent));
    for (const [next, { predictions }] of [
      [firstNext, before],
      [secondNext, after],
    ] as const) {
      const chances = (predictions.at(-1) ?? []).map(percent);
      // What the other text has among its likeliest is a bound here.
      for (const figure of figuresIn(next)) expect(chances).toContain(figure.replace('≤', '<'));
    }
    const best = (chances: readonly number[] = []) => percent(Math.max(...chances));
    expect(figuresIn(firstNext)).toContain(best(before.predictions.at(-1)));
    expect(figuresIn(secondNext)).toContain(best(after.predictions.at(-1)));

    const back = await press(swap, 'As arcs');
    expect(altOf(back)).toMatch(/^Where does “dog” look\?/);
  });

  test('swaps words that somebody names, and says what is amiss', async () => {
    const { person } = room();
    const message = await look({ text: TEXT });
    const form = await choose(person, message, 'Swap other words…').modal();
    expect(JSON.stringify(form)).toMatch(/"value":"cat".*"value":"dog"/);
    const swapped = await person
      .submit(form, { first: '3', second: 'Dog' })
      .settled((now) => altOf(now).startsWith('What changes'));
    expect(altOf(swapped)).toMatch(/“·dog” \S+ \(changes places\), “·the”/);

    const again = await choose(person, swapped, 'Swap other words…').modal();
    const refused = person.submit(again, { first: 'the', second: 'the' });
    await expect.poll(() => refused.followups().map(readText).join()).toContain('Both are “the”');
    const missing = person.submit(await choose(person, swapped, 'Swap other words…').modal(), {
      first: 'cow',
      second: '1',
    });
    await expect.poll(() => missing.followups().map(readText).join()).toContain('“cow” is none of the text’s 5 words.');
  });

  test('explains what is shown, and tries it out in a new message', async () => {
    const { person } = room();
    const message = await look({ text: TEXT });
    const explained = await person.press(message.id, 'Explain').settled();
    expect(plainText(explained)).toMatch(/= 100%\./);
    const tried = await person.press(explained.id, 'Swap “cat” and “dog” here').settled(isShown);
    expect(tried.id).not.toBe(message.id);
    expect(altOf(tried)).toContain('What changes when two words swap places?');
  });

  test('tells every number in Details, and goes on with the same model on the same text', async () => {
    const { person } = room();
    const message = await look({ text: TEXT });
    const details = await open(person, message, 'Details', (now) => readText(now).includes('What the heads do'));
    expect(readText(details)).toMatch(/^2 +1 +63% +3\.1% +4\.7% +6\.3% +6\.3%$/m);
    expect(readText(details)).toContain('`POST /attention`');
    const next = await open(person, message, 'Next word');
    expect(plainText(next)).toMatch(/^`The cat chased the dog▮`[\s\S]*tokenscope-base · temperature 1$/);
  });

  test('nothing has to be typed', async () => {
    expect(plainText(await look())).toMatch(/^`The horse is bigger than the cat. The▮`\n/);
  });

  test.each([...ODD_PROMPTS, ['one token', 'a'], ['a new line', 'a\n\nb'], ['bold', '**a** _b_ ~~c~~ `d`']] as const)(
    'a text that is odd (%s) is looked at, or it is said why not',
    async (kind, text) => {
      // Nobody may ask for so much within a minute.
      const somebody = room().playground.join(kind);
      const run = somebody.slash('attention', { text });
      const message = await run.settled((now) => isShown(now) || readText(now).includes('The model sees'));
      if (!isShown(message)) {
        expect(plainText(message)).toMatch(
          /The model sees only 63 tokens at once\. This text has [\d,]+\. Take a shorter text\./,
        );
        return;
      }
      let seen = message;
      for (const view of ['As a grid', 'Layer by layer']) {
        const before = altOf(seen);
        seen = await somebody.press(message.id, view).settled((now) => isShown(now) && altOf(now) !== before);
        expect(altOf(seen)).not.toBe('');
      }
    },
  );

  test('a text that does not fit is refused to who asked alone, in words of its own', async () => {
    const run = room()
      .playground.join('Ben')
      .slash('attention', { text: 'the cat '.repeat(60).trim() });
    await expect
      .poll(() => [...run.followups(), run.original()].flatMap((one) => (one ? readText(one) : [])).join())
      .toContain('The model sees only 63 tokens at once. This text has 120. Take a shorter text.');
  });
});

describe('an endpoint that shows nothing of its inside', () => {
  let stub: EndpointStub;
  beforeAll(async () => {
    stub = await openEndpointStub(({ path }) => {
      if (path === '/v1/models') return { json: { object: 'list', data: [{ id: 'theirs', object: 'model' }] } };
      return { status: 404, json: { error: { message: 'Not Found' } } };
    });
  });
  afterAll(() => stub.close());
  const room = useRoom(
    () => ({ baseURL: stub.baseURL }),
    () => ({ modelDirectory: small.directory }),
  );

  test('is told so kindly to who asked alone, and the embedded model does it for this once', async () => {
    const { person } = room();
    const run = person.slash('attention', { text: TEXT });
    let refusal: APIMessage | undefined;
    await expect
      .poll(() => {
        refusal = run.followups().find((one) => 'Use the embedded model' in buttonsOf(one));
        return refusal && readText(refusal);
      })
      .toContain('shows only what a model says, and not what happens inside');
    if (refusal === undefined) throw new Error('no refusal');
    expect(Number(refusal.flags) & 64).toBe(64);
    const shown = person.press(refusal.id, 'Use the embedded model');
    let message: APIMessage | undefined;
    await expect
      .poll(() => {
        message = shown.followups().find(isShown) ?? [shown.original()].find((one) => one && isShown(one));
        return message && altOf(message);
      })
      .toMatch(/^Where does “dog” look\?/);
    if (message === undefined) throw new Error('no reply');
    expect(plainText(message)).toContain('tokenscope-base');

    const other = await choose(person, message, 'Layer 1, head 2').settled((now) =>
      altOf(now).includes('layer 1, head 2'),
    );
    expect(figuresIn(altOf(other))).toEqual(computed(TEXT).attention[0]?.[1]?.at(-1)?.map(percent));
    // Other commands ask the connected endpoint, which does not know the embedded one's model.
    const next = choose(person, other, 'Next word');
    await expect.poll(() => next.followups().map(readText).join()).not.toBe('');
    expect(next.followups().map(readText).join()).not.toContain('tokenscope-base');
  });
});
