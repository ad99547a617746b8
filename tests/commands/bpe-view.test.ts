import { get_encoding } from '@dqbd/tiktoken';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { shownStages, viewAnimation } from '../../commands/bpe/animation.js';
import { learnMerges, mergeText } from '../../commands/bpe/ask.js';
import { explainBpe } from '../../commands/bpe/explain.js';
import { bpeInFull } from '../../commands/bpe/in-full.js';
import { learnForm } from '../../commands/bpe/learned-view.js';
import { type BpeResult, bpeResult, type LearnedResult, type MergingResult } from '../../commands/bpe/result.js';
import { rowAfter } from '../../commands/bpe/rows.js';
import { stageCount } from '../../commands/bpe/stages.js';
import { viewBpe, viewCurve, viewCut } from '../../commands/bpe/view.js';
import { windowOf } from '../../commands/bpe/window.js';
import { bpeWords } from '../../commands/bpe/words.js';
import { altText } from '../../src/charts/alt.js';
import type { Picture } from '../../src/charts/kinds/registry.js';
import type { View } from '../../src/lesson/command/view.js';
import { placeAt } from '../builders/place.js';
import { type OpenServices, openServices } from '../builders/services.js';
import { plainTraining } from '../byte-pair/plain-byte-pairs.js';

let services: OpenServices;
beforeAll(async () => {
  services = await openServices();
});
afterAll(() => services.close());

const { signal } = new AbortController();
const merge = (text: string, encoding: MergingResult['encoding'] = 'o200k_base') =>
  mergeText({ text, encoding }, signal, services);
const learn = (text: string, wanted = 100) => learnMerges({ text, isOwn: false, wanted }, signal, services);
const { story } = bpeWords('en').learned;

const textsOf = ({ blocks }: Pick<View, 'blocks'>) =>
  blocks.flatMap((one) => (one.kind === 'text' ? [one.markdown.replaceAll('\\', '')] : []));
const pictureOf = ({ blocks }: View): Picture => {
  const [found] = blocks.flatMap((one) => (one.kind === 'picture' ? [one.picture] : []));
  if (found === undefined) throw new Error('no picture');
  return found;
};
const rowOf = (view: View) => {
  const picture = pictureOf(view);
  if (picture.kind !== 'merge-row') throw new Error('no row of merges');
  return picture;
};
const buttonsOf = ({ blocks }: View) =>
  blocks.flatMap((one) => (one.kind === 'row' ? one.buttons : [])).map(({ label }) => label);
const at = (result: BpeResult, stage: number) => viewBpe(result, placeAt({ value: String(stage) }));

