import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { explainAttention } from '../../commands/attention/explain.js';
import { attentionInFull } from '../../commands/attention/in-full.js';
import { attentionPicture } from '../../commands/attention/pictures.js';
import { type AttentionResult, attentionResult, keepShares, type Swap } from '../../commands/attention/result.js';
import { viewAttention } from '../../commands/attention/view.js';
import { altText } from '../../src/charts/alt.js';
import type { Token } from '../../src/domain/token.js';
import { candidateOf } from '../builders/distribution.js';
import { placeAt } from '../builders/place.js';

const TEXT = 'The cat chased the dog.';
const START: Token = { text: '<|endoftext|>', bytes: undefined, id: 4000 };
const tokensOf = (text: string): Token[] => [
  START,
  ...(text.match(/ ?[^ .]+|\./g) ?? []).map((one) => ({
    text: one,
    bytes: Buffer.from(one),
    id: one.trim().toLowerCase().length * 100 + one.charCodeAt(one.length - 1),
  })),
];
/** Each row the same in all places, but for the last. */
const sharesOf = (count: number, last: readonly number[]) =>
  keepShares([...Array.from({ length: count - 1 }, (_, from) => Array(from + 1).fill(1 / (from + 1))).flat(), ...last]);

const patterns = {
  'previous-token': 0.05,
  'same-token': 0.04,
  'after-same-token': 0.05,
  'start-of-text': 0.05,
  itself: 0.06,
};
const measured = [0, 1].flatMap((layer) =>
  [0, 1].map((head) => ({
    layer,
    head,
    patterns: layer + head === 2 ? { ...patterns, 'previous-token': 0.71 } : patterns,
  })),
);

const guessesOf = (...layers: (readonly (readonly [string, number])[])[]) =>
  layers.map((guesses) =>
    guesses.map(([text, chance], at) => candidateOf(text, chance, { id: text.length + 10 * at })),
  );

function looked(last: readonly number[], more: Partial<AttentionResult> = {}): AttentionResult {
  const tokens = more.tokens ?? tokensOf(TEXT);
  return {
    text: TEXT,
    transformer: 'tokenscope-base',
    endpoint: { label: 'embedded', tiny: true },
    tokens: [...tokens],
    measured,
    layers: 2,
    heads: 2,
    sight: 'arcs',
    layer: 1,
    head: 1,
    from: tokens.length - 1,
    shares: [...sharesOf(tokens.length, last)],
    guesses: guessesOf(
      [
        [' a', 0.5],
        [' the', 0.2],
      ],
      [
        [' mouse', 0.4],
        [' the', 0.2],
      ],
      [
        [' mouse', 0.62],
        [' dog', 0.1],
      ],
    ),
    request: { path: '/attention', body: { model: 'tokenscope-base', input: TEXT }, sentAt: 0, seconds: 0.25 },
    ...more,
  };
}

const SWAP: Swap = {
  words: ['cat', 'dog'],
  places: [1, 4],
  text: 'The dog chased the cat.',
  tokens: tokensOf('The dog chased the cat.'),
  shares: [...keepShares([0, 0, 0.8, 0, 0, 0.2, 0])],
  guesses: [
    {
      token: { text: ' mouse', bytes: undefined, id: 1 },
      before: { chance: 0.62, most: false },
      after: { chance: 0.05, most: false },
    },
    {
      token: { text: ' dog', bytes: undefined, id: 2 },
      before: { chance: 0.1, most: false },
      after: { chance: 0.55, most: false },
    },
    {
      token: { text: ' hat', bytes: undefined, id: 3 },
      before: { chance: 0.002, most: true },
      after: { chance: 0.1, most: false },
    },
  ],
};

const place = placeAt();
const viewOf = (result: AttentionResult) => viewAttention(result, place);
const textsOf = (result: AttentionResult) =>
  viewOf(result).blocks.flatMap((block) => (block.kind === 'text' ? [block.markdown] : []));
const sentenceOf = (result: AttentionResult) => textsOf(result)[1];
const buttonsOf = (result: AttentionResult) =>
  viewOf(result).blocks.flatMap((block) =>
    block.kind === 'row' ? block.buttons.map((button) => ('link' in button ? button.link : button.label)) : [],
  );
const entriesOf = (result: AttentionResult) =>
  viewOf(result).blocks.flatMap((block) => (block.kind === 'go-on-links' ? block.entries : []));

