import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { withExamples } from '../../commands/tuning/examples.js';
import { explainTuning } from '../../commands/tuning/explain.js';
import { tuningInFull } from '../../commands/tuning/in-full.js';
import { type TuningResult, type TuningRow, tuningResult } from '../../commands/tuning/result.js';
import { growingBlocks, viewTuning } from '../../commands/tuning/view.js';
import { readContinuation } from '../../commands/tuning/what-came.js';
import { altText } from '../../src/charts/alt.js';
import type { TextRows } from '../../src/charts/kinds/text-rows/text-rows.js';
import type { Block } from '../../src/discord/reply.js';
import { createFact } from '../../src/facts.js';
import type { View } from '../../src/lesson/command/view.js';
import { keepRecord } from '../../src/lesson/record/record.js';
import type { TextRecord } from '../../src/lesson/record/text-record.js';
import { candidateOf } from '../builders/distribution.js';
import { placeAt } from '../builders/place.js';

const endpoint = { label: 'here', tiny: true };
const request = { path: '/completions', body: { temperature: 0.7 }, requestId: undefined, sentAt: 0, seconds: 1 };
const place = placeAt({ runId: 'r' });

const tokensOf = (text: string, chance: number) =>
  (text.match(/\s*\S+/g) ?? []).map((one) => ({ ...candidateOf(one, chance), alternatives: [] }));

/** What the base model wrote, which ended by itself unless it was cut. */
function baseRow(
  text: string,
  more: { readonly isCut?: boolean; readonly hasExamples?: boolean; readonly chance?: number } = {},
): TuningRow {
  const { isCut = false, hasExamples, chance = 0.5 } = more;
  const answer = {
    text,
    tokens: tokensOf(text, chance),
    ended: !isCut,
    scale: 'raw' as const,
    model: 'm-base',
    request,
    requests: 1,
  };
  const prompt = hasExamples ? withExamples('What is a cat?') : 'What is a cat?';
  const asked = { prompt, temperature: 0.7, seed: 7, maxTokens: 64, candidates: 5 };
  const record = keepRecord({ kind: 'generate', asked, answer }, endpoint) as TextRecord;
  return { stage: 'base', model: 'm-base', hasExamples, record };
}

function answerRow(
  stage: 'tuned' | 'preferred',
  text: string,
  finishReason: 'stop' | 'length' | 'content-filter' = 'stop',
): TuningRow {
  const answer = {
    text,
    tokens: tokensOf(text, 0.9),
    scale: 'raw' as const,
    finishReason,
    usage: undefined,
    model: `m-${stage}`,
    seconds: 1,
    notices: [],
    request,
  };
  const asked = { question: 'What is a cat?', temperature: 0.7, seed: 7, maxTokens: 64 };
  return { stage, model: `m-${stage}`, record: keepRecord({ kind: 'reply', asked, answer }, endpoint) as TextRecord };
}

const result = (rows: readonly TuningRow[], more: Partial<TuningResult> = {}): TuningResult => ({
  prompt: 'What is a cat?',
  maxTokens: 64,
  temperature: 0.7,
  seed: 7,
  endpoint,
  rows: [...rows],
  ...more,
});

const STAGES = [
  baseRow(' What is a dog?'),
  answerRow('tuned', 'It is a small animal with soft fur.'),
  answerRow('preferred', 'A soft pet!'),
];

const linesOf = (blocks: readonly (Block | View['blocks'][number])[]) =>
  blocks.flatMap((block) => (block.kind === 'text' ? block.markdown.replaceAll('\\', '').split('\n') : []));
const sentence = (...rows: readonly TuningRow[]) => linesOf(viewTuning(result(rows), place).blocks)[1];
const pictureOf = (found: TuningResult) => {
  const block = viewTuning(found, place).blocks.find(({ kind }) => kind === 'picture');
  if (block?.kind !== 'picture') throw new Error('there is a picture');
  return block.picture as TextRows;
};
const labels = ({ blocks }: View) =>
  blocks.flatMap((block) => (block.kind === 'row' ? block.buttons.map(({ label }) => label) : []));
const entries = ({ blocks }: View) =>
  blocks.flatMap((block) => (block.kind === 'go-on-links' ? block.entries.map(({ label }) => label) : []));

