import { describe, expect, test } from 'vitest';
import { excerptsOf } from '../../commands/compare/excerpts.js';
import { comparePairs, firstColumns } from '../../commands/compare/first.js';
import { findTextParting } from '../../commands/compare/parting.js';
import { parseModels, parseSystems, readAs } from '../../commands/compare/settings.js';
import { findLeastOverlap } from '../../commands/compare/verdict.js';
import { compareWords } from '../../commands/compare/words.js';
import type { Distribution } from '../../src/domain/distribution.js';
import type { Candidate } from '../../src/domain/token.js';
import { atOnce } from '../../src/sampling/turns.js';
import { candidateOf, distributionOf } from '../builders/distribution.js';

const token = (text: string, more: Partial<Candidate> = {}) => candidateOf(text, 0.5, more);
const distribution = (candidates: readonly Candidate[], cap = 0, hiddenMass?: number) =>
  distributionOf(candidates, hiddenMass === undefined ? { cap } : { cap, hiddenMass });
const words = compareWords('en');
const pirate = words.exampleSystem;

describe('parseSystems', () => {
  test.each([
    ['Be brief.', [undefined, 'Be brief.']],
    ['none | Be brief.', [undefined, 'Be brief.']],
    ['Be brief.|  None ', ['Be brief.', undefined]],
    ['a | b | c | ', ['a', 'b', 'c', undefined]],
    ['a | a | b', ['a', 'b']],
  ])('%j', (typed, prompts) => {
    expect(parseSystems(typed, pirate)).toEqual(prompts);
  });

  test.each(['', 'none', ' | none | ', 'a|b|c|d|e'])('%j is refused with an example', (typed) => {
    expect(() => parseSystems(typed, pirate)).toThrow('such as “none | Answer like a pirate.”');
  });
});

describe('parseModels', () => {
  const known = ['small', 'Large-8B', 'tiny'];

  test.each([
    ['small, tiny', ['small', 'tiny']],
    ['large-8b | small;tiny', ['Large-8B', 'small', 'tiny']],
    ['tiny\nsmall, tiny', ['tiny', 'small']],
  ])('%j', (typed, models) => {
    expect(parseModels(typed, known, 'here')).toEqual(models);
  });

  test('where the endpoint lists none, any name may be right', () => {
    expect(parseModels('a, b', [], 'here')).toEqual(['a', 'b']);
  });

  test.each([
    ['small, gpt-9', known, /has no model “gpt-9”\. It has: small, Large-8B, tiny\./],
    ['small', known, /One model cannot be compared with anything\. Write 2 to 4 .* such as “small, Large-8B”/],
    [' , ', known, /such as “small, Large-8B”/],
    ['a,b,c,d,e', [], /5 models are too many/],
    ['small, other', ['small'], /lists only one model, small/],
    ['x', Array.from({ length: 40 }, (_, at) => `m${at}`), /m9 and 30 more/],
  ] as const)('%j is refused', (typed, models, sentence) => {
    expect(() => parseModels(typed, models, 'here')).toThrow(sentence);
  });
});

describe('where texts part', () => {
  const describeParting = (texts: Parameters<typeof findTextParting>[0], sameVocabulary: boolean) =>
    words.parting(findTextParting(texts, sameVocabulary)).slice('**Where they part.** '.length, -1);

  const named = (
    name: string,
    words: readonly string[],
    more: { end?: 'model' | 'limit'; ids?: readonly number[] } = {},
  ) => ({
    name,
    text: words.join(''),
    tokens: words.map((word, at) => ({ ...token(word, { id: more.ids?.[at] }), alternatives: [] })),
    end: more.end ?? ('model' as const),
  });

  test('names the common start and what each says then, those that agree together', () => {
    expect(
      describeParting(
        [
          named('A', ['The', ' sky', ' is', ' blue']),
          named('B', ['The', ' sky', ' is', ' blue', '.']),
          named('C', ['The', ' sky', ' fell']),
        ],
        true,
      ),
    ).toBe('The same words for 2 tokens, `The sky`, then **A** and **B** say `·is`, **C** says `·fell`');
  });

  test('tells an end from a limit, and a text from one that goes on', () => {
    const short = named('A', ['Yes']);
    const long = named('B', ['Yes', '!'], { end: 'limit' });
    expect(describeParting([short, long], true)).toBe(
      'The same words for 1 token, `Yes`, then **A** ends, **B** says `!`',
    );
    expect(describeParting([{ ...short, end: 'limit' }, long], true)).toContain('**A** stops at its limit');
    const ended = named('A', ['Yes', '<|im_end|>']);
    expect(describeParting([ended, long], true)).toContain('**A** ends, **B** says `!`');
    expect(describeParting([ended, { ...ended, name: 'B' }], true)).toBe('The same words throughout, all 1 token');
  });

  test('ids count only within one vocabulary; models are compared by characters, however they cut', () => {
    const one = named('A', ['The', ' cat'], { ids: [1, 2] });
    const other = named('B', ['Th', 'e', ' car'], { ids: [1, 2, 3] });
    expect(describeParting([one, other], true)).toMatch(/^The same words for 2 tokens, .*\*\*B\*\* says `·car`$/);
    expect(describeParting([one, other], false)).toBe(
      'The same words for 6 characters, `The ca`, then **A** says `t`, **B** says `r`',
    );
  });

  test('without tokens characters are compared, whole ones', () => {
    const bare = (name: string, text: string) => ({ name, text, tokens: undefined, end: 'model' as const });
    expect(describeParting([bare('A', '👩🏽‍🚀 up'), bare('B', '👩🏻‍🚀 up')], true)).toMatch(/^They part at once: /);
    expect(describeParting([bare('*A*', ''), bare('B', 'x')], true)).toBe(
      'They part at once: **\\*A\\*** ends, **B** says `x`',
    );
  });
});