describe('where a token looks, in a sentence that the numbers choose', () => {
  test.each([
    ['mostly one', [0, 0, 0.7, 0.1, 0.1, 0, 0.1], '**“.”** looks mostly at **“cat”** (70%).'],
    ['itself', [0, 0, 0.1, 0, 0, 0.1, 0.8], '**“.”** looks mostly at **itself** (80%).'],
    [
      'two',
      [0, 0, 0.4, 0, 0, 0.5, 0.1].map((one) => one * 0.98),
      '**“.”** looks at two: **“dog”** (49%) and **“cat”** (39%).',
    ],
    [
      'the start',
      [0.64, 0.06, 0.1, 0, 0, 0.1, 0.1],
      '**“.”** mostly rests at **the start of the text** (64%). So it takes little from other tokens here.',
    ],
    ['all', Array(7).fill(1 / 7), '**“.”** looks a little at everything: no token gets more than 14%.'],
    [
      'one a little more',
      [0, 0.05, 0.4, 0.1, 0.1, 0.2, 0.15],
      '**“.”** looks most at **“cat”** (40%), then at “dog” (20%).',
    ],
  ])('at %s', (_, last, sentence) => {
    expect(sentenceOf(looked(last))).toBe(sentence);
  });

  test('that came after an earlier one that reads the same', () => {
    const tokens = tokensOf('The cat sat. The');
    const last = [0, 0, 0.9, 0, 0, 0.1];
    expect(sentenceOf(looked(last, { text: 'The cat sat. The', tokens }))).toBe(
      '**“The”** looks mostly at **“cat”** (90%), which came after an earlier “The”.',
    );
  });

  test('tells tokens apart that read the same', () => {
    const tokens = tokensOf('a cat a cat a dog');
    const at = (place: number) => Array.from({ length: 7 }, (_, to) => (to === place ? 1 : 0));
    expect(sentenceOf(looked(at(2), { tokens }))).toContain('**“cat” (token 2)**');
    expect(sentenceOf(looked([0, 0, 1, 0, 0].slice(0, 5), { tokens: tokensOf('a cat a cat') }))).toContain(
      '**an earlier “cat”**',
    );
  });

  test('of a text without tokens says that there is nothing but its start', () => {
    expect(sentenceOf(looked([1], { tokens: [START], text: ' ' }))).toContain('all attention stays at the start');
  });
});

describe('a reply', () => {
  const last = [0, 0, 0.7, 0.1, 0.1, 0, 0.1];

  test('has what was asked, one picture, a sentence, the lesson’s move first, and a line of small print', () => {
    const result = looked(last);
    expect(textsOf(result)).toEqual([
      '`The cat chased the dog.▮`',
      expect.any(String),
      '-# tokenscope\\-base · layer 2, head 2',
    ]);
    expect(buttonsOf(result)).toEqual(['Swap “cat” and “dog”', 'As a grid', 'Layer by layer', 'Explain']);
    expect(viewOf(result).blocks.filter(({ kind }) => kind === 'picture')).toHaveLength(1);
  });

  test('offers the heads that are not shown, named ones first, and what else one can look at', () => {
    const entries = entriesOf(looked(last, { layer: 0, head: 0 }));
    expect(entries.map(({ label, description }) => [label, description])).toEqual([
      ['Layer 2, head 2: the token before', 'It gets 71% on texts that the model never read; usual is 5.0%'],
      ['Layer 1, head 2', undefined],
      ['Layer 2, head 1', undefined],
      ['Look from another token…', expect.any(String)],
      ['Swap other words…', expect.any(String)],
    ]);
    for (const { description = '' } of entries) expect(description.length).toBeLessThanOrEqual(100);
  });

  test('has no swap where there are no two words', () => {
    const result = looked([0.5, 0.5], { tokens: tokensOf('cat'), text: 'cat' });
    expect(buttonsOf(result)).toEqual(['As a grid', 'Layer by layer', 'Explain']);
    expect(entriesOf(result).map(({ label }) => label)).not.toContain('Swap other words…');
  });

  test('is the same after it was stored', () => {
    for (const result of [looked(last, { swap: SWAP, sight: 'swap' }), looked(last, { from: 3, sight: 'grid' })]) {
      const stored = JSON.parse(JSON.stringify(z.encode(attentionResult, result)));
      expect(viewAttention(z.decode(attentionResult, stored), place)).toEqual(viewOf(result));
    }
  });

  test('of the longest text is small to store', () => {
    const tokens = [
      START,
      ...Array.from({ length: 255 }, (_, at) => ({ text: ` ${at}`, bytes: Buffer.from(` ${at}`), id: at })),
    ];
    const result = looked(Array(256).fill(1 / 256), { tokens, text: tokens.map(({ text }) => text).join('') });
    expect(JSON.stringify(z.encode(attentionResult, result)).length).toBeLessThan(120_000);
    expect(altText(attentionPicture(result, 'en')).length).toBeLessThanOrEqual(1024);
  });
});