describe('step by step', () => {
  test('a new reply marks the first pair, says why it wins, and has its buttons', async () => {
    const view = viewBpe(await merge('the cat'), placeAt());
    const { parts, progress } = rowOf(view);
    expect(progress).toMatch(/^merge 1 of \d+$/);
    expect(parts.flatMap((one) => (one.what === 'part' ? [one.label] : []))).toEqual([
      't',
      'h',
      'e',
      '·',
      'c',
      'a',
      't',
    ]);
    expect(parts.filter((one) => one.what === 'part' && one.isBorder).map(({ label }) => label)).toEqual(['·']);
    const pairs = parts.flatMap((one) => (one.what === 'pair' ? [one] : []));
    expect(pairs.map(({ rank }) => rank)).toEqual(pairs.map(({ rank }) => rank).toSorted((one, other) => one - other));
    const next = parts.flatMap((one) => (one.what === 'part' && one.isNext ? [one.label] : []));
    expect(pairs[0]?.label.startsWith(`${next[0]} + ${next[1]} → `)).toBe(true);
    expect(textsOf(view)[1]).toContain(`(rank **${pairs[0]?.rank}**)`);
    expect(buttonsOf(view)).toEqual(['◀ Back', 'Merge ▶', 'Animate', 'Learn merges', 'Explain']);
  });

  test('the buttons lead back, forward, to the start and to the end, and stop there', async () => {
    const result = await merge('the cat');
    const last = stageCount(result) - 1;
    const rowsOf = (stage: number) =>
      at(result, stage)
        .blocks.flatMap((one) => (one.kind === 'row' ? one.buttons : []))
        .slice(0, 2);
    expect(rowsOf(2)).toMatchObject([
      { value: '1', disabled: false },
      { value: '3', disabled: false },
    ]);
    expect(rowsOf(0)).toMatchObject([{ disabled: true }, { value: '1', disabled: false }]);
    expect(rowsOf(last)).toMatchObject([{ value: String(last - 1), disabled: false }, { disabled: true }]);
    const [menu] = at(result, 2).blocks.flatMap((one) => (one.kind === 'go-on-links' ? [one.entries] : []));
    expect(menu).toMatchObject([
      { label: 'To the beginning', value: '0' },
      { label: 'To the end', value: String(last) },
      { label: 'Merge by cl100k_base', choice: 'cl100k_base' },
      { label: 'Merge by p50k_base' },
      { label: 'Merge by r50k_base' },
    ]);
    // What somebody writes into an id leads nowhere else.
    expect(rowOf(at(result, 99))).toEqual(rowOf(at(result, last)));
    expect(rowOf(viewBpe(result, placeAt({ value: 'x' })))).toEqual(rowOf(viewBpe(result, placeAt())));
  });

  test('each stage follows from the one before by the pair that was marked', async () => {
    const result = await merge('Tokenization is fun, naïve café 🦦!');
    for (let stage = 1; stage < stageCount(result) - 1; stage++) {
      const [now, next] = [rowAfter(result, stage - 1), rowAfter(result, stage)];
      const from = result.order[stage - 1];
      const place = now.findIndex((part) => part.from === from);
      expect(next).toHaveLength(now.length - 1);
      expect(next.toSpliced(place, 1)).toEqual(now.toSpliced(place, 2));
      const { parts } = rowOf(at(result, stage));
      const pairs = parts.flatMap((one) => (one.what === 'pair' ? [one.rank] : []));
      expect(next[place]?.id).toBe(Math.min(...pairs));
    }
  });

  test.each(['o200k_base', 'cl100k_base', 'p50k_base', 'r50k_base'] as const)(
    'the end has the ids of tiktoken under the tokens, in %s',
    async (encoding) => {
      const reference = get_encoding(encoding);
      for (const text of ['I love pizza!', '我爱披萨 🍕', 'مرحبا', 'x = f(y);\n\treturn  42', '   ', "don't"]) {
        const result = await merge(text, encoding);
        const { parts } = rowOf(at(result, stageCount(result) - 1));
        const captions = parts.map((one) => (one.what === 'part' ? one.caption : undefined));
        expect(captions).toEqual(Array.from(reference.encode_ordinary(text), String));
      }
      reference.free();
    },
  );

  test('the beginning has the bytes under the characters, also where a character has many', async () => {
    const view = at(await merge('aé🍕👩‍👩‍👧'), 0);
    expect(rowOf(view).parts.map((one) => (one.what === 'part' ? [one.label, one.caption] : []))).toEqual([
      ['a', '61'],
      ['é', 'C3 A9'],
      ['🍕', 'F0 9F 8D 95'],
      ['👩‍👩‍👧', 'F0 9F 91 A9 …'],
    ]);
    expect(textsOf(view)[1]).toBe(
      'A computer keeps these **4 characters** as **25 bytes**. Each byte is one part at first.',
    );
  });

  test('parts of a character are shown as their bytes', async () => {
    const { parts } = rowOf(viewBpe(await merge('🍕'), placeAt()));
    expect(parts.flatMap((one) => (one.what === 'part' ? [one.label] : []))).toEqual(['⟨F0⟩', '⟨9F⟩', '⟨8D⟩', '⟨95⟩']);
  });

  test('a text without a merge is at its end at once', async () => {
    const view = viewBpe(await merge('a b'.slice(0, 1)), placeAt());
    expect(textsOf(view)[1]).toBe('No two neighbours make a part that is in the list. So the model reads **1 token**.');
  });

  test('one token is told as one, and so is the only pair', async () => {
    const result = await merge('hi');
    expect(textsOf(at(result, 1))[1]).toBe(
      '**h** and **i** are joined next. They are the only pair that makes a part in the list: **hi** (rank **3,686**).',
    );
    expect(textsOf(at(result, 2))[1]).toMatch(/ The model reads this \*\*1 token\*\*\.$/);
  });

  test('of a letter under more marks than are merged at once, the first are', async () => {
    const text = `a${'\u0301'.repeat(400)}`;
    const { text: read, starts, isCut } = await merge(text);
    expect(text.startsWith(read)).toBe(true);
    expect(starts).toHaveLength(1 + 2 * 199);
    expect(isCut).toBe(true);
  });

  test('of a long text the beginning is merged, whole characters only, and it says so', async () => {
    const result = await merge('word '.repeat(60));
    expect(result.text).toBe('word '.repeat(40));
    expect(textsOf(viewBpe(result, placeAt())).at(-1)).toContain(' · only the beginning of the text');
    const family = '👩‍👩‍👧';
    const emoji = await merge(family.repeat(100));
    expect(emoji.text).toBe(family.repeat(emoji.text.length / family.length));
    expect(emoji.starts.length).toBeLessThanOrEqual(600);
    expect(emoji.isCut).toBe(true);
  });

  test('whatever the text, every stage has its picture, and the two that are joined are in it', async () => {
    const character = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 4 }),
      fc.constantFrom(' the', '漢字', '🍕🍕', 'مرح', '\n\n', '  '),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(character, { maxLength: 60 }), async (words) => {
        const text = words.join('') || 'a';
        const result = await merge(text);
        const last = stageCount(result) - 1;
        for (const stage of new Set([0, 1, Math.ceil(last / 2), last - 1, last])) {
          const view = at(result, stage);
          const { parts } = rowOf(view);
          expect(altText(rowOf(view)).length).toBeLessThanOrEqual(1024);
          const next = parts.filter((one) => one.what === 'part' && one.isNext);
          expect(next).toHaveLength(stage > 0 && stage < last ? 2 : 0);
        }
      }),
      { numRuns: 25 },
    );
  });

  test('is stored and read again as it is', async () => {
    const result = await merge('naïve 🦦');
    expect(bpeResult.parse(JSON.parse(JSON.stringify(z.encode(bpeResult, result))))).toEqual(result);
  });
});

