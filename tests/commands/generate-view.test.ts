import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  type GenerateResult,
  generateResult,
  type KeptText,
  originOf,
  recordOf,
} from '../../commands/generate/result.js';
import { viewAnimation, viewGenerate, viewStep } from '../../commands/generate/view.js';
import type { Button } from '../../src/discord/reply.js';
import { UNLISTED_LOGPROB } from '../../src/domain/token.js';
import { UserError } from '../../src/errors.js';
import { createFact } from '../../src/facts.js';
import type { LinkButton, View } from '../../src/lesson/command/view.js';
import type { WrittenStep } from '../../src/lesson/writing/written-text.js';
import { candidateOf } from '../builders/distribution.js';
import { placeAt } from '../builders/place.js';

const place = placeAt({ runId: 'run1' });

/** A token and what else could have stood there; the rest is hidden. */
function step(text: string, probability: number, ...others: [string, number][]): WrittenStep {
  const candidates = [[text, probability] as const, ...others]
    .toSorted(([, one], [, other]) => other - one)
    .map(([one, share]) => candidateOf(one, share));
  const hiddenMass = Math.max(0, 1 - candidates.reduce((sum, { logprob }) => sum + Math.exp(logprob), 0));
  const cap = Math.min(hiddenMass, Math.exp(candidates.at(-1)?.logprob ?? 0));
  return { token: candidateOf(text, probability), listed: { candidates, hiddenMass, cap } };
}

function textOf(steps: WrittenStep[], more: Partial<KeptText> = {}): KeptText {
  return {
    prompt: 'I like',
    temperature: 1,
    maxTokens: 20,
    endpoint: { label: 'here', tiny: false },
    isOwn: true,
    steps,
    ended: false,
    answer: {
      text: steps.map(({ token }) => token.text).join(''),
      model: 'm',
      scale: 'raw',
      request: { path: '/completions', body: { model: 'm' }, requestId: 'r', sentAt: 1, seconds: 0.5 },
      requests: 1,
    },
    ...more,
  };
}

const tea = step(' tea', 0.5, [' you', 0.3], [' it', 0.2]);
const and = step(' and', 0.25, ['.', 0.5]);
const finished = textOf([tea, and], { seed: 7 });
const stopped = createFact('said', { sentence: 'Stopped by Ann_.' });
const broken = textOf([tea, and], { broken: stopped, answer: undefined });

const wordsOf = ({ blocks }: View) => blocks.flatMap((one) => (one.kind === 'text' ? one.markdown : []));
const picturesOf = ({ blocks }: View) => blocks.flatMap((one) => (one.kind === 'picture' ? one.picture : []));
const animationOf = ({ blocks }: View) => blocks.find((one) => one.kind === 'animation');

/** The buttons in their rows: actions with their values, links with an arrow before them; what is off is in brackets. */
function rowsOf({ blocks }: View, state: 'there' | 'missing' = 'there'): string[] {
  const nameOf = (button: Button | LinkButton): string => {
    if ('link' in button) return `→ ${button.link}`;
    const name = button.value === undefined ? button.action : `${button.action} ${button.value}`;
    return button.disabled ? `(${name})` : name;
  };
  return blocks.flatMap((one): string[] => {
    if (one.kind === 'beside-animation') return rowsOf({ blocks: one[state] });
    if (one.kind === 'links') return [`links ${one.value ?? ''}`];
    return one.kind === 'row' || one.kind === 'buttons' ? [one.buttons.map(nameOf).join(' · ')] : [];
  });
}