describe('pictures', () => {
  const last = [0, 0, 0.7, 0.1, 0.1, 0, 0.1];

  test('from a token in the middle, those after it have no share', () => {
    const words = altText(attentionPicture(looked(last, { from: 2 }), 'en'));
    expect(words).toContain('Where does “cat” look? (layer 2, head 2: the token before).');
    expect(words).toContain('“·cat” 33% (this token looks); “·chased” not seen, because it comes later');
  });

  test('a grid has a row for each token, and one column for all that it has no room for', () => {
    const words = altText(attentionPicture(looked(last, { sight: 'grid' }), 'en'));
    expect(words).toContain('The → start 50%; The → The 50%;');
    const tokens = [START, ...Array.from({ length: 30 }, (_, at) => ({ text: ` w${at}`, bytes: undefined, id: at }))];
    const long = attentionPicture(looked(Array(31).fill(1 / 31), { tokens, sight: 'grid' }), 'en');
    if (long.kind !== 'heat-map') throw new Error('expected a grid');
    expect(long.rows.map(({ label }) => label)).toEqual([
      'start',
      ...tokens.slice(22).map(({ text }) => `·${text.trim()}`),
    ]);
    expect(long.columns.slice(0, 3).map(({ label }) => label)).toEqual(['start', '+21', '·w21']);
    for (const [row] of long.rows.entries()) {
      const sum = long.cells.filter((cell) => cell.row === row).reduce((all, { value }) => all + value, 0);
      expect(sum).toBeCloseTo(1, 3);
    }
  });

  test('the guess after each layer is marked where it is the last one', () => {
    const picture = attentionPicture(looked(last, { sight: 'layers' }), 'en');
    expect(altText(picture)).toContain('before layer 1: “·a” 50%, “·the” 20%; after layer 1: “·mouse” 40%');
    if (picture.kind !== 'guess-rows') throw new Error('expected rows of guesses');
    expect(picture.guesses.filter(({ strong }) => strong).map(({ row, label }) => [row, label])).toEqual([
      [1, '·mouse'],
      [2, '·mouse'],
    ]);
  });

  test('a swap shows both texts with the words that changed places, and what comes next after each', () => {
    const words = altText(attentionPicture(looked(last, { sight: 'swap', swap: SWAP }), 'en'));
    expect(words).toContain('“·cat” 70% (changes places)');
    expect(words).toContain('next: “·mouse” 62%, “·dog” 10%, “·hat” ≤ 0.2%; text 2: start 0%');
    expect(words).toContain('“·dog” 80% (changes places)');
    expect(words).toContain('next: “·mouse” 5.0%, “·dog” 55%, “·hat” 10%');
  });
});

