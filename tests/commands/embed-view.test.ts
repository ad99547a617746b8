import { describe, expect, test } from 'vitest';
import { explainEmbed } from '../../commands/embed/explain.js';
import { embedInFull } from '../../commands/embed/in-full.js';
import { look, lookForAnalogy, lookNear } from '../../commands/embed/look.js';
import { pairsOf } from '../../commands/embed/pairs.js';
import type { EmbedResult } from '../../commands/embed/result.js';
import { viewEmbed } from '../../commands/embed/view.js';
import { altText } from '../../src/charts/alt.js';
import type { Picture } from '../../src/charts/kinds/registry.js';
import { renderPicture } from '../../src/charts/worker/render-picture.js';
import type { View } from '../../src/lesson/command/view.js';
import type { Services } from '../../src/services.js';
import { placeAt } from '../builders/place.js';
import { createVectorModel } from '../builders/vectors.js';

const asking = { signal: new AbortController().signal, locale: 'en-US' };
const services = {
  inside: { embeddings: createVectorModel().embeddings },
  model: { endpoint: { label: 'api.example', tiny: false } },
} as unknown as Services;
const find = (texts: readonly string[], leftOut = 0) =>
  look({ texts, leftOut, named: undefined, asked: undefined, sampling: undefined }, asking, services);
const standard = ['cat', 'dog', 'king', 'queen', 'apple', 'banana', 'car'];

const textsOf = ({ blocks }: Pick<View, 'blocks'>) =>
  blocks.flatMap((one) => (one.kind === 'text' ? [one.markdown.replaceAll('\\', '')] : []));
const pictureOf = ({ blocks }: View): Picture => {
  const found = blocks.find((one) => one.kind === 'picture');
  if (found?.kind !== 'picture') throw new Error('there is a picture');
  return found.picture;
};
const buttonsOf = ({ blocks }: View) => blocks.flatMap((one) => (one.kind === 'row' ? one.buttons : []));
const labelsOf = (view: View) => buttonsOf(view).map((button) => ('label' in button ? button.label : ''));
const entriesOf = ({ blocks }: View) => blocks.flatMap((one) => (one.kind === 'go-on-links' ? one.entries : []));
const sentenceOf = (result: EmbedResult) => textsOf(viewEmbed(result, placeAt()))[1];

/** Texts with these likenesses; where they lie does not matter. */
async function gridOf(texts: readonly string[], alike: (one: number, other: number) => number, share = 0.8) {
  const result = await find(texts);
  const grid = texts.map((_, row) => texts.map((__, column) => (row === column ? 1 : alike(row, column))));
  return { ...result, grid, flat: { ...result.flat, shares: [share, 0, 1 - share] } };
}

describe('the sentence below the map', () => {
  test.each([
    [
      'names the closest pair, and who is most alone',
      [0.7, 0.3, 0.2],
      0.8,
      /^\*\*a\*\* and \*\*b\*\* are most alike: 0\.70 of 1\. \*\*c\*\* is most alone: its closest is \*\*a\*\*, with 0\.30\.$/,
    ],
    [
      'says that a map which shows little can mislead',
      [0.7, 0.3, 0.2],
      0.4,
      /^\*\*a\*\* and \*\*b\*\* are most alike: 0\.70 of 1\. The map is flat, so some words only look close\.$/,
    ],
    [
      'says that all are alike',
      [0.95, 0.9, 0.92],
      0.8,
      /all of these are alike: even \*\*a\*\* and \*\*c\*\*, which are furthest apart, have 0\.90 of 1/,
    ],
    [
      'says that none is alike to another',
      [0.1, 0.05, -0.1],
      0.8,
      /hardly any of these are alike: even the closest, \*\*a\*\* and \*\*b\*\*, have only 0\.10 of 1/,
    ],
    [
      'says that two are the same',
      [0.999, 0.3, 0.2],
      0.8,
      /^To the model, \*\*a\*\* and \*\*b\*\* are the same: their likeness is 1\.00\./,
    ],
  ] as const)('%s', async (_, [ab, ac, bc], share, sentence) => {
    const likeness = (one: number, other: number) => [0, ab, ac, bc][one + other] ?? 0;
    expect(sentenceOf(await gridOf(['a', 'b', 'c'], likeness, share))).toMatch(sentence);
  });

  test('of two texts tells how alike they are', async () => {
    expect(sentenceOf(await gridOf(['a', 'b'], () => 0.42))).toMatch(
      /\*\*a\*\* and \*\*b\*\* have a likeness of \*\*0\.42\*\*/,
    );
    expect(sentenceOf(await gridOf(['a', 'b'], () => 1))).toMatch(/\*\*a\*\* and \*\*b\*\* are the same/);
  });

  test('and beside them are what else can be seen, at most four buttons with Explain', async () => {
    const view = viewEmbed(await find(standard), placeAt());
    expect(labelsOf(view)).toEqual(['How alike?', 'Nearest words', 'Try an analogy', 'Explain']);
    expect(entriesOf(view).map(({ label }) => label)).toEqual([
      ...standard.map((text) => `Near “${text}”`),
      'Your own analogy…',
    ]);
    expect(textsOf(view).at(-1)).toBe('-# vectors · 30 numbers for each');
  });

  test('says how many texts had no room, and that somebody was faster', async () => {
    const view = viewEmbed(await find(standard, 188), placeAt({ isLate: true }));
    expect(textsOf(view)[1]).toContain('Only the first 7 are shown, because more have no room; 188 are left out.');
    expect(textsOf(view)[1]).toContain('Somebody was faster');
  });
});

