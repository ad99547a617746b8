import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { explainRoom } from '../../commands/probability/explain.js';
import { roomInFull } from '../../commands/probability/in-full.js';
import { nameQuestions } from '../../commands/probability/names.js';
import { type ProbabilityResult, probabilityResult, type RoomResult } from '../../commands/probability/result.js';
import { viewAnswered, viewRoom } from '../../commands/probability/view.js';
import { altText } from '../../src/charts/alt.js';
import { castVote, openBallot } from '../../src/lesson/room/ballot.js';
import { placeAt } from '../builders/place.js';

type Answers = 'both' | 'first' | 'second' | 'neither';

const opener = { id: '1', name: 'Ann' };
const repeat = (answers: Answers, times: number): Answers[] => Array<Answers>(times).fill(answers);

function roomOf(votes: readonly Answers[], more: Partial<RoomResult> = {}): RoomResult {
  const ballot = votes.reduce(
    (sum, vote, at) => castVote(sum, { id: `${100 + at}`, name: '' }, vote),
    openBallot<Answers>({ user: opener }),
  );
  return {
    kind: 'room',
    first: 'Do you like tennis?',
    second: 'Do you like football?',
    ballot: { ...ballot, votes: { ...ballot.votes } },
    wantsSample: false,
    ...more,
  };
}

const place = placeAt();
const blocksOf = (result: RoomResult) => viewRoom(result, place).blocks;
const textsOf = (result: RoomResult) =>
  blocksOf(result).flatMap((block) => (block.kind === 'text' ? [block.markdown] : []));
const sentenceOf = (result: RoomResult) => textsOf(result)[1];
const altOf = (result: RoomResult) =>
  blocksOf(result).flatMap((block) => (block.kind === 'picture' ? [altText(block.picture)] : []))[0];
const buttonsOf = (result: RoomResult) =>
  blocksOf(result).flatMap((block) =>
    block.kind === 'row' ? block.buttons.map((button) => ('link' in button ? button.link : button.label)) : [],
  );
const entriesOf = (result: RoomResult) =>
  blocksOf(result).flatMap((block) => (block.kind === 'go-on-links' ? block.entries.map(({ label }) => label) : []));
const detailsOf = (result: RoomResult) =>
  roomInFull(result, 'en').flatMap((block) => (block.kind === 'text' ? [block.markdown] : []));

/** Counted again, person by person, from the answers as words. */
function countedAgain(votes: readonly Answers[]) {
  const yesTo = (vote: Answers) => ({ both: 'tf', first: 't', second: 'f', neither: '' })[vote];
  const said = votes.map(yesTo);
  const who = (letters: string) => said.filter((one) => [...letters].every((letter) => one.includes(letter))).length;
  return { tennis: who('t'), football: who('f'), both: who('tf'), all: said.length };
}

describe('the sample class, until somebody answers', () => {
  test('has 14 people, of whom it says that they are made up', () => {
    const fresh = roomOf([]);
    expect(altOf(fresh)).toBe(
      'Who said yes to what? A group of people, a Venn diagram and a table that say the same (a sample class of 14). ' +
        'Of 14: tennis: 5 yes (36%), 9 no; football: 10 yes (71%), 4 no. ' +
        'tennis given football: 4 of 10 (40%); football given tennis: 4 of 5 (80%). ' +
        'Groups: both 4 of 14 (29%); only tennis 1 of 14 (7.1%); only football 6 of 14 (43%); neither 3 of 14 (21%)',
    );
    expect(textsOf(fresh)).toEqual([
      '> Do you like tennis? · Do you like football?',
      'Of the **10** who said yes to football, **4** also said yes to tennis: **40%**. ' +
        'But of the **5** with yes to tennis, the same 4 are **80%**.',
      '-# a sample class of 14, made up · answer, and your room is shown instead',
    ]);
    expect(buttonsOf(fresh)).toEqual(['Both', 'Only tennis', 'Only football', 'Neither', 'Explain']);
    expect(entriesOf(fresh)).toEqual([
      'Only who said yes to football',
      'Only who said yes to tennis',
      'Now with words',
      'Close the questions',
    ]);
    expect(detailsOf(fresh)[1]).toContain('made up');
  });

  test('is nowhere in the counts of the room, and can be shown again', () => {
    const answered = roomOf(repeat('both', 2));
    expect(altOf(answered)).toContain('(our room: 2). Of 2: tennis: 2 yes (100%), 0 no; football: 2 yes (100%), 0 no.');
    expect(entriesOf(answered)).toContain('The sample class');
    const sampled = roomOf(repeat('both', 2), { wantsSample: true });
    expect(altOf(sampled)).toContain('(a sample class of 14). Of 14:');
    expect(textsOf(sampled).at(-1)).toContain('2 people of our room answered, none is in this picture');
    expect(entriesOf(sampled)).toContain('Our room');
  });
});

