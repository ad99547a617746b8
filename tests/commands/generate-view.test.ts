import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { explainGenerate } from '../../commands/generate/explain.js';
import { besideInFull, textInFull } from '../../commands/generate/in-full.js';
import {
  type GenerateResult,
  generateResult,
  type KeptText,
  originOf,
  recordOf,
} from '../../commands/generate/result.js';
import { viewAnimation, viewGenerate, viewStep, viewStill } from '../../commands/generate/view.js';
import type { Button } from '../../src/discord/reply.js';
import { openTail } from '../../src/domain/tail.js';
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
  return { token: candidateOf(text, probability), listed: { candidates, tail: openTail(hiddenMass, cap, undefined) } };
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
      request: { path: '/completions', body: { model: 'm', temperature: 1 }, requestId: 'r', sentAt: 1, seconds: 0.5 },
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

const wordsOf = ({ blocks }: Pick<View, 'blocks'>, state: 'there' | 'missing' = 'there'): string[] =>
  blocks.flatMap((one) => {
    if (one.kind === 'beside-animation') return wordsOf({ blocks: one[state] });
    return one.kind === 'text' ? one.markdown : [];
  });
const picturesOf = ({ blocks }: View) => blocks.flatMap((one) => (one.kind === 'picture' ? one.picture : []));
const animationOf = ({ blocks }: View) => blocks.find((one) => one.kind === 'animation');

/** The buttons: labels with their values, links with an arrow before them; what is off is in brackets. */
function buttonsOf({ blocks }: View): string {
  const nameOf = (button: Button | LinkButton): string => {
    if ('link' in button) return `→ ${button.link}`;
    const name = button.value === undefined ? button.label : `${button.label} ${button.value}`;
    return button.disabled ? `(${name})` : name;
  };
  return blocks.flatMap((one) => (one.kind === 'row' ? [one.buttons.map(nameOf).join(' · ')] : [])).join(' | ');
}

const menuOf = ({ blocks }: View) => blocks.flatMap((one) => (one.kind === 'go-on-links' ? [one] : []))[0];
const entriesOf = (view: View) => menuOf(view)?.entries.map(({ label }) => label) ?? [];

describe('a text', () => {
  test('is shown with an animation of its steps, each before and after its draw', () => {
    const view = viewGenerate({ text: finished }, place);
    expect(view.tone).toBe('normal');
    expect(wordsOf(view)).toEqual([
      'I like **tea and**',
      '2 tokens, each drawn by its chance. The least likely draw was **“and”**, with 25%.',
      '-# m · temperature 1 · seed 7',
    ]);
    const moving = animationOf(view);
    expect(moving?.frames().map(({ picture }) => 'token' in picture && picture.token)).toEqual([
      undefined,
      '·tea',
      undefined,
      '·and',
    ]);
    expect(moving?.still).toEqual(moving?.frames()[1]?.picture);
    expect(buttonsOf(view)).toBe('Step by step 1 · Greedy beside it · → fork · Explain');
    expect(entriesOf(view)).toEqual([
      'Still picture',
      'Another text',
      'A longer text',
      ...[0.3, 0.7, 1.3, 1.6, 2].map((one) => `Write at temperature ${one}`),
    ]);
    const still = viewStill({ text: finished }, place);
    expect(picturesOf(still)).toEqual([moving?.still]);
    expect(entriesOf(still)[0]).toBe('Animation');
  });

  test('that is long is animated in part, and it is said only where the animation is there', () => {
    const steps = Array.from({ length: 60 }, (_, at) => step(` w${at}`, 0.5));
    const view = viewGenerate({ text: textOf(steps, { maxTokens: 60 }) }, place);
    expect(animationOf(view)?.frames()).toHaveLength(16);
    expect(wordsOf(view)[1]).toContain('The animation shows the first 8 of 60 steps.');
    expect(wordsOf(view, 'missing')[1]).not.toContain('The animation');
    expect(entriesOf(view)).not.toContain('A longer text');
  });

  test('that breaks off keeps what is written, in a message that warns and does not move', () => {
    const view = viewGenerate({ text: broken }, place);
    expect(view.tone).toBe('error');
    expect(animationOf(view)).toBeUndefined();
    expect(wordsOf(view)[1]).toContain('\n**The text breaks off after 2 tokens.** Stopped by Ann\\_.');
    expect(entriesOf(view)[0]).toBe('Animation');
    expect(animationOf(viewAnimation({ text: broken }, place))).toBeDefined();
  });

  test('that the model ended at once has no steps to go through', () => {
    for (const view of [viewGenerate, viewAnimation, viewStill]) {
      const shown = view({ text: textOf([], { ended: true }) }, place);
      expect(wordsOf(shown)).toEqual([
        'I like',
        'The model **ended the text at once**, so nothing was added to it.',
        '-# m · temperature 1',
      ]);
      expect(buttonsOf(shown)).toBe('Another text · Greedy beside it · → fork · Explain');
      expect(entriesOf(shown)).not.toContain('Another text');
    }
  });

  test('has a sentence that its numbers choose', () => {
    const said = (steps: WrittenStep[], more: Partial<KeptText> = {}) =>
      wordsOf(viewGenerate({ text: textOf(steps, more) }, place))[1];
    expect(said([tea, step('', 0.9)], { ended: true })).toBe(
      'After 1 token the model **ended the text**. The end had a chance of 90%.',
    );
    expect(said([tea], { ended: true })).toBe('After 1 token the model **ended the text**.');
    expect(said([step(' tea', 0.95), step(' too', 0.85)])).toContain(
      'The model was **almost sure of each**: even the least likely one, “too”, had 85%.',
    );
    // At the text's temperature, as in the picture: 0.25² ÷ (0.25² + 0.75²).
    const rival = step(' and', 0.25, [' or', 0.75]);
    expect(said([rival], { temperature: 0.5 })).toContain('The least likely draw was **“and”**, with 10%.');
    expect(said([tea, and], { temperature: 0 })).toBe('2 tokens, and at each place **the likeliest one** was taken.');
    const loop = [tea, and, step('.', 0.9), tea, and, step('.', 0.9)];
    expect(said(loop, { temperature: 0 })).toBe('The text **repeats itself**: the 3 tokens `·tea and.` come twice.');
    const untold = { token: candidateOf(' none', 1, { logprob: UNLISTED_LOGPROB }) };
    expect(said([untold])).toContain('1 token, one after the other');
  });
});