describe('the other sentences', () => {
  const last = [0, 0, 0.7, 0.1, 0.1, 0, 0.1];
  const layers = (...firsts: (readonly [string, number])[]) =>
    sentenceOf(looked(last, { sight: 'layers', guesses: guessesOf(...firsts.map((first) => [first])) }));

  test('say when the last guess came first', () => {
    expect(layers(['a', 0.5], ['bb', 0.3], ['bb', 0.6])).toBe(
      'From layer 1 on, **“bb”** is first. Its chance goes from 30% to **60%**.',
    );
    expect(layers(['a', 0.5], ['a', 0.3], ['bb', 0.6])).toBe('Only the last layer puts **“bb”** first, with **60%**.');
    expect(layers(['bb', 0.5], ['bb', 0.3], ['bb', 0.6])).toBe(
      '**“bb”** is first before any layer has worked, and ends with **60%**.',
    );
    expect(layers(['bb', 0.5], ['a', 0.3], ['bb', 0.6])).toContain('Only the last layer');
  });

  test('say what a swap changes', () => {
    const swapped = (more: Partial<Swap>) => sentenceOf(looked(last, { sight: 'swap', swap: { ...SWAP, ...more } }));
    expect(swapped({})).toBe(
      '**The order matters:** first “mouse” was likeliest (62%), now it is **“dog”** (55%). The last token now looks most at **“dog”**; before, at “cat”.',
    );
    const [mouse, dog] = SWAP.guesses;
    if (mouse === undefined || dog === undefined) throw new Error('two guesses');
    const falls = { ...mouse, after: { chance: 0.3, most: false } };
    const stays = { ...mouse, after: { chance: 0.64, most: false } };
    const still = { ...dog, after: dog.before };
    expect(swapped({ guesses: [falls, still] })).toContain(
      '“mouse” stays first, but its chance goes from 62% to **30%**.',
    );
    expect(swapped({ guesses: [stays, still] })).toContain(
      '**The swap changes little here:** the most for “mouse”, from 62% to 64%.',
    );
    const shares = [...keepShares([0, 0, 0.1, 0, 0, 0.9, 0])];
    expect(swapped({ shares })).toContain('The last token looks most at “cat”, as before.');
  });

  test('say what all rows of a grid have in common', () => {
    const count = 7;
    const before = Array.from({ length: count }, (_, from) =>
      Array.from({ length: from + 1 }, (__, to) => (to === Math.max(0, from - 1) ? 1 : 0)),
    ).flat();
    const grid = (shares: readonly number[]) =>
      sentenceOf(looked(last, { sight: 'grid', shares: [...keepShares(shares)] }));
    expect(grid(before)).toBe('In this text most goes to **the token before**: 100% on average.');
    const atCat = Array.from({ length: count }, (_, from) =>
      Array.from({ length: from + 1 }, (__, to) => (to === Math.min(2, from) ? 1 : 0)),
    ).flat();
    expect(grid(atCat)).toBe('The tokens behind **“cat”** look at it: it gets 100% of their attention on average.');
    expect(grid(sharesOf(count, last))).toContain('no habit that stands out');
  });
});

describe('Explain', () => {
  const last = [0, 0, 0.7, 0.1, 0.1, 0, 0.1];
  const explained = (more: Partial<AttentionResult>) => explainAttention(looked(last, more), placeAt());

  test('adds the shares up to 100%, tells what was measured, and leads to a swap', () => {
    const { idea, example, tryIt } = explained({});
    expect(idea).toContain('It does not say why.');
    expect(example).toMatch(/“cat” gets 70\.0%.* 70\.0% \+ 10\.0% \+ 10\.0% \+ 10\.0% = 100%\./);
    expect(example).toContain('this head gives 71% to the token before. Half of the heads give that 5.0% or less.');
    expect(tryIt).toMatchObject({ action: 'try', value: 'swap', label: 'Swap “cat” and “dog” here' });
  });

  test('leads to the layers where there is nothing to swap, and says nothing that was not measured', () => {
    const { example, tryIt } = explained({ text: '.', measured: [] });
    expect(example).not.toContain('never read');
    expect(tryIt).toMatchObject({ action: 'try', value: 'layers' });
  });

  test('goes through the layers, and works out what a swap takes away', () => {
    expect(explained({ sight: 'layers' }).example).toBe(
      'Before layer 1: “a”, 50%. After layer 1: “mouse”, 40%. After layer 2: “mouse”, 62%. What counts is the last one: “mouse” is what the model really guesses first.',
    );
    expect(explained({ sight: 'swap', swap: SWAP }).example).toBe(
      '“mouse” has 62.0% with the words as they were, and 5.0% after the swap. 62.0% − 5.0% = 57.0%: so much the swap takes away.',
    );
  });
});

test('Details has every number: the row, the grid, the heads, the layers, the swap, and what was asked', () => {
  const blocks = attentionInFull(looked([0, 0, 0.7, 0.1, 0.1, 0, 0.1], { swap: SWAP }), 'en');
  const read = blocks.map((block) => (block.kind === 'text' ? block.markdown : '')).join('\n');
  expect(read).toContain('    70%  ·cat');
  expect(read).toMatch(/^·chased +25\.0 +25\.0 +25\.0 +25\.0$/m);
  expect(read).toMatch(/^2 +2 +71% +4\.0% +5\.0% +5\.0% +6\.0%$/m);
  expect(read).toContain('after layer 2   ·mouse 62%   ·dog 10%');
  expect(read).toMatch(/^·hat +≤ 0\.2% +10%$/m);
  expect(read).toContain('`POST /attention` · answered in 0.25 s');
  const unmeasured = attentionInFull(looked([1], { tokens: [START], measured: [] }), 'en');
  expect(JSON.stringify(unmeasured)).toContain('Nobody measured');
});