describe('the stages', () => {
  test('stand one below the other, each with its length and how it ended', () => {
    expect(pictureOf(result(STAGES)).rows).toEqual([
      {
        label: 'Base: continues the text',
        note: '4 tokens · ended',
        before: 'What is a cat?',
        text: ' What is a dog?',
      },
      {
        label: 'Tuned: answers',
        note: '8 tokens · ended',
        before: undefined,
        text: 'It is a small animal with soft fur.',
      },
      {
        label: 'Preferred: answers as people like it',
        note: '3 tokens · ended',
        before: undefined,
        text: 'A soft pet!',
      },
    ]);
    const view = viewTuning(result(STAGES), place);
    expect(labels(view)).toEqual(['Give it examples', 'Roll again', 'Explain']);
    expect(entries(view)).toEqual([
      'Roll at temperature 0',
      'Roll at temperature 1',
      'Details of the base model',
      'Details of the tuned model',
      'Details of the preferred model',
    ]);
    expect(linesOf(view.blocks).at(-1)).toBe('-# m-base, m-tuned, m-preferred · temperature 0.7 · seed 7');
  });

  test('all of it is in the alt text', () => {
    const alt = altText(pictureOf(result(STAGES)));
    for (const part of ['4 tokens · ended', 'What is a dog?', '8 tokens', 'soft fur.', '3 tokens', 'A soft pet!']) {
      expect(alt).toContain(part);
    }
  });

  test.each([
    [' What is a dog?', '**The base model goes on with a question.**'],
    ['\nA: It is a pet.\nQ: What is a dog?', '**The base model goes on with questions and answers.**'],
    [' said the boy. Nobody knew.', '**The base model goes on as if your words began a text.**'],
    ['', '**The base model adds nothing**: for it, the text ends here.'],
  ])('the sentence says how the base model went on: %j', (text, expected) => {
    expect(sentence(baseRow(text), ...STAGES.slice(1))).toBe(
      `${expected} The tuned one answers in **8 words**, the preferred one in **3**.`,
    );
  });

  test.each([
    [
      'the preferred answer is the longer one',
      ['Yes.', 'Yes, of course.'],
      ['stop', 'stop'],
      'The tuned one answers in **1 word**, the preferred one in **3**: here it is the longer one.',
    ],
    [
      'the tuned one was cut',
      ['It is a', 'A pet, of course!'],
      ['length', 'stop'],
      'The tuned one answers in **more than 3 words**, the preferred one in **4**.',
    ],
    [
      'both are the same',
      ['A pet.', 'A pet.'],
      ['stop', 'stop'],
      'The other two give **the same answer**, in 2 words.',
    ],
    ['neither answers', ['', ''], ['stop', 'stop'], 'The other two answer nothing.'],
  ] as const)(
    'the sentence says what came of the answers where %s',
    (_, [tuned, preferred], [one, other], expected) => {
      const rows = [answerRow('tuned', tuned, one), answerRow('preferred', preferred, other)];
      expect(sentence(baseRow(' on the mat.'), ...rows)).toBe(
        `**The base model goes on as if your words began a text.** ${expected}`,
      );
    },
  );

  test('words are counted in languages without spaces', () => {
    const rows = [answerRow('tuned', '猫は小さい動物です'), answerRow('preferred', '猫')];
    expect(sentence(baseRow(''), ...rows)).toMatch(/answers in \*\*[2-9] words\*\*, the preferred one in \*\*1\*\*/);
  });

  test('at temperature 0 the same would come again, so the button rolls at another one', () => {
    const view = viewTuning(result(STAGES, { temperature: 0 }), place);
    expect(labels(view)).toEqual(['Give it examples', 'Roll at temperature 0.7', 'Explain']);
    expect(entries(view)[0]).toBe('Roll at temperature 1');
    expect(linesOf(view.blocks).at(-1)).toBe('-# m-base, m-tuned, m-preferred · temperature 0');
  });

  test('a text that was cut off says so, and so one that the server ended', () => {
    const rows = [baseRow(' a a', { isCut: true }), answerRow('tuned', 'Yes', 'content-filter'), ...STAGES.slice(2)];
    expect(pictureOf(result(rows)).rows.map(({ note }) => note)).toEqual([
      '2 tokens · cut off',
      '1 token · ended by the server',
      '3 tokens · ended',
    ]);
  });

  test('one that broke off keeps what is there, and the reason stands there once', () => {
    const broken = createFact('said', { sentence: 'It went away.' });
    const rows: TuningRow[] = [
      STAGES[0] as TuningRow,
      { stage: 'tuned', model: 'm-tuned', written: 'It is', broken },
      { stage: 'preferred', model: 'm-preferred', broken },
    ];
    const view = viewTuning(result(rows), place);
    expect(view.tone).toBe('error');
    expect(linesOf(view.blocks).filter((line) => line.includes('Not every'))).toEqual([
      '**Not every text is finished.** It went away.',
    ]);
    expect(pictureOf(result(rows)).rows.slice(1)).toMatchObject([
      { note: 'broke off', text: 'It is' },
      { note: 'broke off', text: '' },
    ]);
    expect(entries(view)).not.toContain('Details of the tuned model');
    expect(linesOf(tuningInFull(result(rows), 'en'))).toContain('**It breaks off here.** It went away.');
    expect(sentence(...rows.slice(1))).toBe('No text is finished, so there is nothing to compare.');
  });

  test('a prompt that is long stands there with its end, behind which the text goes on', () => {
    const prompt = `${'word '.repeat(300)}and then`;
    const { before } = pictureOf(result(STAGES, { prompt })).rows[0] ?? {};
    expect(before).toMatch(/^….*and then$/);
    expect(before?.length).toBeLessThanOrEqual(60);
  });

  test('are the same after they were stored', () => {
    const found = result(STAGES, { sampling: { temperature: 0.7, topK: 5 } });
    expect(z.decode(tuningResult, JSON.parse(JSON.stringify(z.encode(tuningResult, found))))).toEqual(found);
    expect(linesOf(viewTuning(found, place).blocks).at(-1)).toContain('temperature 0.7 · top-k 5 · seed 7');
  });

  test('while they are written, each stands under its name', () => {
    const rows: TuningRow[] = [
      { stage: 'base', model: 'b', written: ' so *it*' },
      { stage: 'tuned', model: 't' },
    ];
    expect(linesOf(growingBlocks({ prompt: '@everyone **Hi**', rows }, 'en'))).toEqual([
      '> @everyone **Hi**',
      '**Base: continues the text**',
      ' so *it*',
      '**Tuned: answers**',
      '…',
    ]);
    const [asked] = growingBlocks({ prompt: '@everyone **Hi**', rows }, 'en');
    expect(asked).toMatchObject({ markdown: '> \\@everyone \\*\\*Hi\\*\\*' });
  });
});