describe('the sentence is chosen by the counts', () => {
  test.each([
    [
      'as many said yes to each',
      [...repeat('both', 2), ...repeat('first', 2), ...repeat('second', 2)],
      'Of the **4** who said yes to football, **2** also said yes to tennis: **50%**. The other way round it is the same, because 4 said yes to each.',
    ],
    [
      'nobody said yes to both',
      [...repeat('first', 3), ...repeat('second', 2)],
      'Nobody said yes to both. So **none** of the 2 with yes to football said yes to tennis, and none of the 3 the other way round.',
    ],
    [
      'nobody said yes to one',
      [...repeat('first', 3), 'neither' as const],
      'Nobody said yes to football, so **nobody can say** how likely tennis is, given football: there is no one to count. The other way round it is 0 of 3.',
    ],
    [
      'nobody said yes to anything',
      repeat('neither', 3),
      'Nobody said yes to tennis or to football, so **nobody can say** how likely one is given the other: there is no one to count.',
    ],
    [
      'all with yes to one said yes to the other',
      [...repeat('both', 3), ...repeat('second', 7)],
      'Everybody with yes to tennis also said yes to football: **3 of 3, 100%**. But of the **10** with yes to football, the same 3 are **30%**.',
    ],
  ])('%s', (_, votes, sentence) => {
    expect(sentenceOf(roomOf(votes))).toBe(sentence);
  });

  test('one question alone: only those with yes to it count', () => {
    const votes = [...repeat('both', 5), ...repeat('first', 1), ...repeat('second', 3), ...repeat('neither', 5)];
    const { tennis, football, both, all } = countedAgain(votes);
    const given = roomOf(votes, { given: 'second' });
    expect(sentenceOf(given)).toBe(
      `Look only at the **${football}** who said yes to football: **${both}** of them also said yes to tennis, that is **63%**. Of everybody, ${tennis} of ${all} said yes to tennis: 43%.`,
    );
    expect(altOf(given)).toContain('Given football: who says tennis?');
    expect(altOf(given)).toContain('Only who said yes to football counts.');
    expect(entriesOf(given)).toContain('Everybody again');
    expect(sentenceOf(roomOf(['first'], { given: 'second' }))).toContain('nobody can say');
  });
});

test('Details have each chance as a count and in percent, as they are counted one by one', () => {
  const kinds: readonly Answers[] = ['both', 'first', 'second', 'neither'];
  // Every group of up to three people in each of the four ways.
  for (let code = 1; code < 4 ** 4; code += 1) {
    const votes = kinds.flatMap((kind, at) => repeat(kind, Math.floor(code / 4 ** at) % 4));
    const { tennis, football, both, all } = countedAgain(votes);
    const details = detailsOf(roomOf(votes)).join('\n');
    const line = (part: number, whole: number, label: string) => {
      const percent =
        whole === 0 ? 'cannot be said' : `${Number(((100 * part) / whole).toFixed(part / whole < 0.1 ? 1 : 0))}%`;
      return new RegExp(
        `^ *${part} of ${whole} +${percent.replace('.0%', '%')}  ${label.replace(/[()]/g, '\\$&')}$`,
        'm',
      );
    };
    expect(details).toMatch(line(tennis, all, 'P(tennis)'));
    expect(details).toMatch(line(football, all, 'P(football)'));
    expect(details).toMatch(line(both, all, 'P(tennis and football)'));
    expect(details).toMatch(line(both, football, 'P(tennis given football)'));
    expect(details).toMatch(line(both, tennis, 'P(football given tennis)'));
    expect(details).not.toMatch(/NaN|Infinity/);
    expect(textsOf(roomOf(votes)).join('\n')).not.toMatch(/NaN|Infinity/);
  }
});