describe('a step', () => {
  const at = (text: KeptText, value: string) => viewStep({ text }, { ...place, value });

  test('shows the text up to it, what its token was drawn from, and the way to the others', () => {
    const view = at(finished, '2');
    expect(wordsOf(view)).toEqual([
      '`I like tea and▮`',
      'Step 2 of 2: **“and”** was drawn. The model gave it **25%**.',
      '-# m · temperature 1 · seed 7',
    ]);
    expect(picturesOf(view)).toMatchObject([
      { kind: 'draw-step', title: 'Which token comes next?', step: 2, steps: 2, text: 'I like tea', token: '·and' },
    ]);
    expect(buttonsOf(view)).toBe('◀ Back 1 · (Next ▶ 2) · Animation · Explain 2');
    expect(menuOf(view)?.part).toBe('2');
    expect(entriesOf(view).slice(0, 2)).toEqual(['The first step', 'Greedy beside it']);
    expect(buttonsOf(at(finished, '1'))).toBe('(◀ Back 1) · Next ▶ 2 · Animation · Explain 1');
    expect(entriesOf(at(finished, '1'))[0]).toBe('The last step');
  });

  test('tells the probability after temperature, and after the cut', () => {
    const said = (more: Partial<KeptText>) => wordsOf(at(textOf([tea], more), '1'))[1];
    expect(said({ temperature: 0.5 })).toBe(
      'Step 1 of 1: **“tea”** was drawn. The model gave it **50%**; temperature 0.5 makes that 66%.',
    );
    expect(said({ temperature: 0.5, topK: 2 })).toContain(
      '**50%**; temperature 0.5 makes that 66%, and after the cut it is 74%.',
    );
    expect(said({ temperature: 0 })).toBe(
      'Step 1 of 1: **“tea”** was taken, the likeliest one. The model gave it **50%**.',
    );
  });

  test('that ends the text, and one of which nothing was told', () => {
    const end = step('', 0.9);
    expect(wordsOf(at(textOf([tea, end]), '2'))[1]).toContain('**the end of the text** was drawn.');
    expect(picturesOf(at(textOf([tea, end]), '2'))).toMatchObject([{ token: '⟨end of text⟩' }]);
    const part = wordsOf(at(textOf([tea, { token: candidateOf('é', 0.5) }]), '2'));
    expect(part[1]).toContain('**“é”** came. The server told no chances here');
  });

  test.each(['0', '3', '-1', '1.5', 'x', '', '1e0x', '99999999999'])(
    'that there is none of gets a sentence: %j',
    (value) => {
      expect(() => at(finished, value)).toThrow('There is no such step: this text has 2 steps.');
      expect(() => at(finished, value)).toThrow(UserError);
    },
  );
});