describe('first tokens', () => {
  const sides = (first: Distribution, second: Distribution, temperatures = [1, 1], sameVocabulary = true) => {
    const firsts = [first, second].map((one, at) => ({
      title: String(at),
      distribution: one,
      temperature: temperatures[at] ?? 1,
      drawn: one.candidates[0],
    }));
    return {
      ...firstColumns(firsts, { sameVocabulary, rows: 8, locale: 'en' }),
      pairs: atOnce(comparePairs(firsts, sameVocabulary)),
    };
  };
  const p = (probability: number) => ({ logprob: Math.log(probability) });

  test('the example of the lesson: 50/50 against 75/25', () => {
    const { pairs, rows, columns } = sides(
      distribution([token(' yes', p(0.5)), token(' no', p(0.5))]),
      distribution([token(' yes', p(0.75)), token(' no', p(0.25))]),
    );
    expect(pairs[0]?.overlap.low).toBeCloseTo(0.75, 9);
    expect(pairs[0]?.jensenShannon.high).toBeCloseTo(0.0488, 4);
    expect(rows.map(({ label }) => label)).toEqual(['·yes', '·no', 'all others']);
    expect(columns[1]?.cells.map((cell) => cell?.probability.high)).toEqual([0.75, 0.25, 0]);
    expect(columns[0]?.cells.map((cell) => cell?.chosen)).toEqual([true, false, false]);
  });

  test('a token that one side does not list has what its cap allows, and what is left is a range', () => {
    const { columns } = sides(
      distribution([token('a', p(0.9))], 0.1),
      distribution([token('b', p(0.6)), token('a', p(0.3))], 0.1),
    );
    expect(columns[0]?.cells[0]?.probability.low).toBeCloseTo(0.9, 9);
    expect(columns[0]?.cells[1]?.probability.low).toBe(0);
    expect(columns[0]?.cells[1]?.probability.high).toBeCloseTo(0.1, 9);
    expect(columns[0]?.cells[2]?.probability.low).toBeCloseTo(0, 9);
    expect(columns[0]?.cells[2]?.probability.high).toBeCloseTo(0.1, 9);
  });

  test('ids tell tokens apart within one vocabulary, texts between two', () => {
    const first = distribution([token('a', { ...p(0.6), id: 1 }), token('b', { ...p(0.4), id: 2 })]);
    const second = distribution([token('a', { ...p(0.6), id: 2 }), token('b', { ...p(0.4), id: 1 })]);
    expect(sides(first, second).pairs[0]?.overlap.high).toBeCloseTo(0.8, 9);
    expect(sides(first, second, [1, 1], false).pairs[0]?.overlap.low).toBeCloseTo(1, 9);
  });

  test('tokens that look alike count as hidden; where the likeliest is one of them nothing is claimed', () => {
    const alike = [token('\uFFFD', p(0.2)), token('\uFFFD', p(0.1))];
    const fine = sides(distribution([token('a', p(0.7)), ...alike]), distribution([token('a', p(0.7)), ...alike]));
    expect(fine.rows.map(({ label }) => label)).toEqual(['a', 'all others']);
    expect(fine.pairs[0]?.overlap.low).toBeCloseTo(0.7, 9);
    expect(fine.pairs[0]?.overlap.high).toBeCloseTo(1, 9);
    const lost = sides(distribution([token('', p(0.7)), token('a', p(0.3))]), distribution([token('a', p(1))]));
    expect(lost.pairs).toEqual([]);
    expect(lost.columns.map(({ title }) => title)).toEqual(['1']);
  });

  test('temperatures reshape one distribution', () => {
    const one = distribution([token('a', p(0.8)), token('b', p(0.2))]);
    const { pairs, columns } = sides(one, one, [0, 0.5]);
    // Squares: 0.64 and 0.04, of 0.68.
    expect(columns[1]?.cells[0]?.probability.low).toBeCloseTo(0.64 / 0.68, 9);
    expect(pairs[0]?.overlap.low).toBeCloseTo(0.64 / 0.68, 9);
  });

  test('what is left is never said to be nothing while it is something, however little', () => {
    const many = Array.from({ length: 12 }, (_, at) => token(`t${at}`, p(at === 0 ? 0.89 : 0.01)));
    const one = distribution(many);
    const { columns, rows } = sides(one, one, [0.1, 0]);
    expect(rows).toHaveLength(9);
    const [cold, greedy] = columns.map(({ cells }) => cells.at(-1)?.probability);
    // Four of twelve are left, each (1/89)¹⁰ as likely as the first.
    expect(cold?.low).toBeCloseTo(4 * (1 / 89) ** 10, 22);
    expect(cold?.low).toBeGreaterThan(0);
    expect(greedy).toEqual({ low: 0, high: 0 });
  });

  test('what rounding leaves of 1 is nothing', () => {
    const tenths = Array.from({ length: 7 }, (_, at) => token(`t${at}`, p(at === 0 ? 0.4 : 0.1)));
    const { columns } = sides(distribution(tenths, 0, 0), distribution(tenths, 0, 0));
    expect(columns[0]?.cells.at(-1)?.probability).toEqual({ low: 0, high: 0 });
  });
});