describe('the window of a long row', () => {
  const parts = (count: number) => Array.from({ length: count }, () => ({ label: 'abc' }));
  test('is the beginning, as long as what is looked at is there; else what is around it', () => {
    expect(windowOf(parts(5), 3, 3)).toEqual({ from: 0, to: 5 });
    const { from, to } = windowOf(parts(500), 3, 3);
    expect(from).toBe(0);
    expect(to).toBeGreaterThan(20);
    for (const looked of [100, 497, 498]) {
      const around = windowOf(parts(500), looked, 3);
      expect(around.from).toBeLessThanOrEqual(looked);
      expect(around.to).toBeGreaterThanOrEqual(looked + 2);
      expect(around.to).toBeLessThanOrEqual(500);
      expect(Math.abs(around.to - around.from - to)).toBeLessThanOrEqual(1);
    }
  });

  test('holds the two, even where they alone are too wide', () => {
    const wide = Array.from({ length: 9 }, () => ({ label: 'x'.repeat(400) }));
    expect(windowOf(wide, 4, 1)).toEqual({ from: 4, to: 6 });
  });
});

describe('the animation', () => {
  test('has each merge of a short text, and some of a long one, with the first and the end', async () => {
    const short = await merge('the cat');
    expect(shownStages(short)).toEqual(Array.from({ length: stageCount(short) - 1 }, (_, step) => step + 1));
    const long = await merge('word by word, and letter by letter, a text becomes a row of tokens');
    const stages = shownStages(long);
    expect(stages).toHaveLength(12);
    expect([stages[0], stages.at(-1)]).toEqual([1, stageCount(long) - 1]);
    const view = viewAnimation(long, placeAt());
    const [moving] = view.blocks.flatMap((one) => (one.kind === 'animation' ? [one] : []));
    expect(moving?.frames().map(({ picture }) => picture)).toEqual(stages.map((stage) => rowOf(at(long, stage))));
    expect(moving?.alt?.().length).toBeLessThanOrEqual(1024);
    expect(textsOf(view)[1]).toContain(`11 of the ${long.order.length} merges`);
  });
});

