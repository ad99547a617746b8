import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { explainPrefer } from '../../commands/prefer/explain.js';
import { exportPreferences } from '../../commands/prefer/export.js';
import { preferInFull } from '../../commands/prefer/in-full.js';
import {
  type Answer,
  type BestResult,
  type Counts,
  isFull,
  MAX_ROUNDS,
  type PairsResult,
  type PreferResult,
  preferResult,
  type Round,
} from '../../commands/prefer/result.js';
import { learnReward, rewardOf } from '../../commands/prefer/reward.js';
import { CLASS_SIZE, classVotes } from '../../commands/prefer/sample-class.js';
import { viewPrefer } from '../../commands/prefer/view.js';
import { viewResults, viewReward } from '../../commands/prefer/view-results.js';
import { vote } from '../../commands/prefer/voting.js';
import { altText } from '../../src/charts/alt.js';
import type { WinRates } from '../../src/charts/kinds/win-rates/win-rates.js';
import type { Block } from '../../src/discord/reply.js';
import { createFact } from '../../src/facts.js';
import type { View } from '../../src/lesson/command/view.js';
import { countWords } from '../../src/lesson/text/count-words.js';
import { placeAt } from '../builders/place.js';

const place = placeAt({ runId: 'r', revision: 4 });
const endpoint = { label: 'here', tiny: true };

function answer(text: string, more: Partial<Answer> = {}): Answer {
  const tokens = text.split(' ').length;
  return { text, model: 'm', temperature: 1, seed: 3, tokens, words: countWords(text), bits: 1, isCut: false, ...more };
}

const TUNED = { model: 'm-tuned', stage: 'tuned', temperature: 0.3 } as const;
const PREFERRED = { model: 'm-preferred', stage: 'preferred', temperature: 1 } as const;
const LONG = 'A dog is an animal with four legs that people keep at home';
const SHORT = 'A soft friend!';

const counts = (a: number, b: number, same = 0): Counts => ({ a, b, same });
const round = (votes: Counts | undefined, more: Partial<Round> = {}): Round => ({
  prompt: 'What is a dog?',
  a: answer(LONG, TUNED),
  b: answer(SHORT, PREFERRED),
  votes,
  ...more,
});

function pairs(rounds: readonly Round[], more: Partial<PairsResult> = {}): PairsResult {
  return {
    kind: 'pairs',
    endpoint,
    seed: 3,
    ballot: { salt: 's', openedBy: 'o', isClosed: rounds.at(-1)?.votes !== undefined, votes: {} },
    rounds: [...rounds],
    hasClass: false,
    ...more,
  };
}

const linesOf = (blocks: readonly (Block | View['blocks'][number])[]) =>
  blocks.flatMap((block) => (block.kind === 'text' ? block.markdown.split('\n') : []));
const textOf = (view: { readonly blocks: View['blocks'] }) => linesOf(view.blocks).join('\n');
const labels = ({ blocks }: View) =>
  blocks.flatMap((block) => (block.kind === 'row' ? block.buttons.map(({ label }) => label) : []));
const entries = ({ blocks }: View) =>
  blocks.flatMap((block) => (block.kind === 'go-on-links' ? block.entries.map(({ label }) => label) : []));
const pictureOf = ({ blocks }: View) => {
  const block = blocks.find(({ kind }) => kind === 'picture');
  if (block?.kind !== 'picture') throw new Error('there is a picture');
  return block.picture;
};
const inFull = (result: PreferResult, value?: string) => linesOf(preferInFull(result, value, 'en')).join('\n');