describe('a text', () => {
  test('is shown with an animation of its steps, each before and after its draw', () => {
    const view = viewGenerate({ text: finished }, place);
    expect(view.tone).toBe('normal');
    expect(wordsOf(view)).toEqual([
      '```\nI like tea and\n```',
      'Drawn, with the model’s own probabilities: `·tea` 50% → `·and` 25%',
      '-# `m` at here · temperature 1 · seed 7 · 2 tokens · perplexity 2.83',
    ]);
    const moving = animationOf(view);
    expect(moving?.frames().map(({ picture }) => 'token' in picture && picture.token)).toEqual([
      undefined,
      '·tea',
      undefined,
      '·and',
    ]);
    expect(moving?.still).toEqual(moving?.frames()[1]?.picture);
    const rest = ['beside · → fork · explain · → details', 'links '];
    expect(rowsOf(view)).toEqual(['first 1 · (back 1) · on 1 · last 2 · still 1', ...rest]);
    expect(rowsOf(view, 'missing')).toEqual(['first 1 · (back 1) · on 1 · last 2 · animation', ...rest]);
  });

  test('that is long is animated in part, and it is said only where the animation is there', () => {
    const steps = Array.from({ length: 60 }, () => tea);
    const view = viewGenerate({ text: textOf(steps) }, place);
    expect(animationOf(view)?.frames()).toHaveLength(16);
    expect(animationOf(view)?.count).toBe(16);
    const [rounds] = view.blocks.filter((one) => one.kind === 'beside-animation');
    expect(rounds?.there).toMatchObject([{ markdown: expect.stringContaining('the first 8 of 60 rounds') }]);
    expect(rounds?.missing).toMatchObject([{ markdown: expect.not.stringContaining('The animation') }]);
  });

  test('that breaks off keeps what is written, in a message that warns and does not move', () => {
    const view = viewGenerate({ text: broken }, place);
    expect(view.tone).toBe('error');
    expect(animationOf(view)).toBeUndefined();
    expect(wordsOf(view).slice(2)).toEqual([
      '**The text breaks off after 2 tokens.** Stopped by Ann\\_.',
      '-# temperature 1 · no seed · 2 tokens · perplexity 2.83',
    ]);
    expect(rowsOf(view)[0]).toBe('first 1 · (back 1) · on 1 · last 2 · animation');
    expect(animationOf(viewAnimation({ text: broken }, place))).toBeDefined();
  });

  test('that the model ended at once has no steps to go through', () => {
    for (const view of [viewGenerate, viewAnimation]) {
      const shown = view({ text: textOf([], { ended: true }) }, place);
      expect(wordsOf(shown)).toEqual([
        '```\nI like\n```',
        'The model ended the text at once, so nothing was added to it.',
        '-# The model ended the text here by itself.\n-# `m` at here · temperature 1 · no seed · 0 tokens',
      ]);
      expect(rowsOf(shown)).toEqual(['beside · → fork · explain · → details', 'links ']);
    }
  });

  test('says how it was drawn, and what is not known', () => {
    const view = viewGenerate(
      { text: textOf([tea], { temperature: 0.5, topP: 0.9, order: 'cuts-first', isOwn: false }) },
      place,
    );
    expect(wordsOf(view).at(-1)?.split('\n')).toEqual([
      expect.stringContaining('This server cuts first'),
      expect.stringContaining('does not take a temperature'),
      '-# `m` at here · temperature 0.5 · top-p 0.9 · no seed · 1 token · perplexity 2.00',
    ]);
  });

  test('with a token whose probability is a bound has a bound for its perplexity', () => {
    const hidden = { ...tea, token: candidateOf(' none', 1, { logprob: UNLISTED_LOGPROB }) };
    const listed = { candidates: [candidateOf(' tea', 0.5)], hiddenMass: 0.5, cap: 0.25 };
    const view = viewGenerate({ text: textOf([{ ...hidden, listed }]) }, place);
    expect(wordsOf(view)[1]).toBe('Drawn, with the model’s own probabilities: `·none` at most 25%');
    expect(wordsOf(view).at(-1)).toContain('perplexity at least 4.00');
    const untold = viewGenerate({ text: textOf([{ token: hidden.token }]) }, place);
    expect(wordsOf(untold)[1]).toContain('`·none` not told');
    expect(wordsOf(untold).at(-1)).not.toContain('perplexity');
  });
});

