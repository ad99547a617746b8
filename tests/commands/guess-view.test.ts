import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { explainGuess } from '../../commands/guess/explain.js';
import { guessInFull } from '../../commands/guess/in-full.js';
import { type GuessedWord, type GuessResult, guessResult } from '../../commands/guess/result.js';
import { likeliestFirst, withOutcome } from '../../commands/guess/reveal.js';
import { goOnWith, nextHidden, withText } from '../../commands/guess/rounds.js';
import { viewGuess, viewTaken } from '../../commands/guess/view.js';
import { altText } from '../../src/charts/alt.js';
import type { Picture } from '../../src/charts/kinds/registry.js';
import type { Block, Button } from '../../src/discord/reply.js';
import type { View } from '../../src/lesson/command/view.js';
import { castVote, openBallot } from '../../src/lesson/room/ballot.js';
import { placeAt } from '../builders/place.js';

const person = (id: string) => ({ id, name: `name of ${id}` });
const request = { path: '/completions', body: {}, sentAt: 0, seconds: 1 };
const hidden = {
  title: 'Moss',
  isOwn: false,
  words: ['grows', 'slowly'].map((word) => ({ before: '', text: ` ${word}`, bits: { low: 3, high: 3 } })),
  at: 0,
  guessed: [],
};

/** A round in which each of some people guessed a word. */
function roundOf(words: readonly string[], more: Partial<GuessResult> = {}): GuessResult {
  const ballot = words.reduce(
    (sum, word, at) => castVote(sum, person(`p${at}`), { word, name: `name of p${at}` }),
    openBallot<{ word: string; name: string }>({ user: person('p0') }),
  );
  const endpoint = { label: 'here', tiny: true };
  return { prompt: 'The cat', endpoint, round: 1, ballot, leftOut: [], board: {}, sight: 'round', ...more };
}

function word(shown: string, low: number, guesses = 0, more: Partial<GuessedWord> = {}): GuessedWord {
  const chance = { low, high: low };
  return { key: shown, shown, chance, text: ` ${shown}`, spellings: [{ text: ` ${shown}`, chance }], guesses, ...more };
}

/** The same when it is revealed. */
function revealed(guesses: readonly string[], words: readonly GuessedWord[], more: Partial<GuessResult> = {}) {
  const outcome = { model: 'm', people: guesses.length, words: [...words], request, requests: 3 };
  return withOutcome(roundOf(guesses, more), outcome);
}

const textsOf = ({ blocks }: Pick<View, 'blocks'> | { readonly blocks: readonly Block[] }) =>
  blocks.flatMap((block) => (block.kind === 'text' ? [block.markdown] : []));
const sentenceOf = (result: GuessResult, more = {}) => textsOf(viewGuess(result, placeAt(more)))[1];
const pictureOf = (result: GuessResult): Picture => {
  const found = viewGuess(result, placeAt()).blocks.find(({ kind }) => kind === 'picture');
  if (found?.kind !== 'picture') throw new Error('there is a picture');
  return found.picture;
};
const altOf = (result: GuessResult) => altText(pictureOf(result));
const buttonsOf = (result: GuessResult) =>
  viewGuess(result, placeAt()).blocks.flatMap((block) =>
    block.kind === 'row' ? block.buttons.map((button) => (button as Button).label) : [],
  );