describe('a pair that people vote on', () => {
  const open = pairs([round(undefined)], {
    ballot: { salt: 's', openedBy: 'o', isClosed: false, votes: { x: 'a', y: 'same' } },
  });

  test('shows both answers, and nothing tells who wrote them or how people voted', () => {
    const view = viewPrefer(open, place);
    expect(textOf(view)).toContain(`**A**\n${LONG}`);
    expect(textOf(view)).toContain('**B**\nA soft friend!');
    expect(textOf(view)).toContain('2 people voted so far.');
    expect(view.blocks.some(({ kind }) => kind === 'picture')).toBe(false);
    expect(labels(view)).toEqual(['A', 'B', 'About the same', 'Close and reveal', 'Explain']);
    const all = [JSON.stringify(view), inFull(open), JSON.stringify(explainPrefer(open, place))].join();
    expect(all).not.toMatch(/m-tuned|m-preferred|[Tt]uned model|temperature \d|seed/);
    expect(inFull(open)).toContain('1: people still vote');
  });

  test('of long and odd answers the beginning is shown, with nothing that could deceive', () => {
    const odd = answer('@everyone [a link](https://x.y)\n\n# Big\n- one\n- two\n- three\n- four');
    const view = viewPrefer(pairs([round(undefined, { a: odd, b: answer('word '.repeat(200)) })]), place);
    const [a = '', b = ''] = view.blocks.flatMap((block) =>
      block.kind === 'text' && /^\*\*[AB]\*\*/.test(block.markdown) ? [block.markdown] : [],
    );
    expect(a).toContain('\\@everyone \\[a link\\](https\\://x.y)\n\\# Big');
    expect(a.split('\n')).toHaveLength(6);
    expect(a.endsWith(' …')).toBe(true);
    expect(b.length).toBeLessThan(240);
    expect(inFull(pairs([round(undefined, { b: answer('word '.repeat(200)) })]))).toContain('word '.repeat(190));
    expect(textOf(viewPrefer(pairs([round(undefined, { b: answer(' ') })]), place))).toContain('(an empty reply)');
  });

  test('two that are the same are said to be', () => {
    const same = pairs([round(undefined, { b: answer(LONG, PREFERRED) })]);
    expect(textOf(viewPrefer(same, place))).toContain('This time both answers are the same.');
  });
});

describe('a pair that is closed', () => {
  const closed = (votes: Counts, more: Partial<Round> = {}) => viewPrefer(pairs([round(votes, more)]), place);

  test('tells who wrote what, with the votes', () => {
    const view = closed(counts(2, 5, 1));
    expect(altText(pictureOf(view))).toBe(
      'Who wrote which answer? Texts, one below the other: ' +
        `A: tuned model, temperature 0.3 (2 votes): “${LONG}”; B: preferred model, temperature 1 (5 votes): “${SHORT}”`,
    );
    expect(textOf(view)).toContain(
      '**B won, 5 to 2**, and 1 said “about the same”. The preferred model wrote it, at temperature 1.',
    );
    expect(labels(view)).toEqual(['Next pair', 'Another question…', 'Results', 'Explain']);
    expect(entries(view)).toEqual(['Learn a reward', 'Let a sample class vote', 'Export for training']);
    expect(inFull(pairs([round(counts(2, 5, 1))]))).toContain('tuned model, temperature 0.3 · `m-tuned` · seed 3');
  });

  test.each([
    [counts(0, 0), '**Nobody voted on this pair.**'],
    [counts(0, 0, 3), '**Nobody liked one better**: 3 said “about the same”.'],
    [counts(2, 2, 1), '**It is a tie, 2 to 2**, and 1 said “about the same”.'],
    [counts(1, 0), '**A won, 1 to 0**. The tuned model wrote it, at temperature 0.3.'],
  ] as const)('the sentence says how it came out: %j', (votes, expected) => {
    expect(textOf(closed(votes))).toContain(expected);
  });

  test('a model without a stage has its name, and one that takes no temperature its own', () => {
    const other = { model: 'gpt_x', stage: undefined, temperature: undefined };
    expect(textOf(closed(counts(1, 0), { a: answer(LONG, other) }))).toContain(
      '**A won, 1 to 0**. gpt\\_x wrote it, at its own temperature.',
    );
  });

  test('the sample class stands apart, and says that it is invented', () => {
    const view = closed(counts(1, 0), { sample: counts(2, 9, 1) });
    expect(textOf(view)).toContain('**A won, 1 to 0**');
    expect(textOf(view)).toMatch(
      /-# The sample class, 12 invented people: 2 for A, 9 for B, 1 about the same\. It is not counted/,
    );
  });

  test('what did not come is said, and what was there stays', () => {
    const trouble = createFact('said', { sentence: 'The server is gone.' });
    const view = viewPrefer(pairs([round(counts(1, 0))], { trouble }), place);
    expect(textOf(view)).toContain('**The next answers did not come.** The server is gone. What was there stays.');
    expect(view.tone).toBe('error');
    expect(labels(view)).toContain('Next pair');
  });

  test('there is an end to pairs', () => {
    const full = pairs(Array.from({ length: MAX_ROUNDS }, () => round(counts(1, 0))));
    expect(isFull(full)).toBe(true);
    const view = viewPrefer(full, place);
    expect(labels(view)).toEqual(['Results', 'Explain']);
    expect(textOf(view)).toContain('These are 30 pairs, as many as one reply holds.');
    const heavy = pairs(Array.from({ length: 20 }, () => round(counts(1, 0), { prompt: '猫'.repeat(2500) })));
    expect(isFull(heavy)).toBe(true);
  });
});