describe('the least overlap', () => {
  const describeOverlap = (...[pairs, names]: Parameters<typeof findLeastOverlap>) => {
    const overlap = findLeastOverlap(pairs, names);
    return words.sentence({ parting: undefined, overlap, texts: names.length, isTempered: false });
  };

  const pair = (low: number, high: number, between: [number, number] = [0, 1]) => ({
    overlap: { low, high },
    jensenShannon: { low: 0, high: 1 },
    between,
  });

  test.each([
    [1, 1, 'Their first token has the same chances.'],
    [0.97, 0.97, 'They agree on 97 of 100 first tokens.'],
    [0.999, 1, 'They agree on more than 99 of 100 first tokens.'],
    [0.02, 0.05, 'They agree on 2 to 5 of 100 first tokens.'],
    [0, 0.0004, 'They agree on fewer than 1 of 100 first tokens.'],
    [0.0004, 0.0004, 'They agree on fewer than 1 of 100 first tokens.'],
    [0, 0, 'They agree on 0 of 100 first tokens.'],
  ])('%d to %d', (low, high, said) => {
    expect(describeOverlap([pair(low, high)], ['A', 'B'])).toBe(`**${said}**`);
  });

  test('of several names those that differ most', () => {
    const names = ['A', 'B', 'C'];
    const several = [pair(0.9, 0.9), pair(0.5, 0.5, [0, 2]), pair(0.6, 0.6, [1, 2])];
    expect(describeOverlap(several, names)).toBe('**A and C agree on 50 of 100 first tokens.**');
    const alike = [pair(0.97, 0.97), pair(0.99, 0.99, [0, 2])];
    expect(describeOverlap(alike, names)).toBe('**All agree on 97 of 100 first tokens.**');
    expect(describeOverlap([], names)).toBe('There are no two finished texts to compare.');
  });
});

describe('how a prompt is read', () => {
  test.each([
    ['Why is the sky blue?', 'question'],
    ['Tell me a story. ', 'question'],
    ['He said “Stop!”', 'question'],
    ['天空是蓝色的。', 'question'],
    ['The cat sat on the', 'text'],
    ['Once upon a time,', 'text'],
    ['   ', 'text'],
  ])('%j', (prompt, as) => {
    expect(readAs(prompt)).toBe(as);
  });
});

describe('texts in one line each', () => {
  test('are bold from where they part, at a word', () => {
    expect(excerptsOf(['The sky is blue.', 'The sky is bright', 'The sky is *b*'])).toEqual([
      'The sky is **blue.**',
      'The sky is **bright**',
      'The sky is **\\*b\\***',
    ]);
  });

  test('have no bold where they part at once or do not part, and nothing is said of one that is empty', () => {
    expect(excerptsOf(['Yes', 'No\n\nnever', ''])).toEqual(['Yes', 'No ↵ never', '']);
    expect(excerptsOf(['Yes', 'Yes'])).toEqual(['Yes', 'Yes']);
  });

  test('of long ones the end of the common beginning and the beginning of what follows are shown, whole words', () => {
    const common = 'Once upon a time there lived in a village ';
    const [one] = excerptsOf([`${common}a baker who baked bread for everybody who came by`, `${common}two cats`]);
    expect(one).toBe('… in a village **a baker who baked bread …**');
    expect(excerptsOf(['x'.repeat(5000)])[0]).toBe(`${'x'.repeat(45)}…`);
  });
});