describe('the sentence', () => {
  const MAT = word('mat', 0.25);
  test.each([
    ['nobody yet', roundOf([]), 'What comes next? Press **Guess…**'],
    ['one', roundOf(['mat']), '**1 person** has guessed.'],
    ['some', roundOf(['mat', 'mat']), '**2 people** have guessed.'],
    [
      'closed, not counted',
      roundOf([], { ballot: { ...roundOf([]).ballot, isClosed: true } }),
      'Press **Reveal** once',
    ],
    ['nobody guessed', revealed([], [MAT]), 'Nobody guessed. The model finds **mat** likeliest, with 25%.'],
    ['one who thinks like the model', revealed(['mat'], [word('mat', 0.25, 1)]), 'and the model says so, too: 25%.'],
    [
      'one who does not',
      revealed(['x'], [MAT, word('x', 0.0001, 1)]),
      'was **x**: the model gives it < 0.1%. It finds **mat**',
    ],
    ['agreement', revealed(['mat', 'x'], [word('mat', 0.25, 1), word('x', 0, 1)]), 'agree on **mat**: 1 of 2'],
    [
      'two rivals',
      revealed(['x', 'x'], [MAT, word('x', 0.1, 2)]),
      '2 of 2 guessed **x**, to which the model gives 10%.',
    ],
    ['a range', revealed(['x'], [word('x', 0.1, 1, { chance: { low: 0.1, high: 0.2 } })]), 'between 10% and 20%'],
    ['untrusted', revealed(['**x**'], [word('**x**', 0.5, 1)]), 'was **\\*\\*x\\*\\***'],
    ['an empty board', { ...revealed([], [MAT]), sight: 'board' as const }, 'the board is empty'],
  ])('%s', (_, result, said) => expect(sentenceOf(result)).toContain(said));

  test('of a board and a race', () => {
    const two = revealed(['mat', 'sofa'], [word('mat', 0.5, 1), word('sofa', 0.25, 1)]);
    expect(sentenceOf({ ...two, sight: 'board' })).toContain('**name of p0** leads with 9 points.');
    const game = revealed(['grows', 'is'], [word('is', 0.5, 1), word('grows', 0.25, 1, { isTrue: true })], { hidden });
    expect(sentenceOf(game)).toBe('The word was **grows**. **1 of 2** guessed it; the model gave it **25%**.');
    // By hand: 3 bits ÷ 6 letters; log₂ 2 = 1 bit ÷ 6, and (1 + 0.5 × 11.82) ÷ 6.
    expect(sentenceOf({ ...game, sight: 'race' })).toContain(
      '**So far the room is ahead.** On average 50% of those who guessed had the right word; the model gave it 25%. The model needs **0.5 bits a letter**; the room, as an estimate, between 0.2 and 1.2 bits.',
    );
    expect(sentenceOf({ ...game, sight: 'board' })).toContain('**name of p0** leads with 1 word right.');
  });

  test('of a board without points names nobody as the first', () => {
    const round = revealed(['x'], [MAT, word('x', 0.0001, 1)]);
    expect(sentenceOf({ ...round, sight: 'board' })).toBe('Nobody has any points yet.');
    const game = revealed(['is'], [word('is', 0.5, 1), word('grows', 0.25, 0, { isTrue: true })], { hidden });
    expect(sentenceOf({ ...game, sight: 'board' })).toBe('Nobody has found a hidden word yet.');
  });

  test('of guesses that were all left out does not say that there were none', () => {
    const left = { ...revealed(['x'], [MAT, word('x', 0.1, 1)]), leftOut: ['x'] };
    expect(sentenceOf(left)).toBe(
      'All guesses were taken off the picture. The model finds **mat** likeliest, with 25%.',
    );
  });

  test('of a race calls nobody better than the numbers say', () => {
    const race = (guesses: readonly string[], low: number, high: number, right: number) => {
      const truth = word('grows', low, right, { isTrue: true, chance: { low, high } });
      return sentenceOf({ ...revealed(guesses, [truth], { hidden }), sight: 'race' });
    };
    expect(race(['grows', 'is'], 0.4, 0.55, 1)).toContain(
      '**So far nobody is ahead for sure.** On average 50% of those who guessed had the right word; the model gave it between 40% and 55%.',
    );
    expect(race(['is'], 0.1, 0.2, 0)).toContain('**So far the model is ahead.**');
    // All of the room's guesses were right: both ends of the estimate are the same.
    expect(race(['grows'], 0.5, 0.5, 1)).toContain('the room, as an estimate, about 0.0 bits.');
  });

  test('does not call a guess likeliest of which nearly nothing is known', () => {
    const chairs = word('chairs', 0, 1, { chance: { low: 0, high: 0.3 } });
    const round = revealed(['chairs'], likeliestFirst([chairs, word('sofa', 0.2)]));
    expect(sentenceOf(round)).toBe(
      'The guess was **chairs**: the model gives it between 0% and 30%. It finds **sofa** likeliest, with 20%.',
    );
    expect(buttonsOf(round)).toContain('Go on with “sofa”');
  });

  test('is told to who comes late', () => {
    expect(sentenceOf(revealed([], [MAT]), { isLate: true })).toContain('Somebody was faster');
  });
});

describe('the picture', () => {
  test('tells how many have guessed, and not what', () => {
    const waiting = roundOf(['secret', 'secret']);
    expect(altOf(waiting)).toContain('2 people have guessed');
    expect(JSON.stringify(viewGuess(waiting, placeAt()))).not.toContain('secret');
    expect(JSON.stringify(guessInFull(waiting, 'en-US'))).not.toContain('secret');
    expect(JSON.stringify(explainGuess(waiting, placeAt()))).not.toContain('secret');
  });

  test('has room for some words, those of most people first, and says how many more there are', () => {
    const words = Array.from({ length: 10 }, (_, at) => word(`w${at}`, 0.01 / (at + 1), at === 9 ? 3 : 1));
    const result = revealed([...words.map(({ shown }) => shown), 'w9', 'w9'], [word('mat', 0.5), ...words]);
    const { rows } = pictureOf(result) as Extract<Picture, { kind: 'bar-columns' }>;
    expect(rows.map(({ label }) => label)).toEqual(['mat', 'w0', 'w1', 'w2', 'w3', 'w4', 'w9']);
    expect(textsOf(viewGuess(result, placeAt())).at(-1)).toContain('4 more guesses in Details');
    expect(textsOf({ blocks: guessInFull(result, 'en-US') }).join('\n')).toContain('w8');
  });

  test('begins with the hidden word, and leaves out what was left out', () => {
    const words = [word('is', 0.5, 1), word('bad', 0.3, 1), word('grows', 0.25, 0, { isTrue: true })];
    const game = { ...revealed(['is', 'bad'], words, { hidden }), leftOut: ['bad'] };
    expect(altOf(game)).toContain('The room: grows 25% (hidden word), 0% (0 of 2); is 50%, 50% (1 of 2)');
    expect(altOf(game)).not.toContain('bad');
  });
});