describe('results', () => {
  const room = { ...place, value: 'room' };
  const bars = (view: View) => (pictureOf(view) as WinRates).bars;

  test('too few votes tell nothing', () => {
    const view = viewResults(pairs([round(counts(3, 1))]), room);
    expect(textOf(view)).toContain('**Too few votes to tell** who is better: with 4 votes the line on every bar');
    expect(bars(view).map(({ label, note, rate }) => [label, note, rate])).toEqual([
      ['Tuned model, temperature 0.3', '3 of 4 votes', 0.75],
      ['Preferred model, temperature 1', '1 of 4 votes', 0.25],
    ]);
    expect(labels(view)).toEqual(['Next pair', 'Learn a reward', 'Back to the pair', 'Explain']);
  });

  test('many votes tell, ties count as half, and agreement stands beside chance', () => {
    const result = pairs([
      round(counts(2, 15, 2)),
      round(counts(15, 3), { a: answer(SHORT, PREFERRED), b: answer(LONG, TUNED) }),
    ]);
    const [best] = bars(viewResults(result, room));
    // By hand: 15 + 1 + 15 = 31 of 37 for the preferred one.
    expect(best).toMatchObject({ label: 'Preferred model, temperature 1', note: '31 of 37 votes', strong: true });
    expect(best?.rate).toBeCloseTo(31 / 37, 12);
    const said = textOf(viewResults(result, room));
    expect(said).toContain('**Preferred model, temperature 1 wins**: 84% of the votes');
    // 171 and 153 pairs of people: 1 + 105 + 1 and 105 + 3 of them agree.
    expect(said).toContain('Two people said the same in 66% of all cases.');
    expect(inFull(result, 'results-room')).toContain(`${Math.round((100 * 215) / 324)}% of 324 pairs of people`);
    expect(explainPrefer(result, { ...place, value: 'results-room' }).example).toContain('31 of 37 votes is 84%');
  });

  test('who has few votes hides nobody with enough, and an end near a half is on its side of it', () => {
    const other = { model: 'm-tuned', stage: 'tuned', temperature: 1 } as const;
    const result = pairs([
      round(counts(0, 2), { a: answer(LONG, TUNED), b: answer(SHORT, other) }),
      round(counts(12, 24), {}),
    ]);
    const view = viewResults(result, room);
    expect(bars(view).map(({ label, strong }) => [label, strong])).toEqual([
      ['Tuned model, temperature 1', false],
      ['Preferred model, temperature 1', true],
      ['Tuned model, temperature 0.3', false],
    ]);
    expect(textOf(view)).toContain(
      '**Preferred model, temperature 1 wins**: 67% of the votes on its pairs. The true share may be anything between just over 50% and 80%',
    );
  });

  test('the class is counted alone, and only where the room has no votes or somebody asks for it', () => {
    const result = pairs([round(counts(0, 0), { sample: counts(1, 11) })], { hasClass: true });
    const view = viewResults(result, { ...place, value: 'sample' });
    expect(textOf(view)).toContain('**These people are invented**');
    expect(bars(view)[0]?.note).toBe('11 of 12 votes');
    expect(pictureOf(view).title).toBe('Who wins the sample class’s votes?');
    const both = pairs([round(counts(3, 0), { sample: counts(1, 11) })], { hasClass: true });
    expect(bars(viewResults(both, room))[0]?.note).toBe('3 of 3 votes');
    expect(entries(viewResults(both, room))).toContain('Count the sample class');
  });

  test('no votes, and answers of one and the same, are said', () => {
    expect(textOf(viewResults(pairs([round(counts(0, 0))]), room))).toContain('No closed pair has a vote yet.');
    const alike = round(counts(3, 1), { b: answer(SHORT, TUNED) });
    expect(textOf(viewResults(pairs([alike]), room))).toContain('come from the same model and settings');
  });
});

