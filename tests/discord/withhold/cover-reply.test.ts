import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Picture } from '../../../src/charts/kinds/registry.js';
import { buttons, file, menu, picture, type Reply, text } from '../../../src/discord/reply.js';
import { COVER, createCover } from '../../../src/discord/withhold/cover.js';
import { coverPicture } from '../../../src/discord/withhold/cover-picture.js';
import { coverDrawn, coverForm, coverGrowing, coverReply } from '../../../src/discord/withhold/cover-reply.js';
import { createWordList } from '../../../src/discord/withhold/word-list.js';
import { everyKind } from '../../charts/samples.js';

const cover = (...words: string[]) => {
  const made = createCover(words);
  if (made === undefined) throw new Error('there are words');
  return made;
};

/** All texts of a value, but for what only picks a way to draw. */
const NO_TEXT = new Set([
  'kind',
  'id',
  'parent',
  'fate',
  'state',
  'values',
  'what',
  'given',
  'answers',
  'form',
  'part',
]);
function textsIn(value: unknown, name = ''): string[] {
  if (typeof value === 'string') return NO_TEXT.has(name) ? [] : [value];
  if (Array.isArray(value)) return value.flatMap((one) => textsIn(one, name));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => textsIn(one, key));
}

const numbersIn = (value: unknown): unknown[] =>
  typeof value === 'object' && value !== null
    ? Object.values(value).flatMap(numbersIn)
    : typeof value === 'number'
      ? [value]
      : [];

test('in every kind of picture any word of its own texts is covered, and no number changes', () => {
  const words = everyKind.flatMap((one) => textsIn(one)).flatMap((one) => one.match(/\p{L}{2,}/gu) ?? []);
  fc.assert(
    fc.property(fc.uniqueArray(fc.constantFrom(...words), { minLength: 1, maxLength: 4 }), (withheld) => {
      const { find } = createWordList(withheld);
      for (const one of everyKind) {
        const covered = coverPicture(one, cover(...withheld));
        expect(textsIn(covered).flatMap(find)).toEqual([]);
        expect(numbersIn(covered)).toEqual(numbersIn(one));
        expect(covered.kind).toBe(one.kind);
      }
    }),
  );
});

test('a pair that is merged stands alone beside others, and parts of the text go on from each other', () => {
  const row: Picture = {
    kind: 'merge-row',
    title: 'Merges',
    progress: 'merge 1 of 2',
    morePairs: 0,
    isDone: false,
    parts: [
      { what: 'pair', label: 'b + ad → bad', rank: 1, places: 1 },
      { what: 'pair', label: 'ly + ! → ly!', rank: 2, places: 1 },
      { what: 'part', label: 'b' },
      { what: 'part', label: 'ad' },
    ],
  };
  const shown = coverPicture(row, cover('bad'));
  const labels = shown.kind === 'merge-row' ? shown.parts.map(({ label }) => label) : [];
  expect(labels).toEqual([`b + ad → ${COVER}`, 'ly + ! → ly!', COVER, COVER]);
});

test('a token that ends a word which the text before it has begun is covered', () => {
  const bars: Picture = {
    kind: 'probability-bars',
    title: 'What comes next?',
    bars: ['word', '·word', 'ge'].map((label) => ({
      label,
      probability: { low: 0.2, high: 0.2 },
      state: 'kept' as const,
    })),
  };
  const reply: Reply = { blocks: [text('`What a bad▮`'), picture('next', bars)] };
  const covered = coverReply(reply, cover('badword'));
  const [, shown] = covered.blocks;
  const labels = shown?.kind === 'picture' && shown.picture.kind === 'probability-bars' ? shown.picture.bars : [];
  expect(labels.map(({ label }) => label)).toEqual([COVER, '·word', 'ge']);
});

test('texts, labels, files and forms are covered, and a line says how many words', () => {
  const made = cover('damn');
  const reply: Reply = {
    blocks: [
      text('**damn**', { fileName: 'damn.txt', content: 'DAMN it' }),
      buttons({ action: 'add', runId: 'r', label: 'Add “damn”' }),
      menu({
        action: 'm',
        runId: 'r',
        placeholder: 'damn…',
        choices: [{ label: 'damn', value: 'damn', description: 'd4mn' }],
      }),
      file('damn.json', Buffer.from('{"a":"damn","n":1.50}')),
      file('picture.png', Buffer.from([0x89, 0x50, 0, 0xff])),
    ],
    thread: 'damn thread',
  };
  const covered = coverReply(reply, made);
  expect(covered).toMatchObject({
    blocks: [
      { markdown: `**${COVER}**`, overflow: { fileName: '____.txt', content: `${COVER} it` } },
      { buttons: [{ label: `Add “${COVER}”`, action: 'add' }] },
      { placeholder: `${COVER}…`, choices: [{ label: COVER, value: 'damn', description: COVER }] },
      { name: '____.json', data: Buffer.from(`{"a":"${COVER}","n":1.50}`) },
      { data: Buffer.from([0x89, 0x50, 0, 0xff]) },
    ],
    thread: `${COVER} thread`,
  });
  const drawn = coverDrawn({ blocks: [text('damn')] }, made, 'en');
  expect(drawn.blocks.at(-1)).toMatchObject({ markdown: '-# 1 word is withheld here because of this server’s list.' });
  expect(coverDrawn({ blocks: [text('fine')] }, cover('damn'), 'en').blocks).toHaveLength(1);
  const form = coverForm(
    { action: 'a', runId: 'r', title: 'Damn', fields: [{ id: 'damn', label: 'damn', value: 'damn', maxLength: 9 }] },
    made,
  );
  expect(form).toMatchObject({ title: COVER, fields: [{ id: 'damn', label: COVER, value: COVER }] });
});

test('however a text is cut into steps, nothing of a word is shown while it grows', () => {
  const word = 'badword';
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('ba', 'd', 'word', 'b', 'adw', 'ord', ' ', 'fine ', 'B4D', '\u200b', 'w0rd'), {
        maxLength: 14,
      }),
      (pieces) => {
        let written = '';
        for (const piece of pieces) {
          written += piece;
          const [block] = coverGrowing({ blocks: [text(written)] }, cover(word)).blocks;
          const shown = block?.kind === 'text' ? block.markdown : '';
          const { find, begunAt } = createWordList([word]);
          expect(find(shown)).toEqual([]);
          if (find(written).length === 0) expect(shown.length).toBeLessThanOrEqual(begunAt(written));
        }
      },
    ),
  );
});