describe('rounds', () => {
  test('the board goes on by person, with the newest name, and what is kept is small', () => {
    const first = revealed(['mat'], [word('mat', 0.5, 1)]);
    const second = goOnWith(first, ' mat');
    expect(second).toMatchObject({ prompt: 'The cat mat', round: 2, ballot: { votes: {}, isClosed: false } });
    expect(second.outcome).toBeUndefined();
    const again = { ...second, ballot: castVote(second.ballot, person('p0'), { word: 'x', name: 'New' }) };
    const outcome = { model: 'm', people: 1, words: [word('x', 0.25, 1)], request, requests: 3 };
    expect(Object.values(withOutcome(again, outcome).board)).toEqual([{ name: 'New', points: 17, rounds: 2 }]);
    // Counted twice at once, it counts once.
    expect(withOutcome(withOutcome(again, outcome), outcome).board).toEqual(withOutcome(again, outcome).board);
    const stored = JSON.parse(JSON.stringify(z.encode(guessResult, withOutcome(again, outcome))));
    expect(z.decode(guessResult, stored)).toEqual(withOutcome(again, outcome));
  });

  test('a text ends before its last spaces; none, and too many rounds, are refused', () => {
    expect(withText(roundOf([]), 'The dog  ').prompt).toBe('The dog');
    expect(() => withText(roundOf([]), ' \n ')).toThrow('There is no text');
    expect(() => withText(roundOf([], { round: 100 }), 'x')).toThrow('has 100 rounds');
  });

  test('a hidden text goes on to its end', () => {
    const game = revealed(['grows'], [word('grows', 0.25, 1, { isTrue: true })], { hidden });
    expect(buttonsOf(game)).toEqual(['Next word', 'Who is better?', 'Board', 'Explain']);
    const last = nextHidden(game);
    expect(last.prompt).toBe('The cat grows');
    expect(() => nextHidden(last)).toThrow('no more words');
    const outcome = { model: 'm', people: 0, words: [word('slowly', 0.2, 0, { isTrue: true })], request, requests: 3 };
    const over = withOutcome(last, outcome);
    expect(buttonsOf(over)[0]).toBe('Another hidden text');
    expect(sentenceOf(over)).toBe(
      'The word was **slowly**. Nobody guessed; the model gave it **20%**. That was the last word of this text.',
    );
  });
});

describe('in private', () => {
  test('who guesses is told what was taken', () => {
    const told = textsOf(viewTaken(roundOf(['*mat*']), { user: person('p0') }, placeAt()));
    expect(told).toEqual([expect.stringContaining('Your guess is **\\*mat\\***.')]);
  });

  test('Explain works with the word that most people guessed', () => {
    const result = revealed(['mat', 'mat', 'sofa'], [word('sofa', 0.5, 1), word('mat', 0.125, 2)]);
    expect(explainGuess(result, placeAt()).example).toContain(
      'From 100% to 13% it is halved 3.0 times, so it gets 10 − 3.0 = **7.0 points**.',
    );
    const rare = revealed(['x'], [word('mat', 0.5), word('x', 0.0001, 1)]);
    expect(explainGuess(rare, placeAt()).example).toContain('**x** has < 0.1%. A word');
    expect(explainGuess(rare, placeAt()).example).toContain('So it gets 0 points.');
    const game = revealed(['grows'], [word('grows', 0.25, 1, { isTrue: true })], { hidden });
    expect(explainGuess(game, placeAt()).example).toContain(
      '1 word with its space is 6 letters. The model needed 3.0 bits for them: 3.0 ÷ 6 = **0.5 bits a letter**',
    );
  });

  test('Details have each spelling, the bits, and where the estimate comes from', () => {
    const spellings = [
      { text: ' mat', chance: { low: 0.2, high: 0.2 } },
      { text: ' Mat', chance: { low: 0.05, high: 0.05 } },
    ];
    const result = revealed(['Mat'], [word('Mat', 0.25, 1, { spellings })]);
    expect(textsOf({ blocks: guessInFull(result, 'en-US') })[0]).toContain(
      'Mat  25%  guessed 1×  8 points  ·mat 20%, ·Mat 5.0%',
    );
    const game = revealed(['grows'], [word('grows', 0.25, 1, { isTrue: true })], { hidden });
    const told = textsOf({ blocks: guessInFull(game, 'en-US') }).join('\n');
    expect(told).toContain('3.00 bits, 6 letters');
    expect(told).toContain('Prediction and entropy of printed English');
    expect(told).not.toContain('Points: 10');
  });
});