describe('a reward', () => {
  const room = { ...place, value: 'room' };
  const result = pairs([
    round(counts(1, 8)),
    round(counts(7, 2), { a: answer('Yes, it is'), b: answer('Well, that depends on a lot of other things too') }),
  ]);

  test('that short answers win is learned from votes for short ones, and said with its chance', () => {
    const reward = learnReward(result, 'room');
    const length = reward?.features.find(({ name }) => name === 'length');
    expect(length?.weight).toBeLessThan(0);
    const chance = 1 / (1 + Math.exp(-(length?.weight ?? 0)));
    const view = viewReward(result, room);
    expect(textOf(view)).toContain(
      `**Longer answers lose**: of two answers that differ in nothing else, the one 10 tokens longer would get ${Math.round(100 * chance) < 10 ? (100 * chance).toFixed(1) : Math.round(100 * chance)}% of the votes.`,
    );
    expect(textOf(view)).toContain('From only 2 pairs it learned little that is sure.');
    // Surprise is the same in all, and no answer asks something.
    expect(reward?.features.map(({ name }) => name)).toEqual(['length', 'exclamations']);
    expect(inFull(result, 'reward-room')).toContain('mean surprise, bits a token; number of “?”');
  });

  test('from answers that do not differ nothing is learned, and that is said', () => {
    const alike = pairs([round(counts(2, 1), { b: answer(LONG, PREFERRED) })]);
    expect(learnReward(alike, 'room')).toBeUndefined();
    expect(textOf(viewReward(alike, room))).toContain('**do not differ** in anything that a reward looks at');
  });

  test('Explain’s difference is that of the rewards that it shows', () => {
    const { example } = explainPrefer(result, { ...place, value: 'reward-room' });
    const [, a, b, difference] = /reward of (\S+), B of (\S+)\. A − B = (\S+),/.exec(example) ?? [];
    const read = (figure = '') => Number(figure.replace('−', '-'));
    expect(read(difference)).toBeCloseTo(read(a) - read(b), 9);
  });

  test('has the slope 0 in its own features, worked out here once more', () => {
    const reward = learnReward(result, 'room');
    const at = (name: string) => reward?.features.find((feature) => feature.name === name)?.weight ?? Number.NaN;
    // Lengths 13 and 3, 3 and 10 tokens; one “!” in the second answer of the first pair.
    const rows = [
      { d: [1, -1], wins: 1, losses: 8 },
      { d: [-0.7, 0], wins: 7, losses: 2 },
    ];
    const weights = [at('length'), at('exclamations')];
    for (const feature of [0, 1]) {
      const slope = rows.reduce(
        (sum, { d, wins, losses }) => {
          const reward = (d[0] ?? 0) * (weights[0] ?? 0) + (d[1] ?? 0) * (weights[1] ?? 0);
          return sum + (d[feature] ?? 0) * (wins - (wins + losses) / (1 + Math.exp(-reward)));
        },
        -0.25 * (weights[feature] ?? 0),
      );
      expect(slope).toBeCloseTo(0, 9);
    }
  });

  test('is 0 for an average answer, and its differences are what Explain works out', () => {
    const reward = learnReward(result, 'room');
    if (reward === undefined) throw new Error('there are votes');
    const all = result.rounds.flatMap(({ a, b }) => [a, b]).map((one) => rewardOf(one, reward) ?? Number.NaN);
    expect(all.reduce((sum, one) => sum + one, 0)).toBeCloseTo(0, 9);
    const { example } = explainPrefer(result, { ...place, value: 'reward-room' });
    const [a = Number.NaN, b = Number.NaN] = all.slice(-2);
    const chance = Math.round(100 / (1 + Math.exp(b - a)));
    expect(example).toContain(`= ${chance}% of the votes`);
  });

  test('leaves surprise out where it is not told, and says so; without tokens it counts words', () => {
    const untold = { tokens: undefined, bits: undefined };
    const other = pairs([round(counts(3, 9), { a: answer(LONG, untold), b: answer(SHORT, untold) })]);
    const view = viewReward(other, room);
    expect(textOf(view)).toContain('Surprise is left out, because the server does not tell it of every answer.');
    expect(learnReward(other, 'room')?.unit).toBe('words');
    expect(textOf(view)).toContain('10 words longer');
  });

  test('cannot be learned from nothing', () => {
    const view = viewReward(pairs([round(counts(0, 0))]), room);
    expect(labels(view)).toEqual(['Results', 'Back to the pair', 'Explain']);
    expect(learnReward(pairs([round(undefined)]), 'room')).toBeUndefined();
  });

  test('the best and the worst of its choice stand there, and the risk is named', () => {
    const reward = learnReward(result, 'room');
    if (reward === undefined) throw new Error('there are votes');
    const answers = ['one two three four', 'one', 'one two three four five six seven'].map((text) =>
      answer(text, TUNED),
    );
    const best: BestResult = { kind: 'best', endpoint, seed: 9, prompt: 'Hi', reward, answers };
    const view = viewPrefer(best, place);
    expect(textOf(view)).toContain('**The reward took the shortest answer.**');
    expect(altText(pictureOf(view))).toMatch(/Best: reward \S+ \(1 token\): “one”; Worst: reward \S+ \(7 tokens\)/);
    expect(labels(view)).toEqual(['8 other answers', 'Another question…', 'Explain']);
    expect(inFull(best)).toMatch(/1\\?\. Reward[\s\S]*2\\?\. Reward[\s\S]*3\\?\. Reward/);
  });
});