describe('a step', () => {
  const at = (text: KeptText, value: string) => viewStep({ text }, { ...place, value });

  test('shows the text up to it, what its token was drawn from, and the way to the others', () => {
    const view = at(finished, '2');
    expect(wordsOf(view)).toEqual([
      '```\nI like tea and\n```',
      '**Step 2 of 2.** Drawn: `·and`. The model gave it **25%**.',
      '```\n    50%  .\n    25%  ·and   ◀ drawn\n    25%  all other tokens together\n```',
      expect.stringContaining('seed 7'),
    ]);
    expect(picturesOf(view)).toMatchObject([
      { kind: 'draw-step', step: 2, steps: 2, text: 'I like tea', token: '·and' },
    ]);
    expect(rowsOf(view)).toEqual([
      'first 1 · back 1 · (on 2) · (last 2) · animation',
      'beside · → fork · explain · → details',
      'links 2',
    ]);
    expect(rowsOf(at(finished, '1'))[0]).toBe('(first 1) · (back 1) · on 2 · last 2 · animation');
  });

  test('tells the probability after temperature, and after the cut', () => {
    const said = (more: Partial<KeptText>) => wordsOf(at(textOf([tea], more), '1'))[1];
    expect(said({ temperature: 0.5 })).toBe(
      '**Step 1 of 1.** Drawn: `·tea`. The model gave it **50%**; at temperature 0.5 that is **66%**.',
    );
    expect(said({ temperature: 0.5, topK: 2 })).toContain(
      '**50%**; at temperature 0.5 that is **66%**; after the cut **74%**.',
    );
    expect(said({ temperature: 0 })).toBe(
      '**Step 1 of 1.** Taken: `·tea`. The model gave it **50%**; it is the most likely token.',
    );
  });

  test('that ends the text, and one of which nothing was told', () => {
    const end = step('', 0.9);
    expect(wordsOf(at(textOf([tea, end]), '2'))[1]).toContain('Drawn: the end of the text.');
    expect(picturesOf(at(textOf([tea, end]), '2'))).toMatchObject([{ token: '⟨end⟩' }]);
    const part = wordsOf(at(textOf([tea, { token: candidateOf('é', 0.5) }]), '2'));
    expect(part[1]).toContain('Added: `é`. The endpoint told no probabilities here');
    expect(part).toHaveLength(3);
  });

  test.each(['0', '3', '-1', '1.5', 'x', '', '1e0x', '99999999999'])(
    'that there is none of gets a sentence: %j',
    (value) => {
      expect(() => at(finished, value)).toThrow('There is no such step: this text has 2 steps.');
      expect(() => at(finished, value)).toThrow(UserError);
    },
  );
});