describe('what Details tells of a text', () => {
  const inFull = (text: KeptText, at?: number) => wordsOf({ blocks: textInFull(text, at, 'en') });

  test('is every token with its probability, and what a step was drawn from', () => {
    expect(inFull(finished)).toEqual([
      '**Drawn**, with the model’s own probabilities:\n`·tea` 50% → `·and` 25%',
      '-# 2 tokens · perplexity 2.83',
    ]);
    expect(inFull(finished, 2)[0]).toBe(
      '**Step 2**, what the token was drawn from:\n```\n    50%  .\n    25%  ·and   ◀ drawn\n    25%  all other tokens together\n```',
    );
    expect(inFull(textOf([], { ended: true }))).toEqual(['-# The model ended the text by itself.\n-# 0 tokens']);
  });

  test('is how it was drawn, and what is not known', () => {
    const text = textOf([tea], { temperature: 0.5, topP: 0.9, order: 'cuts-first', isOwn: false });
    expect(inFull(text).at(-1)?.split('\n')).toEqual([
      expect.stringContaining('This server cuts first'),
      expect.stringContaining('takes no temperature'),
      '-# 1 token · perplexity 2.00',
    ]);
  });

  test('has a bound for its perplexity where the probability of a token is one', () => {
    const hidden = { ...tea, token: candidateOf(' none', 1, { logprob: UNLISTED_LOGPROB }) };
    const listed = { candidates: [candidateOf(' tea', 0.5)], tail: openTail(0.5, 0.25, undefined) };
    const [path, facts] = inFull(textOf([{ ...hidden, listed }]));
    expect(path).toContain('`·none` at most 25%');
    expect(facts).toContain('perplexity at least 4.00');
    const untold = inFull(textOf([{ token: hidden.token }]));
    expect(untold[0]).toContain('`·none` not told');
    expect(untold[1]).not.toContain('perplexity');
  });
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
      '`I like▮`',
      '**Drawn** · temperature 1\ntea and',
      '**Greedy** · temperature 0\ntea.',
      '**They part after 1 token:** the draw gave **“and”** (25%), and greedy took **“.”** (50%).',
      '-# m · seed 7',
    ]);
    expect(wordsOf(second)).toEqual(wordsOf(first));
    expect(picturesOf(first)).toEqual([
      {
        kind: 'branch-tree',
        title: 'Where do the two texts part?',
        nodes: [
          { id: 'common', label: 'I like tea' },
          { id: 'sampled', parent: 'common', label: '·and', probability: expect.closeTo(0.25, 9) },
          { id: 'greedy', parent: 'common', label: '.', probability: expect.closeTo(0.5, 9) },
        ],
      },
    ]);
    expect([first, second].map(buttonsOf)).toEqual(['Watch greedy write · Explain', 'Watch it write · Explain']);
    expect(menuOf(first)?.entries).toMatchObject([
      { command: 'details', value: 'generate.sampled', label: 'Details of the drawn text' },
      { command: 'details', value: 'generate.greedy', label: 'Details of the greedy text' },
    ]);
  });

  test('that are the same, or of which one goes on, are told so', () => {
    const shown = (sampled: WrittenStep[], steps: WrittenStep[]) =>
      viewGenerate({ text: textOf(sampled), beside: greedy(steps) }, place);
    const said = (sampled: WrittenStep[], steps: WrittenStep[]) => wordsOf(shown(sampled, steps))[3];
    expect(said([tea, dot], [tea, dot])).toContain('**They are the same:** by luck, each draw gave');
    expect(picturesOf(shown([tea, dot], [tea, dot]))).toEqual([]);
    expect(said([tea], [tea, dot])).toContain('**They are the same** for 1 token. Then the drawn one ends.');
    expect(picturesOf(shown([tea], [tea, dot]))).toMatchObject([{ nodes: [{}, { label: '⟨end of text⟩' }, {}] }]);
    expect(said([tea, dot], [tea])).toContain('**They are the same** for 1 token. Then greedy ends.');
    expect(said([and], [tea])).toContain('**They part at once:**');
  });

  test('of which greedy runs in circles are told so; in Details it is told where they do not', () => {
    const loop = [tea, and, dot, tea, and, dot];
    const said = (sampled: WrittenStep[]) =>
      wordsOf(viewGenerate({ text: greedy(loop), beside: textOf(sampled) }, place))[3];
    expect(said([and])).toContain(
      '**Greedy repeats itself:** the 3 tokens `·tea and.` come twice. The drawn text does not.',
    );
    expect(said(loop)).toContain('So does the drawn text: the 3 tokens');
    const inFull = wordsOf({ blocks: besideInFull({ sampled: finished, greedy: greedy([tea, dot]) }, 'en') });
    expect(inFull[0]).toContain('in its 2 tokens, no 3 tokens come twice in the same order.');
    expect(inFull[0]).toContain('-# If you ask again, the same two texts come');
  });

  test('of which one breaks off keep what is there', () => {
    const view = viewGenerate({ text: greedy([tea], { broken: stopped }), beside: finished }, place);
    expect(wordsOf(view)[2]).toContain('**It breaks off here.** Stopped by Ann\\_.');
  });
});

describe('Explain', () => {
  test('multiplies the chances of the first tokens, and says what of circles is true here', () => {
    const { example, tryIt } = explainGenerate({ text: finished }, place);
    expect(example).toBe(
      'The first 2 tokens: “tea” 50%, “and” 25%. At temperature 1, the probability that exactly these come in a row is 0.50 × 0.25 = about **13%**.\nNothing repeats itself here: no 3 tokens come twice in the same order. In a long greedy text that can happen.',
    );
    expect(tryIt).toMatchObject({ action: 'beside', label: 'Greedy beside it' });
    const loop = [tea, and, step('.', 0.5), tea, and, step('.', 0.5)];
    expect(explainGenerate({ text: textOf(loop) }, place).example).toContain(
      'In this text the 3 tokens `·tea and.` come twice',
    );
    expect(explainGenerate({ text: textOf([]) }, place).example).toContain('Nothing was added here');
    expect(explainGenerate({ text: finished, beside: finished }, place).tryIt).toMatchObject({ action: 'watch' });
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