describe('examples', () => {
  const found = (text: string) =>
    result([baseRow(' What is a dog?'), baseRow(text, { hasExamples: true, chance: 0.25 })]);
  const said = (text: string) => linesOf(viewTuning(found(text), place).blocks)[1];

  test('stand before the question, and none of them is the question', () => {
    expect(withExamples('What do\n cows  eat?').match(/^Human: .*$/gm)).toEqual([
      'Human: How many days are in a week?',
      'Human: What is the opposite of big?',
      'Human: Where do fish live?',
      'Human: What do cows eat?',
    ]);
    expect(withExamples('Hi')).toMatch(/\nHuman: Hi\nAssistant:$/);
  });

  test('the sentence says what they changed', () => {
    expect(said(' A small pet.')).toBe(
      'With 3 examples before it, **the base model answers too**: it continues a conversation.',
    );
    expect(said(' A small pet.\nHuman: Why?\nAssistant: So.')).toBe(
      'With 3 examples before it, **the base model answers too**: it continues a conversation. Then it writes the next words of the human, too.',
    );
    expect(said(' What is a dog?')).toBe('Even with 3 examples before it, **the base model goes on with a question**.');
    expect(said('\nHuman: Why?')).toBe('Even with 3 examples before it, **the base model adds nothing**.');
  });

  test('the base model stands there without them and with them', () => {
    const view = viewTuning(found(' A small pet.'), place);
    expect(pictureOf(found(' A small pet.'))).toMatchObject({
      title: 'Do examples make the base model answer?',
      rows: [
        { label: 'Without examples', before: 'What is a cat?', text: ' What is a dog?' },
        { label: 'After 3 examples', before: '… Human: What is a cat?\nAssistant:', text: ' A small pet.' },
      ],
    });
    expect(labels(view)).toEqual(['Roll again', 'Explain']);
    expect(entries(view).slice(2)).toEqual(['Details without examples', 'Details with examples']);
    expect(linesOf(tuningInFull(found(' A small pet.'), 'en')).join('\n')).toContain(withExamples('What is a cat?'));
  });

  test('Explain compares the first tokens with and without', () => {
    const { example, tryIt } = explainTuning(found(' A small pet.'), place);
    expect(example).toContain('without examples it began with “What” (50%), after them it began with “A” (25%)');
    expect(example).toContain('`Human: What is a cat?↵Assistant:`');
    expect(tryIt).toMatchObject({ action: 'again', label: 'Roll again' });
  });
});

describe('Explain', () => {
  test('tells lengths and first tokens, and what to try', () => {
    const rows = [baseRow(' What is', { isCut: true }), ...STAGES.slice(1)];
    const { example, tryIt } = explainTuning(result(rows), place);
    expect(example.split('\n')).toEqual([
      '**Base**: 2 tokens, and it was cut off at the limit. **Tuned**: 8 tokens, then the token that ends a text. **Preferred**: 3 tokens, then the token that ends a text.',
      'The first token shows it: the base model began with “What” (50%), the tuned one began with “It” (90%), the preferred one began with “A” (90%). Only training made these chances differ.',
    ]);
    expect(tryIt).toMatchObject({ action: 'examples', label: 'Give it examples' });
  });

  test('says no chance that is not told', () => {
    const rows: TuningRow[] = [{ stage: 'base', model: 'b', broken: createFact('said', { sentence: 'Gone.' }) }];
    expect(explainTuning(result(rows), place).example).toBe(
      'No text is finished here, so there are no numbers to look at.',
    );
  });
});

test.each([
  ['\n\nAssistant: It is.', 'turns'],
  [' What? Why.', 'question'],
  ['And. What?', 'text'],
  ['これは何ですか？', 'question'],
  [' \n ', 'nothing'],
] as const)('how a text goes on is read from it: %j is %s', (text, expected) => {
  expect(readContinuation(text)).toBe(expected);
});