test('Explain works both chances with the counts that are shown', () => {
  const { example } = explainRoom(roomOf([...repeat('both', 1), ...repeat('second', 3)]), place);
  expect(example).toBe(
    'P(tennis given football) = both ÷ football = 1/4 = 25%\nP(football given tennis) = both ÷ tennis = 1/1 = 100%',
  );
  expect(explainRoom(roomOf(['neither']), place).example).toContain('nothing to divide by');
});

test('who answered is told what they said, and that few answers can be guessed', () => {
  const person = { id: '100', name: '' };
  const told = (votes: readonly Answers[]) =>
    viewAnswered(roomOf(votes), { user: person }, place).blocks.flatMap((block) =>
      block.kind === 'text' ? [block.markdown] : [],
    )[0];
  expect(told(['second'])).toMatch(/^You said \*\*no\*\* to tennis and \*\*yes\*\* to football\. Only you see this\./);
  expect(told(['second'])).toContain('guess your answer');
  expect(told(['both', ...repeat('neither', 5)])).not.toContain('guess your answer');
});

test('nobody answers where it is closed, and the lesson goes on', () => {
  const open = roomOf(repeat('both', 3));
  const closed = { ...open, ballot: { ...open.ballot, isClosed: true } };
  expect(buttonsOf(closed)).toEqual(['Now with words', 'Given football', 'Given tennis', 'Explain']);
  expect(entriesOf(closed)).toEqual(['The sample class']);
  expect(textsOf(closed).at(-1)).toBe('-# answers of 3 people · closed');
  const empty = roomOf([]);
  expect(textsOf({ ...empty, ballot: { ...empty.ballot, isClosed: true } }).at(-1)).toContain(
    'closed before anybody answered',
  );
});

test.each([
  ['Do you like tennis?', 'Do you like football?', ['tennis', 'football']],
  ['Do you like  cats ?', 'do YOU like big dogs', ['cats', 'big dogs']],
  ['Is 你好 good?', 'Is 🍕 good?', ['你好', '🍕']],
  ['Have you got a cat?', 'Do you like football?', ['A', 'B']],
  ['Do you like tennis?', 'Do you like tennis?', ['A', 'B']],
  ['Do you like tennis?', 'Do you like?', ['A', 'B']],
  ['Do you like tennis?', 'Do you like extraordinarily long names?', ['A', 'B']],
  ['?', '!', ['A', 'B']],
  ['', '', ['A', 'B']],
])('%j and %j have short names', (first, second, names) => {
  expect(nameQuestions(first, second)).toEqual({ names, areLetters: names[0] === 'A' });
});

test('long questions stand beside their letters, and whole in Details', () => {
  const first = `Have you ever been to ${'very '.repeat(14)}far countries?`;
  const room = roomOf([], { first, second: '**Do you** like @everyone?' });
  expect(textsOf(room)[0]).toMatch(/^> \*\*A\*\* Have you ever .*…/);
  expect(textsOf(room)[0]).toContain('**B** \\*\\*Do you\\*\\* like');
  expect(detailsOf(room)[0]).toContain(`**A**: ${first}`);
});

test('a result is the same after it was stored', () => {
  const result: ProbabilityResult = roomOf(['both', 'first'], { given: 'first' });
  const stored: unknown = JSON.parse(JSON.stringify(z.encode(probabilityResult, result)));
  expect(probabilityResult.parse(stored)).toEqual(result);
});