describe('Explain', () => {
  const explained = (result: BpeResult, value?: string) => {
    const { idea, example } = explainBpe(result, placeAt({ value }));
    return { idea, example };
  };

  test('works each stage with its own numbers', async () => {
    const result = await merge('the cat');
    const [first, second] = rowOf(viewBpe(result, placeAt())).parts.flatMap((one) =>
      one.what === 'pair' ? [one] : [],
    );
    const { example } = explained(result, '1');
    expect(example).toContain(`has rank ${first?.rank}, and the next one`);
    expect(example).toContain(`${first?.rank} is lower, so`);
    expect(example).toContain(`has ${second?.rank}`);
    expect(example).toContain('The text is 2 pieces: `the`, `·cat`.');
    expect(explained(result, '0').example).toContain('7 characters, 7 bytes.');
    expect(explained(result, '0').example).toContain('`t` is `74`: 1 byte, written with two signs.');
    expect(explained(await merge(' '), '0').example).toContain('`·` is `20`');
    const merges = result.order.length;
    expect(explained(result, String(merges + 1)).example).toContain(`7 − ${merges} = ${7 - merges} tokens`);
  });

  test('counts the first pair that was learned', async () => {
    const result = await learn('low low low lower lowest');
    expect(explained(result).example).toBe(
      '`l` and `o` stand side by side 5 times, and no other pair comes more often. Count them in the text! Each time two parts become one: 24 − 5 = 19 parts.',
    );
  });

  test('does not ask to count pairs that stand across a cut', async () => {
    // Pieces of three digits each: nine of them in 27.
    const { example } = explained(await learn('1'.repeat(27)));
    expect(example).toContain(
      'side by side 18 times, and no other pair comes more often. Count them in the text! Where the text is cut into pieces, a pair across the cut does not count.',
    );
    expect(example).toContain('27 − 9 = 18 parts');
  });

  test('leads from the bytes to the first merge, and from there to a guess', async () => {
    const result = await merge('the cat');
    const next = (stage: string) => explainBpe(result, placeAt({ value: stage })).next;
    expect(next('0')).toContain('which two bytes are joined first');
    expect(next('1')).toContain('Guess which pair comes after it');
  });

  test('says so where pairs share a part', async () => {
    const { example } = explained(await learn('aaaaaaaaaaaaaaaaaaaaa'));
    expect(example).toContain('stand side by side 20 times');
    expect(example).toContain('Some of them share a part, so only 10 could be joined.');
    expect(example).toContain('21 − 10 = 11 parts');
  });
});