describe('a vote', () => {
  const by = (value: string) => ({ value, user: { id: '7', name: 'Eve' } });

  test('counts for the pair that the person saw, and for no other', () => {
    const open = pairs([round(counts(1, 0)), round(undefined)]);
    expect(Object.values(vote(open, by('2.b')).ballot.votes)).toEqual(['b']);
    for (const value of ['1.a', '3.a', '2.c', '2', '']) {
      expect(() => vote(open, by(value))).toThrow(/This pair is closed/);
    }
    expect(() => vote(pairs([round(counts(1, 0))]), by('1.a'))).toThrow(/This pair is closed/);
  });
});

describe('the export', () => {
  const file = exportPreferences(
    pairs([
      round(counts(1, 4, 2)),
      round(counts(2, 2)),
      round(counts(0, 0)),
      round(counts(3, 0), { prompt: 'Zeile 1\n"Zeile 2" 🙂', a: answer('cut', { isCut: true }) }),
      round(undefined),
    ]),
    'room',
  );

  test('is what TRL describes as a preference dataset in conversational format with an explicit prompt', () => {
    const lines = file.content.split('\n');
    expect(lines.pop()).toBe('');
    expect(lines).toHaveLength(2);
    // As https://huggingface.co/docs/trl/dataset_formats has it: {"prompt": [{"role": "user", "content": …}],
    // "chosen": [{"role": "assistant", "content": …}], "rejected": [{"role": "assistant", "content": …}]}.
    const message = (role: string) => z.tuple([z.strictObject({ role: z.literal(role), content: z.string().min(1) })]);
    const line = z.strictObject({
      prompt: message('user'),
      chosen: message('assistant'),
      rejected: message('assistant'),
    });
    const read = lines.map((one) => line.parse(JSON.parse(one)));
    expect(read.map(({ prompt, chosen, rejected }) => [prompt, chosen, rejected].map(([one]) => one.content))).toEqual([
      ['What is a dog?', SHORT, LONG],
      ['Zeile 1\n"Zeile 2" 🙂', 'cut', SHORT],
    ]);
  });

  test('leaves ties out, and says which answers were cut', () => {
    expect(file).toMatchObject({ name: 'preferences.jsonl', pairs: 2, ties: 1, cut: 1 });
  });

  test('the class has a file of its own', () => {
    const sample = exportPreferences(pairs([round(counts(1, 0), { sample: counts(0, 12) })]), 'sample');
    expect(sample.name).toBe('preferences-of-the-sample-class.jsonl');
    expect(JSON.parse(sample.content)).toMatchObject({ chosen: [{ content: SHORT }] });
  });
});

describe('the sample class', () => {
  test('votes alike for the same seed, likes short and friendly answers, and does not agree in all', () => {
    const votes = Array.from({ length: 40 }, (_, at) => classVotes(round(undefined), 5, at));
    expect(classVotes(round(undefined), 5, 0)).toEqual(votes[0]);
    expect(votes.every(({ a, b, same }) => a + b + same === CLASS_SIZE)).toBe(true);
    const total = (choice: keyof Counts) => votes.reduce((sum, one) => sum + one[choice], 0);
    expect(total('b')).toBeGreaterThan(3 * total('a'));
    expect(total('a')).toBeGreaterThan(0);
    const turned = classVotes(round(undefined, { a: answer(SHORT), b: answer(LONG) }), 5, 0);
    expect(turned.a).toBeGreaterThan(turned.b);
  });
});

test('results are the same after they were stored', () => {
  const found = pairs([round(counts(1, 2), { sample: counts(4, 8) }), round(undefined)], {
    sampling: { temperature: 0.7, topK: 5 },
    trouble: createFact('said', { sentence: 'x' }),
  });
  expect(z.decode(preferResult, JSON.parse(JSON.stringify(z.encode(preferResult, found))))).toEqual(found);
});