describe('the pictures', () => {
  test('tell where each word lies, and which is closest to it', async () => {
    const result = await find(standard);
    const alt = altText(pictureOf(viewEmbed(result, placeAt())));
    expect(alt).toMatch(/^Which words are close\? A map \(shows \d+% of the differences\)\./);
    for (const [at, text] of standard.entries()) {
      const [across = 0, up = 0] = result.flat.points[at] ?? [];
      const place = [across, up].map((value) => value.toFixed(2).replace('-', '−').replace('−0.00', '0.00'));
      expect(alt).toContain(`${text} ${place.join(', ')}; closest: `);
    }
    expect(alt).toContain('closest: dog 0.83');
  });

  test('tell how alike each is to each once, groups together', async () => {
    const result = { ...(await find(standard)), sight: 'likeness' as const };
    const picture = pictureOf(viewEmbed(result, placeAt()));
    if (picture.kind !== 'heat-map') throw new Error('it is a grid');
    expect(picture.cells).toHaveLength((7 * 6) / 2);
    const order = picture.rows.map(({ label }) => label);
    for (const pair of [
      ['cat', 'dog'],
      ['king', 'queen'],
      ['apple', 'banana'],
    ] as const) {
      expect(Math.abs(order.indexOf(pair[0]) - order.indexOf(pair[1]))).toBe(1);
    }
    for (const { one, other, likeness } of pairsOf(result)) {
      const names = [standard[one], standard[other]].map((text) => order.indexOf(text ?? ''));
      const cell = picture.cells.find(({ row, column }) => row === Math.max(...names) && column === Math.min(...names));
      expect(cell?.value).toBe(likeness);
    }
    expect(altText(picture)).toContain('dog – cat 0.83');
    expect(sentenceOf(result)).toMatch(/^\*\*apple\*\* and \*\*banana\*\* are most alike \(0\.92 of 1\), .* least \(/);
  });

  test('tell what is nearest, and which of that somebody wrote', async () => {
    const result = await lookNear(await find(standard), 0, asking, services);
    const view = viewEmbed(result, placeAt());
    expect(altText(pictureOf(view))).toMatch(
      /^What is closest to “cat”\? How alike each is, from −1 to 1: dog 0\.83 \(your word\); /,
    );
    expect(textsOf(view)[1]).toMatch(/^Among 2\d\d other words, \*\*dog\*\* is closest to \*\*cat\*\* \(0\.83\)\.$/);
    expect(entriesOf(view).map(({ label }) => label)).not.toContain('Near “cat”');
    expect(labelsOf(view)).toEqual(['Show the map', 'How alike?', 'Try an analogy', 'Explain']);
  });

  test('tell where an analogy leads, and the place of what was expected', async () => {
    const asked = { terms: ['king', 'queen', 'man'] as const, expected: 'woman' };
    const right = await lookForAnalogy(await find(standard), asked, asking, services);
    expect(altText(pictureOf(viewEmbed(right, placeAt())))).toMatch(
      /^“king” is to “queen” as “man” is to …\? How alike each is, from −1 to 1: woman 0\.\d\d \(expected\); /,
    );
    expect(sentenceOf(right)).toMatch(/^That works: \*\*woman\*\* comes first among 2\d\d words\.$/);
    const wrong = await lookForAnalogy(right, { ...asked, expected: 'zebra' }, asking, services);
    const picture = pictureOf(viewEmbed(wrong, placeAt()));
    if (picture.kind !== 'likeness-bars') throw new Error('there are bars');
    expect(picture.bars).toHaveLength(8);
    expect(picture.bars.at(-1)).toMatchObject({ label: 'zebra', note: `expected: ${rankOf(wrong)}`, chosen: true });
    expect(sentenceOf(wrong)).toMatch(
      /^That does not work with this model: .* first, and \*\*zebra\*\* is only \d+(st|nd|rd|th) among/,
    );
    const near = {
      ...wrong,
      analogy: wrong.analogy && { ...wrong.analogy, expected: { text: 'x', rank: 3, likeness: 0.1 } },
    };
    expect(sentenceOf(near)).toMatch(/^Not quite: .* comes first\. \*\*x\*\* is 3rd among/);
    const open = await lookForAnalogy(right, { terms: asked.terms }, asking, services);
    expect(sentenceOf(open)).toMatch(/^The model’s answer is \*\*woman\*\*/);
  });

  test.each([
    ['emoji', ['🐈', '👩‍👩‍👧‍👦', '🇩🇪']],
    ['markdown', ['**cat**', '`dog`', '[x](https://a.b)', '@everyone', '# h']],
    ['long texts', ['x'.repeat(300), 'y '.repeat(150).trim(), 'z']],
    ['scripts', ['你好', 'مرحبا', 'नमस्ते', '\u202eabc']],
    ['twelve long words', Array.from({ length: 12 }, (_, at) => `strawberry${at}`)],
    ['one word', ['cat']],
    ['two words', ['cat', 'dog']],
  ])('can be drawn and told of %s', async (_, texts) => {
    const found = await find(texts);
    const shown: EmbedResult[] = [
      found,
      ...(texts.length > 1 ? [{ ...found, sight: 'likeness' as const }] : []),
      await lookNear(found, texts.length - 1, asking, services),
      await lookForAnalogy(found, { terms: [texts[0] ?? '', 'b', 'c'], expected: texts.at(-1) }, asking, services),
    ];
    for (const result of shown) {
      const view = viewEmbed(result, placeAt());
      expect(renderPicture(pictureOf(view)).pages).toBe(1);
      expect(altText(pictureOf(view)).length).toBeLessThanOrEqual(1024);
      const raw = view.blocks.flatMap((one) => (one.kind === 'text' ? [one.markdown] : [])).join('\n');
      expect(raw).not.toMatch(/(?<!\\)@everyone|\]\(https:|\u202e/);
      expect(embedInFull(result, 'en-US').length).toBeGreaterThan(1);
      for (const label of entriesOf(view).map((entry) => entry.label)) expect(label.length).toBeLessThanOrEqual(100);
      expect(explainEmbed(result, placeAt()).example).not.toMatch(/undefined|NaN/);
    }
  });
});

/** `57th` of a place. */
function rankOf({ analogy }: EmbedResult): string {
  const rank = analogy?.expected?.rank ?? 0;
  return `${rank}${{ one: 'st', two: 'nd', few: 'rd', many: 'th', other: 'th', zero: 'th' }[new Intl.PluralRules('en', { type: 'ordinal' }).select(rank)]}`;
}

describe('Explain', () => {
  test('of the map has distances that can be checked by hand', async () => {
    const { example, tryIt, idea } = explainEmbed(await find(standard), placeAt());
    expect(idea).toContain('here they are 30');
    const places = [...example.matchAll(/\*\*(\w+)\*\* is at (−?\d\.\d\d) and (−?\d\.\d\d)/g)].map(
      ([, name, x, y]) => ({
        name,
        at: [x, y].map((figure) => Number(figure?.replace('−', '-'))),
      }),
    );
    const distances = [...example.matchAll(/√\((\d\.\d\d)² \+ (\d\.\d\d)²\) = (\d\.\d\d)/g)].map(([, ...figures]) =>
      figures.map(Number),
    );
    expect(places).toHaveLength(3);
    expect(distances).toHaveLength(2);
    for (const [at, [across = 0, up = 0, apart = 0]] of distances.entries()) {
      const [from = [], to = []] = [places[0]?.at, places[at + 1]?.at];
      expect(Math.abs((from[0] ?? 0) - (to[0] ?? 0))).toBeCloseTo(across, 9);
      expect(Math.abs((from[1] ?? 0) - (to[1] ?? 0))).toBeCloseTo(up, 9);
      expect(apart).toBe(Number(Math.hypot(across, up).toFixed(2)));
    }
    expect(tryIt).toMatchObject({ action: 'try', value: 'likeness' });
  });

  test('of the grid has angles, of what is nearest and of an analogy its likenesses, and each leads on', async () => {
    const found = await find(standard);
    const grid = explainEmbed({ ...found, sight: 'likeness' }, placeAt());
    expect(grid.example).toContain('**apple** and **banana**: 0.92, an angle of 23°');
    expect(grid.tryIt).toMatchObject({ action: 'try', value: expect.stringMatching(/^nearest\.\d$/) });
    const near = explainEmbed(await lookNear(found, 0, asking, services), placeAt());
    expect(near.example).toMatch(/^To \*\*cat\*\*, the nearest are \*\*dog\*\* with 0\.83, /);
    expect(near.tryIt).toMatchObject({ value: 'analogy' });
    const asked = { terms: ['king', 'queen', 'man'] as const, expected: 'woman' };
    const analogy = explainEmbed(await lookForAnalogy(found, asked, asking, services), placeAt());
    expect(analogy.example).toMatch(
      /^\*\*queen\*\* − \*\*king\*\* \+ \*\*man\*\* = a list of numbers to which \*\*woman\*\* is most alike/,
    );
    expect(analogy.tryIt).toMatchObject({ value: 'analogy', label: 'cat : kitten = dog : ?' });
  });
});

describe('Details', () => {
  const inFull = (result: EmbedResult) => textsOf({ blocks: embedInFull(result, 'en-US') }).join('\n');

  test('have each length and place, each likeness, the formula with values, how the map is made, and the request', async () => {
    const result = await find(standard);
    const details = inFull(result);
    expect(details).toMatch(/length\s+across\s+up/);
    expect(details.match(/ – \w+ −?\d\.\d\d/g)).toHaveLength(21);
    const [, product = 0, one = 0, other = 0, cosine = 0] = (
      /cos = a·b \/ \(\|a\| × \|b\|\) = (\d+\.\d+) \/ \((\d+\.\d+) × (\d+\.\d+)\) = (\d\.\d\d)/.exec(details) ?? []
    ).map(Number);
    expect(product / (one * other)).toBeCloseTo(cosine, 2);
    expect(details).toMatch(/They have \d+% and \d+% of all differences/);
    expect(details).toContain('`POST /embeddings`');
    expect(details).toContain('encoding_format="base64"');
    expect(details).not.toContain('input=');
    expect(details).toContain('api.example');
  });

  test('of a ranking have its likenesses to four decimals, and what it was compared with', async () => {
    const details = inFull(await lookNear(await find(standard), 0, asking, services));
    expect(details).toMatch(/ 1 +0\.83\d\d +dog/);
    expect(details).toMatch(/Compared with 2\d\d words: yours, and a list of common words that the bot brings/);
  });

  test('of texts that are all the same to the model say that there is no map', async () => {
    const found = await find(['cat', 'dog']);
    expect(
      inFull({
        ...found,
        flat: {
          points: [
            [0, 0],
            [0, 0],
          ],
          shares: [],
        },
      }),
    ).toContain('all words at one place');
  });
});