describe('merges that are learned', () => {
  /** The pieces of a text of small letters, spaces, commas, colons and full stops, cut as o200k_base does. */
  const piecesOf = (text: string) => text.match(/ ?\p{L}+| ?[.,:]+\n?|\s+/gu) ?? [];

  test('from the sample story are those that counting by hand gives', async () => {
    expect(piecesOf(story).join('')).toBe(story);
    const counts = new Map<string, number>();
    for (const piece of piecesOf(story)) counts.set(piece, (counts.get(piece) ?? 0) + 1);
    const { merges, bytes, characters } = await learn(story);
    const hex = (part: Uint8Array) => Buffer.from(part).toString('hex');
    expect(merges.map(({ left, right }) => `${hex(left)} ${hex(right)}`)).toEqual(plainTraining(counts, 100));
    expect(merges[0]?.count).toBe(story.match(/at/g)?.length);
    expect(merges[0]?.tokens).toBe(story.length - (merges[0]?.count ?? 0));
    expect([bytes, characters]).toEqual([story.length, story.length]);
  });

  test('are shown as pairs, as a curve, and as the text that they cut', async () => {
    const result: LearnedResult = await learn(story);
    const last = result.merges.at(-1)?.tokens ?? 0;
    const pairs = viewBpe(result, placeAt());
    expect(altText(pictureOf(pairs))).toMatch(/^Which pairs are learned first\? Counts: a \+ t → at 45 times; /);
    expect(textsOf(pairs)[1]).toBe(
      '**a** and **t** stand side by side **45 times**, and no pair comes more often. So **at** becomes the first new token.',
    );
    expect(buttonsOf(pairs)).toEqual(['How much shorter?', 'The text now', 'Other text…', 'Explain']);
    const curve = viewCurve(result, placeAt());
    const merges = result.merges.length;
    expect(altText(pictureOf(curve))).toContain(`after 0 merges ${story.length}, 256; `);
    expect(altText(pictureOf(curve))).toContain(`after ${merges} merges ${last}, ${256 + merges}`);
    expect(textsOf(curve)[1]).toBe(
      `After **${merges} merges** the text is **${last} tokens** long, not ${story.length}. On average a token now holds **${(story.length / last).toFixed(1)} characters**.`,
    );
    const cut = pictureOf(viewCut(result, placeAt()));
    if (cut.kind !== 'token-strip') throw new Error('the text is a strip of tokens');
    expect(cut.total).toBe(last);
    expect(cut.tokens).toHaveLength(last);
    expect(cut.tokens.map(({ label }) => label.replaceAll('·', ' ').replaceAll('↵', '\n')).join('')).toBe(story);
    expect(buttonsOf(viewCut(result, placeAt()))).toHaveLength(3);
  });

  test('are as many as were asked for, and stored as they are', async () => {
    const result = await learn(story, 3);
    expect(result.merges).toHaveLength(3);
    const again = bpeResult.parse(JSON.parse(JSON.stringify(z.encode(bpeResult, result))));
    for (const view of [viewBpe, viewCurve, viewCut]) {
      expect(pictureOf(view(again, placeAt()))).toEqual(pictureOf(view(result, placeAt())));
    }
  });

  test('say why they are fewer than were asked for', async () => {
    const printed = async (wanted: number) => textsOf(viewBpe(await learn('ab'.repeat(20), wanted), placeAt())).at(-1);
    expect(await printed(1)).toBe('-# 1 merge, learned here');
    expect(await printed(100)).toMatch(/ merges, learned here · after that no pair comes twice$/);
  });

  test.each([
    ['one merge', `${'ab'.repeat(2)}${'cdefghijklmnopqrstuvwxyz'}`],
    ['emoji', '🍕🍕🍕 🦦🦦 🍕🍕🍕 🦦🦦'],
    ['Chinese', '我爱披萨，我爱猫，我爱你，我爱我。我爱披萨，我爱猫'],
    ['a long text', 'the quick brown fox jumps over the lazy dog and '.repeat(80)],
  ])('from %s are shown, too', async (_, text) => {
    const result = await learn(text, 300);
    for (const view of [viewBpe(result, placeAt()), viewCurve(result, placeAt()), viewCut(result, placeAt())]) {
      expect(altText(pictureOf(view)).length).toBeLessThanOrEqual(1024);
      expect(textsOf(view)[1]).not.toContain('NaN');
    }
  });

  test('are refused where there is nothing to learn', async () => {
    await expect(learn('too short')).rejects.toThrow('There is too little text');
    await expect(learn('abcdefghijklmnopqrstuvwxyz')).rejects.toThrow('No pair of neighbours comes twice');
  });

  test('begin with a form in which a story stands', () => {
    const { fields } = learnForm({ runId: 'run', locale: 'en-US' });
    expect(fields.map(({ value }) => value)).toEqual([story, '100']);
  });
});

describe('Details', () => {
  const filesOf = (result: BpeResult) =>
    bpeInFull(result, 'en').flatMap((one) => (one.kind === 'file' ? [one.data.toString()] : []));

  test('have every merge, the pieces and the ids', async () => {
    const result = await merge('the cat sat on the mat and the other cat sat there too');
    const said = textsOf({ blocks: bpeInFull(result, 'en') }).join('\n');
    expect(said).toContain(`[${result.ids.join(', ')}]`);
    expect(said).toContain('the | ·cat | ·sat');
    const [file = ''] = filesOf(result);
    const rows = file.trim().split('\n');
    expect(rows).toHaveLength(result.order.length + 1);
    expect(said).toContain(rows[1]?.trim().replace(/ +/, '   '));
  });

  test('have every merge that was learned', async () => {
    const [file = ''] = filesOf(await learn(story));
    expect(file).toMatch(
      /^merge +times +tokens +list +characters each\n +1 +45 +396 +257 +1\.11 {2}a \+ t → at {2}⟨61 74⟩\n/,
    );
  });
});