describe('two texts', () => {
  const greedy = (steps: WrittenStep[], more: Partial<KeptText> = {}) => textOf(steps, { temperature: 0, ...more });
  const dot = step('.', 0.5, [' and', 0.25]);

  test('stand one below the other with where they part, whichever was written last', () => {
    const pairs = [
      { text: greedy([tea, dot]), beside: finished },
      { text: finished, beside: greedy([tea, dot]) },
    ];
    const [first, second] = pairs.map((pair) => viewGenerate(pair, place));
    if (first === undefined || second === undefined) throw new Error('there are two');
    expect(wordsOf(first)).toEqual([
      '> I like',
      '**Sampled** · temperature 1 · 2 tokens · perplexity 2.83\n```\n tea and\n```',
      '**Greedy** · temperature 0 · 2 tokens · perplexity 2.00\n```\n tea.\n```',
      '**They part after 1 token:** sampling drew `·and` (25%), greedy took `.` (50%).\nGreedy does not repeat itself here: no run of 3 or more tokens comes twice in its 2 tokens. Ask for more `tokens`, and it may.',
      expect.stringMatching(/^-# The colours .*\n-# Asked again, .* with the same seed, as far as the server can\.$/),
    ]);
    expect(wordsOf(second)).toEqual(wordsOf(first));
    expect(picturesOf(first)).toMatchObject([
      { title: 'Sampled: how likely each token was', tokens: [{ probability: 0.5 }, { probability: 0.25 }] },
      { title: 'Greedy: how likely each token was', tokens: [{ probability: 0.5 }, { probability: 0.5 }] },
    ]);
    const labels = [first, second].map(({ blocks }) =>
      blocks.flatMap((one) => (one.kind === 'row' ? one.buttons.map(({ label }) => label) : [])),
    );
    expect(labels).toEqual([
      ['Watch greedy write', 'Explain', undefined],
      ['Watch it write', 'Explain', undefined],
    ]);
  });

  test('that are the same, or of which one goes on, are told so', () => {
    const said = (sampled: WrittenStep[], steps: WrittenStep[]) =>
      wordsOf(viewGenerate({ text: textOf(sampled), beside: greedy(steps) }, place))[3];
    expect(said([tea, dot], [tea, dot])).toContain('**They are the same:** each draw happened to give');
    expect(said([tea], [tea, dot])).toContain('**They are the same** for 1 token, until the sampled one ends.');
    expect(said([tea, dot], [tea])).toContain('**They are the same** for 1 token, until greedy ends.');
    expect(said([and], [tea])).toContain('**They part at once:**');
  });

  test('of which greedy runs in circles are told where', () => {
    const loop = [tea, and, dot, tea, and, dot];
    const said = (sampled: WrittenStep[]) =>
      wordsOf(viewGenerate({ text: greedy(loop), beside: textOf(sampled) }, place))[3];
    expect(said([and])).toContain(
      '**Greedy repeats itself:** the 3 tokens `·tea and.` come twice, at tokens 1 and 4. The sampled text does not.',
    );
    expect(said(loop)).toContain('So does the sampled text: the 3 tokens');
  });

  test('of which one breaks off keep what is there', () => {
    const view = viewGenerate({ text: greedy([tea], { broken: stopped }), beside: finished }, place);
    expect(wordsOf(view)[2]).toContain('**It breaks off here.** Stopped by Ann\\_.');
  });
});

const withFrames = ({ blocks, ...view }: View) => ({
  ...view,
  blocks: blocks.map((one) => (one.kind === 'animation' ? { ...one, frames: one.frames() } : one)),
});

test('results are shown the same when they come back from storage', () => {
  const results: GenerateResult[] = [
    { text: finished },
    { text: broken },
    { text: textOf([]) },
    { text: textOf([{ token: candidateOf('\uFFFD', 0.5, { bytes: Uint8Array.of(0xf0, 0x9f), id: 3 }) }]) },
    { text: finished, beside: textOf([tea], { temperature: 0, order: 'cuts-first' }) },
  ];
  for (const result of results) {
    const back = generateResult.parse(JSON.parse(JSON.stringify(z.encode(generateResult, result))));
    for (const view of [viewGenerate, viewAnimation])
      expect(withFrames(view(back, place))).toEqual(withFrames(view(result, place)));
  }
});

test('what is kept of a text is a record of its answer, and a text to fork', () => {
  const { answer } = finished;
  if (answer === undefined) throw new Error('it is finished');
  expect(recordOf(finished, answer)).toMatchObject({
    kind: 'generate',
    asked: { prompt: 'I like', temperature: 1, seed: 7, maxTokens: 20, candidates: 100 },
    answer: {
      text: ' tea and',
      ended: false,
      scale: 'raw',
      tokens: [
        { text: ' tea', logprob: Math.log(0.5), alternatives: [{ text: ' tea' }, { text: ' you' }, { text: ' it' }] },
        { text: ' and', logprob: Math.log(0.25), alternatives: [{ text: '.' }, { text: ' and' }] },
      ],
    },
    endpoint: { label: 'here', tiny: false },
    model: 'm',
    total: 2,
  });
  expect(originOf(textOf([tea], { isOwn: false, topK: 3 }))).toMatchObject({
    asked: { kind: 'text', prompt: 'I like' },
    sampling: { temperature: 1, topK: 3 },
    scale: 'unknown',
    steps: [tea],
  });
});
